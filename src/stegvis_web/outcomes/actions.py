"""Counting who came back to work, under any number of definitions at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from stegvis.benefits.days import day_to_int
from stegvis.benefits.spells import Benefit
from stegvis.casework.access import Action
from stegvis.casework.closing import Reason
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.history import FULL, Spell
from stegvis.outcomes.outcome import OUTCOMES as CATALOGUE
from stegvis.outcomes.outcome import Outcome
from stegvis_web.benefits.models import Extract
from stegvis_web.benefits.models import Spell as RegisterSpell
from stegvis_web.benefits.queries import current_extract
from stegvis_web.casework.models import Case, ImportedCase, SickNote
from stegvis_web.foundation import audit
from stegvis_web.foundation.transactions import in_one_go
from stegvis_web.outcomes.models import Count, Counted, CountedAs
from stegvis_web.outcomes.queries import offered, service_of

AT_ONCE = 2000
"""Rows written in one statement."""

SOON = 3000
"""Cases of a service that are counted while its manager waits; more of them by `stegvis deliver`."""

NOTHING_CHOSEN = gettext_noop("Choose at least one definition.")
NO_EXTRACT = gettext_noop("There is no register extract to count from.")
NEEDS_A_REGISTER = gettext_noop(
    "Sick notes alone cannot answer this; it needs a register extract: %(names)s."
)
NEEDS_JOBS = gettext_noop("A benefit register knows of no jobs, so it cannot answer this: %(names)s.")
COUNTER = Viewer("command:count", "command")


@dataclass(frozen=True)
class Known:
    """What is known of one case: its days, its spells as rows [from, to, benefit, grade], and the days on
    which jobs began; None where nobody has written any down.

    A case that was closed by a death is taken to end on the day of it.
    """

    case: int
    code: str
    index_date: date
    known_until: date
    death: date | None
    spells: tuple[tuple[date, date, str, int], ...] | None
    jobs: tuple[date, ...] | None = None


def ask(*, by: Viewer, definitions: Sequence[str], from_register: bool) -> Count:
    """Ask that the service's cases are counted: at once where they are few, else by the next delivery.

    Raises Refusal where nothing was chosen, or there is no extract.
    """
    service = service_of(by, Action.WRITE)
    extract = current_extract(service) if from_register else None
    if from_register and extract is None:
        raise Refusal(NO_EXTRACT)
    can = offered(from_register=from_register)
    chosen = [id for id in CATALOGUE.all() if id in definitions]
    if not chosen:
        raise Refusal(NOTHING_CHOSEN)
    if beyond := [CATALOGUE.get(id).name for id in chosen if id not in can]:
        raise Refusal(NEEDS_JOBS if from_register else NEEDS_A_REGISTER, names="; ".join(beyond))
    with transaction.atomic():
        count = Count.objects.create(
            service_id=service, extract=extract, asked=chosen, asked_at=timezone.now(), asked_by=by.code
        )
        if Case.objects.filter(service_id=service)[: SOON + 1].count() <= SOON:
            work_out(count, by=by)
        else:
            audit.record(by=by, verb="create", what="outcomes", fields=chosen)
    return count


def count_due() -> int:
    """Work out what was asked for and waits; how many counts."""
    done = 0
    for pk in list(Count.objects.filter(made_at__isnull=True).order_by("pk").values_list("pk", flat=True)):

        def make(pk: int = pk) -> bool:
            waiting = Count.objects.select_for_update().filter(pk=pk, made_at__isnull=True).first()
            if waiting is None:
                return False
            work_out(waiting, by=COUNTER)
            return True

        done += in_one_go(make)
    return done


def work_out(count: Count, *, by: Viewer) -> None:
    """Count all cases of the service and keep each with what it was counted as. Within a transaction."""
    # Here, because only this needs NumPy and SciPy, and they are large.
    from stegvis.outcomes.own_people import Followed, answer, cells, tell, window_told

    outcomes: dict[str, Outcome] = {id: CATALOGUE.get(id) for id in count.asked}
    today = timezone.localdate()
    cases, left_out = (
        _from_register(count.extract) if count.extract else _written_down(count.service_id, today)
    )
    people = [
        Followed(
            day_to_int(one.index_date),
            day_to_int(one.known_until),
            None if one.spells is None else tuple(_spell(*row) for row in one.spells),
            None if one.death is None else day_to_int(one.death),
            None if one.jobs is None else tuple(map(day_to_int, one.jobs)),
        )
        for one in cases
    ]
    found = answer(people, outcomes)
    rows = _keep(count, cases)
    told = []
    for id, outcome in outcomes.items():
        window = window_told(outcome, found[id])
        _keep_answers(count, id, rows, cells(outcome, found[id], window), found[id], window)
        summary = asdict(tell(outcome, found[id], window))
        told.append({"id": id, "fingerprint": outcome.fingerprint, **summary})
    count.told, count.people, count.left_out = told, len(cases), left_out
    count.made_at = timezone.now()
    count.known_until = count.extract.register_end if count.extract else today
    count.save()
    audit.record(
        by=by, verb="create", what="outcomes", cases=[one.code for one in cases], fields=list(outcomes)
    )


def _spell(start: date, end: date, benefit: str, grade: int) -> Spell:
    return Spell(day_to_int(start), day_to_int(end), benefit, grade)


def _written_down(service: int, today: date) -> tuple[list[Known], int]:
    """Cases with sick notes, or of which is known whether a job began; and how many have neither.

    What comes after a case was closed is not known, and sick leave without an end goes on.
    """
    imported = ImportedCase.objects.filter(case__service_id=service).values_list("case_id", "job_start")
    jobs = {case: () if start is None else (start,) for case, start in imported}
    notes: dict[int, list[tuple[date, date | None, int]]] = {}
    rows = SickNote.objects.filter(case__service_id=service).order_by("case_id", "start")
    for case, start, end, grade in rows.values_list("case_id", "start", "end", "grade").iterator():
        notes.setdefault(case, []).append((start, end, grade))
    known, left_out = [], 0
    for pk, code, opened, closed, because in _cases(service, today):
        death = closed if because == Reason.DIED else None
        until = max((closed, *jobs.get(pk, ()))) if closed and not death else today
        theirs = tuple(
            (start, min(end or until, until), str(Benefit.SICKNESS_BENEFIT), grade * FULL // 100)
            for start, end, grade in notes.get(pk, ())
            if start <= until
        )
        if theirs or pk in jobs:
            known.append(Known(pk, code, opened, until, death, theirs or None, jobs.get(pk)))
        else:
            left_out += 1
    return known, left_out


def _from_register(extract: Extract) -> tuple[list[Known], int]:
    """Cases of persons whom the register was asked about; and how many it was not, or began after its end."""
    spells: dict[int, list[tuple[date, date, str, int]]] = {}
    rows = RegisterSpell.objects.filter(extract=extract).order_by("person_id", "start")
    columns = rows.values_list("person_id", "start", "end", "benefit", "grade")
    for person, start, end, benefit, grade in columns.iterator():
        spells.setdefault(person, []).append((start, end, benefit, grade))
    listed = Case.objects.filter(
        service_id=extract.service_id, person__pseudonym__since__number__lte=extract.key_list.number
    )
    persons = dict(listed.values_list("pk", "person_id"))
    known, left_out = [], 0
    for pk, code, opened, closed, because in _cases(extract.service_id, timezone.localdate()):
        if pk in persons and opened <= extract.register_end:
            death = closed if because == Reason.DIED else None
            theirs = tuple(spells.get(persons[pk], ()))
            known.append(Known(pk, code, opened, extract.register_end, death, theirs))
        else:
            left_out += 1
    return known, left_out


def _cases(service: int, today: date) -> Iterable[tuple[int, str, date, date | None, str]]:
    rows = Case.objects.filter(service_id=service, opened_on__lte=today).order_by("pk")
    return rows.values_list("pk", "code", "opened_on", "closed_on", "closed_because").iterator()


def _keep(count: Count, cases: Sequence[Known]) -> list[int]:
    """The cases as they are counted; the keys of their rows, in order."""
    rows = [
        Counted(
            count=count,
            case_id=one.case,
            index_date=one.index_date,
            known_until=one.known_until,
            spells=None
            if one.spells is None
            else [[a.isoformat(), b.isoformat(), benefit, grade] for a, b, benefit, grade in one.spells],
            jobs=None if one.jobs is None else [day.isoformat() for day in one.jobs],
        )
        for one in cases
    ]
    Counted.objects.bulk_create(rows, batch_size=AT_ONCE)
    return [row.pk for row in rows]


def _keep_answers(
    count: Count, id: str, rows: Sequence[int], names: Sequence[str], answers: Any, window: int
) -> None:
    CountedAs.objects.bulk_create(
        (
            CountedAs(
                counted_id=row,
                count=count,
                definition=id,
                cell=name,
                time=(one := answers.answer(place, window)).time,
                value=one.value,
            )
            for place, (row, name) in enumerate(zip(rows, names, strict=True))
        ),
        batch_size=AT_ONCE,
    )


def forget_people(extract: Extract) -> None:
    """The people behind the numbers that were made from an extract; the numbers stay."""
    counts = Count.objects.filter(extract=extract)
    Counted.objects.filter(count__in=counts).delete()
    counts.filter(made_at__isnull=True).delete()
    counts.update(forgotten=True)

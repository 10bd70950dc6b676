"""What was counted: the numbers as they may be shown, and the people behind one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from stegvis.benefits.spells import Benefit
from stegvis.casework.access import Action
from stegvis.casework.party import Role
from stegvis.casework.sections import NAME, OUTCOMES, SICK_LEAVE
from stegvis.foundation.viewer import Viewer
from stegvis.outcomes.outcome import OUTCOMES as CATALOGUE
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.small_numbers import both_sides, shown
from stegvis_web.casework.queries.cases import sees
from stegvis_web.foundation import audit
from stegvis_web.outcomes.models import Count, Counted, CountedAs
from stegvis_web.people import pseudonyms

USUAL = ("free_28_days", "lasting_return", "net_days_12_months")
"""What is chosen before anybody has chosen."""

PAGE = 20
EARLIER = 10
REACHED, NOT_REACHED, NO_ANSWER = "reached", "not_reached", "no_answer"
WRITTEN_DOWN = frozenset({Benefit.SICKNESS_BENEFIT})
"""The benefits that sick notes stand for."""


def service_of(by: Viewer, action: Action = Action.READ) -> int:
    """The service whose outcomes the viewer may see, or with WRITE have counted; Http404 for others."""
    if by.kind != "staff" or by.service is None or not sees(by, OUTCOMES, action):
        raise Http404
    return by.service


def offered(*, from_register: bool) -> dict[str, Outcome]:
    """The definitions that can be answered from sick notes, or from all that a register knows."""
    from stegvis.outcomes.own_people import can_answer  # needs NumPy, which is large

    benefits = frozenset(Benefit) if from_register else WRITTEN_DOWN
    return {
        id: outcome
        for id, outcome in CATALOGUE.all().items()
        if can_answer(outcome, benefits, jobs=not from_register)
    }


@dataclass(frozen=True)
class Cell:
    """`number` is None where it is too small to be shown."""

    name: str
    number: int | None


@dataclass(frozen=True)
class Line:
    """One definition of a count, as anybody who may read outcomes sees it.

    `letter` names its curve in the figure. `median` is in days; `share`, `low`, `high` and `mean` are None
    where they are not known, or would tell of too few people. `changed`: the definition reads otherwise now.
    """

    id: str
    letter: str
    outcome: Outcome | None
    at: str
    cells: tuple[Cell, ...]
    median: float | None
    share: float | None
    low: float | None
    high: float | None
    mean: float | None
    curve: tuple[tuple[float, float], ...]
    changed: bool

    @property
    def name(self) -> str:
        return self.outcome.name if self.outcome else self.id

    @property
    def is_time(self) -> bool:
        return any(cell.name == REACHED for cell in self.cells)

    def cell(self, name: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.name == name), None)


@dataclass(frozen=True)
class ShownCount:
    row: Count
    lines: tuple[Line, ...]

    @property
    def hidden(self) -> bool:
        """Whether some number is too small to be shown."""
        return any(cell.number is None for line in self.lines for cell in line.cells)


def newest(by: Viewer) -> Count | None:
    return _counts(by).order_by("-id").first()


def earlier(by: Viewer) -> Sequence[Count]:
    """The counts before the newest one."""
    return list(_counts(by).order_by("-id")[1 : 1 + EARLIER])


def count_of(by: Viewer, pk: int) -> Count:
    row = _counts(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _counts(by: Viewer) -> QuerySet[Count]:
    return Count.objects.filter(service_id=service_of(by)).select_related("extract__key_list")


def shown_count(row: Count) -> ShownCount:
    """What may be shown of it."""
    known = CATALOGUE.all()
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    lines = []
    for told in row.told:
        line = _line(told, known.get(told["id"]))
        letter = next(letters, "") if line.is_time else ""
        lines.append(Line(**{**line.__dict__, "letter": letter}))
    return ShownCount(row, tuple(lines))


def _line(told: Mapping[str, Any], outcome: Outcome | None) -> Line:
    cells = told["cells"]
    of = sum(cells.values()) - cells.get(NO_ANSWER, 0)
    having = cells.get(REACHED, of // 2)
    tell = both_sides(having, of)
    return Line(
        id=told["id"],
        letter="",
        outcome=outcome,
        at=told["at"],
        cells=tuple(Cell(name, number) for name, number in shown(cells).items()),
        median=told["median"] if tell else None,
        share=told["share"] if tell else None,
        low=told["low"] if tell else None,
        high=told["high"] if tell else None,
        mean=told["mean"] if tell else None,
        curve=tuple((float(day), float(share)) for day, share in told["curve"]) if tell else (),
        changed=outcome is None or outcome.fingerprint != told["fingerprint"],
    )


@dataclass(frozen=True)
class OnePerson:
    """Somebody behind a number: who, as far as the viewer may know, and the spells that were counted.

    `code` is empty, and `name` a pseudonym or a number, for whom cases have no names.
    """

    row: Counted
    name: str
    code: str
    time: int | None
    value: float | None
    spells: tuple[tuple[date, date, str, float], ...]
    jobs: tuple[date, ...]

    @property
    def day(self) -> date | None:
        """The day on which it happened, or until which it had not."""
        return None if self.time is None else self.row.index_date + timedelta(days=self.time)


@dataclass(frozen=True)
class People:
    line: Line
    cell: Cell
    rows: tuple[OnePerson, ...]
    next_after: int
    erased: int
    """People who were counted and have been erased since."""


def people_behind(by: Viewer, row: Count, definition: str, cell: str, after: int) -> People:
    """A page of the people behind one number, and one event that names all their cases. Four queries.

    Http404 for a number that is too small to be shown, and for one that is not there.
    """
    line = next((line for line in shown_count(row).lines if line.id == definition), None)
    found = line.cell(cell) if line else None
    if line is None or found is None or not found.number:
        raise Http404
    answers = CountedAs.objects.filter(count=row, definition=definition, cell=cell)
    page = list(
        answers.filter(counted_id__gt=after)
        .select_related("counted__case__person")
        .order_by("counted_id")[: PAGE + 1]
    )
    more, page = len(page) > PAGE, page[:PAGE]
    named = sees(by, NAME) and sees(by, SICK_LEAVE)
    called = {} if named else pseudonyms.pseudonyms_of([one.counted.case.person_id for one in page])
    audit.record(
        by=by,
        verb="read",
        what="outcomes",
        cases=[one.counted.case.code for one in page],
        fields=[definition],
    )
    return People(
        line=line,
        cell=found,
        rows=tuple(_one(answer, called, named=named) for answer in page),
        next_after=page[-1].counted_id if more else 0,
        erased=0 if row.forgotten else found.number - answers.count(),
    )


def _one(answer: CountedAs, called: Mapping[int, str], *, named: bool) -> OnePerson:
    counted = answer.counted
    case = counted.case
    name = case.person.name or case.code if named else called.get(case.person_id, f"#{counted.pk}")
    spells = tuple(
        (date.fromisoformat(start), date.fromisoformat(end), benefit, grade / 100)
        for start, end, benefit, grade in counted.spells or ()
    )
    jobs = tuple(map(date.fromisoformat, counted.jobs or ()))
    return OnePerson(counted, name, case.code if named else "", answer.time, answer.value, spells, jobs)


def may_take_in(by: Viewer) -> bool:
    """Whether the viewer goes on to the registers."""
    return Role.MANAGER in by.roles

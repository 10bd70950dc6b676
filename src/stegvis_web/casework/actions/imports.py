"""Taking in the cases of a published table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TextIO

from django.db import transaction
from django.utils import timezone

from stegvis.casework.importing import Accepted, Correction, PilotCase, read_pilot_cases
from stegvis.casework.party import Role
from stegvis.countries.country import COUNTRIES
from stegvis.foundation.errors import InputError, Problem
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework.actions.referrals import open_new_case
from stegvis_web.casework.models import Case, ImportedCase
from stegvis_web.foundation import audit
from stegvis_web.people.models import Person, Service, User
from stegvis_web.people.words import email_key

IMPORTER = Viewer("command:import", "command")
"""Whoever may run commands on this installation may import; no page offers it."""


@dataclass(frozen=True)
class Imported:
    """The codes of the cases that are new, and of those that were there already, unchanged."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    corrections: tuple[tuple[str, Correction], ...]


@transaction.atomic
def import_cases(
    *,
    by: Viewer,
    file: TextIO,
    source: str,
    service: str,
    owner: str,
    prefix: str = "P",
    country: str = "",
    accepted: Sequence[Accepted] = (),
) -> Imported:
    """Open a case for each row of the table `file` that this service has not imported from `source` before.

    `service` is a service's code, `owner` the mail address of the practitioner who will own the cases;
    `country` is the service's own if none is said. The persons get no names and nothing is invented for
    them. Raises InputError with everything that is wrong, and then nothing is written.
    """
    problems: list[Problem] = []
    cases: tuple[PilotCase, ...] = ()
    try:
        cases = read_pilot_cases(file, accepted, today=timezone.localdate())
    except InputError as error:
        problems += error.problems
    to = Service.objects.filter(code=service).first()
    owning = _practitioner(owner, to)
    country = country or (to.country if to else "")
    problems += _of_options(service, to, owner, owning, prefix, country)
    if problems or to is None or owning is None:
        raise InputError(problems)
    known = {
        row.participant: row
        for row in ImportedCase.objects.filter(service=to, source=source).select_related("case")
    }
    new = {f"{prefix}{case.participant}": case for case in cases if case.participant not in known}
    old = [(known[case.participant], case) for case in cases if case.participant in known]
    problems += _taken(new, prefix)
    for row, case in old:
        problems += _differences(row, case)
    if problems:
        raise InputError(problems)
    for code, case in new.items():
        _open(by, code, case, source=source, service=to, owner=owning, country=country)
    return Imported(
        new=tuple(new),
        known=tuple(row.case.code for row, _ in old),
        corrections=tuple(
            (code, correction) for code, case in new.items() for correction in case.corrections
        ),
    )


def _practitioner(email: str, service: Service | None) -> User | None:
    return User.objects.filter(
        email=email_key(email),
        is_active=True,
        person__isnull=False,
        memberships__service=service,
        memberships__role=Role.PRACTITIONER,
    ).first()


def _of_options(
    service: str, to: Service | None, owner: str, owning: User | None, prefix: str, country: str
) -> Iterable[Problem]:
    if to is None:
        codes = ", ".join(Service.objects.order_by("code").values_list("code", flat=True)[:20])
        yield Problem(
            "--service", service, f"the code of a service of this installation: {codes or 'none yet'}"
        )
    elif owning is None:
        yield Problem("--owner", owner, f"the mail address of a practitioner of {service}")
    if not re.fullmatch(r"[A-Z]{1,4}-?", prefix):
        yield Problem("--prefix", prefix, "one to four capitals, such as P")
    if country and country not in COUNTRIES.all():
        yield Problem("--country", country, f"one of {', '.join(sorted(COUNTRIES.all()))}")


def _taken(new: Iterable[str], prefix: str) -> Iterable[Problem]:
    for code in Case.objects.filter(code__in=list(new)).order_by("code").values_list("code", flat=True):
        yield Problem("--prefix", prefix, f"another prefix: {code} is the code of another case")


def _differences(row: ImportedCase, case: PilotCase) -> Iterable[Problem]:
    """What the file says otherwise than it did before. Importing corrects no case that is there."""
    before_and_now = {
        "ips_inclusion": (row.case.opened_on, case.inclusion),
        "ips_termination": (row.case.closed_on, case.termination),
        "job_start": (row.job_start, case.job_start),
        "ips_months_net_of_pauses": (row.months_net_of_pauses, case.months_net_of_pauses),
        "printed_flag": (row.printed_flag, case.printed_flag),
    }
    for column, (before, now) in before_and_now.items():
        if before != now:
            expected = f"{_said(before)}, as {row.case.code} was imported before"
            yield Problem(column, _said(now), expected)


def _said(value: object) -> str:
    return "nothing" if value in {None, ""} else str(value)


def _open(
    by: Viewer, code: str, case: PilotCase, *, source: str, service: Service, owner: User, country: str
) -> None:
    person = Person.objects.create(service=service, language=service.language)
    row = open_new_case(
        person=person,
        owner=owner,
        country=country,
        opened_on=case.inclusion,
        closed_on=case.termination,
        code=code,
    )
    ImportedCase.objects.create(
        case=row,
        service=service,
        source=source,
        participant=case.participant,
        job_start=case.job_start,
        months_net_of_pauses=case.months_net_of_pauses,
        printed_flag=case.printed_flag,
        corrections=[asdict(correction) for correction in case.corrections],
    )
    audit.record(by=by, verb="create", what="case", cases=[code], fields=["owner", "country", "imported"])
    for correction in case.corrections:
        audit.record(
            by=by,
            verb="change",
            what="imported",
            cases=[code],
            fields=[correction.column],
            why=correction.reason,
        )

"""How a viewer stands to a case: the one way by which every page, file and mail comes to a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action, Decision, EmployerContact, Standing
from stegvis.casework.party import OUTSIDE_PARTIES, STAFF_PARTIES, Party, Role
from stegvis.casework.sections import CASE, NAME, TABLE
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework.models import BreakGlass, Case, Consent, Handover, TeamMember
from stegvis_web.foundation import audit
from stegvis_web.foundation.prepared import prepared


@dataclass(frozen=True)
class OpenCase:
    """A case, who looks at it, and as whom. Ask `may` before anything of the row is shown."""

    row: Case
    by: Viewer
    standing: Standing
    team: tuple[TeamMember, ...]
    _decided: dict[tuple[str, Action], Decision] = field(default_factory=dict, init=False, compare=False)
    _others: dict[Party, OpenCase] = field(default_factory=dict, init=False, compare=False)

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def party(self) -> Party | None:
        """The party that the viewer speaks for here; None for staff outside the team.

        Whoever is both clinic and coordinator acts as the coordinator, and answers for both.
        """
        parties = self.standing.parties
        return Party.SPECIALIST if Party.SPECIALIST in parties else min(parties, default=None)

    @property
    def parties(self) -> tuple[Party, ...]:
        """All that the viewer speaks for here, in the order of the parties."""
        return tuple(party for party in Party if party in self.standing.parties)

    @property
    def name(self) -> str:
        """The person's name, or the case code where the name is not for this viewer (or not known)."""
        return self.row.person.name if self.may(NAME) and self.row.person.name else self.code

    def may(self, section: str, action: Action = Action.READ) -> Decision:
        asked = (section, action)
        decision = self._decided.get(asked)
        if decision is None:
            decision = self._decided[asked] = TABLE.decide(self.standing, section, action)
        return decision

    def require(self, section: str, action: Action) -> None:
        """Raises Refusal with the table's own reason."""
        decision = self.may(section, action)
        if not decision:
            raise Refusal(decision.why)

    def as_party(self, party: Party) -> OpenCase:
        """The same case through another party's eyes, for a preview of what it would see."""
        if party not in self._others:
            alone = replace(self.standing, parties=frozenset({party}), roles=frozenset(), broken_glass=False)
            self._others[party] = replace(self, standing=alone)
        return self._others[party]

    def sees(self, party: Party, section: str) -> bool:
        """Whether a party of this case may read a section of it."""
        return bool(self.as_party(party).may(section))

    @property
    def member_of_viewer(self) -> TeamMember | None:
        """The viewer's own place on the team; None for staff outside it."""
        mine = [member for member in self.team if member.person_id == self.by.person]
        return next((member for member in mine if member.party == self.party), None)

    def member(self, party: Party) -> TeamMember | None:
        return next((member for member in self.team if member.party == party), None)


def open_case(
    by: Viewer, code: str, *, section: str = "", lock: bool = False, even_closed: bool = False
) -> OpenCase:
    """The case of that code if this viewer may read `section` of it; else Http404, which tells nothing.

    With `lock`, the row is held until the transaction ends, to be changed: raises Refusal where the case is
    closed, unless `even_closed`. Costs three queries, a fourth for staff
    outside the team.
    """
    row = _cases(code).select_for_update(of=("self",)).first() if lock else next(iter(_case(code)), None)
    if row is None:
        raise Http404
    team = tuple(_team(row.pk, timezone.localdate()))
    opened = OpenCase(row, by, _standing(by, row, team), team)
    if not _sees_that_it_exists(opened) or (section and not opened.may(section)):
        audit.note_refused(by=by, what=section or CASE, case=row.code)
        raise Http404
    if lock and row.closed_on is not None and not even_closed:
        raise Refusal(
            gettext_noop("This case was closed on %(day)s. Nothing in it changes."), day=row.closed_on
        )
    return opened


def _cases(code: str) -> QuerySet[Case]:
    cases = Case.objects.select_related("service", "person", "owner__person", "employer", "referral")
    return cases.filter(code=code)


_case = prepared(_cases)


@prepared
def _team(case: int, today: date) -> QuerySet[TeamMember]:
    return (
        TeamMember.objects.filter(~Exists(_handed_over(today)), case_id=case, until__isnull=True)
        .select_related("person__organisation")
        .order_by("party", "since", "id")
    )


@prepared
def _consents(case: int) -> QuerySet[Consent, tuple[str, str]]:
    return Consent.objects.filter(case_id=case, withdrawn_at__isnull=True).values_list("party", "section")


def _handed_over(today: date) -> QuerySet[Handover]:
    """Hand-overs whose day has come: whoever gives away is out of the case, also if no job has run yet."""
    return Handover.objects.filter(
        case=OuterRef("case"),
        party=OuterRef("party"),
        giver=OuterRef("person"),
        on__lte=today,
        carried_out_at__isnull=True,
        called_off_at__isnull=True,
    )


def _sees_that_it_exists(opened: OpenCase) -> bool:
    return bool(opened.may(NAME if opened.by.kind == "link" else CASE))


def _standing(by: Viewer, row: Case, team: Iterable[TeamMember]) -> Standing:
    parties = frozenset(_parties(by, row, team))
    roles = frozenset(Role(role) for role in by.roles) if by.service == row.service_id else frozenset()
    consents = frozenset((Party(party), section) for party, section in _consents(row.pk))
    return Standing(
        parties=parties,
        roles=roles,
        consents=consents,
        employer_contact=EmployerContact(row.employer_contact),
        broken_glass=not parties and Role.PRACTITIONER in roles and _has_broken_glass(by, row),
    )


def _parties(by: Viewer, row: Case, team: Iterable[TeamMember]) -> Iterable[Party]:
    if by.kind == "patient" and by.person == row.person_id:
        yield Party.PATIENT
    for member in team:
        if member.person_id != by.person:
            continue
        party = Party(member.party)
        if by.kind == "staff" and by.service == row.service_id and party in STAFF_PARTIES:
            yield party
        if by.kind == "link" and by.case == row.code and by.party == party and party in OUTSIDE_PARTIES:
            yield party


def _has_broken_glass(by: Viewer, row: Case) -> bool:
    user = by.code.removeprefix("user:")
    return BreakGlass.objects.filter(case=row, user_id=user, until__gt=timezone.now()).exists()

"""The way so far and ahead, told from what is recorded and no more than the viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.casework.answers import Kind
from stegvis.casework.meetings import MEETING_NAMES, Purpose
from stegvis.casework.party import OUTSIDE_PARTIES, PARTY_NAMES, Party
from stegvis.casework.plan import Progress
from stegvis.casework.referral import DOOR_NAMES, Door
from stegvis.casework.sections import ANSWERS, ATTEMPTS, MEETINGS, REFERRAL, SICK_LEAVE, TEAM
from stegvis.casework.view import PlanView
from stegvis_web.casework.models import PlanVersion, Referral
from stegvis_web.casework.queries.attempts import attempts_of
from stegvis_web.casework.queries.cases import CaseFacts
from stegvis_web.casework.queries.meetings import meetings_set
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.prepared import prepared

MOST_VERSIONS = 50
MOST_AHEAD = 8
"""Days ahead that are told of; the plan itself tells the others."""


@dataclass(frozen=True)
class Moment:
    """One line: an icon, a day, what happens in the reader’s language, and words that people typed (`own`).

    `here` is today's own line.
    """

    day: date
    icon: str
    text: str
    own: str = ""
    here: bool = False


@dataclass(frozen=True)
class Story:
    behind: tuple[Moment, ...]
    now: tuple[Moment, ...]
    ahead: tuple[Moment, ...]


def story(opened: OpenCase, facts: CaseFacts, plan: PlanView | None) -> Story:
    """Behind, now and ahead of one case, each in order of days. Three queries."""
    today = timezone.localdate()
    moments = [
        *_beginning(opened),
        *_imported(facts),
        *_team(opened),
        *_versions(opened),
        *_sick_leave(facts, today),
        *_attempts(opened),
        *_meetings(opened),
        *_plan(plan, today),
    ]
    if opened.row.closed_on is not None:
        moments.append(Moment(opened.row.closed_on, "stop", _("The case ends")))
    moments.sort(key=lambda moment: moment.day)
    return Story(
        behind=tuple(moment for moment in moments if moment.day <= today),
        now=tuple(_now(opened, facts, plan, today)),
        ahead=tuple(moment for moment in moments if moment.day > today)[:MOST_AHEAD],
    )


def _beginning(opened: OpenCase) -> Iterator[Moment]:
    row = opened.row
    if row.first_sick_day and opened.may(SICK_LEAVE):
        yield Moment(row.first_sick_day, "flag", _("Sick leave begins"))
    if row.referral and opened.may(REFERRAL):
        yield Moment(row.referral.received_on, "door", _referred(row.referral))
    yield Moment(row.opened_on, "start", _("The case begins"))


def _referred(referral: Referral) -> str:
    door = _(DOOR_NAMES[Door(referral.door)])
    if referral.first_contact_on is None:
        return _("Referred (%(door)s)") % {"door": door}
    days = (referral.first_contact_on - referral.received_on).days
    return ngettext(
        "Referred (%(door)s); first contact after %(days)s day",
        "Referred (%(door)s); first contact after %(days)s days",
        days,
    ) % {"door": door, "days": days}


def _imported(facts: CaseFacts) -> Iterator[Moment]:
    if facts.imported and facts.imported.job_start:
        yield Moment(facts.imported.job_start, "up", _("Starts a job"))


def _team(opened: OpenCase) -> Iterator[Moment]:
    if not opened.may(TEAM):
        return
    for member in opened.team:
        if member.party in OUTSIDE_PARTIES and member.since > opened.row.opened_on:
            party = _(PARTY_NAMES[Party(member.party)])
            text = _("%(party)s joins the team") % {"party": party}
            yield Moment(member.since, "people", text, own=member.person.name)


@prepared
def _sent(case: int) -> QuerySet[PlanVersion]:
    rows = PlanVersion.objects.filter(case_id=case, released_on__isnull=False)
    return rows.order_by("-number")[:MOST_VERSIONS]


def _versions(opened: OpenCase) -> Iterator[Moment]:
    if not opened.may(ANSWERS):
        return
    for row in _sent(opened.row.pk):
        version = {"n": row.number}
        assert row.released_on is not None, "the query asks for those that were sent"
        yield Moment(row.released_on, "mail", _("Plan version %(n)s sent for answers") % version)
        if row.withdrawn_on:
            yield Moment(row.withdrawn_on, "cross", _("Plan version %(n)s withdrawn") % version)
        if row.closed_on:
            yield Moment(row.closed_on, "stop", _("The plan ended with version %(n)s") % version)


def _sick_leave(facts: CaseFacts, today: date) -> Iterator[Moment]:
    """The end of the certified time, where none follows; the periods themselves have their own page."""
    starts = {note.start for note in facts.sick_notes}
    for note in facts.sick_notes:
        if note.end and note.end > today and not starts & {note.end, note.end + timedelta(days=1)}:
            yield Moment(note.end, "calendar", _("Last day of the sick note"))


def _attempts(opened: OpenCase) -> Iterator[Moment]:
    if opened.may(ATTEMPTS):
        for attempt in attempts_of(opened.row):
            text = _("An attempt to return, until %(day)s") % {"day": day_words(attempt.end)}
            yield Moment(attempt.start, "flag", text)


def _meetings(opened: OpenCase) -> Iterator[Moment]:
    """Meetings at their days, each with its hour and place; what was said in one has its own page."""
    for row in meetings_set(opened) if opened.may(MEETINGS) else ():
        assert row.starts_at is not None, "the query asks for those with a time"
        at = timezone.localtime(row.starts_at)
        what = {"meeting": _(MEETING_NAMES[Purpose(row.purpose)]), "time": f"{at:%H:%M}"}
        yield Moment(at.date(), "people", _("%(meeting)s, %(time)s") % what, own=row.place)


def _plan(plan: PlanView | None, today: date) -> Iterator[Moment]:
    if plan is None or not plan.is_out:
        return
    if plan.answer_by and plan.answer_by > today:
        text = _("Last day to answer version %(n)s") % {"n": plan.version}
        yield Moment(plan.answer_by, "clock", text)
    for step in plan.steps:
        number = {"n": step.number}
        if step.progress is not Progress.DONE and step.due > today:
            who = step.person or (_(PARTY_NAMES[step.owner]) if step.owner else "")
            text = _("Step %(n)s, %(who)s") % {**number, "who": who} if who else _("Step %(n)s") % number
            yield Moment(step.due, "calendar", text, own=step.what)
        for beside in step.beside:
            answer = beside.answer
            if answer.kind is Kind.OBJECTION and answer.is_open and answer.talk_by and answer.talk_by > today:
                text = _("Talk over the objection to step %(n)s by this day") % number
                yield Moment(answer.talk_by, "talk", text)


def _now(opened: OpenCase, facts: CaseFacts, plan: PlanView | None, today: date) -> Iterator[Moment]:
    if opened.row.closed_on is not None:
        yield Moment(today, "start", _("The case is closed"), here=True)
        return
    if facts.sick_day:
        yield Moment(today, "start", _("Day %(n)s of sick leave") % {"n": facts.sick_day}, here=True)
    else:
        yield Moment(today, "start", _("The case is open"), here=True)
    for note in facts.sick_notes:
        if note.start <= today and (note.end is None or today <= note.end):
            yield Moment(note.start, "calendar", _("Sick note, %(grade)s %%") % {"grade": note.grade})
    if plan is None or not (plan.is_draft or plan.is_out):
        yield Moment(today, "pencil", _("There is no plan just now"))
        return
    version = {"n": plan.version}
    if plan.released_on is None:
        yield Moment(today, "pencil", _("Plan version %(n)s is being written") % version)
        return
    numbers = {**version, "in_force": plan.in_force, "all": len(plan.steps)}
    yield Moment(today, "half", _("Plan version %(n)s: %(in_force)s of %(all)s steps in force") % numbers)
    for step in plan.steps:
        if step.late:
            text = _("Step %(n)s is past its day") % {"n": step.number}
            yield Moment(step.due, "alert", text, own=step.what)

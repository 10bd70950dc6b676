"""Minutes: written, sent, corrected, redacted; and decisions that become steps."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.meetings import Came, Comes, MeetingState
from stegvis.casework.minutes import Kind, check_item, check_redaction, check_sending
from stegvis.casework.party import Party
from stegvis.casework.plan import SECTION_OF, Domain, check_length, check_reason
from stegvis.casework.sections import GOAL, MEETINGS
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record, refresh
from stegvis_web.casework.actions.plans import Desk, open_draft
from stegvis_web.casework.actions.telling_of_meetings import tell_of_minutes
from stegvis_web.casework.actions.versions import begin_version
from stegvis_web.casework.queries.meetings import (
    guests_of,
    item_of,
    meeting_of,
    minutes_of,
    state_of_meeting,
    waiting_decisions,
)
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import OpenCase, open_case


def _held(by: Viewer, code: str, meeting: int) -> tuple[OpenCase, models.Meeting]:
    """A meeting that has begun and is not cancelled, for whoever writes its minutes. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(MEETINGS, Action.WRITE)
    row = meeting_of(opened, meeting)
    if state_of_meeting(row) not in {MeetingState.OVER, MeetingState.WRITTEN}:
        raise Refusal(gettext_noop("Minutes are written from the beginning of the meeting on."))
    return opened, row


def _draft(row: models.Meeting) -> models.Minutes:
    draft = row.minutes.filter(sent_at__isnull=True).first()
    if draft is None:
        raise Refusal(gettext_noop("These minutes have been sent. Correct them with a reason."))
    return draft


@transaction.atomic
def start_minutes(*, by: Viewer, code: str, meeting: int) -> models.Minutes:
    """Begin the minutes of a meeting: who said beforehand that they come is written down as there.

    Begun already, they are as they are. Raises Refusal.
    """
    opened, row = _held(by, code, meeting)
    if found := row.minutes.order_by("-number").first():
        return found
    assert by.person is not None, "the team are persons"
    minutes = models.Minutes.objects.create(
        meeting=row, number=1, author_id=by.person, started_at=timezone.now()
    )
    came = {Comes.YES: Came.THERE, Comes.VIDEO: Came.VIDEO, Comes.NO: Came.ABSENT}
    models.Attendance.objects.bulk_create(
        models.Attendance(
            minutes=minutes, party=guest.party, person=guest.person, came=came[Comes(guest.comes)]
        )
        for guest in guests_of(row)
        if guest.comes
    )
    record(opened, "create", f"minutes:{row.pk}")
    return minutes


@transaction.atomic
def write_attendance(
    *, by: Viewer, code: str, meeting: int, came: dict[tuple[Party, int], tuple[Came, str]]
) -> None:
    """Who was there: for each (party, person) how, and who stood in. Raises Refusal."""
    opened, row = _held(by, code, meeting)
    draft = _draft(row)
    asked = {(Party(guest.party), guest.person_id) for guest in guests_of(row)}
    if not set(came) <= asked:
        raise Http404
    for _how, stand_in in came.values():
        if len(stand_in) > 120:
            raise Refusal(gettext_noop("Write at most %(most)s characters."), most=120)
    for how, stand_in in came.values():
        if how is Came.REPRESENTED and not stand_in.strip():
            raise Refusal(gettext_noop("Write who came instead."))
    for (party, person), (how, stand_in) in came.items():
        models.Attendance.objects.update_or_create(
            minutes=draft,
            party=party,
            person_id=person,
            defaults={
                "came": how,
                "represented_by": stand_in.strip() if how is Came.REPRESENTED else "",
            },
        )
    record(opened, "change", f"minutes:{row.pk}", "attendance")


@transaction.atomic
def write_item(
    *,
    by: Viewer,
    code: str,
    meeting: int,
    kind: Kind,
    text: str,
    domain: Domain,
    owner: Party | None = None,
    person: int | None = None,
    due: date | None = None,
    line: str = "",
    item: str = "",
    revision: int = 0,
) -> models.MinuteItem:
    """Write a sentence down, or, with `item`, write it anew. Raises Refusal, or Conflict."""
    opened, row = _held(by, code, meeting)
    draft = _draft(row)
    check_item(kind=kind, text=text, domain=domain, owner=owner, due=due, today=timezone.localdate())
    is_decision = kind is Kind.DECISION
    if is_decision:
        _check_owner(opened, owner, person)
    found = draft.items.filter(item=item).first() if item else None
    if item and found is None:
        raise Refusal(gettext_noop("Someone took this sentence out meanwhile. Save it to put it in again."))
    if found is not None and found.redacted_at is not None:
        raise Refusal(gettext_noop("This sentence has been taken out already."))
    if found is not None and draft.revision != revision and found.text != text.strip():
        raise Conflict({"text": found.text})
    sentence = found or models.MinuteItem(minutes=draft, number=_next_number(draft))
    sentence.kind, sentence.text, sentence.domain = kind, text.strip(), domain
    sentence.owner = owner or "" if is_decision else ""
    sentence.person_id = person if is_decision else None
    sentence.due = due if is_decision else None
    sentence.line_id = line or None if is_decision else None
    if sentence.line_id:
        _check_line(opened, line)
    sentence.save()
    draft.revision += 1
    draft.save(update_fields=["revision"])
    record(opened, "change", f"minutes:{row.pk}", "items")
    return sentence


def _check_owner(opened: OpenCase, owner: Party | None, person: int | None) -> None:
    team = {(Party(member.party), member.person_id) for member in opened.team}
    team.add((Party.PATIENT, opened.row.person_id))
    if owner is None or (owner, person) not in team:
        raise Refusal(gettext_noop("Say who does this step. Every step has one owner."))


def _check_line(opened: OpenCase, line: str) -> None:
    step = versions_of(opened.row).standing.get(line)
    if step is None:
        raise Refusal(gettext_noop("This step is no longer in the plan."))
    if step.hours is not None:
        raise Refusal(gettext_noop("This step holds the hours. Change it where the hours are written."))


def _next_number(draft: models.Minutes) -> int:
    return (draft.items.order_by("-number").values_list("number", flat=True).first() or 0) + 1


@transaction.atomic
def remove_item(*, by: Viewer, code: str, meeting: int, item: str) -> None:
    """Take a sentence out of a draft of minutes. Raises Refusal."""
    opened, row = _held(by, code, meeting)
    draft = _draft(row)
    draft.items.filter(item=item, redacted_at__isnull=True).delete()
    draft.revision += 1
    draft.save(update_fields=["revision"])
    record(opened, "change", f"minutes:{row.pk}", "items")


@transaction.atomic
def send_minutes(*, by: Viewer, code: str, meeting: int) -> models.Minutes:
    """Send the minutes: from now on they stay. Each party reads its own view of them. Raises Refusal."""
    opened, row = _held(by, code, meeting)
    draft = _draft(row)
    versions = minutes_of(row)
    asked = [(Party(guest.party), str(guest.person_id)) for guest in guests_of(row)]
    check_sending(
        versions[-1],
        guests=asked if draft.number == 1 else [],
        before=versions[-2] if len(versions) > 1 else None,
    )
    draft.sent_at = timezone.now()
    draft.save(update_fields=["sent_at"])
    tell_of_minutes(opened, row, corrected=draft.number > 1)
    record(opened, "send", f"minutes:{row.pk}", f"v{draft.number}")
    return draft


@transaction.atomic
def correct_minutes(*, by: Viewer, code: str, meeting: int, because: str) -> models.Minutes:
    """Begin a corrected version. What was sent stays readable beside it. Raises Refusal."""
    opened, row = _held(by, code, meeting)
    check_reason(because)
    last = row.minutes.order_by("-number").first()
    if last is None or last.sent_at is None:
        raise Refusal(gettext_noop("These minutes have not been sent yet. You can still change them."))
    assert by.person is not None, "the team are persons"
    new = models.Minutes.objects.create(
        meeting=row,
        number=last.number + 1,
        because=because.strip(),
        author_id=by.person,
        started_at=timezone.now(),
    )
    for sentence in last.items.order_by("number"):
        sentence.pk, sentence._state.adding, sentence.minutes = None, True, new
        sentence.save()
    for attended in last.attendance.all():
        attended.pk, attended._state.adding, attended.minutes = None, True, new
        attended.save()
    record(opened, "create", f"minutes:{row.pk}", f"v{new.number}")
    return new


@transaction.atomic
def drop_correction(*, by: Viewer, code: str, meeting: int) -> None:
    """Throw a draft away. What was sent before stays as it is. Raises Refusal."""
    opened, row = _held(by, code, meeting)
    draft = _draft(row)
    number = draft.number
    draft.delete()
    record(opened, "remove", f"minutes:{row.pk}", f"v{number}")


@transaction.atomic
def redact_item(*, by: Viewer, code: str, meeting: int, item: str, because: str) -> None:
    """Take the text of a sentence away for good, in every version, and leave the reason. All are told.

    Raises Refusal.
    """
    opened, row = _held(by, code, meeting)
    sentences = list(
        models.MinuteItem.objects.filter(minutes__meeting=row, item=item).order_by("minutes__number")
    )
    if not sentences or not any(sentence.minutes.sent_at for sentence in sentences):
        raise Http404
    check_redaction(item_of(sentences[-1]), because)
    now = timezone.now()
    for sentence in sentences:
        sentence.text, sentence.redacted_at = "", now
        sentence.redacted_by, sentence.redacted_because = by.code, because.strip()
        sentence.save(update_fields=["text", "redacted_at", "redacted_by", "redacted_because"])
    tell_of_minutes(opened, row, corrected=False, redacted=True)
    record(opened, "redact", f"minutes:{row.pk}")


@transaction.atomic
def propose_decisions(*, by: Viewer, code: str, meeting: int, because: str) -> models.PlanVersion:
    """Put what was decided into a new version of the plan, in one go: each decision one step.

    Where a draft is being written, they are added to it. The patient looks it through and sends it; nothing
    is in force before that. `because` says why the version is made. Raises Refusal.
    """
    opened, row = _held(by, code, meeting)
    opened.require(GOAL, Action.WRITE)
    latest = row.minutes.filter(sent_at__isnull=False).order_by("-number").first()
    if latest is None:
        raise Refusal(gettext_noop("Send the minutes first, so that everyone knows what was decided."))
    waiting = waiting_decisions(latest)
    if not waiting:
        raise Refusal(gettext_noop("Every decision of this meeting is in the plan already."))
    check_reason(because)
    versions = versions_of(opened.row)
    if versions.draft is None:
        begin_version(opened, versions, because=because)
    for sentence in waiting:
        desk = open_draft(by, code, SECTION_OF[Domain(sentence.domain)])
        step = _step_of(desk, sentence)
        models.DecidedStep.objects.create(item=sentence.item, plan=desk.row, line=step.line)
    refresh(opened.row)
    version = opened.row.plans.get(released_on__isnull=True)
    record(opened, "create", "plan", f"v{version.number}", f"meeting:{row.pk}")
    return version


def _step_of(desk: Desk, sentence: models.MinuteItem) -> models.Step:
    """A decision as a step of the draft: the step that it words anew, or a new one."""
    step = desk.step(str(sentence.line_id)) if sentence.line_id else None
    if step is None:
        step = models.Step(
            plan=desk.row,
            line=models.Line.objects.create(case=desk.opened.row),
            number=desk.next_number(),
            since=desk.row.number,
        )
    elif step.since == desk.row.number:
        raise Refusal(
            gettext_noop(
                "Someone is changing step %(number)s in the draft already. "
                "Bring the draft and the decision together there first."
            ),
            number=step.number,
        )
    step.what, step.owner, step.person_id = sentence.text, sentence.owner, sentence.person_id  # type: ignore[assignment]
    step.due, step.domain, step.ends = sentence.due or step.due, sentence.domain, False
    check_length(step.what)
    if step.pk:
        desk.word(step)
    else:
        step.save()
    return step

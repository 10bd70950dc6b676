"""Calling a meeting, finding its time, changing it, and saying who comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.meetings import (
    Comes,
    Purpose,
    check_answer_by,
    check_meeting,
    check_open,
    check_times,
)
from stegvis.casework.party import STAFF_PARTIES, Party
from stegvis.casework.plan import Domain, check_length, check_reason
from stegvis.casework.sections import MEETINGS
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.actions.telling_of_meetings import (
    tell_cancelled,
    tell_set,
    tell_times,
)
from stegvis_web.casework.queries.meetings import guests_of, meeting_of, own_person, state_of_meeting
from stegvis_web.casework.standing import OpenCase, open_case

WHERE = ("place", "video", "place_in_mail", "lasts", "starts_at")
"""What a calendar shows of a meeting: a change of it is told to all."""


@transaction.atomic
def call_meeting(
    *,
    by: Viewer,
    code: str,
    purpose: Purpose,
    why: str,
    place: str,
    video: str,
    lasts: int,
    times: Sequence[datetime],
    guests: Collection[tuple[Party, int]],
    answer_by: date | None = None,
    place_in_mail: bool = True,
    wish: int | None = None,
) -> models.Meeting:
    """Call a meeting. With one time it is set at once; with several, those who are asked say which suit.

    `guests` are people of the team. `wish` is the wish for a meeting that it answers. Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    opened.require(MEETINGS, Action.WRITE)
    now = timezone.now()
    check_times(times, now)
    check_answer_by(answer_by if len(times) > 1 else None, times, timezone.localdate())
    check_meeting(
        why=why, place=place, video=video, lasts=lasts, guests=[(p, str(person)) for p, person in guests]
    )
    _check_guests(opened, guests)
    meeting = models.Meeting.objects.create(
        case=opened.row,
        purpose=purpose,
        why=why.strip(),
        place=place.strip(),
        video=video.strip(),
        place_in_mail=place_in_mail,
        lasts=lasts,
        starts_at=times[0] if len(times) == 1 else None,
        answer_by=answer_by if len(times) > 1 else None,
        called_by=by.code,
        called_at=now,
    )
    models.Guest.objects.bulk_create(
        models.Guest(meeting=meeting, party=party, person_id=person) for party, person in guests
    )
    _comes_by_calling(opened, meeting)
    if len(times) > 1:
        models.Slot.objects.bulk_create(models.Slot(meeting=meeting, starts_at=at) for at in sorted(times))
        tell_times(opened, meeting)
    else:
        tell_set(opened, meeting)
    if wish is not None:
        opened.row.meeting_wishes.filter(pk=wish, meeting=None, declined_at=None).update(meeting=meeting)
    record(opened, "create", f"meeting:{meeting.pk}")
    return meeting


def _check_guests(opened: OpenCase, guests: Collection[tuple[Party, int]]) -> None:
    """Only people of the team, and only where the person has agreed that the party knows of meetings."""
    team = {(Party(member.party), member.person_id) for member in opened.team}
    team.add((Party.PATIENT, opened.row.person_id))
    for party, person in guests:
        if (party, person) not in team:
            raise Http404
        if not (decision := opened.as_party(party).may(MEETINGS)):
            raise Refusal(decision.why)


def _comes_by_calling(opened: OpenCase, meeting: models.Meeting) -> None:
    """Whoever calls a meeting with one time comes to it."""
    if meeting.starts_at is not None:
        meeting.guests.filter(person_id=own_person(opened), party=opened.party or "").update(
            comes=Comes.YES, answered_at=timezone.now()
        )


def _open(by: Viewer, code: str, meeting: int, action: Action) -> tuple[OpenCase, models.Meeting]:
    """A meeting that is neither over nor cancelled. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(MEETINGS, action)
    row = meeting_of(opened, meeting)
    check_open(state_of_meeting(row))
    return opened, row


@transaction.atomic
def say_times(
    *, by: Viewer, code: str, meeting: int, suits: Mapping[int, bool], words: str = ""
) -> models.Guest:
    """Say of each proposed time, by slot, whether it suits. The latest word counts. Raises Refusal."""
    opened, row = _open(by, code, meeting, Action.ANSWER)
    check_length(words)
    guest = own_guest(opened, row)
    slots = {slot.pk: slot for slot in row.slots.all()}
    if row.starts_at is not None or not slots:
        raise Refusal(gettext_noop("The time is set meanwhile. Say whether you come."))
    if set(suits) != set(slots):
        raise Refusal(gettext_noop("Say for each time whether it suits you."))
    guest.slot_answers.all().delete()
    models.SlotAnswer.objects.bulk_create(
        models.SlotAnswer(guest=guest, slot=slots[pk], suits=fits) for pk, fits in suits.items()
    )
    guest.words, guest.answered_at = words.strip(), timezone.now()
    guest.save(update_fields=["words", "answered_at"])
    record(opened, "answer", f"meeting:{row.pk}", "times")
    return guest


@transaction.atomic
def say_coming(*, by: Viewer, code: str, meeting: int, comes: Comes, words: str = "") -> models.Guest:
    """Say whether one comes. Said again, the later word counts. Raises Refusal."""
    opened, row = _open(by, code, meeting, Action.ANSWER)
    check_length(words)
    if row.starts_at is None:
        raise Refusal(gettext_noop("The time is not set yet. Say which times suit you."))
    guest = own_guest(opened, row)
    guest.comes, guest.words, guest.answered_at = comes, words.strip(), timezone.now()
    guest.save(update_fields=["comes", "words", "answered_at"])
    record(opened, "answer", f"meeting:{row.pk}", "comes")
    return guest


def own_guest(opened: OpenCase, meeting: models.Meeting) -> models.Guest:
    """The viewer among those who are asked. Raises Refusal for who is not."""
    guest = meeting.guests.filter(party__in=opened.parties, person_id=own_person(opened)).first()
    if guest is None:
        raise Refusal(gettext_noop("You are not among those who are asked to this meeting."))
    return guest


@transaction.atomic
def set_time(*, by: Viewer, code: str, meeting: int, slot: int) -> models.Meeting:
    """Choose one of the times that were proposed. All who are asked get it into their calendars."""
    opened, row = _open(by, code, meeting, Action.WRITE)
    chosen = row.slots.filter(pk=slot).first()
    if row.starts_at is not None:
        raise Refusal(gettext_noop("The time is set already."))
    if chosen is None:
        raise Http404
    check_times([chosen.starts_at], timezone.now())
    row.starts_at = chosen.starts_at
    row.revision += 1
    row.save(update_fields=["starts_at", "revision"])
    # Who said that this time suits has said that they come; the others are asked whether they can.
    suits = models.SlotAnswer.objects.filter(slot=chosen, suits=True).values("guest")
    row.guests.filter(pk__in=suits).update(comes=Comes.YES)
    row.guests.exclude(pk__in=suits).update(answered_at=None)
    _comes_by_calling(opened, row)
    tell_set(opened, row)
    record(opened, "change", f"meeting:{row.pk}", "starts_at")
    return row


@transaction.atomic
def change_meeting(
    *,
    by: Viewer,
    code: str,
    meeting: int,
    revision: int,
    why: str,
    place: str,
    video: str,
    lasts: int,
    starts_at: datetime | None,
    guests: Collection[tuple[Party, int]],
    place_in_mail: bool = True,
) -> models.Meeting:
    """Another time, place, or other people. Calendars are told; another time asks anew who comes.

    Raises Refusal; Conflict if someone else changed it meanwhile.
    """
    opened, row = _open(by, code, meeting, Action.WRITE)
    check_meeting(
        why=why, place=place, video=video, lasts=lasts, guests=[(p, str(person)) for p, person in guests]
    )
    before = {name: getattr(row, name) for name in WHERE}
    if row.starts_at is not None and starts_at is None:
        raise Refusal(gettext_noop("Say when you meet."))
    now = {
        "place": place.strip(),
        "video": video.strip(),
        "place_in_mail": place_in_mail,
        "lasts": lasts,
        "starts_at": starts_at if row.starts_at is not None else None,
    }
    if row.revision != revision:
        raise Conflict({name: str(value or "") for name, value in before.items()})
    if now["starts_at"] != before["starts_at"] and starts_at is not None:
        check_times([starts_at], timezone.now())
    current = {(Party(g.party), g.person_id): g for g in guests_of(row)}
    _check_guests(opened, set(guests) - set(current))
    for name, value in now.items():
        setattr(row, name, value)
    row.why = why.strip()
    row.revision += 1
    moved = now["starts_at"] != before["starts_at"]
    told = row.starts_at is not None and now != before
    if told:
        row.sequence += 1
    row.save()
    gone = [guest for key, guest in current.items() if key not in set(guests)]
    tell_cancelled(opened, row, gone, because="")
    for guest in gone:
        guest.delete()
    new = [
        models.Guest.objects.create(meeting=row, party=party, person_id=person)
        for party, person in guests
        if (party, person) not in current
    ]
    if moved:
        row.guests.update(comes="", answered_at=None)
        _comes_by_calling(opened, row)
    if row.starts_at is None:
        tell_times(opened, row, only=new)
    elif told:
        tell_set(opened, row)
    else:
        tell_set(opened, row, only=new)
    record(opened, "change", f"meeting:{row.pk}", *(name for name in WHERE if now[name] != before[name]))
    return row


@transaction.atomic
def cancel_meeting(*, by: Viewer, code: str, meeting: int, reason: str) -> models.Meeting:
    """Cancel a meeting. Calendars take it out. Raises Refusal."""
    opened, row = _open(by, code, meeting, Action.WRITE)
    check_reason(reason)
    row.cancelled_at = timezone.now()
    row.cancelled_because = reason.strip()
    row.sequence += 1
    row.revision += 1
    row.save(update_fields=["cancelled_at", "cancelled_because", "sequence", "revision"])
    tell_cancelled(opened, row, list(guests_of(row)), because=row.cancelled_because)
    record(opened, "cancel", f"meeting:{row.pk}")
    return row


@transaction.atomic
def add_point(*, by: Viewer, code: str, meeting: int, what: str, domain: Domain) -> models.AgendaPoint:
    """Put a point on the agenda: the team, the patient, and everyone who is asked. Raises Refusal."""
    opened, row = _open(by, code, meeting, Action.ANSWER)
    if opened.party is None:
        raise Http404
    if not opened.may(MEETINGS, Action.WRITE):
        own_guest(opened, row)
    if not what.strip():
        raise Refusal(gettext_noop("Write what you want to talk about."))
    check_length(what)
    point = models.AgendaPoint.objects.create(
        meeting=row, what=what.strip(), domain=domain, party=opened.party, by=by.code
    )
    record(opened, "change", f"meeting:{row.pk}", "agenda")
    return point


@transaction.atomic
def remove_point(*, by: Viewer, code: str, meeting: int, point: int) -> None:
    """Take a point off the agenda again: one's own, or as the team. Raises Refusal."""
    opened, row = _open(by, code, meeting, Action.ANSWER)
    found = row.points.filter(pk=point).first()
    if found is None or not (found.by == by.code or opened.may(MEETINGS, Action.WRITE)):
        raise Http404
    found.delete()
    record(opened, "change", f"meeting:{row.pk}", "agenda")


@transaction.atomic
def wish_meeting(*, by: Viewer, code: str, words: str = "") -> models.MeetingWish:
    """Ask for a meeting. It waits on Today until one is called, or somebody says why not. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(MEETINGS, Action.ANSWER)
    check_length(words)
    if opened.party is None or set(opened.parties) & STAFF_PARTIES:
        raise Refusal(gettext_noop("You can call a meeting yourself."))
    if opened.row.meeting_wishes.filter(party=opened.party, meeting=None, declined_at=None).exists():
        raise Refusal(gettext_noop("You have asked for a meeting already. You will get an answer."))
    wish = models.MeetingWish.objects.create(
        case=opened.row, party=opened.party, by=by.code, words=words.strip(), at=timezone.now()
    )
    record(opened, "create", f"meeting-wish:{wish.pk}")
    return wish


@transaction.atomic
def decline_wish(*, by: Viewer, code: str, wish: int, reason: str) -> models.MeetingWish:
    """Say why there is to be no meeting now. Who asked reads it. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(MEETINGS, Action.WRITE)
    row = opened.row.meeting_wishes.filter(pk=wish).first()
    if row is None:
        raise Http404
    if row.meeting_id or row.declined_at:
        raise Refusal(gettext_noop("Somebody has answered this already."))
    check_reason(reason)
    row.declined_at, row.declined_because = timezone.now(), reason.strip()
    row.save(update_fields=["declined_at", "declined_because"])
    record(opened, "decline", f"meeting-wish:{row.pk}")
    return row

"""Telling those who are asked to a meeting, by mails that name nobody and do not say what it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.sections import MEETINGS
from stegvis_web.casework import models
from stegvis_web.casework.calendar_files import Method, calendar_file
from stegvis_web.casework.queries.meetings import guests_of
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import paper_words
from stegvis_web.people import mail
from stegvis_web.people.models import PartyLink, Person


def tell_times(
    opened: OpenCase, meeting: models.Meeting, only: Collection[models.Guest] | None = None
) -> None:
    """Times are proposed: please say which suit."""
    for guest in _reached(opened, guests_of(meeting) if only is None else only):
        with translation.override(guest.person.language):
            body = [
                _("Hello,"),
                _("you are asked to a meeting. Several times are proposed. Please say which suit you."),
                *([_("Please answer by %(day)s.") % {"day": meeting.answer_by}] if meeting.answer_by else []),
                _where_to_answer(opened, guest.party, guest.person),
            ]
            _write(opened, guest.person, "meeting-times", _("Which time suits you?"), body)


def tell_set(opened: OpenCase, meeting: models.Meeting, only: Collection[models.Guest] | None = None) -> None:
    """The time is set, or is another: an entry for each calendar."""
    for guest in _reached(opened, guests_of(meeting) if only is None else only):
        with translation.override(guest.person.language):
            again = guest.told_sequence is not None
            body = [
                _("Hello,"),
                (
                    _("a meeting that you know has changed: %(when)s.")
                    if again
                    else _("you are asked to a meeting: %(when)s.")
                )
                % {"when": paper_words(_start(meeting))},
                *_where(meeting),
                _("The file with this mail puts it into your calendar."),
                _where_to_answer(opened, guest.party, guest.person),
            ]
            _write(
                opened,
                guest.person,
                "meeting",
                _("A meeting has changed") if again else _("A meeting"),
                body,
                calendar=calendar_file(meeting, Method.REQUEST, to=guest.person.email),
                method=Method.REQUEST,
            )
        models.Guest.objects.filter(pk=guest.pk).update(told_sequence=meeting.sequence)


def tell_cancelled(
    opened: OpenCase, meeting: models.Meeting, guests: Iterable[models.Guest], *, because: str
) -> None:
    """The meeting is off, for all or for those who are no longer asked. Only who had it is told.

    The reason stands on the page: `because` only says that there is one.
    """
    had_it = [guest for guest in guests if guest.told_sequence is not None or meeting.starts_at is None]
    for guest in _reached(opened, had_it):
        with translation.override(guest.person.language):
            if meeting.starts_at is None:
                body = [
                    _("Hello,"),
                    _("the meeting that you were asked to is cancelled. You need not answer."),
                ]
                calendar, method = "", ""
            else:
                said = _("the meeting on %(when)s is cancelled for you.")
                body = [_("Hello,"), said % {"when": paper_words(_start(meeting))}]
                calendar = calendar_file(meeting, Method.CANCEL, to=guest.person.email)
                method = Method.CANCEL
            if because:
                body.append(_("Your page says why."))
            body.append(_call(opened))
            _write(
                opened,
                guest.person,
                "meeting-cancelled",
                _("A meeting is cancelled"),
                body,
                calendar=calendar,
                method=method,
            )


def tell_of_minutes(
    opened: OpenCase, meeting: models.Meeting, *, corrected: bool, redacted: bool = False
) -> None:
    """Minutes were sent, corrected, or a sentence of them was taken out: everyone who was asked is told."""
    for guest in _reached(opened, guests_of(meeting)):
        if guest.person_id == opened.by.person:
            continue
        with translation.override(guest.person.language):
            if redacted:
                subject = _("Minutes have changed")
                said = _(
                    "a sentence was taken out of minutes that you had. If you kept a copy, please destroy it."
                )
            elif corrected:
                subject = _("Minutes have changed")
                said = _("minutes that you had are corrected. Please read the new ones.")
            else:
                subject = _("Minutes to read")
                said = _("the minutes of a meeting are ready. You read what is for you.")
            body = [_("Hello,"), said, _where_to_answer(opened, guest.party, guest.person)]
            _write(opened, guest.person, "minutes", subject, body)


def _reached(opened: OpenCase, guests: Iterable[models.Guest]) -> list[models.Guest]:
    """Those of the guests who have a mail address, and whose party may know of meetings today."""
    return [
        guest
        for guest in guests
        if guest.person.email
        and (guest.party == Party.PATIENT or opened.as_party(Party(guest.party)).may(MEETINGS))
    ]


def _start(meeting: models.Meeting) -> datetime:
    assert meeting.starts_at is not None, "only a set time is told"
    return meeting.starts_at


def _where(meeting: models.Meeting) -> list[str]:
    if not meeting.place_in_mail:
        return []
    return [where for where in (meeting.place, meeting.video) if where]


def _where_to_answer(opened: OpenCase, party: str, person: Person) -> str:
    if party not in OUTSIDE_PARTIES:
        return _("Sign in to see who comes and to answer: %(url)s") % {"url": settings.SITE_URL}
    alive = Q(revoked_at__isnull=True, closed_at__isnull=True, expires_at__gt=timezone.now())
    if PartyLink.objects.filter(alive, case_code=opened.code, party=party, person=person).exists():
        return _(
            "Please answer with the link in the mail that you had before, and the same code. "
            "If you no longer have them, call %(phone)s."
        ) % {"phone": opened.row.service.phone}
    return _call(opened)


def _call(opened: OpenCase) -> str:
    return _("Questions? Call %(phone)s.") % {"phone": opened.row.service.phone}


def _write(
    opened: OpenCase,
    person: Person,
    kind: str,
    subject: str,
    body: list[str],
    *,
    calendar: str = "",
    method: str = "",
) -> None:
    mail.write(
        person=person,
        case_code=opened.code,
        kind=kind,
        subject=subject,
        body="\n\n".join(body),
        calendar=calendar,
        calendar_method=method,
    )

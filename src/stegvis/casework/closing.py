"""The end of a case: why, and what may not be open any more."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from stegvis.casework.plan import check_length
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


class Reason(StrEnum):
    """Why a case ends. That somebody is not ready, or is ill, is none."""

    WORKS = "works"
    OTHER_HELP = "other_help"
    NO_MORE = "no_more"
    MOVED = "moved"
    NO_CONTACT = "no_contact"
    PENSION = "pension"
    DIED = "died"
    OTHER = "other"


REASON_NAMES: dict[Reason, str] = {
    Reason.WORKS: gettext_noop("Works, and needs no more support"),
    Reason.OTHER_HELP: gettext_noop("Gets help elsewhere"),
    Reason.NO_MORE: gettext_noop("Does not want to take part any more"),
    Reason.MOVED: gettext_noop("Has moved away"),
    Reason.NO_CONTACT: gettext_noop("Could not be reached for a long time"),
    Reason.PENSION: gettext_noop("Has a pension"),
    Reason.DIED: gettext_noop("Has died"),
    Reason.OTHER: gettext_noop("Another reason"),
}

NEEDS_WORDS = frozenset({Reason.OTHER, Reason.NO_CONTACT})
"""Reasons that say little by themselves."""


REOPENED_WITHIN = timedelta(days=30)
"""A slip is noticed within a month; who comes back later begins with a referral."""


def check_close(
    *,
    closed: bool,
    reason: Reason | None,
    words: str,
    meeting: date | None = None,
    handover: date | None = None,
) -> None:
    """Raises Refusal where a case cannot be closed so.

    `meeting` and `handover` are days that are still ahead.
    """
    if closed:
        raise Refusal(gettext_noop("This case is closed already."))
    if meeting is not None:
        raise Refusal(
            gettext_noop("There is a meeting on %(day)s. Cancel it first, so that nobody comes."), day=meeting
        )
    if handover is not None:
        raise Refusal(
            gettext_noop("Somebody takes over on %(day)s. Call the hand-over off first."), day=handover
        )
    if reason is None:
        raise Refusal(gettext_noop("Choose why the case ends."))
    if reason in NEEDS_WORDS and not words.strip():
        raise Refusal(gettext_noop("Say in a sentence why the case ends."))
    check_length(words)


def check_reopen(*, closed_on: date | None, today: date) -> None:
    """Raises Refusal where there is nothing to open again, or too long after."""
    if closed_on is None:
        raise Refusal(gettext_noop("This case is open."))
    if today - closed_on > REOPENED_WITHIN:
        raise Refusal(
            gettext_noop("This case was closed on %(day)s. Who comes back begins with a new referral."),
            day=closed_on,
        )

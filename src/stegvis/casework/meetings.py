"""Reconciliation meetings: when, where, who comes, and what has become of one.

Source: Svanholm 2020, abstract and findings (meetings before, during, after, and then routinely);
DOI 10.1080/09638288.2020.1780479.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from stegvis.casework.party import Party
from stegvis.casework.plan import check_length
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

LENGTHS = range(10, 481)
"""Minutes that a meeting may last."""

USUAL_LENGTH = 45

AHEAD = timedelta(days=366)
"""A meeting further ahead than a year is more likely a slip of the pen."""

MOST_TIMES = 6
"""Times that may be proposed: more are hard to choose from."""


class Purpose(StrEnum):
    """Why the parties meet, by where the person is on the way."""

    BEFORE = "before"
    DURING = "during"
    END = "end"
    FOLLOW_UP = "follow_up"
    ON_DEMAND = "on_demand"


PURPOSE_NAMES: dict[Purpose, str] = {
    Purpose.BEFORE: gettext_noop("Before the programme"),
    Purpose.DURING: gettext_noop("During the programme"),
    Purpose.END: gettext_noop("At the end of the programme"),
    Purpose.FOLLOW_UP: gettext_noop("Follow-up"),
    Purpose.ON_DEMAND: gettext_noop("Because someone asked for it"),
}

MEETING_NAMES: dict[Purpose, str] = {
    Purpose.BEFORE: gettext_noop("Meeting before the programme"),
    Purpose.DURING: gettext_noop("Meeting during the programme"),
    Purpose.END: gettext_noop("Meeting at the end of the programme"),
    Purpose.FOLLOW_UP: gettext_noop("Follow-up meeting"),
    Purpose.ON_DEMAND: gettext_noop("Meeting on request"),
}


class Comes(StrEnum):
    """What somebody who is asked says beforehand."""

    YES = "yes"
    VIDEO = "video"
    NO = "no"


COMES_NAMES: dict[Comes, str] = {
    Comes.YES: gettext_noop("Comes"),
    Comes.VIDEO: gettext_noop("Comes by video"),
    Comes.NO: gettext_noop("Does not come"),
}


class Came(StrEnum):
    """Who was there, as the minutes say."""

    THERE = "there"
    VIDEO = "video"
    REPRESENTED = "represented"
    ABSENT = "absent"


CAME_NAMES: dict[Came, str] = {
    Came.THERE: gettext_noop("Was there"),
    Came.VIDEO: gettext_noop("Was there by video"),
    Came.REPRESENTED: gettext_noop("Was represented"),
    Came.ABSENT: gettext_noop("Was not there"),
}


class MeetingState(StrEnum):
    """What has become of a meeting, derived from what is recorded."""

    ASKING = "asking"
    SET = "set"
    OVER = "over"
    WRITTEN = "written"
    CANCELLED = "cancelled"


MEETING_STATE_NAMES: dict[MeetingState, str] = {
    MeetingState.ASKING: gettext_noop("Times are asked for"),
    MeetingState.SET: gettext_noop("The time is set"),
    MeetingState.OVER: gettext_noop("Minutes are not sent yet"),
    MeetingState.WRITTEN: gettext_noop("Minutes sent"),
    MeetingState.CANCELLED: gettext_noop("Cancelled"),
}


def meeting_state(
    *, starts_at: datetime | None, cancelled: bool, minutes_sent: bool, now: datetime
) -> MeetingState:
    """The state of a meeting at `now`. Begun, it is over: minutes are written from its first minute on."""
    if cancelled:
        return MeetingState.CANCELLED
    if minutes_sent:
        return MeetingState.WRITTEN
    if starts_at is None:
        return MeetingState.ASKING
    return MeetingState.OVER if starts_at <= now else MeetingState.SET


def check_times(times: Sequence[datetime], now: datetime) -> None:
    """Refuse times that nobody could come to, or choose from. Raises Refusal."""
    if not times:
        raise Refusal(gettext_noop("Propose at least one time."))
    if len(times) > MOST_TIMES:
        raise Refusal(gettext_noop("Propose at most %(most)s times."), most=MOST_TIMES)
    if len(set(times)) < len(times):
        raise Refusal(gettext_noop("The same time is proposed twice."))
    for at in times:
        if at <= now:
            raise Refusal(gettext_noop("One of the times has passed. Choose times to come."))
        if at > now + AHEAD:
            raise Refusal(gettext_noop("One of the times is more than a year ahead. Check the year."))


def check_meeting(
    *, why: str, place: str, video: str, lasts: int, guests: Collection[tuple[Party, str]]
) -> None:
    """Refuse a meeting without a place, without others, or of an impossible length. Raises Refusal."""
    check_length(why)
    if not place.strip() and not video.strip():
        raise Refusal(gettext_noop("Say where you meet: a place, a video address, or both."))
    if lasts not in LENGTHS:
        raise Refusal(
            gettext_noop("A meeting lasts between %(first)s and %(last)s minutes."),
            first=LENGTHS.start,
            last=LENGTHS.stop - 1,
        )
    if Party.PATIENT not in {party for party, _person in guests}:
        raise Refusal(
            gettext_noop("Nobody meets about a person without asking the person. Ask her or him too.")
        )
    if len(guests) < 2:
        raise Refusal(gettext_noop("Ask at least one other party to come."))


def check_answer_by(answer_by: date | None, times: Sequence[datetime], today: date) -> None:
    """Refuse a last day to say which times suit that has passed, or that is no help. Raises Refusal."""
    if answer_by is None:
        return
    if answer_by < today:
        raise Refusal(gettext_noop("%(day)s has passed. Choose a day to come."), day=answer_by)
    if times and answer_by > min(times).date():
        raise Refusal(gettext_noop("The last day to answer is after the first time that you propose."))


def check_open(state: MeetingState) -> None:
    """Refuse to change a meeting that is over or cancelled. Raises Refusal."""
    if state is MeetingState.CANCELLED:
        raise Refusal(gettext_noop("This meeting is cancelled. Call a new one."))
    if state in {MeetingState.OVER, MeetingState.WRITTEN}:
        raise Refusal(
            gettext_noop("This meeting has been held. What is left is to write down what was said.")
        )

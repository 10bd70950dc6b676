"""What has become of a meeting, and which meetings are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stegvis.casework.meetings import (
    MOST_TIMES,
    MeetingState,
    check_answer_by,
    check_meeting,
    check_open,
    check_times,
    meeting_state,
)
from stegvis.casework.party import Party
from stegvis.foundation.errors import Refusal

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts_at", "cancelled", "sent", "state"),
    [
        (None, False, False, MeetingState.ASKING),
        (NOW + HOUR, False, False, MeetingState.SET),
        (NOW, False, False, MeetingState.OVER),
        (NOW - HOUR, False, False, MeetingState.OVER),
        (NOW - HOUR, False, True, MeetingState.WRITTEN),
        (NOW + HOUR, True, False, MeetingState.CANCELLED),
        (None, True, False, MeetingState.CANCELLED),
    ],
)
def test_the_state_follows_from_what_is_recorded(
    starts_at: datetime | None, cancelled: bool, sent: bool, state: MeetingState
) -> None:
    assert meeting_state(starts_at=starts_at, cancelled=cancelled, minutes_sent=sent, now=NOW) is state


def test_as_many_times_as_can_be_chosen_from_and_no_more() -> None:
    times = [NOW + n * HOUR for n in range(1, MOST_TIMES + 2)]
    check_times(times[:-1], NOW)
    with pytest.raises(Refusal, match="at most"):
        check_times(times, NOW)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([], "at least one"),
        ([NOW], "has passed"),
        ([NOW + HOUR, NOW + HOUR], "proposed twice"),
        ([NOW + timedelta(days=400)], "more than a year"),
    ],
)
def test_times_that_help_nobody_are_refused(times: list[datetime], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        check_times(times, NOW)


def test_the_last_day_to_answer_lies_before_the_first_time() -> None:
    times = [NOW + timedelta(days=3)]
    check_answer_by(date(2026, 3, 13), times, NOW.date())
    with pytest.raises(Refusal, match="after the first time"):
        check_answer_by(date(2026, 3, 14), times, NOW.date())


@pytest.mark.parametrize(
    ("guests", "words"),
    [
        ([(Party.EMPLOYER, "1"), (Party.CLINIC, "2")], "without asking the person"),
        ([(Party.PATIENT, "1")], "at least one other"),
    ],
)
def test_a_meeting_needs_the_person_and_somebody_else(guests: list[tuple[Party, str]], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        check_meeting(why="", place="Here", video="", lasts=45, guests=guests)


@pytest.mark.parametrize("state", [MeetingState.OVER, MeetingState.WRITTEN, MeetingState.CANCELLED])
def test_what_is_over_is_not_changed(state: MeetingState) -> None:
    with pytest.raises(Refusal):
        check_open(state)
    check_open(MeetingState.SET)

"""The demo tells the same stories on the same day, whatever the hour and however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from pytest_django import Settings

from stegvis_web.casework import models
from stegvis_web.demo.clock import Calendar, Story, play
from stegvis_web.demo.lives import LIVES, Life
from stegvis_web.demo.maja import maja
from stegvis_web.demo.society import Society, settle
from stegvis_web.demo.stories import stories
from stegvis_web.foundation.models import AuditEvent

MONDAY_MORNING, MONDAY_EVENING = "2026-03-09T06:05+01:00", "2026-03-09T23:50+01:00"
LEAP_SUNDAY = "2032-02-29T12:00+01:00"


@pytest.fixture(autouse=True)
def _mails_lie_where_only_this_test_looks(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.OUTBOX = tmp_path


def told(moment: str, lives: Sequence[Life] = LIVES[:4]) -> dict[str, list[object]]:
    """What is in the database once a few of the stories are told."""
    with time_machine.travel(datetime.fromisoformat(moment), tick=False), transaction.atomic():
        society = Society(Calendar(timezone.localdate()))
        play([settle(society), maja(society), *stories(society, lives)])
        found: dict[str, list[object]] = {
            "cases": _rows(models.Case, "code", "person__name", "stage", "last_contact_on"),
            "steps": _rows(models.Step, "plan__case__code", "what", "due", "line__progress"),
            "answers": _rows(models.Answer, "plan__case__code", "kind", "words", "at"),
            "contacts": _rows(models.Contact, "case__code", "on", "mode", "note"),
            "events": _rows(AuditEvent, "at", "actor_kind", "party", "verb", "why"),
        }
        transaction.set_rollback(True)
    return found


def _rows(model: type[Model], *fields: str) -> list[object]:
    """What these fields hold, in the order in which it was written. Numbers of rows are chance."""
    return list(model._default_manager.order_by("pk").values_list(*fields))


def test_the_hour_of_the_day_changes_nothing() -> None:
    assert told(MONDAY_MORNING) == told(MONDAY_EVENING)


def test_one_life_less_changes_no_other() -> None:
    def words(found: dict[str, list[object]]) -> set[object]:
        return {row[1:] for row in found["steps"] if isinstance(row, tuple)}

    assert words(told(MONDAY_MORNING, LIVES[1:4])) < words(told(MONDAY_MORNING))


@pytest.mark.parametrize("moment", [LEAP_SUNDAY, "2026-03-14T08:00+01:00", "2027-01-01T00:30+01:00"])
def test_the_stories_can_be_told_on_any_day(moment: str) -> None:
    events = told(moment, LIVES[:2])["events"]
    assert events
    assert all(row[0] <= datetime.fromisoformat(moment) for row in events if isinstance(row, tuple))


def test_stories_take_turns_in_the_order_of_time() -> None:
    calendar, heard = Calendar(timezone.localdate()), []

    def story(name: str, *days: int) -> Story:
        for day in days:
            yield calendar.at(day, "09:00")
            heard.append((name, timezone.localdate() <= calendar.day(-day)))

    play([story("long", 30, 10), story("short", 20, 5)])
    assert heard == [("long", True), ("short", True), ("long", True), ("short", True)]


def test_a_story_never_goes_back_in_time() -> None:
    calendar, times = Calendar(timezone.localdate()), []

    def story() -> Story:
        yield calendar.at(10, "09:00")
        times.append(timezone.now())
        yield calendar.at(20, "09:00")
        times.append(timezone.now())

    play([story()])
    assert times[0] < times[1]


def test_what_falls_in_a_weekend_is_told_of_the_friday_and_due_on_the_monday() -> None:
    monday = Calendar(datetime(2026, 3, 9).date())
    assert monday.at(1).date() == monday.at(2).date() == monday.at(3).date() == monday.day(-3)
    assert monday.workday(5) == monday.workday(6) == monday.workday(7) == monday.day(7)
    assert monday.workday(4) == monday.day(4)

"""Hours in tests: the told case with a schedule in force, on a Tuesday whose weeks are known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stegvis.casework.party import Party
from stegvis.casework.schedule import Minutes, Schedule, from_json, weeks_from
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions.hours import write_hours
from stegvis_web.casework.actions.lifecycle import release_plan
from stegvis_web.casework.actions.plans import start_plan
from stegvis_web.casework.queries.hours import standing_hours
from stegvis_web.casework.queries.plans import versions_of
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.told_case import Told, agreed, drafted, in_days, opened, told_case

TUESDAY = "2026-03-10T12:00:00+01:00"
MONDAY = date(2026, 3, 9)
FREE_WEDNESDAY: tuple[Minutes, ...] = (180, 180, None, 180, 180, 0, 0)
WHAT = "Work these hours at the library"


def every_day(minutes: int) -> tuple[Minutes, ...]:
    return (minutes,) * 5 + (0, 0)


def schedule(*patterns: tuple[Minutes, ...], **more: Any) -> Schedule:
    """A schedule whose third week is this one."""
    days = patterns or (every_day(120), every_day(120), *[FREE_WEDNESDAY] * 4)
    return Schedule(**{"full_time": 2400, "weeks": weeks_from(MONDAY - timedelta(weeks=2), days), **more})


def with_draft() -> Told:
    """A first plan that is being written, without hours."""
    return drafted(agreed(opened(english_cast())))


def with_hours(**more: Any) -> Told:
    """The told case with a second version, which has a schedule. It is in force: the hours are hers."""
    told = told_case(english_cast())
    start_plan(by=told.maja, code=told.code, because="Hours are to be agreed.")
    write(told, told.maja, schedule(**more))
    release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    return told


def write(
    told: Told, by: Viewer, plan: Schedule | None = None, *, revision: int = 0, what: str = WHAT
) -> models.Step:
    return write_hours(by=by, code=told.code, schedule=plan or schedule(), what=what, revision=revision)


def hours_row(told: Told) -> models.Step:
    """The step with the hours of the newest version."""
    return told.plan.steps.get(hours__isnull=False)


def written_down(told: Told) -> Schedule:
    """The schedule of the newest version."""
    hours = hours_row(told).hours
    assert hours
    return from_json(hours)


def hours_in_force(told: Told) -> Schedule:
    _line, step = standing_hours(versions_of(told.case))
    assert step
    assert step.hours
    return from_json(step.hours)


def hours_data(*rows: tuple[str, ...], **changed: str) -> dict[str, str]:
    """What the form of the hours holds when so many weeks are filled in, days left out being empty."""
    cells = {f"w{week}d{day}": text for week, row in enumerate(rows) for day, text in enumerate(row)}
    whole = {"what": WHAT, "full_time": "40", "start": "2026-03-11", "weeks": str(len(rows)), "revision": "0"}
    return whole | cells | changed


OUTSIDE = [Party.EMPLOYER, Party.INSURER, Party.EMPLOYMENT_SERVICE, Party.GP, Party.SUPPORTER]

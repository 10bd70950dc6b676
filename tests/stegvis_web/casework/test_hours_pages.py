"""The pages of the schedule: writing it with and without a script, reading it, stepping down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.party import Party
from stegvis.casework.schedule import to_json, weeks_from
from stegvis.casework.sections import GOAL, STEPS_WORK, TEAM
from stegvis_web.casework import models
from stegvis_web.casework.actions.cases import set_consents
from stegvis_web.casework.actions.hours import step_down
from stegvis_web.casework.actions.plans import start_plan
from stegvis_web.casework.forms.hours import reshaped
from tests.cast import come_by_link, sign_in
from tests.stegvis_web.casework.hours_visits import (
    FREE_WEDNESDAY,
    MONDAY,
    OUTSIDE,
    TUESDAY,
    WHAT,
    every_day,
    hours_data,
    hours_in_force,
    hours_row,
    schedule,
    with_draft,
    with_hours,
    write,
    written_down,
)
from tests.stegvis_web.casework.plan_visits import ingrid, last_event, maja, written
from tests.stegvis_web.casework.visits import (
    HOSTILE,
    LONG,
    page,
    send,
    send_after_the_session_ended,
    text,
    url,
    visiting,
)
from tests.told_case import Told
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

WEEK = ("3", "3", "r", "3", "3:15")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


def linked(told: Told, party: Party) -> Client:
    return come_by_link(Client(), told.invite(party))


def cell(response: Any, name: str) -> str:
    """What stands in a field of the page."""
    found: str = response.content.decode().split(f'name="{name}"')[1].split('value="')[1].split('"')[0]
    return found


# Writing


def test_the_patient_writes_her_hours_and_finds_them_in_the_draft() -> None:
    told = with_draft()
    client = maja(told)
    assert "Write the hours" in page(client, "my-plan")
    answer = send(client, "my-plan-hours", **hours_data(WEEK, WEEK))
    assert (answer.status_code, answer["Location"]) == (302, url("my-plan"))
    assert written_down(told).weeks == weeks_from(MONDAY, [(180, 180, None, 180, 195, 0, 0)] * 2)
    shown = page(client, "my-plan")
    assert "Change the hours" in shown
    assert "Hours, week by week" in shown
    assert "12¼ h , 31 %" in shown


def test_the_team_writes_them_among_the_staffs_pages() -> None:
    told = with_draft()
    assert "12 h" not in page(ingrid(told), "plan-hours", told.code)
    answer = send(ingrid(told), "plan-hours", told.code, **hours_data(WEEK))
    assert answer["Location"] == url("plan", told.code)
    assert "Hours, week by week" in page(ingrid(told), "plan", told.code)


def test_the_form_opens_with_what_is_written() -> None:
    told = with_draft()
    write(told, told.maja, schedule(rest_because="To recover.", asks=Party.INSURER, departs="Uneven days."))
    shown = maja(told).get(url("my-plan-hours"))
    assert [cell(shown, f"w2d{day}") for day in range(7)] == ["3", "3", "Rest", "3", "3", "", ""]
    assert (cell(shown, "revision"), cell(shown, "weeks"), cell(shown, "start")) == ("1", "6", "2026-02-23")
    assert "To recover." in text(shown)
    assert "Uneven days." in text(shown)


def test_saving_the_form_as_it_opened_changes_nothing() -> None:
    told = with_draft()
    write(told, told.maja, schedule(rest_because="To recover.", asks=Party.INSURER, departs="Uneven days."))
    before = hours_row(told).hours
    shown = maja(told).get(url("my-plan-hours"))
    cells = {f"w{week}d{day}": cell(shown, f"w{week}d{day}") for week in range(6) for day in range(7)}
    rest = {"rest_because": "To recover.", "asks": "insurer", "departs": "Uneven days."}
    data = hours_data(start="2026-02-23", weeks="6", revision="1", **cells, **rest)
    assert send(maja(told), "my-plan-hours", **data).status_code == 302
    assert hours_row(told).hours == before


def test_everything_wrong_is_in_one_report_that_names_week_and_weekday() -> None:
    told = with_draft()
    answer = send(maja(told), "my-plan-hours", **hours_data(("lots", "13"), ("3.1",), full_time="x"))
    assert answer.status_code == 422
    shown = text(answer)
    assert "Week 11, Monday : Write hours such as 3, 3.5 or 3:30." in shown
    assert "Week 11, Tuesday : Plan at most 12 hours a day." in shown
    assert "Week 12, Monday : Plan in quarter hours" in shown
    assert "Full time, in hours a week : Write hours" in shown
    assert cell(answer, "w0d0") == "lots"
    assert not told.plan.steps.filter(hours__isnull=False).exists()


def test_weeks_at_the_end_in_which_nothing_stands_are_left_out() -> None:
    told = with_draft()
    send(maja(told), "my-plan-hours", **hours_data(WEEK, (), WEEK, (), ()))
    assert [bool(week.total) for week in written_down(told).weeks] == [True, False, True]


def test_a_form_without_any_hours_is_refused_in_words() -> None:
    told = with_draft()
    answer = send(maja(told), "my-plan-hours", **hours_data((), ()))
    assert answer.status_code == 422
    assert "has no week yet" in text(answer)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"asks": "insurer"}, "Write what departs from the usual rule"),
        ({"departs": "Uneven days."}, "Say who is asked"),
        ({"start": ""}, "Say in which week it begins"),
        ({"start": "2026-13-40"}, "Write the day as year-month-day"),
        ({"what": " "}, "Please fill this in"),
        ({"what": LONG}, "There is room for 300"),
        ({"asks": "employer"}, "That is no longer a choice"),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(changed: dict[str, str], words: str) -> None:
    told = with_draft()
    answer = send(maja(told), "my-plan-hours", **hours_data(WEEK, **changed))
    assert answer.status_code == 422
    assert words in text(answer)


@pytest.mark.parametrize("weeks", ["", "0", "-3", "many", "9" * 50])
def test_a_number_of_weeks_that_is_none_does_no_harm(weeks: str) -> None:
    told = with_draft()
    answer = send(maja(told), "my-plan-hours", **hours_data(WEEK, weeks=weeks))
    assert answer.status_code in {302, 422}


def test_what_people_type_is_shown_and_never_run() -> None:
    told = with_draft()
    answer = send(maja(told), "my-plan-hours", **hours_data((HOSTILE[:20],), what=HOSTILE))
    assert "<script>alert" not in answer.content.decode()


def test_the_second_to_save_reads_both_and_wins_knowingly() -> None:
    told = with_draft()
    write(told, told.ingrid, schedule(every_day(60)))
    answer = send(maja(told), "my-plan-hours", **hours_data(WEEK))
    assert answer.status_code == 409
    assert "1 · 1 · 1 · 1 · 1 · 0 · 0" in text(answer)
    assert "3 · 3 · Rest · 3 · 3¼ · 0 · 0" in text(answer)
    again = send(maja(told), "my-plan-hours", **hours_data(WEEK, revision=cell(answer, "revision")))
    assert again.status_code == 302
    assert len(written_down(told).weeks) == 1


def test_without_a_draft_there_is_nothing_to_write() -> None:
    told = with_hours()
    assert maja(told).get(url("my-plan-hours")).status_code == 302
    answer = send(maja(told), "my-plan-hours", **hours_data(WEEK))
    assert answer.status_code == 422
    assert "has been sent" in text(answer)


def test_what_was_typed_outlives_the_session() -> None:
    told = with_draft()
    source = send_after_the_session_ended(
        told.cast.maja, "my-plan-hours", "my-plan-hours", **hours_data(("7:45",))
    )
    assert 'value="7:45"' in source


@pytest.mark.parametrize("who", ["tomas", "marit", "rolf", "asta"])
def test_for_whoever_is_not_on_the_team_there_is_no_such_page(who: str) -> None:
    told = with_draft()
    client = sign_in(Client(), getattr(told.cast, who))
    assert client.get(url("plan-hours", told.code)).status_code in {403, 404}
    assert send(client, "plan-hours", told.code, **hours_data(WEEK)).status_code in {403, 404}
    assert not told.plan.steps.filter(hours__isnull=False).exists()


def test_a_change_of_a_sent_plan_says_why_and_leads_back_to_the_draft() -> None:
    told = with_hours()
    start_plan(by=told.ingrid, code=told.code, because="More hours.")
    client = ingrid(told)
    assert "Why are the hours new or changed?" in page(client, "plan-hours", told.code)
    answer = send(client, "plan-hours", told.code, **hours_data(WEEK, revision="1", because="It went well."))
    assert answer.status_code in {302, 409}
    answer = send(client, "plan-hours", told.code, **hours_data(WEEK, revision="2", because="It went well."))
    assert hours_row(told).because == "It went well."


# Buttons that fill fields, without a script


def press(told: Told, do: str, *rows: tuple[str, ...], **changed: str) -> Any:
    client = maja(told)
    before = written()
    answer = send(client, "my-plan-hours", **hours_data(*rows, do=do, **changed))
    assert answer.status_code == 200
    assert written() == before, "a button that fills fields saves nothing"
    return answer


def week(answer: Any, number: int) -> list[str]:
    return [cell(answer, f"w{number}d{day}") for day in range(7)]


def test_a_week_can_be_as_the_week_before() -> None:
    answer = press(with_draft(), "same:1", WEEK, ("9",))
    assert week(answer, 1) == ["3", "3", "Rest", "3", "3:15", "", ""]
    assert "The week is now as the week before." in text(answer)


def test_all_later_weeks_can_be_like_one() -> None:
    answer = press(with_draft(), "below:0", ("5",), ("1",), ("2",))
    assert [week(answer, number)[0] for number in range(3)] == ["5", "5", "5"]


def test_a_week_can_be_put_in_and_taken_out() -> None:
    told = with_draft()
    more = press(told, "more:0", ("1",), ("2",))
    assert [week(more, number)[0] for number in range(3)] == ["1", "1", "2"]
    less = press(told, "out:0", ("1",), ("2",))
    assert (cell(less, "weeks"), week(less, 0)[0]) == ("1", "2")


def test_a_day_can_be_for_rest_and_again_not() -> None:
    told = with_draft()
    rests = press(told, "rest:0:2", ("3", "3", "3"))
    assert week(rests, 0)[2] == "Rest"
    assert "The day is for rest." in text(rests)
    assert week(press(told, "rest:0:2", ("3", "3", "Rest")), 0)[2] == ""


def test_the_last_week_that_is_filled_in_can_be_repeated() -> None:
    answer = press(with_draft(), "repeat", WEEK, (), (), times="3")
    assert cell(answer, "weeks") == "4"
    assert week(answer, 3) == ["3", "3", "Rest", "3", "3:15", "", ""]


def test_an_empty_week_can_be_added() -> None:
    answer = press(with_draft(), "add", WEEK)
    assert (cell(answer, "weeks"), week(answer, 1)) == ("2", [""] * 7)


def test_no_button_makes_more_weeks_than_a_schedule_has() -> None:
    told = with_draft()
    assert cell(press(told, "repeat", WEEK, times="999"), "weeks") == "104"
    full = (("1",),) * 104
    for do in ("add", "more:0", "repeat"):
        assert cell(press(told, do, *full, times="5"), "weeks") == "104"


def test_the_only_week_stays() -> None:
    assert cell(press(with_draft(), "out:0", WEEK), "weeks") == "1"


@pytest.mark.parametrize(
    "do", ["", "same", "same:9", "same:x", "rest:0", "rest:0:9", "rest:9:0", "fly:0", "same:²"]
)
def test_a_button_that_is_none_changes_nothing(do: str) -> None:
    assert week(press(with_draft(), do, ("3",), ("5",)), 1)[0] == "5"


def test_what_is_wrong_stays_as_typed_when_a_button_fills_fields() -> None:
    answer = press(
        with_draft(), "same:1", ("lots",), ("5",), rest_because="Because", asks="insurer", start="x"
    )
    assert week(answer, 1)[0] == "lots"
    assert "Because" in text(answer)
    assert "Something is missing" not in text(answer)


@given(
    st.sampled_from(["same", "below", "more", "out", "rest", "repeat", "add", "?"]),
    st.lists(st.integers(-2, 9).map(str) | st.text(max_size=2), max_size=3),
    st.lists(st.tuples(*[st.sampled_from(["", "3", "r", "lots"])] * 7), min_size=1, max_size=5),
)
def test_no_button_loses_a_week_that_it_does_not_take_out(
    name: str, places: list[str], rows: list[tuple[str, ...]]
) -> None:
    data = QueryDict(mutable=True)
    data.update(hours_data(*rows, times="2"))
    changed, _said = reshaped(data, ":".join([name, *places]))
    weeks = int(str(changed["weeks"]))
    assert weeks >= len(rows) - 1 or name == "repeat"
    assert sum(key.startswith("w") and "d" in key for key in changed) == 7 * weeks
    assert {key: value for key, value in changed.items() if key in {"what", "start", "full_time"}} == {
        key: data[key] for key in ("what", "start", "full_time")
    }
    assert data["weeks"] == str(len(rows)), "what was sent stays as it was"


def test_a_long_schedule_leads_to_this_week() -> None:
    told = with_draft()
    assert "Go to this week" not in page(maja(told), "my-plan-hours")
    write(told, told.maja)
    assert 'href="#week-2"' in maja(told).get(url("my-plan-hours")).content.decode()


# Reading


def test_all_who_may_see_work_steps_see_the_hours_and_only_some_the_reasons() -> None:
    told = with_hours(rest_because="No day to recover.", asks=Party.INSURER, departs="Uneven days.")
    for client, name, args in (
        (maja(told), "my-plan", ()),
        (ingrid(told), "plan", (told.code,)),
    ):
        shown = page(client, name, *args)
        assert "Hours, week by week" in shown
        assert "No day to recover." in shown
        assert "A question to: Social insurance" in shown
    employer = page(linked(told, Party.EMPLOYER), "answer")
    assert "Hours, week by week" in employer
    assert "No day to recover." not in employer
    assert "Uneven days." not in employer
    insurer = page(linked(told, Party.INSURER), "answer")
    assert "No day to recover." not in insurer
    assert "Uneven days." in insurer


def test_the_plan_as_a_file_holds_no_reason_that_the_page_does_not_show() -> None:
    told = with_hours(rest_because="No day to recover.", asks=Party.INSURER, departs="Uneven days.")
    for party in OUTSIDE:
        source = linked(told, party).get(url("answer-json")).content.decode()
        sees_health = party in {Party.GP, Party.SUPPORTER}
        assert ("No day to recover." in source) is sees_health
    assert "Uneven days." not in linked(told, Party.EMPLOYER).get(url("answer-json")).content.decode()


def test_whoever_may_not_see_work_steps_sees_no_hours() -> None:
    told = with_hours()
    set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=(GOAL, TEAM))
    assert "Hours, week by week" not in text(linked(told, Party.INSURER).get(url("answer")))
    set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=(GOAL, STEPS_WORK))
    assert "Hours, week by week" in text(linked(told, Party.INSURER).get(url("answer")))


def test_a_preview_shows_the_hours_as_that_party_sees_them() -> None:
    told = with_hours(rest_because="No day to recover.")
    shown = page(ingrid(told), "plan-preview", told.code, Party.EMPLOYER)
    assert "Hours, week by week" in shown
    assert "No day to recover." not in shown


def test_an_older_version_keeps_its_hours() -> None:
    told = with_hours()
    step_down(by=told.maja, code=told.code)
    assert "12 h" in page(maja(told), "my-plan-version", 2)
    compared = page(maja(told), "my-plan-compare")
    assert "Weeks 12 to 14" in compared
    assert "8 h a week, 20 %" in compared


def test_the_hours_are_no_errand_to_be_ticked_off() -> None:
    told = with_hours()
    assert WHAT not in page(maja(told), "me").split("My week")[0]


# Stepping down


def test_two_taps_from_her_first_page_and_she_works_less() -> None:
    told = with_hours()
    client = maja(told)
    assert url("my-step-down") in client.get(url("me")).content.decode()
    shown = page(client, "my-step-down")
    assert "Step down from 16 March" in shown
    assert "12 h a week, 30 %" in shown
    assert "8 h a week, 20 %" in shown
    answer = send(client, "my-step-down", start="next")
    assert (answer.status_code, answer["Location"]) == (302, url("me"))
    assert "Your hours are fewer from 16 March." in page(client, "me")
    assert hours_in_force(told).weeks[3].total == 480


def test_she_can_begin_today_and_say_why() -> None:
    told = with_hours()
    send(maja(told), "my-step-down", start="today", because="My back.")
    assert hours_in_force(told).weeks[2].total == 540
    assert told.plan.because == "My back."


def test_a_tap_without_a_choice_changes_nothing() -> None:
    told = with_hours()
    assert send(maja(told), "my-step-down").status_code == 422
    assert told.plan.number == 2


def test_where_she_cannot_step_down_the_page_says_why_and_whom_to_call() -> None:
    told = with_draft()
    shown = page(maja(told), "my-step-down")
    assert "No hours are in force" in shown
    assert "Call Ingrid Solheim" in shown
    assert send(maja(told), "my-step-down", start="next").status_code == 422


@pytest.mark.parametrize("who", ["ingrid", "sara", "tomas"])
def test_the_page_is_hers_alone(who: str) -> None:
    told = with_hours()
    client = visiting(getattr(told.cast, who))
    assert client.get(url("my-step-down")).status_code in {302, 403, 404}
    assert send(client, "my-step-down", start="next").status_code in {302, 403, 404}
    assert hours_in_force(told) == schedule()


def test_reading_the_hours_to_be_written_leaves_an_event() -> None:
    told = with_draft()
    page(maja(told), "my-plan-hours")
    assert last_event()[:3] == ("read", "plan.hours", "patient")


def test_hours_that_are_over_say_so_on_her_first_page() -> None:
    told = with_hours()
    with unguarded():
        models.Step.objects.filter(hours__isnull=False).update(hours=to_json(schedule(FREE_WEDNESDAY)))
    shown = page(maja(told), "me")
    assert "The hours were planned until 1 March" in shown
    assert "This is too much for me" not in shown


def test_the_way_to_change_the_step_leads_to_the_hours() -> None:
    told = with_draft()
    step = write(told, told.maja)
    client = maja(told)
    assert client.get(url("my-step", step.line_id))["Location"] == url("my-plan-hours")
    assert url("my-plan-hours") in client.get(url("my-plan")).content.decode().split(WHAT)[1]


def test_she_reads_in_her_log_who_wrote_the_hours_and_that_she_stepped_down() -> None:
    told = with_hours()
    step_down(by=told.maja, code=told.code)
    shown = page(maja(told), "my-looked")
    assert "Stepped down to fewer hours" in shown
    assert "Wrote the hours of your plan" in shown


def test_hours_to_come_say_when_they_begin() -> None:
    told = with_hours()
    with time_machine.travel("2026-02-20T12:00:00+01:00", tick=False):
        assert "Your hours begin on 23 February." in page(maja(told), "me")

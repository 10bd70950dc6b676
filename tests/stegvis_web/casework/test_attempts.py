"""Attempts: who writes and reads them, and how the next plan starts from one."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

import stegvis_web.casework
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain
from stegvis.casework.sections import ATTEMPTS, STEPS_WORK
from stegvis.casework.way import monday_of
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import attempts, cases, lifecycle, plans
from stegvis_web.casework.queries.plans import open_plan
from stegvis_web.casework.queries.way import way_of
from stegvis_web.casework.standing import open_case
from stegvis_web.foundation.models import AuditEvent
from tests.cast import come_by_link, viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import by_link, english_cast, ingrid, last_event, maja, written
from tests.stegvis_web.casework.visits import (
    HOSTILE,
    events,
    page,
    send,
    send_after_the_session_ended,
    statements,
    text,
    url,
    visiting,
)
from tests.told_case import Told, agreed, drafted, in_days, opened, told_case
from tests.told_work import Work, told_work
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

LESSON = "Hold every level two weeks before the next."


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


@pytest.fixture
def work(told: Told) -> Work:
    return told_work(told)


def an_attempt(told: Told, by: Viewer, **more: Any) -> models.Attempt:
    values: dict[str, Any] = {
        "start": in_days(-20),
        "end": in_days(-10),
        "what_happened": " A week of mornings ",
        **more,
    }
    return attempts.add_attempt(by=by, code=told.code, **values)


def attempt_form(**changed: str) -> dict[str, str]:
    values = {
        "start": in_days(-20).isoformat(),
        "end": in_days(-10).isoformat(),
        "minutes": "12,5",
        "what_happened": "A week of mornings",
        "helped": "A quiet room",
        "hindered": "The bus",
        "next_time": "Begin on a Tuesday",
        "revision": "1",
    }
    return {**values, **changed}


# Who writes and who reads


@pytest.mark.parametrize("who", ["maja", "ingrid", "sara"])
def test_the_person_the_coordinator_and_the_clinic_write_them(told: Told, who: str) -> None:
    row = an_attempt(told, viewer(getattr(told.cast, who)), minutes=12 * 60)
    assert (row.what_happened, row.minutes) == ("A week of mornings", 720)
    assert last_event()[:2] == ("create", ATTEMPTS)


@pytest.mark.parametrize("who", ["marit", "rolf", "asta", "tomas", "kari"])
def test_nobody_outside_the_team_writes_them(told: Told, who: str) -> None:
    with pytest.raises((Refusal, Http404)):
        an_attempt(told, viewer(getattr(told.cast, who)))


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_no_outside_party_writes_them_or_starts_a_plan_from_one(told: Told, work: Work, party: Party) -> None:
    by = by_link(told, party)
    for act in (
        lambda: an_attempt(told, by),
        lambda: attempts.start_plan_from_attempt(by=by, code=told.code, attempt=work.half_time),
    ):
        with pytest.raises(Refusal):
            act()


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_by_consent_authorities_and_the_gp_read_them_the_others_never(
    told: Told, work: Work, party: Party
) -> None:
    sections = [STEPS_WORK, ATTEMPTS]
    if party in {Party.EMPLOYER, Party.SUPPORTER}:
        sections = [STEPS_WORK]
    cases.set_consents(by=told.maja, code=told.code, party=party, sections=sections)
    shown = page(come_by_link(Client(), told.invite(party)), "answer")
    assert ("Four weeks at 20 hours" in shown) == (party not in {Party.EMPLOYER, Party.SUPPORTER})
    assert "Start the next plan" not in shown


def test_they_are_told_newest_first_with_hours_and_what_was_learned(told: Told, work: Work) -> None:
    shown = page(maja(told), "my-plan").split("What we tried and what we learned", 1)[1]
    assert shown.index("Attempt 2") < shown.rindex("Attempt 1")
    for words in ("Up to 20 hours a week", "What helped Colleagues who left the radio off.", LESSON):
        assert words in shown


def test_a_manager_reads_and_changes_nothing(told: Told, work: Work) -> None:
    client = visiting(told.cast.marit)
    shown = client.get(url("plan", told.code)).content.decode()
    assert LESSON in shown
    assert "/plan/attempts/" not in shown
    assert client.get(url("attempt", told.code, work.half_time)).status_code == 404


def test_without_any_the_page_asks_for_what_was_tried(told: Told) -> None:
    assert "Have you tried to return before?" in page(maja(told), "my-plan")


def test_the_cost_of_the_page_does_not_grow(told: Told, work: Work) -> None:
    client = maja(told)
    few = statements(client, url("my-plan"))
    for number in range(30):
        an_attempt(told, told.maja, start=in_days(-400 - number), end=in_days(-390 - number))
    assert statements(client, url("my-plan")) == few


# Writing on the pages


def test_the_patient_writes_one_down_with_hours_as_she_types_them(told: Told) -> None:
    done = send(maja(told), "my-attempt-new", **attempt_form())
    assert done["Location"] == f"{url('my-plan')}#learned"
    assert models.Attempt.objects.get().minutes == 750
    assert "Up to 12.5 hours a week" in page(maja(told), "my-plan")


@pytest.mark.parametrize("typed", ["twelve", "12:30", "-3", "1e9", "٣", "12,5,5", "9999999"])
def test_hours_that_are_none_are_said(told: Told, typed: str) -> None:
    refused = send(maja(told), "my-attempt-new", **attempt_form(minutes=typed))
    assert refused.status_code == 422
    assert "Write hours such as 12 or 12.5." in text(refused)
    assert "A week of mornings" in refused.content.decode()


def test_the_words_stand_for_themselves_and_hours_may_be_left_out(told: Told) -> None:
    sent = attempt_form(minutes="", helped="", hindered="", next_time="")
    assert send(maja(told), "my-attempt-new", **sent).status_code == 302
    assert models.Attempt.objects.get().minutes is None


def test_what_goes_on_still_is_refused_in_words(told: Told) -> None:
    refused = send(maja(told), "my-attempt-new", **attempt_form(end=in_days(1).isoformat()))
    assert refused.status_code == 422
    assert "Write down what has ended." in text(refused)


def test_who_reads_it_stands_beside_the_field(told: Told) -> None:
    assert "Your team reads this, and Amir Rahimi. An employer never does." in page(
        maja(told), "my-attempt-new"
    )


def test_the_second_to_change_one_sees_both_texts(told: Told, work: Work) -> None:
    send(ingrid(told), "attempt", told.code, work.half_time, **attempt_form(helped="Ingrid wrote this"))
    conflict = send(maja(told), "my-attempt", work.half_time, **attempt_form(helped="Maja wrote this"))
    assert conflict.status_code == 409
    assert "Ingrid wrote this" in text(conflict)
    assert "Maja wrote this" in text(conflict)
    revision = re.search(r'name="revision" value="(\d+)"', conflict.content.decode())
    assert revision
    mine = attempt_form(helped="Maja wrote this", revision=revision[1])
    assert send(maja(told), "my-attempt", work.half_time, **mine).status_code == 302
    event = AuditEvent.objects.filter(verb="change").latest("pk")
    assert (event.what, event.fields) == (ATTEMPTS, ["helped"])


def test_the_form_shows_what_stands(told: Told, work: Work) -> None:
    source = maja(told).get(url("my-attempt", work.half_time)).content.decode()
    assert 'value="20"' in source
    assert LESSON in source


def test_what_was_typed_survives_the_end_of_the_session(told: Told) -> None:
    form = attempt_form(what_happened="I wrote long on this")
    again = send_after_the_session_ended(told.cast.maja, "my-attempt-new", "my-attempt-new", **form)
    assert "I wrote long on this" in again
    assert not models.Attempt.objects.exists()


def test_what_people_type_is_shown_as_typed(told: Told) -> None:
    send(maja(told), "my-attempt-new", **attempt_form(what_happened=HOSTILE, next_time=HOSTILE))
    source = ingrid(told).get(url("plan", told.code)).content.decode()
    assert "<script>alert" not in source
    assert source.count("&lt;script&gt;") >= 2


def test_an_attempt_of_another_case_is_not_found(told: Told, work: Work) -> None:
    row = models.Attempt.objects.get(pk=work.half_time)
    with pytest.raises(Conflict):
        attempts.change_attempt(
            by=told.ingrid,
            code=told.code,
            attempt=row.pk,
            start=row.start,
            end=row.end,
            what_happened="Else",
            revision=0,
        )
    with pytest.raises(Http404):
        attempts.start_plan_from_attempt(by=told.ingrid, code=told.code, attempt=row.pk + 1000)


# Starting the next plan from one


def steps(told: Told) -> list[tuple[str, str, str]]:
    rows = models.Step.objects.filter(plan__case=told.case, plan__released_on__isnull=True)
    return list(rows.order_by("number").values_list("what", "owner", "domain"))


def test_the_next_plan_starts_from_what_was_learned(told: Told, work: Work) -> None:
    done = send(maja(told), "my-attempt-next", work.half_time)
    assert done["Location"] == url("my-plan-draft")
    assert steps(told)[-1] == (LESSON, "patient", "health")
    assert LESSON in page(maja(told), "my-plan-draft")
    draft = models.PlanVersion.objects.get(released_on__isnull=True)
    assert (draft.number, draft.because) == (2, "It starts from what we learned before.")


def test_the_coordinator_can_start_it_too_in_her_frame(told: Told, work: Work) -> None:
    assert send(ingrid(told), "attempt-next", told.code, work.half_time)["Location"] == url(
        "plan-draft", told.code
    )


def test_before_the_first_plan_it_is_the_first_step() -> None:
    told = agreed(opened(english_cast()))
    work = told_work(told)
    assert send(maja(told), "my-attempt-next", work.half_time)["Location"] == url("my-plan")
    assert steps(told) == [(LESSON, "patient", "health")]
    assert written()[-2:] == [("create", "plan"), ("create", "plan.health")]


def test_a_draft_that_is_being_written_takes_the_step_in() -> None:
    told = drafted(agreed(opened(english_cast())))
    work = told_work(told)
    before = len(steps(told))
    send(maja(told), "my-attempt-next", work.half_time)
    assert len(steps(told)) == before + 1
    assert told.case.plans.count() == 1


def test_the_step_is_for_the_person_to_edit_and_no_employer_sees_it_before_she_says_so(
    told: Told, work: Work
) -> None:
    send(maja(told), "my-attempt-next", work.half_time)
    line = models.Step.objects.get(what=LESSON).line_id
    assert LESSON in maja(told).get(url("my-step", line)).content.decode()
    plans.write_goal(by=told.maja, code=told.code, goal="To read.", revision=told.plan.revision)
    assert models.Step.objects.get(what=LESSON).domain == Domain.HEALTH
    assert LESSON not in page(ingrid(told), "plan-preview", told.code, "employer")


def test_all_of_it_or_nothing(told: Told, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**values: object) -> None:
        raise Refusal("No.")

    monkeypatch.setattr(attempts, "add_step", refuse)
    before = AuditEvent.objects.filter(verb="create").count()
    assert send(maja(told), "my-attempt-next", work.half_time).status_code == 422
    assert told.case.plans.count() == 1
    assert AuditEvent.objects.filter(verb="create").count() == before


def test_without_a_lesson_there_is_no_button_and_a_no_in_words(told: Told, work: Work) -> None:
    source = maja(told).get(url("my-plan")).content.decode()
    assert url("my-attempt-next", work.half_time) in source
    assert url("my-attempt-next", work.five_days) not in source
    refused = send(maja(told), "my-attempt-next", work.five_days)
    assert refused.status_code == 422
    assert "Write first what to change next time." in text(refused)
    assert "Three good days" in refused.content.decode()


def test_the_clinic_writes_attempts_and_starts_no_plan(told: Told, work: Work) -> None:
    client = visiting(told.cast.sara)
    assert "Start the next plan from this" not in page(client, "plan", told.code)
    assert send(client, "attempt-next", told.code, work.half_time).status_code == 404


def test_opening_the_address_of_the_button_starts_nothing(told: Told, work: Work) -> None:
    assert maja(told).get(url("my-attempt-next", work.half_time)).status_code == 302
    assert told.case.plans.count() == 1


# The drawing


def test_sick_leave_stands_beside_hours_as_drawing_sentence_and_table(told: Told, work: Work) -> None:
    for client, name, places in ((maja(told), "my-plan", ()), (ingrid(told), "plan", (told.code,))):
        source = client.get(url(name, *places)).content.decode()
        assert source.count('<svg class="timeline way') == 2
        assert "style=" not in source
        shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", source))
        assert "Sick note today: 50 % of full time." in shown
        assert "The same as a table" in shown
        assert "An attempt to return:" in shown


def hours(first: int, *minutes: int) -> dict[str, Any]:
    """A schedule as a step holds it: so many minutes every Monday, the first week `first` weeks from now."""
    monday = monday_of(in_days(0)) + first * timedelta(weeks=1)
    weeks = [
        {"monday": (monday + number * timedelta(weeks=1)).isoformat(), "days": [day, 0, None, 0, 0, 0, 0]}
        for number, day in enumerate(minutes)
    ]
    return {"full_time": 2400, "weeks": weeks, "rest_because": "Qreasonq", "asks": None, "departs": ""}


def test_planned_and_worked_hours_stand_beside_the_sick_leave(told: Told, work: Work) -> None:
    with unguarded():
        models.Step.objects.filter(owner=Party.PATIENT).update(
            hours=hours(-2, 480, 600, 720, 840), domain=Domain.WORK_MODIFICATION
        )
    last_week = monday_of(in_days(-7))
    for day, party, minutes in ((0, "employer", 60), (0, "patient", 240), (1, "employer", 240)):
        models.WorkedDay.objects.create(
            case=told.case,
            day=last_week + timedelta(days=day),
            party=party,
            minutes=minutes,
            by="user:1",
            at=timezone.now(),
        )
    for client, name, places in ((maja(told), "my-plan", ()), (ingrid(told), "plan", (told.code,))):
        shown = page(client, name, *places)
        assert "Planned this week: 30 % of full time." in shown
        assert re.search(r"Worked in the week of \d+ \w+( \d+)?: 20 %\.", shown)
        assert "No hours yet" not in shown


def test_hours_that_nobody_stands_by_any_more_are_not_planned_ahead(told: Told, work: Work) -> None:
    with unguarded():
        models.Step.objects.filter(owner=Party.PATIENT).update(
            hours=hours(-1, 480, 600, 720), domain=Domain.WORK_MODIFICATION
        )
    lifecycle.close_plan(by=told.maja, code=told.code, reason="She works again.")
    whole = open_plan(open_case(told.maja, told.code))
    found = way_of(whole)
    assert found
    assert [share for _monday, share in found.planned] == [20, 25]


def test_whoever_may_not_see_sick_leave_gets_no_drawing(told: Told, work: Work) -> None:
    for party in sorted(OUTSIDE_PARTIES):
        source = come_by_link(Client(), told.invite(party)).get(url("answer")).content.decode()
        assert "timeline" not in source


def test_without_sick_notes_or_attempts_there_is_no_drawing(told: Told) -> None:
    assert "timeline way" not in maja(told).get(url("my-plan")).content.decode()


def test_reading_is_one_event(told: Told, work: Work) -> None:
    client = maja(told)
    before = events()
    page(client, "my-attempt", work.half_time)
    assert events() == before + 1
    assert AuditEvent.objects.latest("pk").what == ATTEMPTS


# Words


def test_nothing_that_people_read_of_attempts_says_failure() -> None:
    library = Path(__file__).parents[3] / "src" / "stegvis" / "casework"
    site = Path(stegvis_web.casework.__file__).parent
    files = [library / "attempts.py", library / "adaptations.py", library / "tasks.py", library / "way.py"]
    for name in ("attempts", "tasks", "way", "work", "party_tasks"):
        files += list(site.rglob(f"{name}.py"))
    files += [site / "drawings.py", *(site / "jinja2" / "casework").rglob("*attempt*.html")]
    files += [*(site / "jinja2" / "casework" / "tasks").glob("*.html")]
    said = [path.name for path in files if re.search(r"fail|gave up|unsuccessful", path.read_text(), re.I)]
    assert len(files) > 15
    assert said == []

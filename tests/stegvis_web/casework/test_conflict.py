"""Two people at the same plan: the second sees both texts, and nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework.actions import lifecycle, plans
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast, ingrid, maja, step_data, whats, written
from tests.stegvis_web.casework.visits import HOSTILE, send, text, url
from tests.told_case import GOAL, STEPS, Told, agreed, drafted, in_days, opened, released

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def draft() -> Told:
    return drafted(agreed(opened(english_cast())))


def revision(response: Any) -> str:
    """What the form on the page rests on, as the browser would send it back."""
    found = re.search(r'name="revision" value="(\d+)"', response.content.decode())
    assert found, "the form says which state of the row it was filled in from"
    return found.group(1)


def gp_step(draft: Told, **changed: str) -> dict[str, Any]:
    return step_data(draft, Party.GP, domain=Domain.HEALTH.value, **changed)


def test_the_second_to_save_the_goal_sees_both_texts(draft: Told) -> None:
    page = maja(draft).get(url("my-plan-goal"))
    send(ingrid(draft), "plan-goal", draft.code, goal="Ingrid wrote this.", revision=revision(page))
    conflict = send(maja(draft), "my-plan-goal", goal="Maja wrote this.", revision=revision(page))
    assert conflict.status_code == 409
    assert "Someone else changed this while you were writing" in text(conflict)
    assert "Ingrid wrote this." in text(conflict)
    assert "Maja wrote this." in text(conflict)
    assert draft.plan.goal == "Ingrid wrote this."


def test_saving_again_wins_knowingly(draft: Told) -> None:
    page = maja(draft).get(url("my-plan-goal"))
    send(ingrid(draft), "plan-goal", draft.code, goal="Ingrid wrote this.", revision=revision(page))
    conflict = send(maja(draft), "my-plan-goal", goal="Maja wrote this.", revision=revision(page))
    again = send(maja(draft), "my-plan-goal", goal="Both of us.", revision=revision(conflict))
    assert again.status_code == 302
    assert draft.plan.goal == "Both of us."


def test_a_third_writer_meanwhile_is_a_conflict_again(draft: Told) -> None:
    page = maja(draft).get(url("my-plan-goal"))
    send(ingrid(draft), "plan-goal", draft.code, goal="First.", revision=revision(page))
    conflict = send(maja(draft), "my-plan-goal", goal="Mine.", revision=revision(page))
    send(ingrid(draft), "plan-goal", draft.code, goal="Second.", revision=revision(conflict))
    once_more = send(maja(draft), "my-plan-goal", goal="Mine.", revision=revision(conflict))
    assert once_more.status_code == 409
    assert "Second." in text(once_more)


def test_two_who_write_the_same_agree(draft: Told) -> None:
    page = maja(draft).get(url("my-plan-goal"))
    for client, name in ((ingrid(draft), "plan-goal"), (maja(draft), "my-plan-goal")):
        place = (draft.code,) if name == "plan-goal" else ()
        typed = {"goal": "The same words.", "revision": revision(page)}
        assert send(client, name, *place, **typed).status_code == 302


def test_both_texts_are_shown_as_typed(draft: Told) -> None:
    page = maja(draft).get(url("my-plan-goal"))
    send(ingrid(draft), "plan-goal", draft.code, goal=f"Hers {HOSTILE}", revision=revision(page))
    body = send(maja(draft), "my-plan-goal", goal=f"Mine {HOSTILE}", revision=revision(page)).content.decode()
    assert "<script>alert" not in body
    assert body.count("&lt;script&gt;") >= 3, "theirs, mine, and mine in the field"


def test_the_second_to_save_a_step_sees_all_of_the_other(draft: Told) -> None:
    line = draft.line(Party.GP)
    page = maja(draft).get(url("my-step", line))
    theirs = gp_step(draft, what="By phone", due=in_days(40).isoformat(), revision=revision(page))
    send(ingrid(draft), "step", draft.code, line, **theirs)
    mine = gp_step(draft, what="At the surgery", revision=revision(page))
    conflict = send(maja(draft), "my-step", line, **mine)
    assert conflict.status_code == 409
    shown = text(conflict)
    for words in ("By phone", "At the surgery", "Amir Rahimi", "Health"):
        assert words in shown
    assert draft.plan.steps.get(owner="gp").what == "By phone"
    again = send(maja(draft), "my-step", line, **(mine | {"revision": revision(conflict)}))
    assert again.status_code == 302
    assert draft.plan.steps.get(owner="gp").what == "At the surgery"


def test_another_day_alone_is_a_conflict_too(draft: Told) -> None:
    line, same = draft.line(Party.GP), "Go through the medicines together"
    page = maja(draft).get(url("my-step", line))
    theirs = gp_step(draft, what=same, due=in_days(40).isoformat(), revision=revision(page))
    send(ingrid(draft), "step", draft.code, line, **theirs)
    conflict = send(maja(draft), "my-step", line, **gp_step(draft, what=same, revision=revision(page)))
    assert conflict.status_code == 409


def test_two_different_steps_do_not_disturb_each_other(draft: Told) -> None:
    for owner, domain in ((Party.GP, Domain.HEALTH), (Party.SPECIALIST, Domain.COORDINATION)):
        line = draft.line(owner)
        page = maja(draft).get(url("my-step", line))
        changed = step_data(draft, owner, what=f"New for {owner}", domain=domain.value)
        assert (
            send(maja(draft), "my-step", line, **(changed | {"revision": revision(page)})).status_code == 302
        )
    assert {"New for gp", "New for specialist"} <= set(whats(draft))


def test_a_step_taken_out_meanwhile_is_said_and_the_text_is_kept(draft: Told) -> None:
    line = draft.line(Party.GP)
    page = maja(draft).get(url("my-step", line))
    plans.remove_step(by=draft.ingrid, code=draft.code, line=line)
    typed = gp_step(draft, what="I wrote long on this", revision=revision(page))
    refused = send(maja(draft), "my-step", line, **typed)
    assert refused.status_code == 422
    assert "took this step out meanwhile" in text(refused)
    assert "I wrote long on this" in refused.content.decode()
    assert send(maja(draft), "my-step-new", **typed).status_code == 302
    assert "I wrote long on this" in whats(draft)


def test_a_step_taken_out_twice_says_so(draft: Told) -> None:
    line = draft.line(Party.GP)
    assert send(ingrid(draft), "step-remove", draft.code, line).status_code == 302
    refused = send(maja(draft), "my-step-remove", line)
    assert refused.status_code == 422
    assert "This step has been taken out already." in text(refused)


@pytest.mark.parametrize("form", ["goal", "step", "new"])
def test_a_plan_sent_meanwhile_is_said_and_the_text_is_kept(draft: Told, form: str) -> None:
    client, line = ingrid(draft), draft.line(Party.GP)
    released(draft)
    if form == "goal":
        refused = send(client, "plan-goal", draft.code, goal="I wrote long on this", revision=2)
    elif form == "step":
        refused = send(client, "step", draft.code, line, **gp_step(draft, what="I wrote long on this"))
    else:
        refused = send(client, "step-new", draft.code, **gp_step(draft, what="I wrote long on this"))
    assert refused.status_code == 422
    assert "Version 1 has been sent" in text(refused)
    assert "I wrote long on this" in refused.content.decode()
    assert (draft.plan.goal, whats(draft)) == (GOAL, [what for what, _owner, _domain in STEPS])
    assert written()[-1] == ("release", "plan")


def test_an_answer_to_a_version_that_was_replaced_is_kept_and_not_counted(draft: Told) -> None:
    released(draft)
    client = ingrid(draft)
    lifecycle.withdraw_plan(by=draft.maja, code=draft.code, reason="The day was wrong.")
    plans.start_plan(by=draft.maja, code=draft.code)
    lifecycle.release_plan(by=draft.maja, code=draft.code, answer_by=in_days(12))
    refused = send(client, "plan-answer", draft.code, kind="reservation", words="Only on Mondays", version=1)
    assert refused.status_code == 422
    assert "newer version" in text(refused)
    assert "Only on Mondays" in refused.content.decode()
    assert not draft.plan.answers.filter(party=Party.SPECIALIST).exists()

"""Two versions side by side: what changed, in which words, and nothing that the reader may not see."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.compare import Comparison, Piece, compare, pieces
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain, Plan
from stegvis.casework.sections import GOAL, NAME, STEPS, STEPS_WORK, TEAM, WORDS
from stegvis.casework.versions import Change, Versions
from stegvis.casework.view import PlanView, plan_view
from tests.stegvis.casework.build import TODAY, step
from tests.stegvis.casework.histories import History, histories

NAMES = {"another": "Eva Lind", "person of patient": "Maja Lindqvist"}
EVERYTHING = (GOAL, WORDS, *STEPS)


def view(of: Plan, versions: Versions, *sections: str) -> PlanView:
    seen = sections or EVERYTHING
    return plan_view(
        of,
        versions,
        party=Party.GP,
        may=lambda section: section in {*seen, NAME, TEAM},
        sees=lambda party, section: True,
        team={},
        names=NAMES,
        today=TODAY,
    )


def between(history: History, *sections: str, old: int = 1, new: int = 2) -> Comparison:
    versions = history.versions
    return compare(*(view(versions.plan(number), versions, *sections) for number in (old, new)))


def changes(comparison: Comparison) -> dict[str, Change]:
    return {one.line: one.change for one in comparison.steps}


MINE = step("mine")
DESK = step("desk", Party.EMPLOYER)
PILLS = step("pills", Party.GP, Domain.HEALTH)


def begun() -> History:
    return History(MINE, DESK, PILLS).send().agree().begin("Too much at once.")


def test_what_is_new_changed_taken_out_or_as_before_is_said_of_each_step() -> None:
    history = begun().change("desk", what="do half of it", because="No lift.").take_out("pills", "Done.")
    found = between(history.put(step("call")))
    assert changes(found) == {
        "mine": Change.SAME,
        "desk": Change.CHANGED,
        "pills": Change.ENDS,
        "call": Change.NEW,
    }
    assert [one.line for one in found.changed] == ["desk", "pills", "call"]
    assert [one.line for one in found.same] == ["mine"]
    assert {change: found.count(change) for change in Change} == dict.fromkeys(Change, 1)
    assert {one.line: one.because for one in found.changed} == {
        "desk": "No lift.",
        "pills": "Done.",
        "call": "",
    }


def test_a_step_that_the_newer_version_no_longer_holds_stands_last() -> None:
    history = History(MINE, DESK).send().begin().take_out("desk").put(step("call"))
    found = between(history)
    assert [(one.line, one.change) for one in found.steps] == [
        ("mine", Change.SAME),
        ("call", Change.NEW),
        ("desk", Change.ENDS),
    ]
    gone = found.steps[-1]
    assert (gone.new, gone.because, gone.hours) == (None, "", False)


def test_a_step_that_is_to_stay_after_all_has_changed() -> None:
    history = begun().take_out("desk").send().begin()
    history.change("desk", what="do desk")
    assert changes(between(history, old=2, new=3))["desk"] is Change.CHANGED
    assert changes(between(history, old=1, new=3))["desk"] is Change.SAME


def test_a_step_that_was_to_be_taken_out_and_still_is_is_as_before() -> None:
    history = begun().take_out("desk").send().begin()
    assert changes(between(history, old=2, new=3))["desk"] is Change.SAME


@pytest.mark.parametrize(
    "to",
    [{"what": "walk"}, {"owner": Party.GP}, {"person": "another"}, {"due": TODAY}, {"domain": Domain.HEALTH}],
)
def test_anything_that_was_agreed_counts_as_a_change(to: dict[str, Any]) -> None:
    assert changes(between(begun().change("mine", **to)))["mine"] is Change.CHANGED


def test_another_schedule_is_told_as_such() -> None:
    history = History(MINE, step("hours", hours={"weeks": [1]})).send().begin()
    history.change("hours", hours={"weeks": [2]}).change("mine", what="walk")
    found = {one.line: one for one in between(history).steps}
    assert (found["hours"].change, found["hours"].hours) == (Change.CHANGED, True)
    assert (found["mine"].change, found["mine"].hours) == (Change.CHANGED, False)


def test_another_goal_is_told_and_where_it_is_not_shared_nothing_is() -> None:
    history = begun()
    history.plans[-1] = Plan(2, "to work four days", history.newest.steps)
    assert between(history).goal
    assert not between(history, STEPS_WORK).goal


def test_what_a_reader_does_not_see_is_compared_with_nothing() -> None:
    history = begun().take_out("pills")
    found = between(history, GOAL, STEPS_WORK)
    assert changes(found) == {"mine": Change.SAME, "desk": Change.SAME}
    assert found.changed == ()


@given(histories, st.data())
def test_any_two_versions_can_be_compared_and_each_step_is_told_of_once(
    history: History, data: st.DataObject
) -> None:
    sections = data.draw(st.sets(st.sampled_from(EVERYTHING), min_size=1))
    versions = history.versions
    old, new = (
        view(data.draw(st.sampled_from(versions.plans)), versions, *sections) for _side in ("old", "new")
    )
    found = compare(old, new)
    lines = [one.line for one in found.steps]
    assert sorted(lines) == sorted(old.lines | new.lines)
    assert len(found.changed) + len(found.same) == len(lines)
    for one in found.steps:
        assert one.old is not None or one.new is not None
        assert (one.change is Change.NEW) is (one.old is None)
    if old.version == new.version:
        assert found.changed == ()


# Word by word


def marked(of: tuple[Piece, ...]) -> str:
    return "".join(one.text if one.kind == "same" else f"[{one.text}]" for one in of)


def test_the_words_that_differ_are_marked_on_either_side() -> None:
    old, new = pieces("Five days, four hours each.", "Four days, four hours each.")
    assert marked(old) == "[Five ]days, four hours each."
    assert marked(new) == "[Four ]days, four hours each."
    assert [one.kind for one in old] == ["out", "same"]
    assert [one.kind for one in new] == ["in", "same"]


def test_words_that_were_added_leave_the_older_text_unmarked() -> None:
    old, new = pieces("A desk.", "A desk. Wednesdays are free.")
    assert marked(old) == "A desk."
    assert marked(new) == "A desk. [Wednesdays are free.]"


def test_another_line_break_is_no_other_word() -> None:
    old, new = pieces("two\nlines", "two  lines")
    assert {one.kind for one in (*old, *new)} == {"same"}


texts = st.text(st.sampled_from("ab å\n\t 🌲."), max_size=40) | st.text(max_size=30)


@given(texts, texts)
def test_the_pieces_joined_give_both_texts_back(old: str, new: str) -> None:
    left, right = pieces(old, new)
    assert "".join(one.text for one in left) == old
    assert "".join(one.text for one in right) == new
    assert {one.kind for one in left} <= {"same", "out"}
    assert {one.kind for one in right} <= {"same", "in"}


@given(texts)
def test_a_text_differs_from_itself_in_nothing(text: str) -> None:
    assert all(one.kind == "same" for side in pieces(text, text) for one in side)


@given(texts, texts)
def test_what_is_marked_as_the_same_is_the_same_on_both_sides(old: str, new: str) -> None:
    left, right = pieces(old, new)

    def same(side: tuple[Piece, ...]) -> list[str]:
        return "".join(f"{one.text} " for one in side if one.kind == "same").split()

    assert same(left) == same(right)

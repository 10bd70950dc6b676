"""Adaptations: where a trial is on each day, whose word is missing, and every no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.adaptations import (
    LONGEST_LINE,
    LONGEST_TRIAL,
    SIDES,
    WORKED_NAMES,
    Adaptation,
    TrialState,
    Verdict,
    Worked,
    check_adaptation,
    check_begin,
    check_change,
    check_end,
    check_trial_days,
    check_verdict,
)
from stegvis.casework.party import Party
from stegvis.casework.plan import LONGEST_WORDS
from stegvis.foundation.errors import Refusal
from tests.stegvis.casework.build import TODAY


def days(number: int) -> timedelta:
    return timedelta(days=number)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


def adaptation(**changed: Any) -> Adaptation:
    """A desk on trial since a week, for five more."""
    values = {
        "id": 1,
        "what": "A desk that can be raised",
        "provider": Party.EMPLOYER,
        "first": TODAY - days(7),
        "last": TODAY + days(35),
    }
    return Adaptation(**{**values, **changed})


def said(side: Party, worked: Worked, words: str = "") -> Verdict:
    return Verdict(side, worked, datetime(2026, 3, 9, 12, tzinfo=UTC), words)


def over(*verdicts: Verdict) -> Adaptation:
    return adaptation(last=TODAY - days(1), verdicts=verdicts)


# Where it is


def test_a_trial_without_days_or_with_a_first_day_ahead_has_not_begun() -> None:
    assert adaptation(first=None, last=None).state(TODAY) is TrialState.NOT_BEGUN
    assert adaptation(first=TODAY + days(1)).state(TODAY) is TrialState.NOT_BEGUN


def test_it_is_on_trial_from_the_first_to_the_last_day_both_counted() -> None:
    one = adaptation()
    assert one.first
    assert one.last
    assert [one.state(day) for day in (one.first - days(1), one.first, one.last, one.last + days(1))] == [
        TrialState.NOT_BEGUN,
        TrialState.ON_TRIAL,
        TrialState.ON_TRIAL,
        TrialState.ASKS,
    ]


def test_after_the_last_day_both_sides_are_asked() -> None:
    assert over().asks(TODAY) == (Party.PATIENT, Party.EMPLOYER)


def test_nobody_is_asked_while_it_runs() -> None:
    assert adaptation().asks(TODAY) == ()


def test_one_side_s_word_leaves_the_other_asked() -> None:
    one = over(said(Party.PATIENT, Worked.YES))
    assert one.asks(TODAY) == (Party.EMPLOYER,)
    assert one.state(TODAY) is TrialState.ASKS


@pytest.mark.parametrize("worked", [Worked.YES, Worked.PARTLY, Worked.NO])
def test_both_words_whatever_they_are_end_the_question(worked: Worked) -> None:
    one = over(said(Party.PATIENT, worked), said(Party.EMPLOYER, Worked.YES))
    assert one.state(TODAY) is TrialState.SAID


def test_too_early_to_say_leaves_the_question_open() -> None:
    one = over(said(Party.PATIENT, Worked.TOO_EARLY), said(Party.EMPLOYER, Worked.YES))
    assert one.asks(TODAY) == (Party.PATIENT,)


def test_the_latest_word_of_a_side_counts() -> None:
    one = over(
        said(Party.PATIENT, Worked.TOO_EARLY),
        said(Party.EMPLOYER, Worked.YES),
        said(Party.PATIENT, Worked.NO),
    )
    latest = one.latest(Party.PATIENT)
    assert latest
    assert latest.worked is Worked.NO
    assert one.state(TODAY) is TrialState.SAID


def test_a_word_said_during_the_trial_counts_after_it() -> None:
    one = adaptation(verdicts=(said(Party.PATIENT, Worked.YES), said(Party.EMPLOYER, Worked.YES)))
    assert one.state(TODAY) is TrialState.ON_TRIAL
    assert one.state(TODAY + days(60)) is TrialState.SAID


def test_who_cannot_say_is_not_waited_for() -> None:
    one = over(said(Party.PATIENT, Worked.YES))
    assert one.asks(TODAY, {Party.PATIENT}) == ()
    assert one.state(TODAY, {Party.PATIENT}) is TrialState.SAID


def test_ended_early_it_asks_at_once() -> None:
    one = adaptation(ended_on=TODAY)
    assert one.state(TODAY) is TrialState.ASKS
    assert one.last_day == TODAY


@given(
    st.integers(-40, 40),
    st.integers(0, 60),
    st.none() | st.integers(0, 60),
    st.lists(st.sampled_from(Worked)),
)
def test_on_every_day_it_is_in_one_state_and_never_goes_back(
    start: int, length: int, ended: int | None, words: list[Worked]
) -> None:
    first = TODAY + days(start)
    ended_on = None if ended is None else min(first + days(ended), first + days(length))
    one = adaptation(
        first=first,
        last=first + days(length),
        verdicts=tuple(said(SIDES[number % 2], word) for number, word in enumerate(words)),
    )
    states = list(TrialState)
    seen = [states.index(one.state(first + days(day))) for day in range(-1, length + 2)]
    assert seen == sorted(seen)
    if ended_on is not None:
        assert replace(one, ended_on=ended_on).is_over(ended_on)


# Every no


def check(**changes: Any) -> None:
    values: dict[str, Any] = {
        "what": "A desk",
        "provider": Party.EMPLOYER,
        "first": TODAY,
        "last": TODAY + days(41),
        "cost": "",
        "payer": "",
        "today": TODAY,
    }
    check_adaptation(**{**values, **changes})


def test_an_adaptation_may_be_named_before_its_trial_has_days() -> None:
    check(first=None, last=None)


def test_an_adaptation_says_what_and_who() -> None:
    assert refused(lambda: check(what="  ")) == "Write what is adapted."
    assert refused(lambda: check(provider=None)).startswith("Say who provides it.")
    assert refused(lambda: check(provider=Party.SUPPORTER)).startswith("Say who provides it.")


@pytest.mark.parametrize("field", ["cost", "payer"])
def test_cost_and_payer_are_one_line_each(field: str) -> None:
    check(**{field: "x" * LONGEST_LINE})
    assert "This has 201." in refused(lambda: check(**{field: "x" * (LONGEST_LINE + 1)}))


def test_the_words_have_an_end() -> None:
    assert "This has 4001." in refused(lambda: check(what="x" * (LONGEST_WORDS + 1)))


def test_a_trial_has_both_days_or_none() -> None:
    assert refused(lambda: check(first=None)).startswith("Say from which day")
    assert refused(lambda: check(last=None)).startswith("Say until which day")


def test_a_trial_may_last_one_day_and_one_year_and_no_longer() -> None:
    check(last=TODAY)
    check(last=TODAY + days(LONGEST_TRIAL - 1))
    assert refused(lambda: check(last=TODAY - days(1))).startswith("The last day")
    assert refused(lambda: check(last=TODAY + days(LONGEST_TRIAL))).startswith("A trial takes at most a year")


@pytest.mark.parametrize("first", [date(1826, 3, 10), date(2126, 3, 10)])
def test_a_slip_of_the_year_is_said(first: date) -> None:
    told = refused(lambda: check_trial_days(first, first + days(10), TODAY))
    assert "too far from today" in told


def test_what_was_judged_keeps_its_words_and_first_day_but_may_go_on_longer() -> None:
    one = adaptation(verdicts=(said(Party.PATIENT, Worked.PARTLY),))
    assert one.last
    check_change(one, what=one.what, first=one.first, last=one.last + days(14))
    told = refused(lambda: check_change(one, what="A stool", first=one.first, last=one.last))
    assert told.startswith("Someone has said whether this works, so its words stay.")
    told = refused(lambda: check_change(one, what=one.what, first=TODAY, last=one.last))
    assert told.endswith("its first day stays.")


def test_before_anyone_has_spoken_all_of_it_may_change() -> None:
    check_change(adaptation(), what="A stool", first=TODAY, last=TODAY)


def test_a_trial_that_was_ended_keeps_its_days() -> None:
    one = adaptation(ended_on=TODAY)
    check_change(one, what="A stool", first=one.first, last=one.last)
    assert refused(lambda: check_change(one, what="A stool", first=one.first, last=TODAY))


def test_only_what_has_not_begun_begins() -> None:
    check_begin(adaptation(first=None, last=None), first=TODAY, last=TODAY + days(7), today=TODAY)
    check_begin(adaptation(first=TODAY + days(3)), first=TODAY, last=TODAY + days(7), today=TODAY)
    for begun in (adaptation(), adaptation(first=None, last=None, ended_on=TODAY)):
        told = refused(lambda begun=begun: check_begin(begun, first=TODAY, last=TODAY, today=TODAY))  # type: ignore[misc]
        assert told == "This trial has begun already."
    not_begun = adaptation(first=None, last=None)
    assert refused(lambda: check_begin(not_begun, first=None, last=None, today=TODAY)).startswith("Say from")


def test_only_a_trial_that_runs_is_ended_and_on_a_day_of_it() -> None:
    one = adaptation()
    check_end(one, on=one.first, today=TODAY)
    check_end(one, on=TODAY, today=TODAY)
    for day in (None, TODAY + days(1), TODAY - days(8)):
        assert refused(lambda day=day: check_end(one, on=day, today=TODAY)).startswith("Choose a day between")  # type: ignore[misc]
    assert "over already" in refused(lambda: check_end(over(), on=TODAY, today=TODAY))
    assert "over already" in refused(lambda: check_end(adaptation(ended_on=TODAY), on=TODAY, today=TODAY))
    assert "not begun" in refused(lambda: check_end(adaptation(first=None, last=None), on=TODAY, today=TODAY))


def speak(one: Adaptation | None = None, **changes: Any) -> None:
    values: dict[str, Any] = {"side": Party.PATIENT, "worked": Worked.YES, "words": "", "today": TODAY}
    check_verdict(one or adaptation(), **{**values, **changes})


@pytest.mark.parametrize("side", [*(party for party in Party if party not in SIDES), None])
def test_nobody_speaks_for_the_two_sides(side: Party | None) -> None:
    assert refused(lambda: speak(side=side)).startswith("The person and the employer say whether it works")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("worked", Worked)
def test_both_sides_may_say_anything_in_one_word(side: Party, worked: Worked) -> None:
    speak(side=side, worked=worked)
    speak(over(), side=side, worked=worked)


def test_there_is_nothing_to_say_before_it_has_begun() -> None:
    assert "not begun" in refused(lambda: speak(adaptation(first=TODAY + days(1))))


def test_a_word_is_chosen_and_its_sentence_has_an_end() -> None:
    assert refused(lambda: speak(worked=None)) == "Choose whether it works."
    assert "This has 4001." in refused(lambda: speak(words="x" * (LONGEST_WORDS + 1)))


def test_every_word_has_a_name() -> None:
    assert set(WORKED_NAMES) == set(Worked)

"""Tasks: every no, what hangs together, and what each reader gets of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from stegvis.casework.adaptations import LONGEST_LINE, Adaptation, Verdict, Worked
from stegvis.casework.party import Party
from stegvis.casework.plan import LONGEST_WORDS
from stegvis.casework.sections import TEAM, WORDS
from stegvis.casework.tasks import (
    ABILITY_NAMES,
    FIT_NAMES,
    Ability,
    Fit,
    FitWord,
    Task,
    check_fit,
    check_remove,
    check_room,
    check_task,
    list_mark,
    task_seen,
)
from stegvis.foundation.errors import Refusal

AT = datetime(2026, 3, 9, 12, tzinfo=UTC)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


def adaptation(**changed: Any) -> Adaptation:
    verdicts = (
        Verdict(Party.PATIENT, Worked.PARTLY, AT, "Her words"),
        Verdict(Party.EMPLOYER, Worked.YES, AT, "His words"),
    )
    values: dict[str, Any] = {
        "id": 7,
        "what": "A trolley",
        "provider": Party.EMPLOYER,
        "person": "Johan Berg",
        "verdicts": verdicts,
    }
    return Adaptation(**{**values, **changed})


def shelving(**changed: Any) -> Task:
    values: dict[str, Any] = {
        "id": 3,
        "name": "Shelving",
        "ability": Ability.WITH_ADAPTATION,
        "adaptations": (adaptation(),),
    }
    return Task(**{**values, **changed})


def check(**changes: Any) -> None:
    check_task(**{"name": "Shelving", "ability": Ability.CAN, "words": "", **changes})


def test_a_task_has_a_name_and_an_ability_and_needs_no_more() -> None:
    check()
    assert refused(lambda: check(name=" ")) == "Write what the task is called at work."
    assert refused(lambda: check(ability=None)) == "Choose whether the person can do it."


def test_its_name_is_one_line_and_its_words_have_an_end() -> None:
    check(name="x" * LONGEST_LINE, words="x" * LONGEST_WORDS)
    assert "This has 201." in refused(lambda: check(name="x" * (LONGEST_LINE + 1)))
    assert "This has 4001." in refused(lambda: check(words="x" * (LONGEST_WORDS + 1)))


def test_a_list_takes_so_many_and_one_more_is_refused() -> None:
    check_room(59, 60)
    assert refused(lambda: check_room(60, 60)) == "There are 60 already. Change one of them instead."


def test_a_task_goes_only_while_nothing_hangs_on_it() -> None:
    check_remove(shelving(adaptations=()))
    assert "that stays readable" in refused(lambda: check_remove(shelving()))


def test_a_no_to_the_list_has_a_sentence_and_a_yes_needs_none() -> None:
    check_fit(Fit.FITS, "")
    check_fit(Fit.MISSING, "The mail round")
    for fit in (Fit.MISSING, Fit.NOT_HERE):
        assert refused(lambda fit=fit: check_fit(fit, "  ")).startswith("Write what is missing")  # type: ignore[misc]
    assert refused(lambda: check_fit(None, "")).startswith("Choose whether this fits")
    assert "This has 4001." in refused(lambda: check_fit(Fit.FITS, "x" * (LONGEST_WORDS + 1)))


def test_a_word_on_the_list_counts_while_the_list_reads_the_same() -> None:
    tasks = [shelving(), Task(id=4, name="Story time", ability=Ability.CAN)]
    word = FitWord(Fit.FITS, AT, list_mark(tasks))
    assert word.is_about(reversed(tasks))
    assert not word.is_about(tasks[:1])
    assert not word.is_about(tasks, employer="another")
    assert not word.is_about([replace(tasks[0], revision=2), tasks[1]])
    assert not word.is_about([replace(tasks[0], adaptations=()), tasks[1]])


def test_a_verdict_leaves_the_list_as_it_reads() -> None:
    quiet = shelving(adaptations=(adaptation(verdicts=()),))
    assert list_mark([quiet]) == list_mark([shelving()])


# What each reader gets


def seen(party: Party | None, *sections: str) -> Adaptation:
    return task_seen(shelving(), party=party, may=lambda section: section in sections).adaptations[0]


def words(one: Adaptation) -> list[str]:
    return [verdict.words for verdict in one.verdicts]


def test_whether_it_works_is_told_to_all_who_see_tasks() -> None:
    assert [verdict.worked for verdict in seen(Party.SUPPORTER).verdicts] == [Worked.PARTLY, Worked.YES]


def test_the_other_side_s_sentence_is_for_those_who_may_read_what_others_write() -> None:
    assert words(seen(Party.EMPLOYER, TEAM)) == ["", "His words"]
    assert words(seen(Party.PATIENT)) == ["Her words", ""]
    assert words(seen(Party.SPECIALIST, WORDS)) == ["Her words", "His words"]
    assert words(seen(None)) == ["", ""]


def test_who_provides_it_is_for_those_who_may_know_the_team_and_for_itself() -> None:
    assert (seen(Party.SUPPORTER).provider, seen(Party.SUPPORTER).person) == (None, "")
    assert seen(Party.SUPPORTER, TEAM).person == "Johan Berg"
    assert seen(Party.EMPLOYER).person == "Johan Berg"


def test_every_code_has_a_name() -> None:
    assert set(ABILITY_NAMES) == set(Ability)
    assert set(FIT_NAMES) == set(Fit)

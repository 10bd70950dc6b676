"""What a person may ask about what is written of her, and how it is answered."""

from __future__ import annotations

from datetime import date

import pytest

from stegvis.foundation.errors import Refusal
from stegvis.rights.requests import LONGEST, Ask, Outcome, answer_by, check_answer, check_ask


def test_an_answer_comes_within_a_month() -> None:
    assert answer_by(date(2026, 1, 31)) == date(2026, 3, 2)


def test_a_correction_says_what_is_wrong_and_how_it_should_read() -> None:
    check_ask(Ask.CORRECTION, about="Sick since May", words="Since March.", erasure_is_open=True)
    with pytest.raises(Refusal, match="Say which words"):
        check_ask(Ask.CORRECTION, about=" ", words="Since March.", erasure_is_open=False)
    with pytest.raises(Refusal, match="Say how it should read"):
        check_ask(Ask.CORRECTION, about="Sick since May", words="", erasure_is_open=False)


def test_an_erasure_needs_no_reason_and_is_asked_once() -> None:
    check_ask(Ask.ERASURE, about="", words="", erasure_is_open=False)
    with pytest.raises(Refusal, match="already"):
        check_ask(Ask.ERASURE, about="", words="", erasure_is_open=True)


def test_nobody_reads_a_text_without_an_end() -> None:
    with pytest.raises(Refusal, match="at most 2000"):
        check_ask(Ask.CORRECTION, about="a", words="x" * (LONGEST + 1), erasure_is_open=False)


@pytest.mark.parametrize(
    ("ask", "outcome", "answer", "says"),
    [
        (Ask.CORRECTION, None, "Yes.", "Choose what came of it"),
        (Ask.CORRECTION, Outcome.DONE, " ", "Write the answer"),
        (Ask.ERASURE, Outcome.DONE, "Yes.", "To say yes, erase"),
    ],
)
def test_an_answer_that_is_none_is_refused(ask: Ask, outcome: Outcome | None, answer: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        check_answer(ask, answered=False, outcome=outcome, answer=answer)


def test_an_answer_is_given_once() -> None:
    check_answer(Ask.ERASURE, answered=False, outcome=Outcome.REFUSED, answer="A court asks.")
    with pytest.raises(Refusal, match="answered already"):
        check_answer(Ask.ERASURE, answered=True, outcome=Outcome.REFUSED, answer="A court asks.")

"""When a case can be closed, and opened again."""

from __future__ import annotations

from datetime import date

import pytest

from stegvis.casework.closing import NEEDS_WORDS, REASON_NAMES, Reason, check_close, check_reopen
from stegvis.foundation.errors import Refusal

DAY = date(2026, 3, 1)


@pytest.mark.parametrize("reason", sorted(set(Reason) - NEEDS_WORDS))
def test_most_reasons_say_enough(reason: Reason) -> None:
    check_close(closed=False, reason=reason, words="")


def test_being_ill_or_not_ready_is_no_reason() -> None:
    words = " ".join(REASON_NAMES.values()).lower()
    assert "ready" not in words
    assert "ill " not in words


def test_what_is_ahead_comes_first() -> None:
    with pytest.raises(Refusal, match="meeting"):
        check_close(closed=False, reason=Reason.WORKS, words="", meeting=DAY)
    with pytest.raises(Refusal, match="hand-over"):
        check_close(closed=False, reason=Reason.WORKS, words="", handover=DAY)


def test_a_case_is_opened_again_within_thirty_days() -> None:
    check_reopen(closed_on=DAY, today=date(2026, 3, 31))
    with pytest.raises(Refusal, match="new referral"):
        check_reopen(closed_on=DAY, today=date(2026, 4, 1))
    with pytest.raises(Refusal, match="open"):
        check_reopen(closed_on=None, today=DAY)

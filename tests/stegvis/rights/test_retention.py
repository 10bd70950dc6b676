"""How long what is written is kept: what a law forbids to erase, and when all goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stegvis.rights.retention import RETENTIONS, Kind, usual, years_after

SWEDEN = RETENTIONS.get("sweden_health_care")


def test_notes_are_kept_ten_full_years_after_the_last_entry() -> None:
    assert SWEDEN.must_keep(Kind.CARE, date(2026, 11, 23)) == date(2036, 11, 23)


def test_what_no_law_keeps_may_go_at_once() -> None:
    assert SWEDEN.must_keep(Kind.CASE, date(2026, 11, 23)) is None
    assert SWEDEN.must_keep(Kind.ACCOUNT, date(2026, 11, 23)) is None


def test_a_leap_day_becomes_the_first_of_march() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_every_country_of_the_catalogue_has_its_usual_one() -> None:
    assert {usual(country) for country in ("sweden", "norway", "united_kingdom")} <= set(RETENTIONS.all())
    with pytest.raises(KeyError):
        usual("atlantis")


def test_years_without_a_law_are_refused() -> None:
    wrong = replace(SWEDEN, care_because="", longest_years=0)
    found = list(wrong.problems())
    assert found == [
        "care_because is empty; name the law that keeps it for 10 years",
        "longest_years are full years; write a number from 1 to 100",
    ]


def test_a_service_writes_its_own_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "our_team.toml").write_text(
        """
name = "Our team"
source = "Decision of the board, 1 March 2026, § 4"
author = "The board"
valid_from = 2026-03-01
country = "sweden"
care_years = 0
care_because = ""
letters_years = 2
letters_because = "Archives Act, § 3"
case_years = 0
case_because = ""
longest_years = 3
"""
    )
    ours = RETENTIONS.get("our_team", own=tmp_path)
    assert ours.must_keep(Kind.LETTERS, date(2026, 1, 1)) == date(2028, 1, 1)
    assert ours.goes_on(date(2026, 1, 1)) == date(2029, 1, 1)

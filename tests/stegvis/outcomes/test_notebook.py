"""In a notebook: the same as the commands, as tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import stegvis.outcomes
from stegvis.foundation.errors import InputError
from stegvis.outcomes import OUTCOMES, compare, derive
from stegvis.outcomes.examples import PEOPLE, SPELLS

END = date(2025, 3, 31)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    arms = [PEOPLE[0] + ",arm", *(f"{line},{arm}" for line, arm in zip(PEOPLE[1:], "xxyy", strict=True))]
    (tmp_path / "spells.csv").write_text("\n".join(SPELLS) + "\n")
    (tmp_path / "people.csv").write_text("\n".join(arms) + "\n")
    return tmp_path / "spells.csv", tmp_path / "people.csv"


def test_derive_gives_a_row_for_each_person_and_outcome(files: tuple[Path, Path]) -> None:
    found = derive(*files, ["myhre_2014", "free_28_days"], register_end=END, keep=["arm"]).to_pylist()
    assert [(row["person"], row["definition"], row["time"], row["arm"]) for row in found][1:3] == [
        ("A", "free_28_days", 77, "x"),
        ("B", "myhre_2014", 56, "x"),
    ]


def test_compare_tells_outcomes_side_by_side_by_group(files: tuple[Path, Path]) -> None:
    found = compare(*files, {"mine": OUTCOMES.get("jensen_2011")}, register_end=END, by="arm").to_pylist()
    assert [(row["id"], row["group"], row["n"], row["events"]) for row in found] == [
        *(("mine", "x", 2, 1), ("mine", "y", 2, 2))
    ]
    assert compare(*files, register_end=END).num_rows == len(OUTCOMES.all())


def test_what_is_wrong_is_said_as_on_the_command_line(files: tuple[Path, Path]) -> None:
    with pytest.raises(KeyError):
        derive(*files, "no_such_outcome", register_end=END)
    files[0].write_text("\n".join([*SPELLS, "A,2024-01-01,2023-01-01,cake,101"]) + "\n")
    with pytest.raises(InputError, match="cake"):
        derive(*files, "myhre_2014", register_end=END)
    assert not hasattr(stegvis.outcomes, "nothing")

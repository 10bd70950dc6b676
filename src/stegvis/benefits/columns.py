"""Finds our columns in the files, by the names that the register, the caller, or we ourselves give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stegvis.benefits.files import File, Group, Table
from stegvis.benefits.names import doubled, theirs
from stegvis.foundation.errors import Problem


@dataclass(frozen=True)
class Wanted:
    """A column of ours: the names it may have where `--map` says nothing, and whether it must be there."""

    usual: tuple[str, ...]
    needed: bool = True


def resolve(
    table: Table, wanted: Mapping[str, Wanted], names: Mapping[str, str]
) -> tuple[dict[Group, dict[str, str]], list[Problem]]:
    """For each group of files our names and theirs, and what is missing or there twice."""
    found: dict[Group, dict[str, str]] = {}
    problems: list[Problem] = []
    for group in table.groups:
        there = group.files[0].names
        columns = {ours: theirs(ours, want.usual, there, names) for ours, want in wanted.items()}
        for file in group.files:
            problems += [
                _problem(file, ours, "", f"a column of this name, or --map THEIRS={ours}")
                for ours, column in columns.items()
                if column is None and wanted[ours].needed
            ]
            problems += [
                _problem(file, ours, ", ".join(several), f"one column for {ours}")
                for ours, several in doubled(names, there)
                if ours in wanted
            ]
        found[group] = {ours: column for ours, column in columns.items() if column is not None}
    return found, problems


def _problem(file: File, column: str, value: str, expected: str) -> Problem:
    return Problem(column, value, expected, row=None if file.parquet else 1, file=str(file.shown))

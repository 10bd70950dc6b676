"""The same as the commands, for a notebook: files in, tables and figures out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa

from stegvis.benefits.days import day_to_int
from stegvis.benefits.histories import Histories
from stegvis.benefits.reading import read
from stegvis.benefits.register import REGISTERS, Register
from stegvis.outcomes import comparing, deriving
from stegvis.outcomes.columns import own_days
from stegvis.outcomes.engine import answered
from stegvis.outcomes.outcome import OUTCOMES, Outcome

Definitions: TypeAlias = str | Sequence[str] | Mapping[str, Outcome]
"""Ids, or outcomes by id; one id alone or all."""

File: TypeAlias = Path | str


def derive(
    spells: File,
    people: File,
    definitions: Definitions,
    *,
    register_end: date,
    register: Register | str = "plain",
    jobs: File | None = None,
    keep: Sequence[str] = (),
    **reading: Any,
) -> pa.Table:
    """What `stegvis outcomes derive` writes, as one table; `.to_pandas()` makes a frame of it.

    `keep`: columns of PEOPLE to keep beside. `reading` is handed on to `stegvis.benefits.reading.read`:
    `names`, `separator`, `encoding`, `on_error`, `memory` and others. Raises InputError with all that is
    wrong in the files, KeyError for an id that is not there.
    """
    outcomes = chosen(definitions)
    with _read(outcomes, spells, people, register_end, register, jobs, reading) as histories:
        found = answered(histories, outcomes, register_end=day_to_int(register_end), jobs=jobs is not None)
        return pa.concat_tables(deriving.tables(histories.people, found, keep))


def compare(
    spells: File,
    people: File,
    definitions: Definitions = "all",
    *,
    register_end: date,
    register: Register | str = "plain",
    jobs: File | None = None,
    by: str | None = None,
    every_window: bool = False,
    **reading: Any,
) -> pa.Table:
    """What `stegvis outcomes compare` prints, as a table with a row for each outcome and group; categories
    are left out. Raises like `derive`."""
    outcomes = chosen(definitions)
    with _read(outcomes, spells, people, register_end, register, jobs, reading) as histories:
        found = answered(histories, outcomes, register_end=day_to_int(register_end), jobs=jobs is not None)
        groups = histories.people.column(by).to_pylist() if by else None
        sides = comparing.compare(outcomes, found, groups, every_window=every_window)
    rows = [asdict(side) for side in sides]
    names = [name for name in rows[0] if name not in ("curve", "categories")]
    return pa.table({name: [row[name] for row in rows] for name in names})


def chosen(definitions: Definitions) -> dict[str, Outcome]:
    """Outcomes by id. Raises KeyError for one that is not there."""
    if isinstance(definitions, Mapping):
        return dict(definitions)
    if definitions == "all":
        return dict(OUTCOMES.all())
    ids = [definitions] if isinstance(definitions, str) else definitions
    return {id: OUTCOMES.get(id) for id in ids}


@contextmanager
def _read(
    outcomes: Mapping[str, Outcome],
    spells: File,
    people: File,
    register_end: date,
    register: Register | str,
    jobs: File | None,
    reading: Mapping[str, Any],
) -> Iterator[Histories]:
    with read(
        Path(spells),
        Path(people),
        register=REGISTERS.get(register) if isinstance(register, str) else register,
        register_end=register_end,
        jobs=None if jobs is None else Path(jobs),
        day_columns=own_days(outcomes.values()),
        **reading,
    ) as histories:
        yield histories

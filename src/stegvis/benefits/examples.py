"""Reads the example that a register's definition carries, to see whether it says what it means."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from stegvis.benefits.batch import BENEFITS
from stegvis.benefits.days import int_to_day
from stegvis.benefits.histories import Histories
from stegvis.benefits.reading import read
from stegvis.benefits.register import DAY_FORMATS, Register

REGISTER_END = date(2024, 12, 31)


def example(register: Register) -> tuple[str, ...]:
    """The spells in `example_rows`, written as `example_spells` are. Raises InputError as reading does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spells, people = folder / "spells.csv", folder / "people.csv"
        spells.write_text("\n".join(register.example_rows) + "\n", encoding="utf-8")
        place = register.example_rows[0].split(",").index(register.person)
        persons = sorted({row.split(",")[place] for row in register.example_rows[1:]})
        index = REGISTER_END.strftime(DAY_FORMATS[register.day_format])
        lines = ["person,index_date", *(f"{person},{index}" for person in persons)]
        people.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with read(spells, people, register=register, register_end=REGISTER_END) as histories:
            return tuple(_lines(histories))


def _lines(histories: Histories) -> Iterator[str]:
    ids = histories.people.column("person").to_pylist()
    for batch in histories.batches():
        spells = batch.spells
        for person in range(batch.persons):
            for row in range(spells.offsets[person], spells.offsets[person + 1]):
                days = f"{int_to_day(int(spells.start[row]))},{int_to_day(int(spells.end[row]))}"
                grade = (Decimal(int(spells.grade[row])) / 100).normalize()
                yield f"{ids[batch.first + person]},{days},{BENEFITS[spells.benefit[row]]},{grade:f}"

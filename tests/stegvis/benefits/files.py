"""Small registers for tests: files written in a line, and what was read from them told in lines again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stegvis.benefits.batch import BENEFITS
from stegvis.benefits.days import int_to_day
from stegvis.benefits.histories import Histories
from stegvis.benefits.reading import read
from stegvis.benefits.register import REGISTERS
from stegvis.benefits.report import WrongRows
from stegvis.foundation.errors import InputError

PLAIN = REGISTERS.get("plain")
END = date(2024, 12, 31)
SPELLS = "person,start,end,benefit,grade"
PEOPLE = "person,index_date"
JOBS = "person,start,end,hours,competitive"
SICK = "sickness_benefit"


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


class Folder:
    """A folder with one register. `spells`, `people` and `jobs` are lines below the usual headers."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.people("maja,2024-01-15", "olav,2024-02-01")

    def spells(self, *lines: str, header: str = SPELLS) -> Path:
        return write(self.place / "spells.csv", header, *lines)

    def people(self, *lines: str, header: str = PEOPLE) -> Path:
        return write(self.place / "people.csv", header, *lines)

    def jobs(self, *lines: str, header: str = JOBS) -> Path:
        return write(self.place / "jobs.csv", header, *lines)

    def read(self, **how: Any) -> Histories:
        usual: dict[str, Any] = {"register": PLAIN, "register_end": END, "temporary": self.place}
        jobs = self.place / "jobs.csv"
        usual |= {"jobs": jobs} if jobs.exists() else {}
        spells = how.pop("spells", self.place / "spells.csv")
        people = how.pop("people", self.place / "people.csv")
        return read(spells, people, **(usual | how))

    def told(self, **how: Any) -> list[str]:
        """The spells that are read, as lines."""
        with self.read(**how) as histories:
            return told(histories)

    def wrong(self, **how: Any) -> list[str]:
        """The problems that reading raises, as `file row column value expected`."""
        with pytest.raises(InputError) as raised:
            self.read(**how)
        assert list(self.place.glob("stegvis-*")) == []
        return [
            f"{Path(one.file).name} {one.row} {one.column} {one.value!r}: {one.expected}"
            for one in raised.value.problems
        ]

    def counted(self, **how: Any) -> dict[str, int]:
        """What reading raises, by kind."""
        with pytest.raises(WrongRows) as raised:
            self.read(**how)
        return raised.value.counts


def told(histories: Histories) -> list[str]:
    """Each spell as `person start…end benefit grade`, the grade in hundredths of a percent."""
    lines: list[str] = []
    ids: Sequence[object] = histories.people.column("person").to_pylist()
    for batch in histories.batches():
        spells = batch.spells
        for person in range(batch.persons):
            for row in range(spells.offsets[person], spells.offsets[person + 1]):
                days = f"{int_to_day(int(spells.start[row]))}…{int_to_day(int(spells.end[row]))}"
                benefit = BENEFITS[spells.benefit[row]]
                lines.append(f"{ids[batch.first + person]} {days} {benefit} {spells.grade[row]}")
    return lines

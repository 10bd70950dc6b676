"""Where rows wait for the others of their person: in memory if there are few, else in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stegvis.benefits.packing import PACKED, Packed


class Shelves:
    """`count` shelves, each for a range of persons' numbers; with one shelf the rows stay in memory."""

    def __init__(self, persons: int, count: int, folder: Path) -> None:
        self.persons = persons
        self.range = max(1, -(-persons // count))
        self.count = -(-persons // self.range)
        self._folder = folder
        self._kept: list[Packed] = []

    def put(self, rows: Packed) -> None:
        """Put each row on its shelf."""
        if self.count <= 1:
            self._kept.append(rows)
            return
        shelf = (rows["person"] // self.range).astype(np.int16)
        rows = rows[np.argsort(shelf, kind="stable")]  # of 16 bits: counted, not compared
        bounds = np.concatenate(([0], np.cumsum(np.bincount(shelf, minlength=self.count))))
        for number in range(self.count):
            part = rows[bounds[number] : bounds[number + 1]]
            if len(part):
                with self._file(number).open("ab") as file:
                    part.tofile(file)

    def take(self, number: int) -> Packed:
        """All rows of a shelf, in no order."""
        if self.count <= 1:
            self._kept = [np.concatenate(self._kept)] if self._kept else [np.empty(0, PACKED)]
            return self._kept[0]
        if not self._folder.exists():
            raise ValueError("these histories are closed")
        place = self._file(number)
        return np.fromfile(place, PACKED) if place.exists() else np.empty(0, PACKED)

    def persons_of(self, number: int) -> tuple[int, int]:
        """The number of a shelf's first person, and how many persons it is for."""
        first = number * self.range
        return first, min(self.range, self.persons - first)

    def clear(self) -> None:
        """Forget what is in memory."""
        self._kept = []

    def _file(self, number: int) -> Path:
        return self._folder / f"{number}.rows"

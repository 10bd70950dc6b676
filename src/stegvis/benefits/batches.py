"""Takes rows from their shelves, batch by batch, in the order of persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from stegvis.benefits import packing
from stegvis.benefits.batch import Batch, SpellColumns
from stegvis.benefits.grouping import in_order, merged, offsets
from stegvis.benefits.packing import PACKED
from stegvis.benefits.shelves import Shelves


@dataclass
class Batches:
    """`joins`: whether spells that follow on one another become one. Where all fits one batch it is kept.
    `grouped`: the spells, where they are in order already."""

    spells: Shelves
    jobs: Shelves | None
    joins: bool
    grouped: SpellColumns | None = None
    _only: Batch | None = field(default=None, init=False)

    def __call__(self) -> Iterator[Batch]:
        """All batches, from the first. Raises ValueError once the temporary files are gone."""
        if self.spells.count != 1:
            return map(self._batch, range(self.spells.count))
        if self._only is None:
            self._only = self._batch(0)
            self.spells.clear()
        return iter((self._only,))

    def _batch(self, number: int) -> Batch:
        first, persons = self.spells.persons_of(number)
        spells = self.grouped
        if spells is None:
            rows = self.spells.take(number)
            rows = merged(rows) if self.joins else in_order(rows)
            places = offsets(rows, first, persons)
            spells = packing.spells(places, np.ascontiguousarray(rows["start"]), rows["what"])
        rows = in_order(self.jobs.take(number)) if self.jobs else np.empty(0, PACKED)
        places = offsets(rows, first, persons)
        jobs = packing.jobs(places, np.ascontiguousarray(rows["start"]), rows["what"])
        return Batch(first=first, persons=persons, spells=spells, jobs=jobs)

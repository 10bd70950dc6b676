"""Which free periods a number of outcomes ask for: those of the same levels are looked for together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Self

from stegvis.outcomes.measures import Measure
from stegvis.outcomes.outcome import Outcome

FROM_FIRST_FREE = frozenset({Measure.FIRST_FREE, Measure.RELAPSE})


@dataclass(frozen=True)
class Grid:
    """Levels, and lengths from the shortest."""

    levels: tuple[int, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Self:
        pairs = {(one.level, one.length) for one in outcomes}
        levels, lengths = ({pair[place] for pair in pairs} for place in (0, 1))
        return cls(tuple(sorted(levels)), tuple(sorted(lengths)))

    def place(self, outcome: Outcome) -> tuple[int, int]:
        return self.levels.index(outcome.level), self.lengths.index(outcome.length)


class Asked:
    """What `outcomes` ask for, by what must be the same: benefits, how they add up, origin, unit."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._by_key: dict[Hashable, list[Outcome]] = {}
        for outcome in outcomes:
            if Measure(outcome.measure) in FROM_FIRST_FREE:
                self._by_key.setdefault(_key(outcome), []).append(outcome)

        self._grids = {key: Grid.of(alike) for key, alike in self._by_key.items()}

    def of(self, outcome: Outcome) -> tuple[Hashable, Grid]:
        """What must be the same for this outcome, and all levels and lengths that are asked for with it."""
        key = _key(outcome)
        return key, self._grids[key]

    def horizons(self, outcome: Outcome) -> list[Outcome]:
        """One outcome for each horizon that is asked for with this one."""
        return list({(one.horizon, one.horizon_unit): one for one in self._by_key[_key(outcome)]}.values())


def _key(outcome: Outcome) -> Hashable:
    return (
        *(frozenset(outcome.benefits), outcome.overlap, outcome.baseline),
        *(outcome.origin, outcome.length_unit),
    )

"""States: what a day is called by the benefits on it."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.benefits.spells import Benefit


@dataclass(frozen=True)
class State:
    """Holds on a day on which the grades of `benefits`, together at most 100, are at least `percent`."""

    name: str
    benefits: tuple[Benefit, ...]
    percent: int


def parse_state(written: str) -> State:
    """Read `name=benefit+benefit@percent`. Raises ValueError with what to write."""
    name, _, rule = written.partition("=")
    benefits, _, percent = rule.partition("@")
    try:
        found = tuple(Benefit(benefit.strip()) for benefit in benefits.split("+"))
        grade = int(percent)
    except ValueError:
        raise ValueError(f"state {written!r}; write name=benefit+benefit@percent") from None
    if not name.strip() or not 1 <= grade <= 100:
        raise ValueError(f"state {written!r}; write a name, and a percent from 1 to 100")
    return State(name.strip(), found, grade)

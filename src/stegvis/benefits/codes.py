"""What the codes of a register mean, as they are written in its definition: `890-899=sickness_benefit@50`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stegvis.benefits.spells import Benefit

NO_BENEFIT = "none"
LONGEST_RANGE = 10_000


@dataclass(frozen=True)
class Code:
    """`benefit` None: known, but no benefit. `grade`, in hundredths of a percent, if the code tells it."""

    code: str
    benefit: Benefit | None
    grade: int | None = None


def parse_code(written: str) -> tuple[Code, ...]:
    """The codes of one line, several where it is a range. Raises ValueError saying what to write."""
    match = re.fullmatch(
        r"\s*(?P<code>[^=]*[^=\s])\s*=\s*(?P<benefit>\w+)\s*(?:@\s*(?P<grade>[\d.]+))?\s*", written
    )
    if match is None:
        raise ValueError(f"codes hold {written!r}; write code=benefit, or code=benefit@grade")
    try:
        benefit = None if match["benefit"] == NO_BENEFIT else Benefit(match["benefit"])
    except ValueError:
        known = ", ".join([*Benefit, NO_BENEFIT])
        raise ValueError(f"codes hold {written!r}; write one of {known} after the =") from None
    grade = _grade(match["grade"], written) if match["grade"] else None
    return tuple(Code(code, benefit, grade) for code in _range(match["code"], written))


def parse_codes(written: Iterable[str]) -> tuple[Code, ...]:
    """All codes of a register; where none is written, each benefit stands for itself."""
    lines = tuple(written)
    if not lines:
        return tuple(Code(benefit.value, benefit) for benefit in Benefit)
    return tuple(code for line in lines for code in parse_code(line))


def _range(code: str, written: str) -> list[str]:
    ends = re.fullmatch(r"(\d+)\s*-\s*(\d+)", code, re.ASCII)
    if ends is None:
        return [code]
    first, last = int(ends[1]), int(ends[2])
    if not first <= last < first + LONGEST_RANGE:
        raise ValueError(f"codes hold {written!r}; write a range from the smaller number to the larger")
    return [str(number).zfill(len(ends[1])) for number in range(first, last + 1)]


def _grade(text: str, written: str) -> int:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text, re.ASCII) or Decimal(text) > 100:
        raise ValueError(f"codes hold {written!r}; write a grade from 0 to 100 after the @")
    return int(Decimal(text) * 100)

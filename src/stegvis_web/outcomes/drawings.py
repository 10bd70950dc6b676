"""The curves of a count, and one person's spells as a strip. Only numbers and words; a template draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from stegvis.outcomes.measures import YEAR
from stegvis_web.casework.drawings import Label, Lines
from stegvis_web.outcomes.queries import Line, OnePerson

MOST_CURVES = 6
"""More than that cannot be told apart by their dashes."""

TOP, HEIGHT = 12, 230
QUARTER = 91
"""Days between two marks."""

APART = 17


@dataclass(frozen=True)
class Curve:
    """`number` is its pattern of dashes."""

    number: int
    letter: str
    path: str


@dataclass(frozen=True)
class Curves:
    kind: str
    width: int
    height: int
    lines: tuple[Lines, ...]
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]


def curves(lines: Sequence[Line], *, narrow: bool = False) -> Curves | None:
    """How many came back, day by day, under each definition; None where nothing may be drawn."""
    drawn = [line for line in lines if len(line.curve) > 1][:MOST_CURVES]
    if not drawn:
        return None
    width, left, right = (340, 54, 318) if narrow else (720, 52, 694)
    longest = max(YEAR, *(line.curve[-1][0] for line in drawn))
    base = TOP + HEIGHT

    def x(day: float) -> float:
        return round(left + (right - left) * day / longest, 1)

    def y(share: float) -> float:
        return round(base - HEIGHT * share, 1)

    shares = (0, 0.25, 0.5, 0.75, 1)
    step = QUARTER * (2 if narrow or longest > 2 * YEAR else 1)
    days = range(0, int(longest) + 1, step)
    labels = [
        Label(left - 8, y(share) + 5, f"{share:.0%}".replace("%", " %"), "t-soft", "end") for share in shares
    ]
    labels += [
        Label(x(day), base + 20, str(day), "t-soft") for day in days if x(day) < right - 10 or day == 0
    ]
    labels.append(Label((left + right) / 2, base + 42, _("Days since the case was opened"), "t-soft"))
    ends = _apart([y(line.curve[-1][1]) for line in drawn])
    labels += [
        Label(right + 8, end + 5, line.letter, "t-lane", "start")
        for line, end in zip(drawn, ends, strict=True)
    ]
    return Curves(
        kind="narrow" if narrow else "",
        width=width,
        height=base + 52,
        lines=(
            Lines("guide", "".join(f"M{left} {y(share)}H{right}" for share in shares[1:])),
            Lines("base", f"M{left} {base}H{right}"),
            Lines("month", "".join(f"M{x(day)} {base}v6" for day in days)),
        ),
        curves=tuple(
            Curve(number, line.letter, _steps(line, x, y, right)) for number, line in enumerate(drawn)
        ),
        labels=tuple(labels),
    )


def _steps(line: Line, x: Callable[[float], float], y: Callable[[float], float], right: float) -> str:
    (day, share), *rest = line.curve
    rises = "".join(f"H{x(day)}V{y(share)}" for day, share in rest)
    return f"M{x(day)} {y(share)}{rises}H{right}"


def _apart(places: Sequence[float]) -> list[float]:
    """The same places, none nearer than APART to the one above it."""
    order = sorted(range(len(places)), key=lambda number: (places[number], -number))
    found = list(places)
    lowest = float(-APART)
    for number in order:
        lowest = found[number] = max(found[number], lowest + APART)
    return found


@dataclass(frozen=True)
class Strip:
    """One person's days: `spells` filled stairs, `begin` day 0, `end` the day of the answer, if any."""

    width: int
    height: int
    spells: str
    others: str
    base: float
    begin: float
    end: float | None


BEFORE, AFTER = 30, 60
STRIP_WIDTH, STRIP = 700, 40


def strip(person: OnePerson, counted: frozenset[str]) -> Strip:
    """`counted` are the benefits that the definition counts; the others are drawn apart."""
    origin, until = person.row.index_date, person.row.known_until
    first = origin - timedelta(days=BEFORE)
    last = min(until, origin + timedelta(days=max(YEAR, (person.time or 0) + AFTER)))
    days = max(1, (last - first).days + 1)
    base = STRIP + 6.0

    def x(day: date) -> float:
        return round(STRIP_WIDTH * min(max((day - first).days, 0), days) / days, 1)

    def stairs(*, wanted: bool) -> str:
        return "".join(
            f"M{x(start)} {base}V{base - STRIP * grade / 100:.1f}H{x(end + timedelta(days=1))}V{base}Z"
            for start, end, benefit, grade in person.spells
            if (benefit in counted) is wanted and end >= first and start <= last
        )

    return Strip(
        width=STRIP_WIDTH,
        height=int(base) + 4,
        spells=stairs(wanted=True),
        others=stairs(wanted=False),
        base=base,
        begin=x(origin),
        end=x(person.day) if person.day else None,
    )

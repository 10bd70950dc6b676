"""Days on benefit and at work as lanes under one another: what is drawn, and the table that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.benefits.spells import BENEFIT_NAMES, Benefit
from stegvis.casework.way import Level, Way
from stegvis_web.benefits.models import Spell
from stegvis_web.casework.drawings import GAP, LETTER, LINE, MONTH_STEPS, Label, Lines, Room

LANE = 34
"""Height of a full day."""
HEAD, FOOT, BETWEEN = 4, 30, 44
MOST_YEARS = 5


@dataclass(frozen=True)
class Lane:
    """One kind of days: its name in the reader's language, and percent of full time by days.

    `kind` is "sick", "register" or "work", and its class in the drawing.
    """

    kind: str
    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Timeline:
    """All lanes from `first` to `last`, which are the first and last days of months."""

    first: date
    last: date
    today: date
    lanes: tuple[Lane, ...]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def timeline(way: Way | None, spells: Iterable[Spell], *, today: date) -> Timeline | None:
    """What is written down and what a register says, newest five years; None if there is nothing."""
    lanes = []
    if way is not None and way.grades:
        lanes.append(Lane("sick", _("Sick notes"), way.grades))
    by_benefit: dict[Benefit, list[Level]] = {}
    for spell in spells:
        level = Level(spell.start, spell.end, round(spell.grade / 100))
        by_benefit.setdefault(Benefit(spell.benefit), []).append(level)
    lanes += [
        Lane("register", _(BENEFIT_NAMES[benefit]), tuple(by_benefit[benefit]))
        for benefit in Benefit
        if benefit in by_benefit
    ]
    if way is not None and way.worked_levels:
        lanes.append(Lane("work", _("Work"), way.worked_levels))
    days = [day for lane in lanes for level in lane.levels for day in (level.start, level.end)]
    if not days:
        return None
    last = _month_end(max(today, min(max(days), today)))
    first = max(min(days), today - timedelta(days=366 * MOST_YEARS)).replace(day=1)
    shown = tuple(Lane(lane.kind, lane.name, _within(lane.levels, first, today)) for lane in lanes)
    return Timeline(first, last, today, tuple(lane for lane in shown if lane.levels))


def _within(levels: Iterable[Level], first: date, last: date) -> tuple[Level, ...]:
    """What lies between two days; what is planned ahead has not been yet."""
    return tuple(
        Level(max(level.start, first), min(level.end, last), level.percent)
        for level in levels
        if level.start <= last and level.end >= first
    )


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class DrawnLane:
    """`filled` and `edge` are SVG paths."""

    kind: str
    filled: str
    edge: str


@dataclass(frozen=True)
class Drawing:
    """Numbers and words of an SVG; `kind` is its class."""

    kind: str
    width: int
    height: int
    lines: tuple[Lines, ...]
    lanes: tuple[DrawnLane, ...]
    labels: tuple[Label, ...]
    today: float
    foot: float


def drawn(shown: Timeline, *, narrow: bool = False) -> Drawing:
    """The lanes for a wide page, or for a phone; names stand above their lanes in both."""
    width, left = (340, 2) if narrow else (720, 2)
    right = width - 4

    def x(day: date) -> float:
        return round(left + (right - left) * (day - shown.first).days / shown.days, 1)

    def after(day: date) -> float:
        return x(day + timedelta(days=1))

    room = Room(0, right)
    bases = [HEAD + (number + 1) * (LANE + BETWEEN) for number in range(len(shown.lanes))]
    lanes = []
    for lane, base in zip(shown.lanes, bases, strict=True):
        label = Label(0, base - LANE - LINE - GAP, lane.name, "t-lane", "start")
        room.labels.append(label)
        room.taken.append(label.box)
        steps = [
            (x(level.start), after(level.end), base - LANE * min(level.percent, 100) / 100)
            for level in lane.levels
        ]
        filled = "".join(f"M{a} {base}V{y:.1f}H{b}V{base}Z" for a, b, y in steps)
        edge = "".join(f"M{a} {base}V{y:.1f}H{b}V{base}" for a, b, y in steps)
        lanes.append(DrawnLane(lane.kind, filled, edge))
        _percents(room, lane.levels, steps)
    foot = bases[-1] + FOOT
    _months(room, shown, x, foot)
    starts = [start for start in _month_starts(shown) if start > shown.first]
    lines = (
        Lines("month", "".join(f"M{x(start)} {HEAD}V{bases[-1]}" for start in starts if start.month != 1)),
        Lines("year", "".join(f"M{x(start)} {HEAD}V{bases[-1]}" for start in starts if start.month == 1)),
        Lines("base", "".join(f"M{left} {base}H{right}" for base in bases)),
    )
    return Drawing(
        kind="narrow" if narrow else "",
        width=width,
        height=round(foot + 8),
        lines=lines,
        lanes=tuple(lanes),
        labels=tuple(room.labels),
        today=after(shown.today),
        foot=bases[-1],
    )


def _percents(room: Room, levels: Sequence[Level], steps: Sequence[tuple[float, float, float]]) -> None:
    """Above each level its percent, the newest first, where there is room."""
    for level, (a, b, y) in reversed(list(zip(levels, steps, strict=True))):
        text = f"{level.percent} %"
        if len(text) * LETTER <= b - a:
            room.place(Label(round((a + b) / 2, 1), y - 4, text))


def _month_starts(shown: Timeline) -> Iterable[date]:
    day = shown.first
    while day <= shown.last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _months(room: Room, shown: Timeline, x: Callable[[date], float], foot: float) -> None:
    """Below, the names of the months as far as there is room for all alike; of January, the year."""
    month = (x(shown.last) - x(shown.first)) / shown.days * 30.4
    step = next((step for step in MONTH_STEPS if step * month >= 4 * LETTER + GAP), MONTH_STEPS[-1])
    for start in _month_starts(shown):
        if (start.month - 1) % step:
            continue
        end = min(_month_end(start), shown.last)
        text = str(start.year) if start.month == 1 else date_format(start, "M").rstrip(".")
        room.place(Label((x(start) + x(end)) / 2, foot - 6, text, "" if start.month == 1 else "t-soft"))

"""Where everything stands in the drawing of the way so far: sick leave above, work below, days across.

Only numbers and words come out of here; a template makes them an SVG, a stylesheet its colours. A label
that would lie over another one, or that is longer than what it names, is left out: the table says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from django.utils.translation import gettext as _

from stegvis.casework.way import Level, Way
from stegvis_web.foundation.days import day_words, month_words

LETTER = 8.6
"""How wide a letter of a label is at most, on average, in the drawing's units."""

LINE = 18
GAP = 6
LANE = 84
"""Height of full time in each lane."""

MONTH_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """A text at its baseline; `anchor` is start, mid or end, `kind` its class."""

    x: float
    y: float
    text: str
    kind: str = ""
    anchor: str = "mid"

    @property
    def css(self) -> str:
        return " ".join(filter(None, [self.kind, "" if self.anchor == "start" else f"t-{self.anchor}"]))

    @cached_property
    def box(self) -> Box:
        width = len(self.text) * LETTER
        left = {"start": self.x, "mid": self.x - width / 2, "end": self.x - width}[self.anchor]
        return Box(left - GAP / 2, self.y - LINE + 4, left + width + GAP / 2, self.y + 4)


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Lines:
    """All straight lines of one kind, as one SVG path."""

    kind: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """`leave` and `worked` are filled stairs with their edges, `planned` a line of stairs; all SVG paths."""

    width: int
    height: int
    kind: str
    lines: tuple[Lines, ...]
    labels: tuple[Label, ...]
    pauses: tuple[Rect, ...]
    hatching: str
    leave: str
    leave_edge: str
    worked: str
    worked_edge: str
    planned: str
    attempts: str
    today: float
    tag: Rect


@dataclass
class Room:
    """Where labels stand already. The first to come has the place."""

    left: float
    right: float
    labels: list[Label] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def place(self, label: Label, *, rows: Sequence[float] = ()) -> None:
        """Put the label where it is, or on the first of `rows` that has room; else leave it out."""
        for y in rows or (label.y,):
            moved = self._within(label, y)
            if moved is None:
                return
            box = moved.box
            if not any(box.meets(other) for other in self.taken):
                self.labels.append(moved)
                self.taken.append(box)
                return

    def _within(self, label: Label, y: float) -> Label | None:
        """The label at that height, pushed inside the drawing; None if it is longer than that."""
        box = label.box
        if box.right - box.left > self.right - self.left:
            return None
        push = max(0.0, self.left - box.left) - max(0.0, box.right - self.right)
        return Label(round(label.x + push, 1), y, label.text, label.kind, label.anchor)


@dataclass(frozen=True)
class _Frame:
    """How days and percents become places. `most` is the percent at the top of a lane."""

    way: Way
    width: int
    left: int
    leave_base: float
    work_base: float
    most: int

    @property
    def right(self) -> int:
        return self.width - 4

    def x(self, day: date) -> float:
        """Where that day begins."""
        return round(self.left + (self.right - self.left) * (day - self.way.first).days / self.way.days, 1)

    def after(self, day: date) -> float:
        """Where that day is over."""
        return self.x(day + timedelta(days=1))

    def y(self, base: float, percent: int) -> float:
        return round(base - LANE * percent / self.most, 1)


def drawn(way: Way, *, narrow: bool = False) -> Drawing:
    """The way drawn for a wide page, or for a phone."""
    frame = _Frame(
        way=way,
        width=340 if narrow else 720,
        left=34 if narrow else 118,
        leave_base=162,
        work_base=292,
        most=max(100, *(level.percent for level in (*way.planned_levels, *way.worked_levels)), 0),
    )
    room = Room(frame.left if not narrow else 0, frame.right)
    tag = _tag(frame, room, narrow=narrow)
    _months(frame, room)
    _lanes(frame, room, narrow=narrow)
    for base, levels in (
        (frame.leave_base, way.grades),
        (frame.work_base, way.worked_levels),
        (frame.work_base, way.planned_levels),
    ):
        _percents(frame, room, base, levels)
    if not way.planned and not way.worked:
        middle = (frame.left + frame.right) / 2
        room.place(Label(middle, frame.work_base - LANE / 2 + 5, _("No hours yet"), "t-soft"))
    foot = frame.work_base + 34
    rows = (foot, foot + LINE, foot + 2 * LINE)
    for number, attempt in enumerate(way.attempts, start=way.attempts_before + 1):
        middle = (frame.x(attempt.start) + frame.after(attempt.end or way.today)) / 2
        name = _("Attempt %(n)s") % {"n": number}
        room.place(Label(middle, foot, name), rows=rows)
    for pause in way.pauses:
        middle = (frame.x(pause.start) + frame.after(pause.end or way.today)) / 2
        room.place(Label(middle, foot, _("Pause"), "t-soft"), rows=rows)
    below = max((label.y for label in room.labels if label.y >= foot), default=frame.work_base)
    pauses = tuple(_pause(frame, period.start, period.end or way.today) for period in way.pauses)
    return Drawing(
        width=frame.width,
        height=round(below + 8),
        kind="narrow" if narrow else "",
        lines=(*_level_lines(frame), *_month_lines(frame)),
        labels=tuple(room.labels),
        pauses=pauses,
        hatching="".join(map(_hatching, pauses)),
        leave=_filled(frame, frame.leave_base, way.grades),
        leave_edge=_edge(frame, frame.leave_base, way.grades),
        worked=_filled(frame, frame.work_base, way.worked_levels),
        worked_edge=_edge(frame, frame.work_base, way.worked_levels),
        planned=_edge(frame, frame.work_base, way.planned_levels, stand=False),
        attempts="".join(
            f"M{frame.x(one.start)} {frame.work_base + 6}v7H{frame.after(one.end or way.today)}v-7"
            for one in way.attempts
        ),
        today=frame.x(way.today),
        tag=tag,
    )


def _tag(frame: _Frame, room: Room, *, narrow: bool) -> Rect:
    """Today, before all other labels: nothing may lie over it."""
    text = _("Today") if narrow else _("Today, %(day)s") % {"day": day_words(frame.way.today)}
    room.place(Label(frame.x(frame.way.today), 46, text, "t-today"))
    box = room.labels[-1].box
    rect = Rect(round(box.left - 6, 1), 29, round(box.right - box.left + 12, 1), 24)
    room.taken[-1] = Box(rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)
    return rect


def _month_starts(frame: _Frame) -> Iterable[date]:
    day = frame.way.first.replace(day=1)
    while day <= frame.way.last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _months(frame: _Frame, room: Room) -> None:
    """The names of the months as far as there is room for all alike; of January, the year."""
    month = (frame.right - frame.left) / frame.way.days * 30.4
    step = next((step for step in MONTH_STEPS if step * month >= 4 * LETTER + GAP), MONTH_STEPS[-1])
    for start in _month_starts(frame):
        if (start.month - 1) % step:
            continue
        end = (start + timedelta(days=32)).replace(day=1)
        if start < frame.way.first or end > frame.way.last + timedelta(days=1):
            continue
        if start.month == 1:
            room.place(Label((frame.x(start) + frame.x(end)) / 2, 17, str(start.year)))
        else:
            room.place(Label((frame.x(start) + frame.x(end)) / 2, 17, month_words(start.month), "t-soft"))


def _month_lines(frame: _Frame) -> Iterable[Lines]:
    starts = [start for start in _month_starts(frame) if start > frame.way.first]
    for kind, its in (
        ("month", [start for start in starts if start.month != 1]),
        ("year", [start for start in starts if start.month == 1]),
    ):
        yield Lines(kind, "".join(f"M{frame.x(start)} 24V{frame.work_base}" for start in its))


def _level_lines(frame: _Frame) -> Iterable[Lines]:
    bases = (frame.leave_base, frame.work_base)
    halves = [frame.y(base, percent) for base in bases for percent in (50, 100)]
    for kind, heights in (("base", bases), ("guide", halves)):
        yield Lines(kind, "".join(f"M{frame.left} {y}H{frame.right}" for y in heights))


def _lanes(frame: _Frame, room: Room, *, narrow: bool) -> None:
    """What stands beside the two lanes."""
    names = ((frame.leave_base, _("Sick leave")), (frame.work_base, _("Work")))
    for base, name in names:
        for percent in (50, 100):
            y = frame.y(base, percent)
            room.labels.append(Label(frame.left - 6, y + 5, str(percent), "t-soft", "end"))
        if narrow:
            # Above its lane; the percents of the stairs give way to it.
            label = Label(0, base - LANE - 12, name, "t-lane", "start")
            room.labels.append(label)
            room.taken.append(label.box)
        else:
            room.labels.append(Label(0, base - LANE / 2 - 4, name, "t-lane", "start"))
            room.labels.append(Label(0, base - LANE / 2 + 14, _("% of full"), "t-soft", "start"))
            room.labels.append(Label(0, base - LANE / 2 + 32, _("time"), "t-soft", "start"))


def _percents(frame: _Frame, room: Room, base: float, levels: Sequence[Level]) -> None:
    """Above each level its percent, the newest level first, where the level is as wide as that."""
    for level in reversed(levels):
        left, right = frame.x(level.start), frame.after(level.end)
        label = Label(round((left + right) / 2, 1), frame.y(base, level.percent) - 6, f"{level.percent} %")
        if label.box.right - label.box.left <= right - left:
            room.place(label)


def _groups(levels: Sequence[Level]) -> list[list[Level]]:
    """Levels that follow on each other without a gap."""
    groups: list[list[Level]] = [[level] for level in levels[:1]]
    for before, level in pairwise(levels):
        if level.start - before.end <= timedelta(days=1):
            groups[-1].append(level)
        else:
            groups.append([level])
    return groups


def _filled(frame: _Frame, base: float, levels: Sequence[Level]) -> str:
    return "".join(f"{_stairs(frame, base, group)}V{base}Z" for group in _groups(levels))


def _edge(frame: _Frame, base: float, levels: Sequence[Level], *, stand: bool = True) -> str:
    """The line of the stairs; with `stand`, down to the ground at both ends."""
    if stand:
        return "".join(f"{_stairs(frame, base, group)}V{base}" for group in _groups(levels))
    return "".join(_stairs(frame, frame.y(base, group[0].percent), group) for group in _groups(levels))


def _stairs(frame: _Frame, start_y: float, group: Sequence[Level]) -> str:
    base = frame.leave_base if start_y <= frame.leave_base else frame.work_base
    steps = "".join(f"V{frame.y(base, level.percent)}H{frame.after(level.end)}" for level in group)
    return f"M{frame.x(group[0].start)} {start_y}{steps}"


def _pause(frame: _Frame, start: date, end: date) -> Rect:
    x = frame.x(start)
    return Rect(x, 58, round(frame.after(end) - x, 1), frame.work_base - 58)


def _hatching(rect: Rect) -> str:
    """Slanting lines over a rectangle, so that a pause shows on paper too."""
    lines, step = [], 14
    for offset in range(step, int(rect.width + rect.height), step):
        left, right = max(0.0, offset - rect.height), min(float(offset), rect.width)
        if right > left:
            lines.append(
                f"M{rect.x + left:.1f} {rect.y + offset - left:.1f}"
                f"L{rect.x + right:.1f} {rect.y + offset - right:.1f}"
            )
    return "".join(lines)

"""The report's figures as SVG that stands alone. Lines are told apart by their form: grey paper will do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log

from stegvis.reports.result import ArmReturn, Comparison

FONT = 'font-family="system-ui, Helvetica, Arial, sans-serif" font-size="13"'
COLOURS = ("#0b5d57", "#a4511f")
"""Control, arm under study."""
DASHES = ("", ' stroke-dasharray="7 4"')


@dataclass(frozen=True)
class Line:
    """A line of a forest plot: what it is of, how the number is written, and where it lies; None where there
    is none."""

    name: str
    told: str
    value: float | None
    low: float | None
    high: float | None
    heads: bool = False


def svg(width: float, height: float, title: str, inside: Iterator[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" {FONT}'
        f' fill="currentColor"><title>{escape(title)}</title>{"".join(inside)}</svg>'
    )


def survival(
    comparison: Comparison, *, title: str, x: str, y: str, at_risk: str, number: Callable[[float], str]
) -> str:
    """The share back at work day by day in both arms, with limits, marks where people were last seen, and how
    many were at risk."""
    left, top, width, height = 150.0, 20.0, 540.0, 280.0
    ticks = comparison.ticks
    last = max(*ticks, *(day for arm in comparison.arms for day in arm.curve.days), 1)

    def at(day: float) -> float:
        return left + width * min(day, last) / last

    def up(share: float) -> float:
        return top + height * (1 - share)

    def inside() -> Iterator[str]:
        for share in (0, 0.25, 0.5, 0.75, 1):
            yield _line(left, up(share), left + width, up(share), 'stroke="#8886" stroke-width="1"')
            yield _text(left - 8, up(share) + 4, number(share), "end")
        for day in ticks:
            yield _line(at(day), top + height, at(day), top + height + 5, 'stroke="currentColor"')
            yield _text(at(day), top + height + 20, f"{day}", "middle")
        yield _text(left + width / 2, top + height + 40, x, "middle")
        yield (
            f'<text transform="translate(98 {top + height / 2:g}) rotate(-90)" text-anchor="middle">'
            f"{escape(y)}</text>"
        )
        for place, arm in enumerate(comparison.arms):
            yield from _curve(arm, place, at, up)
        yield _text(14, top + height + 64, at_risk, "start", ' font-weight="600"')
        for place, arm in enumerate(comparison.arms):
            row = top + height + 84 + 20 * place
            yield _line(
                14, row - 4, 40, row - 4, f'stroke="{COLOURS[place]}" stroke-width="2.5"{DASHES[place]}'
            )
            yield _text(46, row, arm.arm, "start")
            for day, many in zip(ticks, arm.at_risk, strict=True):
                yield _text(at(day), row, f"{many}", "middle")

    return svg(left + width + 20, top + height + 120, title, inside())


def _curve(
    arm: ArmReturn, place: int, at: Callable[[float], float], up: Callable[[float], float]
) -> Iterator[str]:
    curve = arm.curve
    if not curve.days:
        return
    colour = COLOURS[place]
    steps = [(0.0, 0.0), *((day, 1 - one) for day, one in zip(curve.days, curve.not_back, strict=True))]
    low = [(0.0, 0.0), *_known(curve.days, curve.high)]
    high = [(0.0, 0.0), *_known(curve.days, curve.low)]
    around = [*_stairs(low, at, up), *reversed(_stairs(high, at, up))]
    yield f'<path d="M{" L".join(around)}Z" fill="{colour}" fill-opacity="0.13"/>'
    yield (
        f'<path d="M{" L".join(_stairs(steps, at, up))}" fill="none" stroke="{colour}" stroke-width="2.2"'
        f"{DASHES[place]}/>"
    )
    for day, one, many in zip(curve.days, curve.not_back, curve.censored, strict=True):
        if many:
            x, y = at(day), up(1 - one)
            yield _line(x, y - 5, x, y + 5, f'stroke="{colour}" stroke-width="1.2"')


def _known(days: Sequence[int], limit: Sequence[float | None]) -> Iterator[tuple[float, float]]:
    for day, one in zip(days, limit, strict=True):
        if one is not None:
            yield float(day), 1 - one


def _stairs(
    steps: Sequence[tuple[float, float]], at: Callable[[float], float], up: Callable[[float], float]
) -> list[str]:
    found = []
    before = steps[0][1]
    for day, share in steps:
        found.append(f"{at(day):.1f} {up(before):.1f}")
        if share != before:
            found.append(f"{at(day):.1f} {up(share):.1f}")
        before = share
    return found


TICKS = (0.1, 0.25, 0.5, 1, 2, 4, 10)
LEAST, MOST = 0.2, 5.0
"""Limits beyond these are cut, with an arrow."""


def forest(
    lines: Sequence[Line], *, title: str, below: str, above: str, number: Callable[[float], str]
) -> str:
    """Hazard ratios with their limits on the scale of the logarithm; the line at 1 is no difference."""
    left, width, row, top = 330.0, 300.0, 24.0, 16.0
    values = [one for line in lines for one in (line.low, line.high, line.value) if one]
    low = max(LEAST, min([0.5, *values]))
    high = min(MOST, max([2.0, *values]))
    bottom = top + row * len(lines)

    def at(ratio: float) -> float:
        inside = min(max(ratio, low), high)
        return left + width * (log(inside) - log(low)) / (log(high) - log(low))

    def inside() -> Iterator[str]:
        yield _line(at(1), top - 6, at(1), bottom, 'stroke="currentColor" stroke-width="1"')
        for tick in TICKS:
            if low <= tick <= high:
                yield _line(at(tick), bottom, at(tick), bottom + 5, 'stroke="currentColor"')
                yield _text(at(tick), bottom + 20, number(tick), "middle")
        yield _text(at(1) - 10, bottom + 40, f"← {below}", "end")
        yield _text(at(1) + 10, bottom + 40, f"{above} →", "start")
        for place, line in enumerate(lines):
            y = top + row * (place + 0.5)
            weight = ' font-weight="600"' if line.heads else ""
            yield _text(8 if line.heads else 24, y + 4, line.name, "start", weight)
            yield _text(left + width + 14, y + 4, line.told, "start")
            if line.value is None:
                continue
            if line.low is not None and line.high is not None:
                yield _line(at(line.low), y, at(line.high), y, 'stroke="currentColor" stroke-width="1.6"')
                if line.low < low:
                    yield _arrow(at(low), y, 6)
                if line.high > high:
                    yield _arrow(at(high), y, -6)
            x = at(line.value)
            yield f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{COLOURS[0]}"/>'

    return svg(left + width + 190, bottom + 52, title, inside())


def _arrow(x: float, y: float, back: float) -> str:
    """That a line goes on beyond the figure."""
    corners = f"M{x + back:.1f} {y - 4:.1f}L{x:.1f} {y:.1f}L{x + back:.1f} {y + 4:.1f}"
    return f'<path d="{corners}" fill="none" stroke="currentColor"/>'


def _line(x1: float, y1: float, x2: float, y2: float, how: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {how}/>'


def _text(x: float, y: float, words: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'

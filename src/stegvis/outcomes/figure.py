"""Outcomes side by side as one figure: when each counts people as back, and how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert

from stegvis.outcomes.comparing import Side
from stegvis.outcomes.measures import YEAR
from stegvis.outcomes.outcome import Outcome

WIDTH, ROW = 460, 34
"""In pixels; a row for each outcome and group."""


def draw(sides: Sequence[Side], outcomes: Mapping[str, Outcome]) -> str:
    """SVG. Each row a line from the day by which a quarter were back to that of three quarters, a dot at the
    median, and in words the share back by day 365. Outcomes without times are left out."""
    rows = [_row(side, outcomes) for side in sides if side.curve]
    order = [row["name"] for row in rows]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=300, ticks=False, domain=False))
    )
    days = alt.Scale(domain=[0, max([YEAR, *(row["last"] for row in rows)])])
    lines = base.mark_rule(strokeWidth=5, color="#8aa5a3").encode(
        x=alt.X("quarter:Q", scale=days, title="Days from the origin"), x2="three:Q"
    )
    dots = base.mark_point(filled=True, size=140, color="#0b5d57").encode(x=alt.X("median:Q", scale=days))
    words = base.mark_text(align="left", dx=8).encode(x=alt.value(WIDTH), text="share:N")
    chart = alt.layer(lines, dots, words).properties(
        width=WIDTH,
        height=ROW * max(1, len(rows)),
        title=alt.Title(
            "When people count as back at work, by definition",
            subtitle="Dot: the day by which half are back; line: a quarter to three; right: by day 365.",
            anchor="start",
        ),
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _row(side: Side, outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    group = "" if side.group is None else f", {side.group}"
    share = "–" if side.at_a_year is None else f"{side.at_a_year:.0%}"
    quarter, three = _reached(side, 0.25), _reached(side, 0.75)
    last = max(day for day, _share in side.curve)
    return {
        "name": f"{side.id}{group}",
        "quarter": quarter,
        "median": side.median,
        "three": three if three is not None else (last if quarter is not None else None),
        "last": last,
        "share": f"{share} of {side.n:,}",
    }


def _reached(side: Side, share: float) -> float | None:
    return next((day for day, reached in side.curve if reached >= share), None)

"""Survival curves drawn: steps, limits, marks of censoring, numbers at risk. Needs the extra `figures`.

Groups differ in how their lines are dashed as well as in shade, so that they can be told apart in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np

from stegvis.statistics.arrays import Floats
from stegvis.statistics.errors import Unsound
from stegvis.statistics.kaplan_meier import Curve

KINDS = (".svg", ".png", ".pdf")
INKS = ("#0b3c49", "#b3541e", "#789a3f", "#7a5195", "#8a8a8a", "#222222")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4])
STEPS = 1500  # steps of a curve that are drawn; of more, every k-th
TICKS = 7
FONT = "Atkinson Hyperlegible Next, Atkinson Hyperlegible, DejaVu Sans, Arial, sans-serif"


def draw(
    curves: Sequence[Curve],
    path: Path,
    *,
    time: str = "time",
    by: str = "",
    title: str = "",
    vertical: str = "Without the event",
    width: int = 620,
    height: int = 340,
) -> None:
    """Draw `curves` into a file, by its ending as SVG, PNG or PDF. Raises Unsound for another ending.

    `time` and `vertical` name the axes, `by` stands before each group's label. Limits are those of the
    curves.
    """
    if path.suffix.lower() not in KINDS:
        raise Unsound(f"A figure ends in {', '.join(KINDS)}; {path.name} does not.")
    drawing = figure(curves, time=time, by=by, title=title, vertical=vertical, width=width, height=height)
    drawing.save(str(path), scale_factor=2 if path.suffix.lower() == ".png" else 1)


def figure(
    curves: Sequence[Curve],
    *,
    time: str = "time",
    by: str = "",
    title: str = "",
    vertical: str = "Without the event",
    width: int = 620,
    height: int = 340,
) -> alt.VConcatChart:
    """The figure as a chart. Raises Unsound for more groups than can be told apart."""
    if len(curves) > len(INKS):
        raise Unsound(f"A figure shows at most {len(INKS)} groups; these are {len(curves)}.")
    named = {_name(curve, by): curve for curve in curves}
    names = list(named)
    last = max(float(curve.times[-1]) for curve in curves)
    ticks = _ticks(last)
    across = alt.Scale(domain=[0, last], nice=False)
    x = alt.X(
        "time:Q",
        title=time,
        scale=across,
        axis=alt.Axis(values=ticks.tolist(), grid=False, labelFlush=False),
    )
    y = alt.Y(
        "survival:Q", title=vertical, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)
    )
    legend = alt.Legend(
        title=None, orient="top", symbolType="stroke", symbolSize=900, symbolStrokeWidth=2.5, symbolOpacity=1
    )
    ink = alt.Color("group:N", scale=alt.Scale(domain=names, range=list(INKS[: len(names)])), legend=legend)
    dash = alt.StrokeDash(
        "group:N",
        scale=alt.Scale(domain=names, range=[list(dash) for dash in DASHES[: len(names)]]),
        legend=legend,
    )
    steps = alt.Chart(
        alt.InlineData(values=[row for name, curve in named.items() for row in _steps(name, curve)])
    )
    band = steps.mark_area(interpolate="step-after", opacity=0.13).encode(
        x=x, y=alt.Y("low:Q", title=vertical), y2="high:Q", color=ink
    )
    lines = steps.mark_line(interpolate="step-after", strokeWidth=2.2).encode(
        x=x, y=y, color=ink, strokeDash=dash
    )
    marks = (
        alt.Chart(
            alt.InlineData(values=[row for name, curve in named.items() for row in _censored(name, curve)])
        )
        .mark_point(shape="stroke", angle=90, size=55, strokeWidth=1.3, opacity=0.85)
        .encode(x=x, y=y, color=ink)
    )
    upper = alt.layer(band, lines, marks).properties(width=width, height=height)
    whole = alt.vconcat(upper, _at_risk(named, ticks, across, width), spacing=6)
    if title:
        whole = whole.properties(title=alt.Title(title, anchor="start"))
    drawn: alt.VConcatChart = (
        whole.resolve_scale(color="independent", strokeDash="independent")
        .configure(font=FONT, background="white")
        .configure_axis(labelFontSize=13, titleFontSize=13, titleFontWeight="normal", gridColor="#e6e6e6")
        .configure_legend(labelFontSize=13)
        .configure_view(stroke=None)
    )
    return drawn


def _at_risk(named: dict[str, Curve], ticks: Floats, across: alt.Scale, width: int) -> alt.Chart:
    """A row of numbers for each group, beneath the ticks of the curves."""
    rows = [
        {"time": float(tick), "group": name, "at_risk": f"{count:.10g}"}
        for name, curve in named.items()
        for tick, count in zip(ticks, curve.at_risk_at(ticks), strict=True)
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_text(fontSize=13, color="#111111")
        .encode(
            x=alt.X("time:Q", scale=across, axis=None),
            y=alt.Y(
                "group:N",
                sort=list(named),
                title=None,
                axis=alt.Axis(domain=False, ticks=False, labelLimit=160, labelPadding=30),
            ),
            text="at_risk:N",
        )
        .properties(
            width=width,
            height=20 * len(named),
            title=alt.Title("At risk", anchor="start", fontSize=13, fontWeight="normal", offset=4),
        )
    )
    return chart


def _name(curve: Curve, by: str) -> str:
    if curve.label is None:
        return "All"
    return f"{by} {curve.label}".strip()


def _steps(name: str, curve: Curve) -> list[dict[str, Any]]:
    """The corners of a curve, from 1 at time 0. Limits end where they are not known any more."""
    chosen = np.flatnonzero(curve.events > 0)
    if len(chosen) > STEPS:
        chosen = chosen[:: -(-len(chosen) // STEPS)]
    chosen = np.union1d(chosen, [len(curve.times) - 1])
    rows: list[dict[str, Any]] = [{"time": 0.0, "group": name, "survival": 1.0, "low": 1.0, "high": 1.0}]
    known = True
    for k in chosen:
        row = {"time": float(curve.times[k]), "group": name, "survival": float(curve.survival[k])}
        if np.isfinite(curve.low[k]) and np.isfinite(curve.high[k]):
            row |= {"low": float(curve.low[k]), "high": float(curve.high[k])}
        elif known:  # the step before reaches until here
            row |= {"low": rows[-1]["low"], "high": rows[-1]["high"]}
            known = False
        rows.append(row)
    return rows


def _censored(name: str, curve: Curve) -> list[dict[str, Any]]:
    """Where somebody was censored on the curve."""
    chosen = np.flatnonzero(curve.censored > 0)
    if len(chosen) > STEPS:
        chosen = chosen[:: -(-len(chosen) // STEPS)]
    return [
        {"time": float(curve.times[k]), "group": name, "survival": float(curve.survival[k])} for k in chosen
    ]


def _ticks(last: float) -> Floats:
    """Round times from 0 up to the last one: days by the week, the month or the quarter if that fits."""
    steps = np.array([1, 2, 5, 7, 10, 14, 20, 28, 30, 50, 60, 90, 91, 100, 182, 200, 365, 500, 730, 1000])
    while last / steps[-1] > TICKS:
        steps = steps * 10
    while last / steps[0] < 1:
        steps = steps / 10
    step = float(steps[np.argmax(last / steps <= TICKS)])
    return np.arange(0, np.floor(last / step + 1e-9) + 1) * step

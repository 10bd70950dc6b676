"""One person's spells, the level day by day, and the answer, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
import vl_convert

from stegvis.outcomes.history import PersonHistory
from stegvis.outcomes.measures import FROM_LEVEL, Measure
from stegvis.outcomes.months import later
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.reference import evaluate, levels

WIDTH, ROW, HEIGHT = 560, 22, 90
"""In pixels: a lane for each benefit, and the level under them."""
BEFORE = 60
"""Days before the origin that are shown."""
TEAL, LIGHT, INK = "#0b5d57", "#8aa5a3", "#1d2b2a"


def draw(outcomes: Mapping[str, Outcome], person: PersonHistory, register_end: int) -> str:
    """SVG: for each outcome the spells by benefit, those that count dark, then the level from day 0 on, with
    a line at the horizon and one at the answer. Outcomes whose origin is not known show nothing."""
    parts = [part for id, one in outcomes.items() if (part := _one(id, one, person, register_end))]
    chart = alt.vconcat(*parts, spacing=28)
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def _one(id: str, outcome: Outcome, person: PersonHistory, register_end: int) -> alt.VConcatChart | None:
    origin = person.columns.get(outcome.origin)
    if origin is None:
        return None
    horizon = later(origin, outcome.horizon, outcome.horizon_unit)
    last = min(register_end, horizon + later(0, outcome.length, outcome.length_unit)) - origin
    days = alt.Scale(domain=[-BEFORE, max(last, 1)], nice=False)
    marks = [{"day": horizon - origin, "what": "horizon"}, *_answers(outcome, person, register_end)]
    has_level = Measure(outcome.measure) in FROM_LEVEL and last >= 0
    since = f"Days from {outcome.origin.replace('_', ' ')}"
    parts = [_spells(outcome, person, origin, last, days, None if has_level else alt.Axis(title=since))]
    if has_level:
        parts.append(_level(outcome, person, register_end, origin, last, days, since, marks))
    return alt.vconcat(*parts, spacing=6).properties(title=alt.Title(f"{id}: {outcome.name}", anchor="start"))


def _answers(outcome: Outcome, person: PersonHistory, register_end: int) -> Iterator[dict[str, Any]]:
    for answer in evaluate(outcome, person, register_end):
        if answer.time is not None:
            yield {"day": answer.time, "what": "reached" if answer.event == 1 else "ended"}


def _spells(
    outcome: Outcome, person: PersonHistory, origin: int, last: int, days: alt.Scale, axis: alt.Axis | None
) -> Any:
    states = {benefit for state in outcome.rules for benefit in state.benefits}
    rows = [
        {
            "benefit": spell.benefit.replace("_", " "),
            "start": max(spell.start - origin, -BEFORE),
            "end": min(spell.end - origin, last) + 1,
            "grade": f"{spell.grade / 100:g} %",
            "counts": spell.benefit in outcome.benefits or spell.benefit in states,
        }
        for spell in person.spells
        if spell.end - origin >= -BEFORE and spell.start - origin <= last
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("benefit:N", title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=200)),
        x=alt.X("start:Q", scale=days, axis=axis),
    )
    bars = base.mark_bar(height=ROW - 6, stroke="white").encode(
        x2="end:Q",
        color=alt.Color("counts:N", legend=None, scale=alt.Scale(domain=[True, False], range=[TEAL, LIGHT])),
    )
    words = base.mark_text(align="left", dx=3, color="white", fontSize=10).encode(text="grade:N")
    lanes = max(1, len({row["benefit"] for row in rows}))
    return alt.layer(bars, words).properties(width=WIDTH, height=ROW * lanes)


def _level(
    outcome: Outcome,
    person: PersonHistory,
    register_end: int,
    origin: int,
    last: int,
    days: alt.Scale,
    since: str,
    marks: list[dict[str, Any]],
) -> Any:
    by_day = levels(outcome, person, register_end, origin, origin + last + 1)
    steps = [{"day": 0, "level": by_day[0] / 100}]
    steps += [
        {"day": day, "level": level / 100}
        for day, level in enumerate(by_day)
        if day and level != by_day[day - 1]
    ]
    steps.append({"day": last + 1, "level": by_day[-1] / 100})
    area = (
        alt.Chart(alt.InlineData(values=steps))
        .mark_area(interpolate="step-after", color=LIGHT, line={"color": TEAL})
        .encode(
            x=alt.X("day:Q", scale=days, title=since),
            y=alt.Y("level:Q", title="Level, %", scale=alt.Scale(domain=[0, 100])),
        )
    )
    base = alt.Chart(alt.InlineData(values=marks)).encode(x=alt.X("day:Q", scale=days))
    lines = base.mark_rule(color=INK, strokeDash=[4, 3])
    words = base.mark_text(align="left", dx=4, dy=-HEIGHT // 2 + 8, color=INK).encode(text="what:N")
    return alt.layer(area, lines, words).properties(width=WIDTH, height=HEIGHT)

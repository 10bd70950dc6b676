"""An analysis in words and small tables, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from stegvis.statistics.analysis import Analysis, Model


def told(analysis: Analysis) -> Iterator[str]:
    """The lines of the report."""
    question, chosen = analysis.question, analysis.preset
    level = f"{100 * question.conf_level:g}%"
    rules = ", ".join(f"{name} {value}" for name, value in chosen.rules.told().items())
    yield f"Rules: preset {chosen.name} ({rules}); {chosen.verified}."
    if question.definition:
        yield f"Times and events by definition {question.definition}."
    yield f"Rows: {analysis.used} of {analysis.read} used, {analysis.dropped} left out: a value is missing."
    yield ""
    yield f"Kaplan-Meier ({level} limits on the {chosen.rules.interval} scale)"
    yield from table(
        ["group", "people", "events", "censored", "median", "low", "high"],
        [
            [
                "all" if curve.label is None else f"{question.group}={curve.label}",
                number(curve.events.sum() + curve.censored.sum()),
                number(curve.events.sum()),
                number(curve.censored.sum()),
                *(number(value) for value in (curve.median.time, curve.median.low, curve.median.high)),
            ]
            for curve in analysis.curves
        ],
    )
    yield from _tests(analysis)
    yield from _means(analysis)
    yield from _incidences(analysis)
    for model in analysis.models:
        yield from _model(model, analysis, level)


def _tests(analysis: Analysis) -> Iterator[str]:
    if not analysis.tests:
        return
    strata = analysis.question.strata
    yield ""
    yield "Tests of equal survival" + (f", within strata of {strata}" if strata else "")
    yield from table(
        ["test", "chi-squared", "df", "P"],
        [
            [str(test.weight), f"{test.statistic:.4f}", str(test.df), p_value(test.p)]
            for test in analysis.tests
        ],
    )
    if analysis.trends:
        yield ""
        yield f"Trend over {' < '.join(str(label) for label in analysis.trends[0].labels)}"
        yield from table(
            ["test", "chi-squared", "P"],
            [[str(trend.weight), f"{trend.statistic:.4f}", p_value(trend.p)] for trend in analysis.trends],
        )
    for weight, pairs in analysis.pairs:
        yield ""
        yield f"Pairs, {weight}"
        yield from table(
            ["pair", "chi-squared", "P", "P (Holm)"],
            [
                [
                    f"{pair.first} / {pair.second}",
                    f"{pair.statistic:.4f}",
                    p_value(pair.p),
                    p_value(pair.p_holm),
                ]
                for pair in pairs
            ],
        )


def _means(analysis: Analysis) -> Iterator[str]:
    if not analysis.means:
        return
    yield ""
    yield f"Restricted mean until {analysis.means[0].tau:g}"
    rows = [
        ["all" if mean.label is None else str(mean.label), *_estimate(mean.mean, mean.low, mean.high), ""]
        for mean in analysis.means
    ]
    rows += [
        [f"{gap.first} - {gap.second}", *_estimate(gap.difference, gap.low, gap.high), p_value(gap.p)]
        for gap in analysis.differences
    ]
    yield from table(["group", "mean", "low", "high", "P"], rows)


def _estimate(*values: float) -> list[str]:
    return [f"{value:.2f}" for value in values]


def _incidences(analysis: Analysis) -> Iterator[str]:
    if not analysis.incidences:
        return
    codes = (analysis.question.event_code, *analysis.codes)
    yield ""
    yield "Cumulative incidence at the end of follow-up (Aalen-Johansen)"
    yield from table(
        ["group", "event", "probability", "low", "high", "at"],
        [
            [
                "all" if found.label is None else str(found.label),
                str(codes[kind - 1]),
                *(f"{values[-1, column]:.4f}" for values in (found.probability, found.low, found.high)),
                number(found.times[-1]),
            ]
            for found in analysis.incidences
            for column, kind in enumerate(found.kinds)
        ],
    )
    if analysis.gray:
        yield ""
        yield "Gray's test of equal cumulative incidence"
        yield from table(
            ["event", "chi-squared", "df", "P"],
            [[str(codes[t.kind - 1]), f"{t.statistic:.4f}", str(t.df), p_value(t.p)] for t in analysis.gray],
        )


def _model(model: Model, analysis: Analysis, level: str) -> Iterator[str]:
    yield ""
    yield f"Cox model, {model.name}: {model.rows} rows used, {model.dropped} left out"
    for name, reference in model.references:
        yield f"  {name}: compared with {reference}"
    if model.refused is not None or model.fit is None or model.check is None:
        yield f"  No estimate. {model.refused}"
        return
    fit = model.fit
    about = f", robust over {fit.clusters} clusters" if fit.robust else ""
    yield f"  {fit.events} events, ties by {fit.ties}{about}"
    yield from table(
        ["covariate", "HR", f"{level} low", "high", "log HR", "SE", "P"],
        [
            [
                ratio.name,
                *(f"{value:.4f}" for value in (ratio.ratio, ratio.low, ratio.high)),
                f"{ratio.coefficient:.6f}",
                f"{ratio.std_error:.6f}",
                p_value(ratio.p),
            ]
            for ratio in model.ratios
        ],
    )
    test = fit.wald if fit.robust else fit.likelihood_ratio
    named = "Wald" if fit.robust else "likelihood ratio"
    yield f"  {named} {test.statistic:.4f} on {test.df} df, P {p_value(test.p)}"
    checks = "; ".join(f"{name} P {p_value(each.p)}" for name, each in model.check.terms.items())
    yield f"  Proportional hazards: {checks}; together P {p_value(model.check.whole.p)}"


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side, the first to the left, the others to the right."""
    every = [list(names), *(list(row) for row in rows)]
    widths = [max(len(row[k]) for row in every) for k in range(len(names))]
    for row in every:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        yield ("  " + "  ".join(cells)).rstrip()


def number(value: float) -> str:
    """A time or a count; a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.10g}"


def p_value(p: float) -> str:
    """A P value with four decimals, or that it is under .0001."""
    if math.isnan(p):
        return "–"
    return "<.0001" if p < 0.0001 else f"{p:.4f}"

"""Return to work: the curves, and the table by site and together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from stegvis.reports import figures
from stegvis.reports.document import (
    Block,
    Figure,
    Number,
    Row,
    Table,
    Text,
    joined,
)
from stegvis.reports.result import (
    Comparison,
    Interaction,
)
from stegvis.reports.sections.teller import Teller


def returns(t: Teller) -> Iterator[Block]:
    pooled = t.result.pooled
    yield _curves(t, pooled)
    comparisons = [*t.result.by_site, pooled]
    head: list[Text] = [("",)]
    for one in comparisons:
        head += [(*t.place(one), ", ", arm) for arm in (t.control, t.study)]
    yield Table(
        caption=(t._("Return to work, by site and together"),),
        head=tuple(head),
        rows=tuple(_table_three(t, comparisons)),
        name="returns",
        note=t.say(
            t._(
                "Hazard ratios: %(study)s against %(control)s, Cox, ties by Efron."
                " Gehan–Breslow is what SPSS calls Breslow. Together: without strata. Adjusted"
                " for: %(adjust)s."
            ),
            study=t.study,
            control=t.control,
            adjust=joined(((t.name(one),) for one in t.result.adjust), ", ") or t._("nothing"),
        ),
    )
    if t.result.site_interactions:
        yield Table(
            caption=(t._("Does the difference between arms differ between sites?"),),
            head=(
                (t._("Model"),),
                (t._("People"),),
                (t._("Ratio of hazard ratios"),),
                (t._("P, Wald"),),
                (t._("P, likelihood ratio"),),
            ),
            rows=tuple(
                Row(
                    (
                        (t._("Adjusted") if one.adjusted else t._("Crude"),),
                        (Number(one.n),),
                        *_interaction(t, one),
                    )
                )
                for one in t.result.site_interactions
            ),
            name="sites",
        )


def _interaction(t: Teller, one: Interaction) -> tuple[Text, Text, Text]:
    return t.estimate(one.wald, "ratio"), t.p(one.wald), t.p(one.likelihood_ratio)


def _table_three(t: Teller, comparisons: Sequence[Comparison]) -> Iterator[Row]:
    def arms(name: str | Text, cell: Callable[[int, Comparison], Text]) -> Row:
        cells = [cell(place, one) for one in comparisons for place in (0, 1)]
        return Row(((name,) if isinstance(name, str) else name, *cells))

    def both(name: str, cell: Callable[[Comparison], Text]) -> Row:
        return Row(((name,), *(part for one in comparisons for part in ((), cell(one)))))

    _ = t._
    yield arms(_("People"), lambda place, one: (Number(one.arms[place].n),))
    yield arms(
        _("Back at work, n (%)"),
        lambda place, one: (
            Number(one.arms[place].returned),
            " (",
            Number(one.arms[place].share, "share", 0),
            ")",
        ),
    )
    yield arms(
        _("Median days until the return"),
        lambda place, one: t.estimate(one.arms[place].median, "days"),
    )
    yield arms(
        t.say(_("Back by day %(day)s"), day=Number(t.result.choices.year)),
        lambda place, one: t.estimate(one.arms[place].by_a_year, "share"),
    )
    yield both(_("Difference of the shares back"), lambda one: t.estimate(one.returned, "share"))
    yield both(_("P"), lambda one: t.p(one.returned))
    yield both(_("Gehan–Breslow test, P"), lambda one: t.p(one.gehan))
    yield both(_("Log-rank test, P"), lambda one: t.p(one.log_rank))
    yield both(_("Hazard ratio, crude"), lambda one: t.ratio(one.crude))
    yield both(_("P"), lambda one: t.p(one.crude.estimate))
    if t.result.adjust:
        yield both(_("Hazard ratio, adjusted"), lambda one: t.ratio(one.adjusted))
        yield both(_("P"), lambda one: t.p(one.adjusted.estimate) if one.adjusted else ())
        yield both(
            _("People in the adjusted model"),
            lambda one: (Number(one.adjusted.n),) if one.adjusted else (),
        )
    stratified = t.result.stratified
    if stratified is not None:
        yield both(
            _("Hazard ratio, crude, sites with baseline hazards of their own"),
            lambda one: () if one.site else t.ratio(stratified),
        )


def _curves(t: Teller, one: Comparison) -> Figure:
    title = t._("People back at work, day by day")
    drawing = figures.survival(
        one,
        title=title,
        x=t._("Days from inclusion"),
        y=t._("Back at work"),
        at_risk=t._("Not yet back"),
        number=lambda share: t.plain((Number(share, "share", 0),)),
    )
    rows: list[tuple[str | float | int | None, ...]] = [("arm", "day", "back", "low", "high", "censored")]
    for arm in one.arms:
        curve = arm.curve
        for place, day in enumerate(curve.days):
            low, high = curve.low[place], curve.high[place]
            rows.append(
                (
                    *(arm.arm, day, 1 - curve.not_back[place]),
                    *(None if high is None else 1 - high, None if low is None else 1 - low),
                    curve.censored[place],
                )
            )
    told = t.say(
        t._(
            "Two rising lines: the share back at work by each day, %(control)s whole,"
            " %(study)s dashed, with %(level)s limits. %(control)s reaches half on day"
            " %(first)s, %(study)s on day %(second)s. Small upright marks: people last seen"
            " on that day. Beneath: how many were not yet back and still seen."
        ),
        control=t.control,
        study=t.study,
        level=t.level,
        first=(Number(one.arms[0].median.value, "days"),),
        second=(Number(one.arms[1].median.value, "days"),),
    )
    return Figure((title,), drawing, told, tuple(rows), "curves")

"""What the hazard ratio rests on, and what else ended a follow-up."""

from __future__ import annotations

from collections.abc import Iterator

from stegvis.reports.document import (
    Block,
    Number,
    Points,
    Row,
    Table,
)
from stegvis.reports.sections.teller import Teller


def checks(t: Teller) -> Iterator[Block]:
    if t.result.notes:
        yield Points(tuple(map(t.sentence, t.result.notes)))
    comparisons = [*t.result.by_site, t.result.pooled]
    yield Table(
        caption=(t._("What the hazard ratio rests on"),),
        head=(
            (t._("Where"),),
            (t._("Proportional hazards, P"),),
            t.say(
                t._("Days not back until day %(year)s, difference"),
                year=Number(t.result.choices.year),
            ),
            (t._("P"),),
            (t._("Gray’s test, P"),),
            (t._("Died, emigrated or old-age pension first"),),
        ),
        rows=tuple(
            Row(
                (
                    t.place(one),
                    t.p(one.proportional),
                    t.estimate(one.restricted, "decimal"),
                    t.p(one.restricted),
                    t.p(one.gray),
                    (Number(sum(sum(arm.other_ends.values()) for arm in one.arms)),),
                )
            )
            for one in comparisons
        ),
        name="checks",
        note=t.say(
            t._(
                "A small P of the first test says that the hazard ratio changes over time. The"
                " difference in days (%(study)s less %(control)s) does not rest on that. Gray’s"
                " test counts death, emigration and old-age pension as ends of their own."
            ),
            study=t.study,
            control=t.control,
        ),
    )
    yield from _other_ends(t)


def _other_ends(t: Teller) -> Iterator[Block]:
    """Mean days not back, and what ended follow-up before a return, everywhere."""
    arms = t.result.pooled.arms
    names = {
        "death": t._("Died first"),
        "emigration": t._("Emigrated first"),
        "old_age_pension": t._("Old-age pension first"),
    }
    rows = [Row(((t._("Mean days not back"),), *(t.estimate(arm.mean_days, "decimal") for arm in arms)))]
    for place, end in enumerate(arms[0].others):
        cells = tuple(
            (Number(arm.others[place].n), "; ", *t.estimate(arm.others[place].by_a_year, "share"))
            for arm in arms
        )
        rows.append(Row(((names[end.event],), *cells)))
    year = Number(t.result.choices.year)
    yield Table(
        caption=t.say(t._("Until day %(year)s, by arm"), year=year),
        head=(("",), (t.control,), (t.study,)),
        rows=tuple(rows),
        name="other-ends",
        note=t.say(
            t._("Of other ends: people in the whole follow-up; the share by day %(year)s, with limits."),
            year=year,
        ),
    )

"""Days of sick leave."""

from __future__ import annotations

from collections.abc import Iterator

from stegvis.reports.document import (
    Block,
    Number,
    Row,
    Table,
    Text,
)
from stegvis.reports.result import (
    Days,
)
from stegvis.reports.sections.teller import Teller


def days(t: Teller) -> Iterator[Block]:
    if not t.result.days:
        return
    yield Table(
        caption=(t._("Days of sick leave, by arm"),),
        head=(
            (t._("Days"),),
            (t.control, ": ", t._("median (quartiles)")),
            (t.control, ": ", t._("mean (SD)")),
            (t.study, ": ", t._("median (quartiles)")),
            (t.study, ": ", t._("mean (SD)")),
        ),
        rows=tuple(
            Row(
                (
                    _window(t, one),
                    *(
                        cell
                        for arm in one.arms
                        for cell in (
                            (
                                Number(arm.median, "decimal", 0),
                                " (",
                                Number(arm.quartile_low, "decimal", 0),
                                "–",
                                Number(arm.quartile_high, "decimal", 0),
                                ")",
                            ),
                            (Number(arm.mean, "decimal"), " (", Number(arm.deviation, "decimal"), ")"),
                        )
                    ),
                )
            )
            for one in t.result.days
        ),
        name="days",
    )
    yield Table(
        caption=(t._("How days of sick leave differ between the arms"),),
        head=(
            (t._("Days"),),
            (t._("Difference of means"),),
            (t._("P, Welch"),),
            (t._("Difference of medians"),),
            (t._("Hodges–Lehmann"),),
            (t._("P, Mann–Whitney"),),
        ),
        rows=tuple(
            Row(
                (
                    _window(t, one),
                    t.estimate(one.means, "decimal"),
                    t.p(one.welch),
                    t.estimate(one.medians, "decimal"),
                    t.estimate(one.hodges_lehmann, "decimal"),
                    t.p(one.rank_p),
                )
            )
            for one in t.result.days
        ),
        name="days-apart",
        note=t.say(
            t._(
                "Differences: %(study)s less %(control)s, with %(level)s limits; those of means and"
                " of medians from %(resamples)s resamples."
            ),
            study=t.study,
            control=t.control,
            level=t.level,
            resamples=Number(t.result.choices.resamples),
        ),
    )


def _window(t: Teller, one: Days) -> Text:
    return (t.called(one.name), *((" (", t.window(one.window), ")") if one.window else ()))

"""In short: what was compared, what was found, what it does not say."""

from __future__ import annotations

from collections.abc import Iterator

from stegvis.reports.document import (
    Block,
    Foreign,
    Given,
    Number,
    Paragraph,
    Points,
    Text,
    limits,
)
from stegvis.reports.result import (
    Estimate,
)
from stegvis.reports.sections.teller import Teller


def summary(t: Teller) -> Iterator[Block]:
    pooled = t.result.pooled
    control, study = pooled.arms
    crude = pooled.crude.estimate
    yield Paragraph(
        t.say(
            t._(
                "%(study)s was compared with %(control)s among %(n)s people. Back at work"
                " counts as: %(name)s."
            ),
            study=t.study,
            control=t.control,
            n=Number(control.n + study.n),
            name=t.called(t.result.definition.name),
        )
    )
    items = [
        t.say(
            t._("%(arm)s: %(back)s of %(n)s came back (%(share)s), half of all by day %(median)s."),
            arm=Given(arm.arm),
            back=Number(arm.returned),
            n=Number(arm.n),
            share=Number(arm.share, "share"),
            median=t.estimate(arm.median, "days"),
        )
        for arm in pooled.arms
    ]
    if crude.value is None:
        items.append(t.say(t._("There is no hazard ratio: %(reason)s"), reason=Foreign(crude.reason)))
    else:
        items.append(
            t.say(
                t._(
                    "Hazard ratio %(ratio)s, %(level)s confidence interval %(limits)s, P %(p)s: on"
                    " any day people in %(study)s came back %(ratio)s times as often as people in"
                    " %(control)s."
                ),
                ratio=Number(crude.value, "ratio"),
                level=t.level,
                limits=limits(crude, "ratio"),
                p=Number(crude.p, "p"),
                study=t.study,
                control=t.control,
            )
        )
        items.append(_verdict(t, crude))
    yield Points(tuple(items))
    yield Paragraph(
        t.say(
            t._(
                "What this does not say: why people came back, whether they worked well, or how"
                " it would be elsewhere. Other definitions of a return give other numbers; they"
                " stand side by side below."
            )
        )
    )


def _verdict(t: Teller, crude: Estimate) -> Text:
    low, high = crude.low, crude.high
    if low is None or high is None or low <= 1 <= high:
        return t.say(
            t._("The interval holds the value of no difference: these data do not tell which arm is better.")
        )
    better = t.study if low > 1 else t.control
    return t.say(t._("The interval lies on one side: people in %(arm)s came back sooner."), arm=better)

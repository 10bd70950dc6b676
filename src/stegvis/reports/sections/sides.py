"""The same people under every definition."""

from __future__ import annotations

from collections.abc import Iterator

from stegvis.reports import figures
from stegvis.reports.document import (
    Block,
    Figure,
    Given,
    Number,
    Paragraph,
    Row,
    Table,
    Text,
    joined,
)
from stegvis.reports.result import (
    Side,
    SideArm,
)
from stegvis.reports.sections.teller import Teller


def sides(t: Teller) -> Iterator[Block]:
    sides = t.result.sides
    if len(sides) < 2:
        return
    with_ratio = [one for one in sides if one.ratio is not None]
    yield Paragraph(
        t.say(
            t._(
                "The same people under %(n)s definitions. Under which definition one looks"
                " decides what one finds: this table shows by how much."
            ),
            n=Number(len(sides)),
        )
    )
    title = t._("The hazard ratio under each definition")
    yield Figure(
        (title,),
        figures.forest(
            [
                figures.Line(
                    one.definition,
                    t.plain(t.ratio(one.ratio)),
                    *(
                        (one.ratio.estimate.value, one.ratio.estimate.low, one.ratio.estimate.high)
                        if one.ratio
                        else (None, None, None)
                    ),
                )
                for one in with_ratio
            ],
            title=title,
            below=t.plain(t.say(t._("%(arm)s sooner"), arm=t.control)),
            above=t.plain(t.say(t._("%(arm)s sooner"), arm=t.study)),
            number=lambda tick: t.plain((Number(tick, "ratio"),)),
        ),
        t.say(t._("Each square a hazard ratio, each line its limits; the numbers stand in the table below.")),
        (
            ("definition", "hazard ratio", "low", "high", "P"),
            *(
                (
                    one.definition,
                    *(getattr(one.ratio.estimate, name) for name in ("value", "low", "high", "p")),
                )
                for one in with_ratio
                if one.ratio
            ),
        ),
        "definitions",
    )
    yield Table(
        caption=(t._("Each definition, by arm"),),
        head=(
            (t._("Definition"),),
            (t.control,),
            (t.study,),
            (t._("Hazard ratio, or difference"),),
            (t._("P"),),
            (t._("People whose answer differs from the first"),),
        ),
        rows=tuple(
            Row(
                (
                    _definition(t, one),
                    _side(t, one.arms[0], one.kind),
                    _side(t, one.arms[1], one.kind),
                    *_apart(t, one),
                    (Number(one.differ),) if one.differ is not None else (),
                )
            )
            for one in sides
        ),
        name="sides",
        note=t.say(
            t._(
                "Of each arm: returned of people with an answer, and the median day, other ends"
                " competing; or the mean, the share, or how many are in each state. Differences of"
                " means have Welch’s limits; states are compared by chi-squared. Of definitions with"
                " several windows the last that has answers."
            )
        ),
    )


def _apart(t: Teller, one: Side) -> tuple[Text, Text]:
    """How the arms differ, and P."""
    if one.ratio is not None:
        return t.ratio(one.ratio), t.p(one.ratio.estimate)
    if one.difference is None:
        return t.why(one.reason), ()
    if one.kind == "states" and one.difference.p is not None:
        return (), t.p(one.difference)
    shares = one.kind == "share"
    return t.estimate(one.difference, "share" if shares else "decimal", 1 if shares else 2), t.p(
        one.difference
    )


def _definition(t: Teller, one: Side) -> Text:
    window = (" · ", t.window(one.window)) if one.window else ()
    return (Given(one.definition), " · ", t.called(one.name), *window)


def _side(t: Teller, arm: SideArm, kind: str) -> Text:
    if not arm.n:
        return ("–",)
    if arm.events is not None:
        middle = t.say(t._(", day %(day)s"), day=Number(arm.median, "days")) if arm.median else ()
        return (Number(arm.events), "/", Number(arm.n), *middle)
    if kind == "share":
        return t.say(t._("%(share)s of %(n)s people"), share=Number(arm.mean, "share"), n=Number(arm.n))
    if kind == "states":
        held = {name: count for name, count in arm.categories.items() if count}
        return joined(((Given(name), " ", Number(count)) for name, count in held.items()), ", ")
    if arm.mean is not None:
        return (
            *t.say(t._("mean %(mean)s of"), mean=Number(arm.mean, "decimal", 2)),
            " ",
            Number(arm.n),
        )
    return (Number(arm.n),)

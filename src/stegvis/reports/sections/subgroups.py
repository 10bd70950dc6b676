"""Subgroups, with the warning that belongs to them."""

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
)
from stegvis.reports.sections.teller import Teller


def subgroups(t: Teller) -> Iterator[Block]:
    result = t.result
    if not result.subgroups:
        return
    yield Paragraph(
        t.say(
            t._(
                "%(tests)s tests of interaction were made. If nothing differed, about"
                " %(chance)s of them would come below five in a hundred by chance. Read them as"
                " questions, not as answers."
            ),
            tests=Number(result.tests),
            chance=Number(result.by_chance, "decimal", 2),
        )
    )
    lines: list[figures.Line] = []
    rows: list[Row] = []
    data: list[tuple[str | float | int | None, ...]] = [
        ("variable", "group", "n control", "n study", "hazard ratio", "low", "high", "P of interaction")
    ]
    for one in result.subgroups:
        p = one.interaction.likelihood_ratio
        told = t.plain(t.say(t._("P of interaction %(p)s"), p=t.p(p)))
        lines.append(figures.Line(t.name(one.variable).text, told, None, None, None, heads=True))
        rows.append(Row(((t.name(one.variable),), (), (), (), (), t.p(p))))
        for group in one.groups:
            estimate = group.ratio.estimate
            name: Text = (Given(group.group),)
            if group.split is not None:
                words = t._("at most %(split)s") if group.group == "at most" else t._("above %(split)s")
                name = t.say(words, split=Number(group.split, "days"))
            text = t.plain(t.ratio(group.ratio))
            lines.append(figures.Line(t.plain(name), text, estimate.value, estimate.low, estimate.high))
            cells = tuple(
                (Number(back), "/", Number(n)) for back, n in zip(group.returned, group.n, strict=True)
            )
            rows.append(Row((name, *cells, t.ratio(group.ratio), t.p(estimate), ()), inside=True))
            ends = (estimate.value, estimate.low, estimate.high, p.p)
            data.append((one.variable, t.plain(name), *group.n, *ends))
    title = t._("Hazard ratios in subgroups")
    yield Figure(
        (title,),
        figures.forest(
            lines,
            title=title,
            below=t.plain(t.say(t._("%(arm)s sooner"), arm=t.control)),
            above=t.plain(t.say(t._("%(arm)s sooner"), arm=t.study)),
            number=lambda tick: t.plain((Number(tick, "ratio"),)),
        ),
        t.say(t._("Each square a hazard ratio, each line its limits; the numbers stand in the table below.")),
        tuple(data),
        "subgroup-ratios",
    )
    yield Table(
        caption=(t._("Back at work in subgroups"),),
        head=(
            (t._("Subgroup"),),
            (t.control, ", n/N"),
            (t.study, ", n/N"),
            (t._("Hazard ratio"),),
            (t._("P"),),
            (t._("P of interaction"),),
        ),
        rows=tuple(rows),
        name="subgroup-table",
        note=t.say(t._("Numbers are split at the median of all people; those at the median are below.")),
    )

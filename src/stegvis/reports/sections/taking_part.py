"""Who took part, who they were at baseline, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stegvis.reports.document import (
    Block,
    Given,
    Number,
    Points,
    Row,
    Table,
    Text,
)
from stegvis.reports.result import (
    Step,
    Variable,
)
from stegvis.reports.sections.teller import Teller


def flow(t: Teller) -> Iterator[Block]:
    flow = t.result.flow
    rows = [Row(((Given(step.text),), (Number(step.n),), (), ())) for step in flow.given]
    rows.append(_step(t, (t._("In the files"),), flow.read))
    rows += [_step(t, (t._("In the files"), ", ", Given(step.text)), step) for step in flow.read_by_site]
    rows += [_step(t, (t._("Left out"), ": ", t.name(step.text)), step) for step in flow.excluded]
    rows += [
        _step(t, (t._("Analysed"), *((", ", Given(step.text)) if step.text else ())), step)
        for step in flow.analysed
    ]
    yield Table(
        caption=(t._("The flow of participants"),),
        head=((t._("Step"),), (t._("People"),), (t.control,), (t.study,)),
        rows=tuple(rows),
        name="flow",
    )


def _step(t: Teller, text: Text, step: Step) -> Row:
    return Row((text, (Number(step.n),), *t.both(step.by_arm)))


def baseline(t: Teller) -> Iterator[Block]:
    yield Table(
        caption=(t._("People at baseline, by arm"),),
        head=(
            (t._("Variable"),),
            (t.control,),
            (t._("N"),),
            (t.study,),
            (t._("N"),),
        ),
        rows=tuple(row for variable in t.result.baseline for row in _variable(t, variable)),
        name="baseline",
        note=t.say(
            t._(
                "Numbers: mean (standard deviation), or median (quartiles) where they are"
                " skewed. Categories: n (%) of those known. No P values: after randomisation"
                " differences at baseline are chance."
            )
        ),
    )


def _variable(t: Teller, variable: Variable) -> Iterator[Row]:
    name = t.name(variable.name)
    known = tuple((Number(one),) for one in variable.known)
    if variable.kind == "category":
        if len(variable.levels) == 2:  # one of two says both
            level = variable.levels[-1]
            cells = _counts(t, level.counts, level.shares)
            yield Row(((name, ": ", Given(level.name), ", n (%)"), cells[0], known[0], cells[1], known[1]))
            return
        yield Row(((name, ", n (%)"), (), known[0], (), known[1]))
        for level in variable.levels:
            cells = _counts(t, level.counts, level.shares)
            yield Row(((Given(level.name),), cells[0], (), cells[1], ()), inside=True)
        return
    skewed = variable.kind == "skewed"
    how = t._("median (quartiles)") if skewed else t._("mean (SD)")
    cells = tuple(
        (
            Number(one.median, "decimal"),
            " (",
            Number(one.quartile_low, "decimal"),
            "–",
            Number(one.quartile_high, "decimal"),
            ")",
        )
        if skewed
        else (Number(one.mean, "decimal", 2), " (", Number(one.deviation, "decimal", 2), ")")
        for one in variable.summaries
    )
    yield Row(((name, ", ", how), cells[0], known[0], cells[1], known[1]))


def _counts(t: Teller, counts: Sequence[int], shares: Sequence[float]) -> tuple[Text, ...]:
    return tuple(
        (Number(count), " (", Number(share, "share"), ")")
        for count, share in zip(counts, shares, strict=True)
    )


def missing(t: Teller) -> Iterator[Block]:
    yield Points(tuple(map(t.sentence, t.result.missing)))
    some = [one for one in t.result.baseline if any(one.missing)]
    if some:
        yield Table(
            caption=(t._("Missing at baseline"),),
            head=((t._("Variable"),), (t.control,), (t.study,)),
            rows=tuple(Row(((t.name(one.name),), *t.both(one.missing))) for one in some),
            name="missing",
        )

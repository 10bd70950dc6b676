"""A report on two arms in words: which sections it has, what its tables hold, what its figures show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from stegvis.foundation.words import Sentence, Value
from stegvis.reports import figures
from stegvis.reports.document import (
    Block,
    Document,
    Figure,
    Foreign,
    Given,
    Number,
    Paragraph,
    Part,
    Points,
    Row,
    Section,
    Table,
    Text,
    joined,
    limits,
    said,
)
from stegvis.reports.report import REPORTS
from stegvis.reports.result import (
    Comparison,
    Days,
    Estimate,
    Interaction,
    Ratio,
    Side,
    SideArm,
    Step,
    TwoArm,
    Variable,
)
from stegvis.reports.words import Translate, translate
from stegvis.reports.writing_numbers import plain


def tell(result: TwoArm, language: str) -> Document:
    """The document, in `en`, `sv` or `nb`."""
    telling = _Telling(result, language)
    tellers: dict[str, tuple[str, Callable[[], Iterator[Block]]]] = {
        "summary": (telling._("In short"), telling.summary),
        "flow": (telling._("Who took part"), telling.flow),
        "baseline": (telling._("At baseline"), telling.baseline),
        "returns": (telling._("Return to work"), telling.returns),
        "checks": (telling._("Checks of the model"), telling.checks),
        "subgroups": (telling._("Subgroups"), telling.subgroups),
        "days": (telling._("Days of sick leave"), telling.days),
        "sides": (telling._("All definitions side by side"), telling.sides),
        "missing": (telling._("What is missing"), telling.missing),
        "methods": (telling._("Methods"), telling.methods),
        "provenance": (telling._("Where the numbers come from"), telling.provenance),
    }
    sections = []
    for id in REPORTS.get(result.report).sections:
        title, teller = tellers[id]
        blocks = tuple(teller())
        if blocks:
            sections.append(Section(id, title, blocks))
    _ = telling._
    return Document(
        title=result.title or _("Return to work in two arms"),
        language=language,
        warning=_("Invented data: nobody in this report exists.") if result.invented else "",
        sections=tuple(sections),
        words={
            "contents": _("Contents"),
            "skip": _("Go to the report"),
            "data": _("Data as CSV"),
            "svg": _("Download as SVG"),
            "page": _("Page"),
        },
    )


class _Telling:
    """One result in one language. Sentences hold no numbers: they are put in as `Number`."""

    def __init__(self, result: TwoArm, language: str) -> None:
        self.result = result
        self.language = language
        self._: Translate = translate(language)
        self.control, self.study = map(Given, result.arms)
        self.level = Number(result.choices.conf_level, "share", 0)

    # Pieces

    def say(self, sentence: str, **values: Text | Part | None) -> Text:
        return said(sentence, **values)

    def plain(self, text: Text) -> str:
        return plain(text, self.language)

    def estimate(self, one: Estimate, form: str, decimals: int = 1) -> Text:
        """The number with its limits; or why there is none."""
        if one.value is None:
            return self.why(one.reason)
        around = limits(one, form, decimals, self._("to"))
        return (Number(one.value, form, decimals), *((" (", *around, ")") if around else ()))

    def p(self, one: Estimate) -> Text:
        return (Number(one.p, "p", reason=one.reason),) if one.p is not None else self.why(one.reason)

    def sentence(self, one: Sentence) -> Text:
        """A sentence of the result's; its numbers and names are the result's own."""

        def part(value: Value) -> Part:
            if isinstance(value, str):
                return Given(value)
            return Number(value, "decimal", 2) if isinstance(value, float) else Number(value)

        return self.say(self._(one.text), **{name: part(value) for name, value in one.values.items()})

    def why(self, reason: str) -> Text:
        if not reason:
            return ("–",)
        translated = self._(reason)
        return ("– ", translated if translated != reason else Foreign(reason.replace("_", " ")))

    def ratio(self, one: Ratio | None) -> Text:
        return ("–",) if one is None else self.estimate(one.estimate, "ratio")

    def name(self, column: str) -> Given:
        """A column's own name, as it is readable."""
        return Given(column.replace("_", " "))

    def place(self, one: Comparison) -> Text:
        return (Given(one.site),) if one.site else (self._("All"),)

    def both(self, numbers: Sequence[int]) -> tuple[Text, ...]:
        return tuple((Number(one),) for one in numbers)

    # Sections

    def summary(self) -> Iterator[Block]:
        pooled = self.result.pooled
        control, study = pooled.arms
        crude = pooled.crude.estimate
        yield Paragraph(
            self.say(
                self._(
                    "%(study)s was compared with %(control)s among %(n)s people. Back at work"
                    " counts as: %(name)s."
                ),
                study=self.study,
                control=self.control,
                n=Number(control.n + study.n),
                name=Foreign(self.result.definition.name),
            )
        )
        items = [
            self.say(
                self._("%(arm)s: %(back)s of %(n)s came back (%(share)s), half of all by day %(median)s."),
                arm=Given(arm.arm),
                back=Number(arm.returned),
                n=Number(arm.n),
                share=Number(arm.share, "share"),
                median=self.estimate(arm.median, "days"),
            )
            for arm in pooled.arms
        ]
        if crude.value is None:
            items.append(
                self.say(self._("There is no hazard ratio: %(reason)s"), reason=Foreign(crude.reason))
            )
        else:
            items.append(
                self.say(
                    self._(
                        "Hazard ratio %(ratio)s, %(level)s confidence interval %(limits)s, P %(p)s: on"
                        " any day people in %(study)s came back %(ratio)s times as often as people in"
                        " %(control)s."
                    ),
                    ratio=Number(crude.value, "ratio"),
                    level=self.level,
                    limits=limits(crude, "ratio"),
                    p=Number(crude.p, "p"),
                    study=self.study,
                    control=self.control,
                )
            )
            items.append(self.verdict(crude))
        yield Points(tuple(items))
        yield Paragraph(
            self.say(
                self._(
                    "What this does not say: why people came back, whether they worked well, or how"
                    " it would be elsewhere. Other definitions of a return give other numbers; they"
                    " stand side by side below."
                )
            )
        )

    def verdict(self, crude: Estimate) -> Text:
        low, high = crude.low, crude.high
        if low is None or high is None or low <= 1 <= high:
            return self.say(
                self._(
                    "The interval holds the value of no difference: these data do not tell which"
                    " arm is better."
                )
            )
        better = self.study if low > 1 else self.control
        return self.say(
            self._("The interval lies on one side: people in %(arm)s came back sooner."), arm=better
        )

    def flow(self) -> Iterator[Block]:
        flow = self.result.flow
        rows = [Row(((Given(step.text),), (Number(step.n),), (), ())) for step in flow.given]
        rows.append(self.step((self._("In the files"),), flow.read))
        rows += [
            self.step((self._("In the files"), ", ", Given(step.text)), step) for step in flow.read_by_site
        ]
        rows += [self.step((self._("Left out"), ": ", self.name(step.text)), step) for step in flow.excluded]
        rows += [
            self.step((self._("Analysed"), *((", ", Given(step.text)) if step.text else ())), step)
            for step in flow.analysed
        ]
        yield Table(
            caption=(self._("The flow of participants"),),
            head=((self._("Step"),), (self._("People"),), (self.control,), (self.study,)),
            rows=tuple(rows),
            name="flow",
        )

    def step(self, text: Text, step: Step) -> Row:
        return Row((text, (Number(step.n),), *self.both(step.by_arm)))

    def baseline(self) -> Iterator[Block]:
        yield Table(
            caption=(self._("People at baseline, by arm"),),
            head=(
                (self._("Variable"),),
                (self.control,),
                (self._("N"),),
                (self.study,),
                (self._("N"),),
            ),
            rows=tuple(row for variable in self.result.baseline for row in self.variable(variable)),
            name="baseline",
            note=self.say(
                self._(
                    "Numbers: mean (standard deviation), or median (quartiles) where they are"
                    " skewed. Categories: n (%) of those known. No P values: after randomisation"
                    " differences at baseline are chance."
                )
            ),
        )

    def variable(self, variable: Variable) -> Iterator[Row]:
        name = self.name(variable.name)
        known = tuple((Number(one),) for one in variable.known)
        if variable.kind == "category":
            if len(variable.levels) == 2:  # one of two says both
                level = variable.levels[-1]
                cells = self.counts(level.counts, level.shares)
                yield Row(
                    ((name, ": ", Given(level.name), ", n (%)"), cells[0], known[0], cells[1], known[1])
                )
                return
            yield Row(((name, ", n (%)"), (), known[0], (), known[1]))
            for level in variable.levels:
                cells = self.counts(level.counts, level.shares)
                yield Row(((Given(level.name),), cells[0], (), cells[1], ()), inside=True)
            return
        skewed = variable.kind == "skewed"
        how = self._("median (quartiles)") if skewed else self._("mean (SD)")
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

    def counts(self, counts: Sequence[int], shares: Sequence[float]) -> tuple[Text, ...]:
        return tuple(
            (Number(count), " (", Number(share, "share"), ")")
            for count, share in zip(counts, shares, strict=True)
        )

    def returns(self) -> Iterator[Block]:
        pooled = self.result.pooled
        yield self.curves(pooled)
        comparisons = [*self.result.by_site, pooled]
        head: list[Text] = [("",)]
        for one in comparisons:
            head += [(*self.place(one), ", ", arm) for arm in (self.control, self.study)]
        yield Table(
            caption=(self._("Return to work, by site and together"),),
            head=tuple(head),
            rows=tuple(self.table_three(comparisons)),
            name="returns",
            note=self.say(
                self._(
                    "Hazard ratios: %(study)s against %(control)s, Cox, ties by Efron."
                    " Gehan–Breslow is what SPSS calls Breslow. Together: without strata. Adjusted"
                    " for: %(adjust)s."
                ),
                study=self.study,
                control=self.control,
                adjust=joined(((self.name(one),) for one in self.result.adjust), ", ") or self._("nothing"),
            ),
        )
        if self.result.site_interactions:
            yield Table(
                caption=(self._("Does the difference between arms differ between sites?"),),
                head=(
                    (self._("Model"),),
                    (self._("People"),),
                    (self._("Ratio of hazard ratios"),),
                    (self._("P, Wald"),),
                    (self._("P, likelihood ratio"),),
                ),
                rows=tuple(
                    Row(
                        (
                            (self._("Adjusted") if one.adjusted else self._("Crude"),),
                            (Number(one.n),),
                            *self.interaction(one),
                        )
                    )
                    for one in self.result.site_interactions
                ),
                name="sites",
            )

    def interaction(self, one: Interaction) -> tuple[Text, Text, Text]:
        return self.estimate(one.wald, "ratio"), self.p(one.wald), self.p(one.likelihood_ratio)

    def table_three(self, comparisons: Sequence[Comparison]) -> Iterator[Row]:
        def arms(name: str | Text, cell: Callable[[int, Comparison], Text]) -> Row:
            cells = [cell(place, one) for one in comparisons for place in (0, 1)]
            return Row(((name,) if isinstance(name, str) else name, *cells))

        def both(name: str, cell: Callable[[Comparison], Text]) -> Row:
            return Row(((name,), *(part for one in comparisons for part in ((), cell(one)))))

        _ = self._
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
            lambda place, one: self.estimate(one.arms[place].median, "days"),
        )
        yield arms(
            self.say(_("Back by day %(day)s"), day=Number(self.result.choices.year)),
            lambda place, one: self.estimate(one.arms[place].by_a_year, "share"),
        )
        yield both(_("Difference of the shares back"), lambda one: self.estimate(one.returned, "share"))
        yield both(_("P"), lambda one: self.p(one.returned))
        yield both(_("Gehan–Breslow test, P"), lambda one: self.p(one.gehan))
        yield both(_("Log-rank test, P"), lambda one: self.p(one.log_rank))
        yield both(_("Hazard ratio, crude"), lambda one: self.ratio(one.crude))
        yield both(_("P"), lambda one: self.p(one.crude.estimate))
        if self.result.adjust:
            yield both(_("Hazard ratio, adjusted"), lambda one: self.ratio(one.adjusted))
            yield both(_("P"), lambda one: self.p(one.adjusted.estimate) if one.adjusted else ())
            yield both(
                _("People in the adjusted model"),
                lambda one: (Number(one.adjusted.n),) if one.adjusted else (),
            )
        stratified = self.result.stratified
        if stratified is not None:
            yield both(
                _("Hazard ratio, crude, sites with baseline hazards of their own"),
                lambda one: () if one.site else self.ratio(stratified),
            )

    def curves(self, one: Comparison) -> Figure:
        title = self._("People back at work, day by day")
        drawing = figures.survival(
            one,
            title=title,
            x=self._("Days from inclusion"),
            y=self._("Back at work"),
            at_risk=self._("Not yet back"),
            number=lambda share: self.plain((Number(share, "share", 0),)),
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
        told = self.say(
            self._(
                "Two rising lines: the share back at work by each day, %(control)s whole,"
                " %(study)s dashed, with %(level)s limits. %(control)s reaches half on day"
                " %(first)s, %(study)s on day %(second)s. Small upright marks: people last seen"
                " on that day. Beneath: how many were not yet back and still seen."
            ),
            control=self.control,
            study=self.study,
            level=self.level,
            first=(Number(one.arms[0].median.value, "days"),),
            second=(Number(one.arms[1].median.value, "days"),),
        )
        return Figure((title,), drawing, told, tuple(rows), "curves")

    def checks(self) -> Iterator[Block]:
        if self.result.notes:
            yield Points(tuple(map(self.sentence, self.result.notes)))
        comparisons = [*self.result.by_site, self.result.pooled]
        yield Table(
            caption=(self._("What the hazard ratio rests on"),),
            head=(
                (self._("Where"),),
                (self._("Proportional hazards, P"),),
                self.say(
                    self._("Days not back until day %(year)s, difference"),
                    year=Number(self.result.choices.year),
                ),
                (self._("P"),),
                (self._("Gray’s test, P"),),
                (self._("Died, emigrated or old-age pension first"),),
            ),
            rows=tuple(
                Row(
                    (
                        self.place(one),
                        self.p(one.proportional),
                        self.estimate(one.restricted, "decimal"),
                        self.p(one.restricted),
                        self.p(one.gray),
                        (Number(sum(sum(arm.other_ends.values()) for arm in one.arms)),),
                    )
                )
                for one in comparisons
            ),
            name="checks",
            note=self.say(
                self._(
                    "A small P of the first test says that the hazard ratio changes over time. The"
                    " difference in days (%(study)s less %(control)s) does not rest on that. Gray’s"
                    " test counts death, emigration and old-age pension as ends of their own."
                ),
                study=self.study,
                control=self.control,
            ),
        )
        yield from self.other_ends()

    def other_ends(self) -> Iterator[Block]:
        """Mean days not back, and what ended follow-up before a return, everywhere."""
        arms = self.result.pooled.arms
        names = {
            "death": self._("Died first"),
            "emigration": self._("Emigrated first"),
            "old_age_pension": self._("Old-age pension first"),
        }
        rows = [
            Row(((self._("Mean days not back"),), *(self.estimate(arm.mean_days, "decimal") for arm in arms)))
        ]
        for place, end in enumerate(arms[0].others):
            cells = tuple(
                (Number(arm.others[place].n), "; ", *self.estimate(arm.others[place].by_a_year, "share"))
                for arm in arms
            )
            rows.append(Row(((names[end.event],), *cells)))
        year = Number(self.result.choices.year)
        yield Table(
            caption=self.say(self._("Until day %(year)s, by arm"), year=year),
            head=(("",), (self.control,), (self.study,)),
            rows=tuple(rows),
            name="other-ends",
            note=self.say(
                self._(
                    "Of other ends: people in the whole follow-up; the share by day %(year)s, with limits."
                ),
                year=year,
            ),
        )

    def subgroups(self) -> Iterator[Block]:
        result = self.result
        if not result.subgroups:
            return
        yield Paragraph(
            self.say(
                self._(
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
            told = self.plain(self.say(self._("P of interaction %(p)s"), p=self.p(p)))
            lines.append(figures.Line(self.name(one.variable).text, told, None, None, None, heads=True))
            rows.append(Row(((self.name(one.variable),), (), (), (), (), self.p(p))))
            for group in one.groups:
                estimate = group.ratio.estimate
                name: Text = (Given(group.group),)
                if group.split is not None:
                    words = (
                        self._("at most %(split)s") if group.group == "at most" else self._("above %(split)s")
                    )
                    name = self.say(words, split=Number(group.split, "days"))
                text = self.plain(self.ratio(group.ratio))
                lines.append(
                    figures.Line(self.plain(name), text, estimate.value, estimate.low, estimate.high)
                )
                cells = tuple(
                    (Number(back), "/", Number(n)) for back, n in zip(group.returned, group.n, strict=True)
                )
                rows.append(Row((name, *cells, self.ratio(group.ratio), self.p(estimate), ()), inside=True))
                ends = (estimate.value, estimate.low, estimate.high, p.p)
                data.append((one.variable, self.plain(name), *group.n, *ends))
        title = self._("Hazard ratios in subgroups")
        yield Figure(
            (title,),
            figures.forest(
                lines,
                title=title,
                below=self.plain(self.say(self._("%(arm)s sooner"), arm=self.control)),
                above=self.plain(self.say(self._("%(arm)s sooner"), arm=self.study)),
                number=lambda tick: self.plain((Number(tick, "ratio"),)),
            ),
            self.say(
                self._(
                    "Each square a hazard ratio, each line its limits; the numbers stand in the table below."
                )
            ),
            tuple(data),
            "subgroup-ratios",
        )
        yield Table(
            caption=(self._("Back at work in subgroups"),),
            head=(
                (self._("Subgroup"),),
                (self.control, ", n/N"),
                (self.study, ", n/N"),
                (self._("Hazard ratio"),),
                (self._("P"),),
                (self._("P of interaction"),),
            ),
            rows=tuple(rows),
            name="subgroup-table",
            note=self.say(
                self._("Numbers are split at the median of all people; those at the median are below.")
            ),
        )

    def days(self) -> Iterator[Block]:
        if not self.result.days:
            return
        yield Table(
            caption=(self._("Days of sick leave, by arm"),),
            head=(
                (self._("Days"),),
                (self.control, ": ", self._("median (quartiles)")),
                (self.control, ": ", self._("mean (SD)")),
                (self.study, ": ", self._("median (quartiles)")),
                (self.study, ": ", self._("mean (SD)")),
            ),
            rows=tuple(
                Row(
                    (
                        self.window(one),
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
                for one in self.result.days
            ),
            name="days",
        )
        yield Table(
            caption=(self._("How days of sick leave differ between the arms"),),
            head=(
                (self._("Days"),),
                (self._("Difference of means"),),
                (self._("P, Welch"),),
                (self._("Difference of medians"),),
                (self._("Hodges–Lehmann"),),
                (self._("P, Mann–Whitney"),),
            ),
            rows=tuple(
                Row(
                    (
                        self.window(one),
                        self.estimate(one.means, "decimal"),
                        self.p(one.welch),
                        self.estimate(one.medians, "decimal"),
                        self.estimate(one.hodges_lehmann, "decimal"),
                        self.p(one.rank_p),
                    )
                )
                for one in self.result.days
            ),
            name="days-apart",
            note=self.say(
                self._(
                    "Differences: %(study)s less %(control)s, with %(level)s limits; those of means and"
                    " of medians from %(resamples)s resamples."
                ),
                study=self.study,
                control=self.control,
                level=self.level,
                resamples=Number(self.result.choices.resamples),
            ),
        )

    def window(self, one: Days) -> Text:
        return (Foreign(one.name), *((" (", Given(one.window), ")") if one.window else ()))

    def sides(self) -> Iterator[Block]:
        sides = self.result.sides
        if len(sides) < 2:
            return
        with_ratio = [one for one in sides if one.ratio is not None]
        yield Paragraph(
            self.say(
                self._(
                    "The same people under %(n)s definitions. Under which definition one looks"
                    " decides what one finds: this table shows by how much."
                ),
                n=Number(len(sides)),
            )
        )
        title = self._("The hazard ratio under each definition")
        yield Figure(
            (title,),
            figures.forest(
                [
                    figures.Line(
                        one.definition,
                        self.plain(self.ratio(one.ratio)),
                        *(
                            (one.ratio.estimate.value, one.ratio.estimate.low, one.ratio.estimate.high)
                            if one.ratio
                            else (None, None, None)
                        ),
                    )
                    for one in with_ratio
                ],
                title=title,
                below=self.plain(self.say(self._("%(arm)s sooner"), arm=self.control)),
                above=self.plain(self.say(self._("%(arm)s sooner"), arm=self.study)),
                number=lambda tick: self.plain((Number(tick, "ratio"),)),
            ),
            self.say(
                self._(
                    "Each square a hazard ratio, each line its limits; the numbers stand in the table below."
                )
            ),
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
            caption=(self._("Each definition, by arm"),),
            head=(
                (self._("Definition"),),
                (self.control,),
                (self.study,),
                (self._("Hazard ratio, or difference"),),
                (self._("P"),),
                (self._("People whose answer differs from the first"),),
            ),
            rows=tuple(
                Row(
                    (
                        self.definition(one),
                        self.side(one.arms[0], one.kind),
                        self.side(one.arms[1], one.kind),
                        *self.apart(one),
                        (Number(one.differ),) if one.differ is not None else (),
                    )
                )
                for one in sides
            ),
            name="sides",
            note=self.say(
                self._(
                    "Of each arm: returned of people with an answer, and the median day, other ends"
                    " competing; or the mean, the share, or how many are in each state. Differences of"
                    " means have Welch’s limits; states are compared by chi-squared. Of definitions with"
                    " several windows the last that has answers."
                )
            ),
        )

    def apart(self, one: Side) -> tuple[Text, Text]:
        """How the arms differ, and P."""
        if one.ratio is not None:
            return self.ratio(one.ratio), self.p(one.ratio.estimate)
        if one.difference is None:
            return self.why(one.reason), ()
        if one.kind == "states" and one.difference.p is not None:
            return (), self.p(one.difference)
        shares = one.kind == "share"
        return self.estimate(one.difference, "share" if shares else "decimal", 1 if shares else 2), self.p(
            one.difference
        )

    def definition(self, one: Side) -> Text:
        window = (" · ", Given(one.window)) if one.window else ()
        return (Given(one.definition), " · ", Foreign(one.name), *window)

    def side(self, arm: SideArm, kind: str) -> Text:
        if not arm.n:
            return ("–",)
        if arm.events is not None:
            middle = self.say(self._(", day %(day)s"), day=Number(arm.median, "days")) if arm.median else ()
            return (Number(arm.events), "/", Number(arm.n), *middle)
        if kind == "share":
            return self.say(
                self._("%(share)s of %(n)s people"), share=Number(arm.mean, "share"), n=Number(arm.n)
            )
        if kind == "states":
            held = {name: count for name, count in arm.categories.items() if count}
            return joined(((Given(name), " ", Number(count)) for name, count in held.items()), ", ")
        if arm.mean is not None:
            return (
                *self.say(self._("mean %(mean)s of"), mean=Number(arm.mean, "decimal", 2)),
                " ",
                Number(arm.n),
            )
        return (Number(arm.n),)

    def missing(self) -> Iterator[Block]:
        yield Points(tuple(map(self.sentence, self.result.missing)))
        some = [one for one in self.result.baseline if any(one.missing)]
        if some:
            yield Table(
                caption=(self._("Missing at baseline"),),
                head=((self._("Variable"),), (self.control,), (self.study,)),
                rows=tuple(Row(((self.name(one.name),), *self.both(one.missing))) for one in some),
                name="missing",
            )

    def methods(self) -> Iterator[Block]:
        definition = self.result.definition
        yield Paragraph((Foreign(definition.sentences),))
        if definition.left_open:
            yield Paragraph(self.say(self._("The paper leaves this open, and this was chosen:")))
            yield Points(tuple((Foreign(one),) for one in definition.left_open))
        yield Paragraph(joined(map(self.sentence, self.result.methods), " "))
        yield Paragraph(
            self.say(
                self._("Definition: %(id)s (fingerprint %(fingerprint)s). Source: %(source)s."),
                id=Given(definition.id),
                fingerprint=Given(definition.fingerprint),
                source=Given(definition.source),
            )
        )

    def provenance(self) -> Iterator[Block]:
        one = self.result.provenance
        yield Table(
            caption=(self._("Files"),),
            head=((self._("File"),), (self._("Rows"),), (self._("Fingerprint"),)),
            rows=tuple(
                Row(((Given(file.name),), (Number(file.rows),), (Given(file.fingerprint),)))
                for file in one.files
            ),
            name="files",
        )
        yield Points(
            (
                self.say(self._("The register ends on %(day)s."), day=Given(one.register_end)),
                self.say(self._("Made %(time)s (UTC)."), time=Given(one.made)),
                self.say(
                    self._("Made by: %(versions)s."),
                    versions=Given(", ".join(f"{name} {number}" for name, number in one.versions.items())),
                ),
                self.say(
                    self._("Asked: %(choices)s."),
                    choices=Given(
                        ", ".join(f"{name} {value}" for name, value in one.choices.items() if value)
                    ),
                ),
            )
        )

"""What the analysis did, what is missing, and what a reader must know besides: sentences to be translated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stegvis.foundation.words import Sentence, Value
from stegvis.foundation.words import gettext_noop as _
from stegvis.outcomes.outcome import Outcome
from stegvis.reports.columns import Column
from stegvis.reports.result import Choices, Comparison, Days, Flow, Provenance, Subgroups, Variable

FEW_EVENTS = 10
"""Fewer events for each coefficient than that make an adjusted hazard ratio unsteady (Peduzzi et al. 1995,
doi:10.1016/0895-4356(95)00048-8)."""


def methods(
    main: Outcome,
    choices: Choices,
    pooled: Comparison,
    *,
    arms: tuple[str, str],
    group: str,
    adjust: Sequence[str],
    sites: int,
    subgroups: Sequence[Subgroups],
    days: Sequence[Days],
    sides: int,
) -> Iterator[Sentence]:
    """In the order in which a paper would tell them."""
    level = _percent(choices.conf_level)
    control, study = arms
    yield _said(
        _("Everybody was analysed in the arm that is written in the column %(column)s."), column=group
    )
    yield _said(
        _(
            "Times until the return to work were described by Kaplan–Meier curves with %(level)s%% limits"
            " on the scale of the logarithm, and compared by the Gehan–Breslow test (which SPSS calls"
            " Breslow) and the log-rank test."
        ),
        level=level,
    )
    if main.competing:
        yield _said(
            _(
                "In curves, tests and hazard ratios, death, emigration and old-age pension censored. Shares"
                " back by day %(day)s are cumulative incidences (Aalen–Johansen) in which they compete, with"
                " limits from the infinitesimal jackknife; Gray's test compares them."
            ),
            day=choices.year,
        )
    yield _said(
        _(
            "Shares that returned within the follow-up were compared by Pearson's chi-squared, with Wald's"
            " limits for their difference."
        )
    )
    yield _said(
        _(
            "Hazard ratios of %(study)s against %(control)s are from Cox's model, with ties as Efron takes"
            " them and Wald's limits. Below one, people of %(study)s come back later."
        ),
        study=study,
        control=control,
    )
    if adjust:
        yield _said(
            _(
                "The adjusted models also hold %(columns)s: numbers as they are, categories with a"
                " coefficient for each level but the first. People without a value in one of them were left"
                " out of these models, and are counted."
            ),
            columns=", ".join(adjust),
        )
    if sites:
        yield _said(
            _(
                "Sites were analysed each by itself and then together, with one baseline hazard for all;"
                " a hazard ratio with a baseline hazard for each site stands beside. Whether"
                " the hazard ratio differs between sites was tested by the products of arm and site in one"
                " model, by likelihood ratio and by Wald."
            )
        )
    yield _said(
        _(
            "Proportional hazards were tested by the score test of Grambsch and Therneau. The difference in"
            " mean days not back within %(day)s days (restricted mean) does not need them."
        ),
        day=choices.year,
    )
    if subgroups:
        yield _said(
            _(
                "Subgroups are categories, or the halves on either side of the median of all who were"
                " analysed; who lies on the median goes with the lower half. Whether hazard ratios differ"
                " between them was tested by products of arm and subgroup in crude models."
            )
        )
    yield _said(
        _(
            "Values at baseline are told without P values: after randomisation differences are chance."
            " Numbers are told by mean and standard deviation, or by median and quartiles if the absolute"
            " skewness of both arms together is at least %(skew)s; columns of numbers with at most"
            " %(few)s different values are categories."
        ),
        skew=f"{choices.skew:g}",
        few=choices.few_values,
    )
    if days:
        yield _said(
            _(
                "Days of sick leave were compared by differences of means and of medians, with limits from"
                " %(resamples)s resamples of each arm (percentiles, seed %(seed)s), by Welch's t, by the"
                " median of all differences between people of both arms (Hodges and Lehmann), and by the"
                " Mann–Whitney test with corrections for ties and continuity."
            ),
            resamples=choices.resamples,
            seed=choices.seed,
        )
    if sides > 1:
        yield _said(
            _(
                "Under every other definition the same people were compared without adjustment: times by"
                " hazard ratio, numbers by the difference of means (Welch), shares by their difference,"
                " states by chi-squared."
            )
        )
    yield _said(
        _(
            "P values are two-sided and not corrected for being several; %(level)s%% limits are for each"
            " number by itself."
        ),
        level=level,
    )


def missing(
    flow: Flow,
    pooled: Comparison,
    adjust: Sequence[str],
    baseline: Sequence[Variable],
    subgroups: Sequence[Subgroups],
    days: Sequence[Days],
) -> Iterator[Sentence]:
    """What is not known, and of how many."""
    without = sum(step.n for step in flow.excluded)
    if without:
        yield _said(
            _("%(n)s of %(all)s people were not analysed; the flow of participants says why."),
            n=without,
            all=flow.read.n,
        )
    else:
        yield _said(_("Everybody in PEOPLE has an answer under the main definition."))
    if pooled.adjusted is not None:
        yield (
            _said(
                _("%(n)s of %(all)s people were left out of the adjusted model: no value in %(columns)s."),
                n=pooled.adjusted.left_out,
                all=pooled.crude.n,
                columns=", ".join(adjust),
            )
            if pooled.adjusted.left_out
            else _said(
                _("Nobody was left out of the adjusted model: everybody has a value in %(columns)s."),
                columns=", ".join(adjust),
            )
        )
    holes = [variable for variable in baseline if any(variable.missing)]
    if holes:
        yield _said(
            _(
                "At baseline %(n)s of %(all)s columns have people without a value, most of them %(most)s:"
                " %(control)s of the control and %(study)s of the other arm."
            ),
            n=len(holes),
            all=len(baseline),
            **_worst(holes),
        )
    elif baseline:
        yield _said(_("At baseline no value is missing."))
    for variable in subgroups:
        if variable.left_out:
            yield _said(
                _("%(n)s people are in no subgroup of %(column)s: no value."),
                n=variable.left_out,
                column=variable.variable,
            )
    for one in days:
        if any(one.without):
            yield _said(
                _("%(name)s (%(window)s) is not known of %(n)s people."),
                name=one.name,
                window=one.window,
                n=sum(one.without),
            )
    yield _said(_("Nothing was imputed."))


def notes(
    choices: Choices,
    pooled: Comparison,
    provenance: Provenance,
    cannot: Sequence[Column],
    tests: int,
    by_chance: float,
) -> Iterator[Sentence]:
    """What else a reader must know."""
    adjusted = pooled.adjusted
    if adjusted is not None and adjusted.events < FEW_EVENTS * (1 + len(adjusted.covariates)):
        yield _said(
            _(
                "The adjusted model has %(events)s events for %(coefficients)s coefficients: fewer than"
                " %(few)s for each make its hazard ratio unsteady."
            ),
            events=adjusted.events,
            coefficients=1 + len(adjusted.covariates),
            few=FEW_EVENTS,
        )
    if tests > 1:
        yield _said(
            _(
                "%(tests)s subgroup variables were tested. If the hazard ratio differed nowhere, about"
                " %(chance)s of these tests would still come below %(alpha)s; one small P among them is"
                " no finding."
            ),
            alpha=choices.alpha,
            tests=tests,
            chance=round(by_chance, 2),
        )
    if cannot:
        yield _said(
            _("Not in the table of baseline values, as they hold days or too many texts: %(columns)s."),
            columns=", ".join(column.name for column in cannot),
        )
    reading = provenance.reading
    if reading is not None and reading.wrong:
        yield _said(
            _("%(n)s rows of the files could not be right and were skipped: %(kinds)s."),
            n=sum(reading.wrong.values()),
            kinds="; ".join(f"{kind} ({number})" for kind, number in reading.wrong.items()),
        )
    if reading is not None and reading.unknown_persons:
        yield _said(
            _("%(n)s rows of SPELLS are of persons who are not in PEOPLE; they were skipped."),
            n=reading.unknown_persons,
        )


def _worst(holes: Sequence[Variable]) -> dict[str, Value]:
    most = max(holes, key=lambda variable: sum(variable.missing))
    control, study = most.missing
    return {"most": most.name, "control": control, "study": study}


def _said(text: str, **values: Value) -> Sentence:
    return Sentence(text, values)


def _percent(level: float) -> str:
    return f"{100 * level:g}"

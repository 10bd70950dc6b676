"""What a report on two arms says, as numbers: everything that its documents print, and nothing they add.

Days count from the origin of the definition. Shares lie between 0 and 1. A hazard ratio is that of the arm
under study against the control: under 1, its people come back to work later. Differences are the arm under
study less control. Where there is no number, a `reason` says why: a sentence to translate (`gettext_noop`),
or what the statistics refused, in their words. Pairs by arm have the control first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stegvis.foundation.words import Sentence


@dataclass(frozen=True)
class Estimate:
    """A number with limits of confidence, perhaps a P value; or the reason why there is none.

    Limits are of `Choices.conf_level`, P two-sided. A test alone has its P only. Both limits or none, except
    of medians, whose upper limit may not be reached.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Ratio:
    """A hazard ratio from `n` people of whom `events` came back; `left_out`: people without a value in the
    model. `covariates`: the coefficients beside the arm's, by name (`sex=male`: against the first level)."""

    n: int
    events: int
    left_out: int
    estimate: Estimate
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceFile:
    """`option`: as what it was given (SPELLS, PEOPLE, --jobs, --flow). `fingerprint`: SHA-256 of its bytes,
    in hexadecimal; of a folder, of its files' names and fingerprints. `rows` that were read of it."""

    name: str
    fingerprint: str
    rows: int
    option: str = ""


@dataclass(frozen=True)
class Reading:
    """Rows of SPELLS, and what became of them: `kept`, `cut` at the register's end (of the kept), left out as
    they begin `after_end`, are of `unknown_persons` (not in PEOPLE), or hold `no_benefit`. `wrong`: rows of
    any file that cannot be right and were skipped, by kind."""

    spells: int
    kept: int
    cut: int
    after_end: int
    unknown_persons: int
    no_benefit: int
    wrong: dict[str, int]


@dataclass(frozen=True)
class Provenance:
    """`made`: the time in UTC, ISO 8601. `versions` by name; `choices` as the command had them, by option."""

    files: tuple[SourceFile, ...]
    made: str
    versions: dict[str, str]
    register_end: str
    choices: dict[str, str]
    reading: Reading | None = None


@dataclass(frozen=True)
class Step:
    """A step of the flow of participants: `text`, how many, and by arm where known."""

    text: str
    n: int
    by_arm: tuple[int, ...] = ()


@dataclass(frozen=True)
class Flow:
    """`given`: steps before the files, as the caller told them. `read`: people in PEOPLE by arm; `excluded`:
    why people have no answer under the definition, each person once (the reasons of `stegvis outcomes
    derive`, `no arm`, `no site`); `analysed` by site and arm, without sites one step with an empty text;
    `read_by_site` the same of all in PEOPLE whose site is written."""

    given: tuple[Step, ...]
    read: Step
    excluded: tuple[Step, ...]
    analysed: tuple[Step, ...]
    read_by_site: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Summary:
    """A number in one arm, in the unit of its column: `n` known, mean and standard deviation, median and
    quartiles (between the values beside, as R's `quantile`)."""

    n: int
    mean: float | None = None
    deviation: float | None = None
    median: float | None = None
    quartile_low: float | None = None
    quartile_high: float | None = None


@dataclass(frozen=True)
class Level:
    """A category at baseline: how many have it in each arm, and the share of those known."""

    name: str
    counts: tuple[int, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Variable:
    """A column of PEOPLE. `kind`: `number` told by mean, `skewed` told by median, or `category`.

    `known` and `missing` people by arm; `summaries` by arm for numbers, `levels` for categories. `skewness`
    of both arms together, by which a number's kind was chosen; None for categories.
    """

    name: str
    kind: str
    known: tuple[int, ...]
    missing: tuple[int, ...]
    summaries: tuple[Summary, ...] = ()
    levels: tuple[Level, ...] = ()
    skewness: float | None = None


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve: a step at each of `days`. `not_back`: the share not yet back; `low`, `high` its
    limits (None where there are none); `censored`: how many were last seen on that day."""

    days: tuple[int, ...]
    not_back: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    censored: tuple[int, ...]


@dataclass(frozen=True)
class OtherEnd:
    """What ended follow-up before a return (`death`, `emigration`, `old_age_pension`): how many people, and
    the share by day `Choices.year` (Aalen–Johansen)."""

    event: str
    n: int
    by_a_year: Estimate


@dataclass(frozen=True)
class ArmReturn:
    """One arm: `n` people, `returned` of them within the follow-up, and their `share` of n.

    `median`: the day by which half are back (Kaplan–Meier). `by_a_year`: the share back by day
    `Choices.year`, other ends competing (Aalen–Johansen). `other_ends`: people, by what ended their follow-up
    first; `others` the same with shares, of ends that occur in either arm. `at_risk`: people not yet back
    just before each of `Comparison.ticks`. `mean_days`: not back within the first `Choices.year` days, per
    person (restricted mean).
    """

    arm: str
    n: int
    returned: int
    share: float
    median: Estimate
    by_a_year: Estimate
    other_ends: dict[str, int]
    at_risk: tuple[int, ...]
    curve: Curve
    mean_days: Estimate = Estimate()
    others: tuple[OtherEnd, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Both arms, at one site or everywhere (`site` empty), with Table 3's lines. `ticks`: days.

    `log_rank`; `gehan`: Gehan–Breslow, that SPSS calls Breslow. `crude` and `adjusted` hazard ratios, the
    latter None where no covariates were asked for; `proportional`: the test of proportional hazards of the
    crude model, `proportional_adjusted` that of the arm in the adjusted one; `restricted`: the difference in
    mean days not back within a year; `gray`: Gray's test of return with competing ends; `returned`: the
    difference of the shares that returned within the follow-up, P by chi-squared.
    """

    site: str
    ticks: tuple[int, ...]
    arms: tuple[ArmReturn, ...]
    log_rank: Estimate
    gehan: Estimate
    crude: Ratio
    adjusted: Ratio | None
    proportional: Estimate
    restricted: Estimate
    gray: Estimate
    proportional_adjusted: Estimate | None = None
    returned: Estimate = Estimate()


@dataclass(frozen=True)
class Interaction:
    """Whether the hazard ratio differs by `variable`, among `n` people. `groups` in order.

    `wald`: with two groups the hazard ratio of the last over that of the first, with Wald's limits and P;
    with more P alone. `likelihood_ratio`: the statistic as its value, and P. Both with `df` degrees of
    freedom.
    """

    variable: str
    adjusted: bool
    n: int
    wald: Estimate
    likelihood_ratio: Estimate
    groups: tuple[str, ...] = ()
    df: int = 0


@dataclass(frozen=True)
class Subgroup:
    """`group`: the category, or how it lies to the median `split` of all: `at most` it, or `above`. By arm:
    `n` people, `returned`, and `medians` (days). `gehan`: Gehan–Breslow within the subgroup."""

    group: str
    split: float | None
    n: tuple[int, ...]
    returned: tuple[int, ...]
    ratio: Ratio
    medians: tuple[Estimate, ...] = ()
    gehan: Estimate = Estimate()


@dataclass(frozen=True)
class Subgroups:
    """One variable's subgroups; people without a value in it are `left_out`."""

    variable: str
    groups: tuple[Subgroup, ...]
    interaction: Interaction
    left_out: int = 0


@dataclass(frozen=True)
class Days:
    """Days of sick leave under one definition of days, in one window: in each arm, and how the arms differ.

    `count`: gross (days with any benefit) or net (each day counted by its grade). `means` and `medians`: the
    difference with resampled limits; `welch`: of means, with limits and P of Welch's t; `hodges_lehmann`: the
    median of all differences between a person of either arm; `rank_p`: P by Mann and Whitney. `without`:
    people by arm of whom the window is not known.
    """

    definition: str
    name: str
    window: str
    arms: tuple[Summary, ...]
    means: Estimate
    hodges_lehmann: Estimate
    rank_p: Estimate
    count: str = ""
    medians: Estimate = Estimate()
    welch: Estimate = Estimate()
    without: tuple[int, ...] = ()


@dataclass(frozen=True)
class SideArm:
    """One arm under one definition: people with an answer, and what fits the definition: returns (`events`),
    median day (other ends competing), share back by day 365, or the mean (of `share` kind: the share), or how
    many are in each of the `categories`."""

    n: int
    events: int | None = None
    median: float | None = None
    by_a_year: float | None = None
    mean: float | None = None
    categories: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Side:
    """One definition beside the others, in its last `window` with answers (empty where it has none).

    `kind`: `time`, `mean`, `share`, `states`, or empty where nobody has an answer: then `reason`, as in
    `Flow.excluded`. `ratio`: its crude hazard ratio (time); `difference`: of means with Welch's limits and P
    (mean), of shares with Wald's (share), or P by chi-squared alone (states). `differ`: how many people's
    answers are others than under the main definition; None where they cannot be compared.
    """

    definition: str
    name: str
    window: str
    arms: tuple[SideArm, ...]
    ratio: Ratio | None
    difference: Estimate | None
    differ: int | None
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Definition:
    """How an outcome is defined: its id, its sentences, and what its paper left open."""

    id: str
    name: str
    sentences: str
    left_open: tuple[str, ...]
    source: str
    fingerprint: str


@dataclass(frozen=True)
class Choices:
    """What the analysis itself chose: days between numbers at risk, the day shares are told at, absolute
    skewness from which a number is told by its median, resamples and their seed, the level of confidence, and
    of P. Numbers with at most `few_values` different values are categories, as are `categorical` columns;
    texts with more than `most_levels` are left out. `sections` of the document, in order."""

    tick: int
    year: int
    skew: float
    resamples: int
    seed: int
    conf_level: float
    alpha: float = 0.05
    few_values: int = 2
    most_levels: int = 20
    categorical: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class TwoArm:
    """The whole report. `arms`: control first. `group`, `site`, `adjust`: columns of PEOPLE.

    `stratified`: the pooled crude hazard ratio with a baseline hazard of its own for each site, beside the
    unstratified one of `pooled`; None without sites. `tests`: how many subgroup tests there are, of which
    `by_chance` would come below `Choices.alpha` if nothing differed. `days`: by definition and window.
    `sides`: the main definition first. `definitions`: all that are named, the main one first. `missing`: what
    is not known of whom. `methods`: what the analysis did, after the main definition's own sentences.
    `notes`: what else a reader must know.
    """

    report: str
    title: str
    invented: bool
    provenance: Provenance
    arms: tuple[str, str]
    group: str
    site: str
    adjust: tuple[str, ...]
    definition: Definition
    choices: Choices
    flow: Flow
    baseline: tuple[Variable, ...]
    pooled: Comparison
    by_site: tuple[Comparison, ...]
    site_interactions: tuple[Interaction, ...]
    subgroups: tuple[Subgroups, ...]
    tests: int
    by_chance: float
    days: tuple[Days, ...]
    sides: tuple[Side, ...]
    stratified: Ratio | None = None
    definitions: tuple[Definition, ...] = ()
    missing: tuple[Sentence, ...] = ()
    methods: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()

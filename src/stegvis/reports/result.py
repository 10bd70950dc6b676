"""What a report on two arms says, as numbers: everything that its documents print, and nothing they add.

Days count from the origin of the definition. Shares lie between 0 and 1. A hazard ratio is that of the arm
under study against the control: under 1, its people come back to work later. Where there is no number, a
`reason` says why, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Estimate:
    """A number with limits of confidence, perhaps a P value; or the reason why there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Ratio:
    """A hazard ratio from `n` people of whom `events` came back; `left_out`: without a value in the model."""

    n: int
    events: int
    left_out: int
    estimate: Estimate


@dataclass(frozen=True)
class SourceFile:
    """`fingerprint`: SHA-256 of its bytes, in hexadecimal. `rows` that were read of it."""

    name: str
    fingerprint: str
    rows: int


@dataclass(frozen=True)
class Provenance:
    """`made`: the time in UTC, ISO 8601. `versions` by name; `choices` as the command had them."""

    files: tuple[SourceFile, ...]
    made: str
    versions: dict[str, str]
    register_end: str
    choices: dict[str, str]


@dataclass(frozen=True)
class Step:
    """A step of the flow of participants: `text`, how many, and by arm where known."""

    text: str
    n: int
    by_arm: tuple[int, ...] = ()


@dataclass(frozen=True)
class Flow:
    """`given`: steps before the files, as the caller told them. `read`: people in PEOPLE by arm; `excluded`:
    why people have no answer under the definition; `analysed` by site and arm."""

    given: tuple[Step, ...]
    read: Step
    excluded: tuple[Step, ...]
    analysed: tuple[Step, ...]


@dataclass(frozen=True)
class Summary:
    """A number at baseline in one arm: `n` known, mean and standard deviation, median and quartiles."""

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

    `known` and `missing` by arm; `summaries` for numbers, `levels` for categories.
    """

    name: str
    kind: str
    known: tuple[int, ...]
    missing: tuple[int, ...]
    summaries: tuple[Summary, ...] = ()
    levels: tuple[Level, ...] = ()


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
class ArmReturn:
    """One arm: `n` people, `returned` of them; the median day; the share back by day 365 (death and the like
    competing); how many died, emigrated, or got an old-age pension first; at risk at `Comparison.ticks`."""

    arm: str
    n: int
    returned: int
    share: float
    median: Estimate
    by_a_year: Estimate
    other_ends: dict[str, int]
    at_risk: tuple[int, ...]
    curve: Curve


@dataclass(frozen=True)
class Comparison:
    """Both arms, at one site or everywhere (`site` empty), with Table 3's lines.

    `gehan`: Gehan–Breslow, that SPSS calls Breslow. `crude` and `adjusted` hazard ratios; `proportional`: the
    test of proportional hazards of the crude model; `restricted`: the difference in mean days not back within
    a year; `gray`: of return with competing ends.
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


@dataclass(frozen=True)
class Interaction:
    """Whether the hazard ratio differs by `variable`: the ratio of hazard ratios, where there are two groups,
    with Wald's limits and P, and P by the likelihood ratio."""

    variable: str
    adjusted: bool
    n: int
    wald: Estimate
    likelihood_ratio: Estimate


@dataclass(frozen=True)
class Subgroup:
    """`group`: the category, or how it lies to the median `split` of all."""

    group: str
    split: float | None
    n: tuple[int, ...]
    returned: tuple[int, ...]
    ratio: Ratio


@dataclass(frozen=True)
class Subgroups:
    variable: str
    groups: tuple[Subgroup, ...]
    interaction: Interaction


@dataclass(frozen=True)
class Days:
    """Days of sick leave under one definition of days: in each arm, and how the arms differ (arm under study
    less control): means with resampled limits, Hodges–Lehmann, and P by Mann and Whitney."""

    definition: str
    name: str
    window: str
    arms: tuple[Summary, ...]
    means: Estimate
    hodges_lehmann: Estimate
    rank_p: Estimate


@dataclass(frozen=True)
class SideArm:
    """One arm under one definition: people with an answer, and what fits the definition: returns, median day,
    share back by day 365, or the mean."""

    n: int
    events: int | None = None
    median: float | None = None
    by_a_year: float | None = None
    mean: float | None = None


@dataclass(frozen=True)
class Side:
    """One definition beside the others. `ratio`: its hazard ratio; `difference`: of means, where it is a
    number; `differ`: how many people's answers are others than under the main definition."""

    definition: str
    name: str
    window: str
    arms: tuple[SideArm, ...]
    ratio: Ratio | None
    difference: Estimate | None
    differ: int | None
    reason: str = ""


@dataclass(frozen=True)
class Definition:
    """How the main outcome is defined: its id, its sentences, and what its paper left open."""

    id: str
    name: str
    sentences: str
    left_open: tuple[str, ...]
    source: str
    fingerprint: str


@dataclass(frozen=True)
class Choices:
    """What the analysis itself chose: days between numbers at risk, the day shares are told at, skewness from
    which a number is told by its median, resamples and their seed, the level of confidence."""

    tick: int
    year: int
    skew: float
    resamples: int
    seed: int
    conf_level: float


@dataclass(frozen=True)
class TwoArm:
    """`arms`: control first. `tests`: how many subgroup tests there are, of which `by_chance` would come
    below 0.05 if nothing differed. `notes`: what else a reader must know."""

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
    notes: tuple[str, ...] = field(default=())

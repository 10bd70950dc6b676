"""One survival analysis of a file, whole: curves, tests, models, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from stegvis.foundation.errors import InputError, Problem
from stegvis.statistics.arrays import Bools, Floats, Ints, all_whole
from stegvis.statistics.competing import GrayTest, Incidence, cumulative_incidence, gray_test
from stegvis.statistics.cox import CoxFit, HazardRatio, cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp, follow_up
from stegvis.statistics.frame import Column, Frame, complete
from stegvis.statistics.kaplan_meier import Curve, kaplan_meier
from stegvis.statistics.likelihood import Ties
from stegvis.statistics.presets import Preset, preset
from stegvis.statistics.proportional import ProportionalHazards, proportional_hazards
from stegvis.statistics.rmst import MeanDifference, RestrictedMean, difference, restricted_mean
from stegvis.statistics.tests import Comparison, Pair, Trend, Weight, compare, pairwise, trend

TESTS = (Weight.LOG_RANK, Weight.GEHAN_BRESLOW, Weight.TARONE_WARE, Weight.PETO_PETO)


@dataclass(frozen=True)
class Question:
    """What is asked of a file, by the names of its columns.

    `event_code` is the value of `event` that counts; 0 is censored, every other number a competing event.
    `categorical` columns are factors even if they hold numbers; `group` and columns of text always are.
    `definition` is the id of the definition by which times and events were made: it is only passed on.
    """

    time: str
    event: str
    event_code: int = 1
    group: str | None = None
    adjust: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    strata: str | None = None
    entry: str | None = None
    weights: str | None = None
    cluster: str | None = None
    ties: Ties | None = None
    conf_level: float = 0.95
    tau: float | None = None
    definition: str | None = None
    preset: str = "r"


@dataclass(frozen=True, eq=False)
class Model:
    """A Cox model: `fit` and what belongs to it, or in `refused` why there is none."""

    name: str
    rows: int
    dropped: int
    fit: CoxFit | None = None
    ratios: tuple[HazardRatio, ...] = ()
    check: ProportionalHazards | None = None
    references: tuple[tuple[str, str], ...] = ()
    refused: str | None = None


@dataclass(frozen=True, eq=False)
class Analysis:
    """The answers. What could not be answered is a sentence in `notes`.

    `codes` are the competing events' numbers in the file, in the order of kinds 2, 3, …
    """

    question: Question
    preset: Preset
    read: int
    used: int
    curves: tuple[Curve, ...]
    tests: tuple[Comparison, ...] = ()
    trends: tuple[Trend, ...] = ()
    pairs: tuple[tuple[Weight, tuple[Pair, ...]], ...] = ()
    means: tuple[RestrictedMean, ...] = ()
    differences: tuple[MeanDifference, ...] = ()
    models: tuple[Model, ...] = ()
    codes: tuple[int, ...] = ()
    incidences: tuple[Incidence, ...] = ()
    gray: tuple[GrayTest, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def dropped(self) -> int:
        """Rows left out of curves and tests because a value is missing."""
        return self.read - self.used


@dataclass
class _Work:
    """The rows of one file that are complete in what curves and tests need."""

    frame: Frame
    question: Question
    rows: Bools = field(init=False)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = complete(self.core, len(self.frame))
        if not self.rows.any():
            raise Unsound("No row has a value in all of: " + ", ".join(c.name for c in self.core) + ".")

    @property
    def core(self) -> list[Column]:
        """The columns without which a row is of no use."""
        q = self.question
        names = (q.time, q.event, q.entry, q.weights, q.group, q.strata)
        return [self.frame.column(name) for name in names if name]

    def kinds(self, rows: Bools) -> tuple[Ints, tuple[int, ...]]:
        """Events of these rows: 1 what is asked for, 2, 3, … competing; and their codes in the file."""
        values = self.frame.column(self.question.event).numbers()
        problems = [
            Problem(
                self.question.event,
                f"{values[row]:g}",
                "0 (censored) or a whole number above 0",
                int(row) + 2,
            )
            for row in np.flatnonzero(rows)
            if values[row] < 0 or values[row] != int(values[row])
        ]
        if problems:
            raise InputError(problems[:20])
        everywhere = np.unique(values[self.rows]).astype(int)
        others = tuple(int(code) for code in everywhere if code not in (0, self.question.event_code))
        kinds = np.zeros(int(rows.sum()), dtype=np.int64)
        for kind, code in enumerate((self.question.event_code, *others), start=1):
            kinds[values[rows] == code] = kind
        return kinds, others

    def followed(self, rows: Bools) -> FollowUp:
        """The follow-up of these rows, with competing events as kinds."""
        q = self.question

        def of(name: str | None) -> Floats | None:
            return None if name is None else self.frame.column(name).numbers()[rows]

        entry, time = of(q.entry), of(q.time)
        assert time is not None
        if entry is not None and (late := entry >= time).any():
            where = np.flatnonzero(rows)[late]
            raise InputError(
                [
                    Problem(q.entry or "", f"{entry[late][k]:g}", f"before {time[late][k]:g}", int(row) + 2)
                    for k, row in enumerate(where[:20])
                ]
            )
        return follow_up(time, self.kinds(rows)[0], entry=entry, weights=of(q.weights))


def analyse(frame: Frame, question: Question) -> Analysis:
    """Answer a question of a file. Raises InputError or Unsound where not even curves can be drawn."""
    chosen = preset(question.preset)
    if question.ties is not None:
        chosen = replace(chosen, rules=replace(chosen.rules, ties=question.ties))
    work = _Work(frame, question)
    every = work.followed(work.rows)
    rows = every.of(1)
    group = None if question.group is None else frame.column(question.group).levels(work.rows)
    labels = None if group is None else np.array(group[0], dtype=object)[group[1]]
    strata = None if question.strata is None else frame.column(question.strata).levels(work.rows)[1]
    curves = kaplan_meier(
        rows,
        labels,
        conf_level=question.conf_level,
        interval=chosen.rules.interval,
        rule=chosen.rules.median,
    )
    found = Analysis(question, chosen, len(frame), int(work.rows.sum()), curves)
    whole = rows.weights is None or all_whole(rows.weights)
    if not whole:
        work.notes.append("Weights that are not whole count no people: no tests and no restricted means.")
    if labels is not None and whole:
        found = _tested(found, rows, labels, strata, work.notes)
    if question.tau is not None and whole:
        found = _averaged(found, rows, labels, work.notes)
    codes = work.kinds(work.rows)[1]
    if codes:
        found = replace(found, codes=codes)
        found = _competing(found, every, labels, strata, work.notes)
    found = replace(found, models=tuple(_models(work, chosen)))
    return replace(found, notes=tuple(work.notes))


def _tested(
    found: Analysis, rows: FollowUp, labels: np.ndarray, strata: Ints | None, notes: list[str]
) -> Analysis:
    try:
        tests = tuple(compare(rows, labels, weight=weight, strata=strata) for weight in TESTS)
        if len(tests[0].labels) < 3:
            return replace(found, tests=tests)
        trends = tuple(trend(rows, labels, weight=weight, strata=strata) for weight in TESTS)
        pairs = tuple((weight, pairwise(rows, labels, weight=weight, strata=strata)) for weight in TESTS[:2])
    except Unsound as refused:
        notes.append(f"Tests: {refused}")
        return found
    return replace(found, tests=tests, trends=trends, pairs=pairs)


def _averaged(found: Analysis, rows: FollowUp, labels: np.ndarray | None, notes: list[str]) -> Analysis:
    level = found.question.conf_level
    try:
        means = restricted_mean(rows, labels, tau=found.question.tau, conf_level=level)
    except Unsound as refused:
        notes.append(f"Restricted means: {refused}")
        return found
    against = tuple(difference(mean, means[0], conf_level=level) for mean in means[1:])
    return replace(found, means=means, differences=against)


def _competing(
    found: Analysis, every: FollowUp, labels: np.ndarray | None, strata: Ints | None, notes: list[str]
) -> Analysis:
    level = found.question.conf_level
    found = replace(found, incidences=cumulative_incidence(every, labels, conf_level=level))
    if labels is None:
        return found
    try:
        kinds = [1, *range(2, 2 + len(found.codes))]
        gray = tuple(gray_test(every, labels, kind=kind, strata=strata) for kind in kinds)
    except Unsound as refused:
        notes.append(f"Gray's test: {refused}")
        return found
    return replace(found, gray=gray)


def _models(work: _Work, chosen: Preset) -> list[Model]:
    """The crude model of the group, and with covariates the adjusted one."""
    question = work.question
    asked = [("crude", (question.group,))] if question.group else []
    if question.adjust:
        asked.append(("adjusted", (*((question.group,) if question.group else ()), *question.adjust)))
    return [_model(work, chosen, name, [column for column in names if column]) for name, names in asked]


def _model(work: _Work, chosen: Preset, name: str, names: Sequence[str]) -> Model:
    question, frame = work.question, work.frame
    columns = [frame.column(column) for column in names]
    clusters = None if question.cluster is None else frame.column(question.cluster)
    rows = work.rows & complete([*columns, *([] if clusters is None else [clusters])], len(frame))
    model = Model(name, int(rows.sum()), len(frame) - int(rows.sum()))
    if not rows.any():
        return replace(model, refused="No row has a value in all columns of the model.")
    x, terms, references = _columns(columns, rows, question, chosen.rules.reference)
    followed = work.followed(rows).of(1)
    member = None if clusters is None else clusters.levels(rows)[1]
    if member is None and followed.weights is not None and not all_whole(followed.weights):
        member = np.arange(len(followed))  # weights that count no people: a robust variance, as in R
    strata = None if question.strata is None else np.array(frame.column(question.strata).levels(rows)[1])
    called = [column for members in terms.values() for column in members]
    try:
        fit = cox(followed, x, names=called, ties=chosen.rules.ties, strata=strata, clusters=member)
        check = proportional_hazards(fit, terms=terms)
    except Unsound as refused:
        return replace(model, references=references, refused=str(refused))
    return replace(
        model, fit=fit, ratios=fit.hazard_ratios(question.conf_level), check=check, references=references
    )


def _columns(
    columns: Sequence[Column], rows: Bools, question: Question, reference: str
) -> tuple[Floats, dict[str, list[str]], tuple[tuple[str, str], ...]]:
    """The covariates of a model, the coefficients of each term, and the reference level of each factor."""
    parts: list[Floats] = []
    terms: dict[str, list[str]] = {}
    references = []
    for column in columns:
        if column.numeric and column.name != question.group and column.name not in question.categorical:
            parts.append(column.numbers()[rows])
            terms[column.name] = [column.name]
            continue
        levels, codes = column.levels(rows)
        against = 0 if reference == "first" else len(levels) - 1
        references.append((column.name, levels[against]))
        others = [code for code in range(len(levels)) if code != against]
        if not others:  # one level only: a constant, which the model refuses by this name
            others = [against]
        terms[column.name] = [f"{column.name}={levels[code]}" for code in others]
        parts += [(codes == code).astype(np.float64) for code in others]
    return np.column_stack(parts), terms, tuple(references)

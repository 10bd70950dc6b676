"""Events that rule each other out: cumulative incidence by Aalen–Johansen, and Gray's test.

Aalen & Johansen 1978, Scand J Stat 5:141; Gray 1988, doi:10.1214/aos/1176350951. Ties are taken as they are.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, Ints, coded
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.intervals import Interval, limits
from stegvis.statistics.normal import chi_squared_p, z_value

Labels = ArrayLike | Sequence[Hashable]


class Variance(StrEnum):
    """How the variance of a cumulative incidence is estimated.

    `jackknife`: the infinitesimal jackknife, each row's influence squared (R's `survfit`); with case weights
    robust to them. `aalen`: from the counting processes, with a finite correction for ties (R's
    `cmprsk::cuminc`); without weights and late entries only.
    """

    JACKKNIFE = "jackknife"
    AALEN = "aalen"


@dataclass(frozen=True, eq=False)
class Incidence:
    """The cumulative incidence of each kind of event in one group.

    `times`: every time at which a row ends. `probability`, `std_error`, `low`, `high` have a row for each
    time and a column for each of `kinds`; `event_free` is the probability of none of them. `at_risk`,
    `events` (by kind) and `censored` are sums of weights.
    """

    label: Hashable
    kinds: tuple[int, ...]
    times: Floats
    at_risk: Floats
    events: Floats
    censored: Floats
    event_free: Floats
    probability: Floats
    std_error: Floats
    low: Floats
    high: Floats

    def at(self, times: ArrayLike) -> Floats:
        """Probabilities at any times, a row for each; nan after the last time anybody was seen."""
        asked = np.asarray(times, dtype=np.float64)
        all_of_them = np.concatenate((np.zeros((1, len(self.kinds))), self.probability))
        found = all_of_them[np.searchsorted(self.times, asked, side="right")]
        beyond = (asked > self.times[-1]) & (self.event_free[-1] > 0)
        return np.where(np.expand_dims(beyond, -1), np.nan, found)


@dataclass(frozen=True)
class GrayTest:
    """Gray's test that one kind of event has the same cumulative incidence in all groups."""

    kind: int
    labels: tuple[Hashable, ...]
    statistic: float
    df: int
    p: float


def cumulative_incidence(
    rows: FollowUp,
    by: Labels | None = None,
    *,
    conf_level: float = 0.95,
    interval: Interval | str = Interval.LOG,
    variance: Variance | str = Variance.JACKKNIFE,
) -> tuple[Incidence, ...]:
    """One estimate for each value of `by`, in order; without it one for all. Refused without events."""
    z, interval, variance = z_value(conf_level), Interval(interval), Variance(variance)
    kinds = _kinds(rows)
    if variance is Variance.AALEN and (rows.weights is not None or rows.entry is not None):
        raise Unsound("Aalen's variance knows neither weights nor late entries; take the jackknife.")
    labels, codes = ((None,), None) if by is None else coded("The groups", by, len(rows))
    found = []
    for group, label in enumerate(labels):
        mine = rows if codes is None else rows.only(codes == group)
        counts = _Counts(mine, kinds)
        probability = np.cumsum(counts.jump, axis=0)
        error = _jackknife(mine, counts) if variance is Variance.JACKKNIFE else _aalen(counts)
        with np.errstate(divide="ignore", invalid="ignore"):
            relative = np.where(probability > 0, error / probability, np.nan)
        low, high = limits(probability, relative, z, interval)
        found.append(
            Incidence(
                label,
                kinds,
                counts.times,
                counts.at_risk,
                counts.events,
                counts.censored,
                counts.after,
                probability,
                error,
                low,
                high,
            )
        )
    return tuple(found)


def gray_test(
    rows: FollowUp, by: Labels, *, kind: int = 1, strata: Labels | None = None, rho: float = 0.0
) -> GrayTest:
    """Test whether groups have the same cumulative incidence of `kind`.

    Differences at a time weigh (1 - F)^rho, F the incidence of all groups together. Raises Unsound where
    there is one group only, no event of the kind, or rows enter late or have weights.
    """
    labels, codes = coded("The groups", by, len(rows))
    if len(labels) < 2:
        raise Unsound("There is only one group; nothing can be compared.")
    if rows.entry is not None or rows.weights is not None:
        raise Unsound("Gray's test knows neither weights nor late entries.")
    if not (rows.event == kind).any():
        raise Unsound(f"There is no event of kind {kind}; nothing can be compared.")
    stratum = np.zeros(len(rows), np.int64) if strata is None else coded("The strata", strata, len(rows))[1]
    slope, covariance = np.zeros(len(labels)), np.zeros((len(labels), len(labels)))
    for k in range(int(stratum.max()) + 1):
        inside = np.flatnonzero(stratum == k)
        s, v = _gray_sums(rows.only(inside), codes[inside], len(labels), kind, rho)
        slope += s
        covariance += v
    slope, covariance = slope[:-1], covariance[:-1, :-1]
    try:
        statistic = float(slope @ np.linalg.solve(covariance, slope))
    except np.linalg.LinAlgError as singular:
        raise Unsound("The groups cannot be compared: one of them was never at risk.") from singular
    return GrayTest(kind, labels, statistic, len(slope), chi_squared_p(statistic, len(slope)))


def _kinds(rows: FollowUp) -> tuple[int, ...]:
    kinds = tuple(int(kind) for kind in np.unique(rows.event) if kind)
    if not kinds:
        raise Unsound("There is no event; nothing can be estimated.")
    return kinds


class _Counts:
    """Rows of one group by time: events of each kind, and the jumps of the incidence that they make."""

    def __init__(self, rows: FollowUp, kinds: tuple[int, ...]) -> None:
        axis = rows.axis
        slots = len(axis.times)
        place = np.searchsorted(kinds, rows.event) + 1
        place[rows.event == 0] = 0
        wide = len(kinds) + 1
        cells = np.bincount(axis.slot * wide + place, rows.weights, slots * wide)
        table: Floats = cells.reshape(slots, wide).astype(np.float64)
        ends = table.sum(axis=1)
        used = ends > 0
        at_risk = np.cumsum(ends[::-1])[::-1]
        if axis.enter is not None:
            begun = np.bincount(axis.enter, rows.weights, slots + 1).astype(np.float64)
            at_risk = at_risk - np.cumsum(begun[::-1])[::-1][1:]
        self.first = np.concatenate(([0], np.cumsum(used)))  # steps before each slot of the axis
        self.slot = self.first[1:] - 1  # the step of each slot
        self.times = axis.times[used]
        self.at_risk = at_risk[used]
        self.events = table[used, 1:]
        self.censored = table[used, 0]
        self.place = place  # of each row, its kind: 0 censored, then 1, 2, …
        self.all = self.events.sum(axis=1)
        left = np.maximum(self.at_risk - self.all, 0.0)
        left[left <= self.at_risk * 1e-12] = 0.0
        self.left = left
        self.after = np.cumprod(left / self.at_risk, dtype=np.float64)
        self.before = np.concatenate(([1.0], self.after[:-1]))
        self.jump = self.events * (self.before / self.at_risk)[:, None]


def _jackknife(rows: FollowUp, counts: _Counts) -> Floats:
    """Standard errors: the root of the sum of all rows' squared influences on F(t).

    Once a row has ended its influence is `level` + `slope` · F(t); while it is at risk it is known functions
    of t, less what the steps before its entry would have added. So sums of squares are running sums of a few
    moments, and no table of rows by times is needed.
    """
    axis = rows.axis
    end = counts.slot[axis.slot]
    w2 = np.ones(len(rows)) if rows.weights is None else rows.weights**2
    steps, n = len(counts.times), counts.at_risk
    with np.errstate(divide="ignore", invalid="ignore"):
        lost = np.where(counts.left > 0, counts.all / (n * counts.left), 0.0)
        own = np.where(counts.left > 0, 1 / counts.left, 0.0)
    a = np.cumsum(lost)  # what everybody at risk adds to log S
    died = counts.place > 0
    began = np.zeros(len(rows), np.int64) if axis.enter is None else counts.first[axis.enter]

    def until_entry(so_far: Floats) -> Floats:
        return np.concatenate(([0.0], so_far))[began]

    def running(moment: Floats) -> Floats:
        return np.cumsum(np.bincount(end, w2 * moment, steps))

    def at_risk_after(moment: Floats) -> Floats:
        return np.cumsum(np.bincount(began, w2 * moment, steps)) - running(moment)

    errors = np.empty_like(counts.events)
    for kind in range(counts.events.shape[1]):
        jump = counts.jump[:, kind]
        f, c, b = np.cumsum(jump), np.cumsum(jump * (a - lost)), np.cumsum(jump / n)
        a_in, f_in, c_in, b_in = (until_entry(so_far) for so_far in (a, f, c, b))
        taken = a_in * f_in - c_in + b_in
        slope = a[end] - a_in - np.where(died, own[end], 0.0)
        level = (c - b)[end] - a_in * f[end] + taken - slope * f[end]
        level += np.where(counts.place == kind + 1, (counts.before / n)[end], 0.0)
        variance = running(level * level) + 2 * f * running(level * slope) + f * f * running(slope * slope)
        g = c - b
        variance += g * g * at_risk_after(np.ones(len(rows)))
        if axis.enter is not None:
            variance += f * f * at_risk_after(a_in * a_in) + at_risk_after(taken * taken)
            variance += 2 * (g * at_risk_after(taken) - g * f * at_risk_after(a_in))
            variance -= 2 * f * at_risk_after(a_in * taken)
        errors[:, kind] = np.sqrt(np.maximum(variance, 0.0))
    return errors


def _aalen(counts: _Counts) -> Floats:
    """Standard errors by Aalen's estimator, with the finite correction for ties that `cuminc` makes."""
    n, before, after = counts.at_risk, counts.before, counts.after
    inverse = np.where(after > 0, 1 / np.where(after > 0, after, 1), 0.0)
    errors = np.empty_like(counts.events)
    for kind in range(counts.events.shape[1]):
        f = np.cumsum(counts.jump[:, kind])
        sums = np.zeros((3, len(n)))
        for of_kind in (True, False):
            d = counts.events[:, kind] if of_kind else counts.all - counts.events[:, kind]
            each = (before / n) ** 2 * d * _tied(d, n)
            each = np.where(of_kind | (after > 0), each, 0.0)
            by_f = f * inverse + (1.0 if of_kind else 0.0)
            sums += each * np.stack([by_f * by_f, by_f * inverse, inverse * inverse])
        first, cross, last = np.cumsum(sums, axis=1)
        errors[:, kind] = np.sqrt(np.maximum(first - 2 * f * cross + f * f * last, 0.0))
    return errors


def _tied(d: Floats, n: Floats) -> Floats:
    """What d ties among n leave of a variance: 1 - (d-1)/(n-1)."""
    found: Floats = np.where(d > 1, 1 - (d - 1) / np.where(n > 1, n - 1, 1), 1.0)
    return found


def _gray_sums(rows: FollowUp, codes: Ints, groups: int, kind: int, rho: float) -> tuple[Floats, Floats]:
    """The scores of one stratum and their covariance; a row for each group, a column for each time.

    Names follow Gray (1988): R is the number at risk over the survival just before, h that times 1 - F.
    """
    axis = rows.axis
    slots = len(axis.times)
    of = np.where(rows.event == kind, 1, np.where(rows.event == 0, 0, 2))
    cells = np.bincount((codes * slots + axis.slot) * 3 + of, minlength=groups * slots * 3)
    table: Floats = cells.reshape(groups, slots, 3).astype(np.float64)
    ends = table.sum(axis=2)
    n = np.cumsum(ends[:, ::-1], axis=1)[:, ::-1]
    used = table[:, :, 1:].any(axis=(0, 2))
    n, d, other = n[:, used], table[:, used, 1], table[:, used, 2]
    there = n > 0
    safe = np.where(there, n, 1.0)
    after = np.cumprod(np.where(there, (n - d - other) / safe, 1.0), axis=1)
    before = np.concatenate((np.ones((groups, 1)), after[:, :-1]), axis=1)
    jump = np.where(there, before * d / safe, 0.0)
    own = np.cumsum(jump, axis=1) - jump  # F of each group just before
    big_r = np.where(there, n / np.where(before > 0, before, 1.0), 0.0)
    r_all, h_all = big_r.sum(axis=0), (big_r * (1 - own)).sum(axis=0)
    dead = d.sum(axis=0)
    f = np.cumsum(dead / r_all)
    f_before = f - dead / r_all
    weigh = (1 - f_before) ** rho
    scores = (weigh * (d - dead * big_r * (1 - own) / h_all)).sum(axis=1)

    part = big_r / r_all
    a = weigh * (np.eye(groups)[:, :, None] * big_r - big_r[:, None, :] * part[None, :, :])
    c = np.cumsum(a * (dead / (r_all * (1 - f_before))), axis=2)
    last = c[:, :, -1]
    alive = after > 0
    rest = np.where(alive, (1 - f) / np.where(alive, after, 1.0), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ties = np.where(dead > 1, 1 - (dead - 1) / (r_all * before - 1), 1.0)
        mine = np.where(there & (dead > 0), ties * before * dead / (r_all * safe), 0.0)
    theirs = np.where(alive & (other > 0), _tied(other, n) * (before / safe) ** 2 * other, 0.0)
    # each event moves group i by what it moved at the time, and by what it changes of all later times
    at_once = a - (1 - rest) * c + (1 - rest) * last[:, :, None]
    later = rest * (last[:, :, None] - c)
    covariance = np.einsum("ikt,jkt,kt->ij", at_once, at_once, mine)
    covariance += np.einsum("ikt,jkt,kt->ij", later, later, theirs)
    return scores, covariance

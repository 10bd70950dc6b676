"""Are hazards proportional? The score test against a coefficient that changes with a function of time.

Grambsch & Therneau 1994, doi:10.1093/biomet/81.3.515, in the exact form of R's `cox.zph` from survival 3.0
on: the score test of x·g(t) added to the model, not the approximation with one mean variance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stegvis.statistics.arrays import Floats
from stegvis.statistics.cox import ChiSquared, CoxFit
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.normal import chi_squared_p

NOTHING = 1e-11
"""What rounding may leave of a variance that is 0, in parts of what it was."""


class Clock(StrEnum):
    """The function of time along which coefficients may change.

    `km`: one less the survival of all just before (R's default). `identity`: time. `log`: its logarithm.
    `rank`: the rank of the time among all rows' ends.
    """

    KM = "km"
    IDENTITY = "identity"
    LOG = "log"
    RANK = "rank"


@dataclass(frozen=True, eq=False)
class ProportionalHazards:
    """A test for each term and one for all (`whole`). A small P speaks against proportional hazards."""

    clock: Clock
    terms: Mapping[str, ChiSquared]
    whole: ChiSquared


def proportional_hazards(
    fit: CoxFit, *, clock: Clock | str = Clock.KM, terms: Mapping[str, Sequence[str]] | None = None
) -> ProportionalHazards:
    """Test the model. `terms` puts coefficients together, for example the levels of a factor, by name.

    Without it every coefficient is a term. Clusters are not taken into account, as R does not either. Raises
    Unsound where a coefficient could not be told at two times, as all events lie on one.
    """
    clock = Clock(clock)
    fitted = fit.fitted
    point = fitted.point
    sets = point.sets
    at = _on(clock, fitted.rows, sets.times)
    at = at - np.average(at, weights=sets.deaths)
    dying, bins = sets.dying, sets.dies_in
    size = np.ones(len(dying)) if sets.size is None else sets.size[dying]
    left = (point.x[dying] - point.mean_x[bins]) * (size * at[bins])[:, None]
    slope = left.sum(axis=0)
    plain, once, twice = point.information(), point.information(at), point.information(at * at)
    names = list(fit.names)
    groups = {name: [name] for name in names} if terms is None else terms
    found = {}
    for term, members in groups.items():
        which = [names.index(member) for member in members]
        found[term] = _score(slope, plain, once, twice, which)
    return ProportionalHazards(clock, found, _score(slope, plain, once, twice, list(range(len(names)))))


def _score(slope: Floats, plain: Floats, once: Floats, twice: Floats, which: list[int]) -> ChiSquared:
    """u' V⁻¹ u, where V is what the variance of u keeps once the coefficients are estimated."""
    u = slope[which]
    cross = once[:, which]
    whole = twice[np.ix_(which, which)]
    variance = whole - cross.T @ np.linalg.solve(plain, cross)
    scale = np.sqrt(np.diag(whole))
    if scale.min() <= 0 or np.linalg.eigvalsh(variance / np.outer(scale, scale))[0] <= NOTHING:
        raise Unsound("There are too few times with events to tell whether hazards are proportional.")
    statistic = float(u @ np.linalg.solve(variance, u))
    return ChiSquared(statistic, len(which), chi_squared_p(statistic, len(which)))


def _on(clock: Clock, rows: FollowUp, times: Floats) -> Floats:
    """Times on the clock. Case weights do not count, as in R."""
    if clock is Clock.IDENTITY:
        return times
    if clock is Clock.LOG:
        if times.min() <= 0:
            raise Unsound("The logarithm of time needs times above 0.")
        return np.log(times)
    if clock is Clock.RANK:
        ends = np.sort(rows.time)
        low = np.searchsorted(ends, times, side="left")
        high = np.searchsorted(ends, times, side="right")
        return (low + high + 1) / 2
    (all_together,) = kaplan_meier(FollowUp(rows.time, rows.event, rows.entry))
    before = np.searchsorted(all_together.times, times, side="left")
    return 1 - np.concatenate(([1.0], all_together.survival))[before]

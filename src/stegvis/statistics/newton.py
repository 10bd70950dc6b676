"""The coefficients at which a partial likelihood is highest, or in words why there are none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stegvis.statistics.arrays import Floats
from stegvis.statistics.errors import Infinite, Redundant, Unsound
from stegvis.statistics.likelihood import Likelihood, Point

STEPS = 60
EXACT = 1e-20  # squared length of the last step in standard errors, for each event: well under 1e-8 relative
STILL = 1e-6  # so little left to gain, and yet …
FAR = 0.05  # … so long a step along a covariate's whole range: there is no highest point
SINGULAR = 1e-11  # what a covariate has of its own, as a part of all its information


def maximise(
    likelihood: Likelihood,
    null: Point,
    information: Floats,
    span: Floats,
    names: Sequence[str],
    start: Floats | None = None,
) -> tuple[Floats, Point, Floats, int]:
    """Coefficients, the likelihood there, its information, and the number of steps taken.

    `null` is the likelihood at 0 with its `information`, `span` the range of each covariate; `start` is where
    to begin, if that is higher. Raises Unsound where a covariate does not vary among people at risk together,
    is a combination of others, or has no finite estimate (monotone likelihood).
    """
    _vary(information, names)
    beta, here = np.zeros(len(names)), null
    if start is not None:
        ahead = likelihood.at(start)
        if ahead.loglik > null.loglik:
            beta, here, information = start, ahead, ahead.information()
    events = float(likelihood.sets.weight.sum())
    for number in range(STEPS):
        step = _step(information, here.slope)
        gain = float(here.slope @ step) if step is not None else 0.0
        if step is None or (gain < STILL and np.max(np.abs(step) * span) > FAR):
            raise Infinite(_monotone(np.ones(len(beta)) if step is None else np.abs(step) * span, names))
        if gain < EXACT * events:
            return beta + step, here, information, number
        ahead = likelihood.at(beta + step)
        halvings = 0
        while not ahead.loglik >= here.loglik - 1e-11 * abs(here.loglik):
            halvings += 1
            if halvings > 40:
                return beta, here, information, number
            step = step / 2
            ahead = likelihood.at(beta + step)
        beta, here = beta + step, ahead
        information = here.information()
    raise Unsound("The model does not converge; look at the covariates: " + ", ".join(names) + ".")


def _step(information: Floats, slope: Floats) -> Floats | None:
    """Newton's step; None where the information has come to nothing on the way."""
    scale = np.sqrt(np.maximum(np.diag(information), 0.0))
    if not np.isfinite(information).all() or scale.min() <= 0:
        return None
    try:
        factor = np.linalg.cholesky(information / np.outer(scale, scale))
    except np.linalg.LinAlgError:
        return None
    return np.linalg.solve(factor.T, np.linalg.solve(factor, slope / scale)) / scale


def _vary(information: Floats, names: Sequence[str]) -> None:
    """Refuse covariates without information of their own, before any step. Columns are standardised."""
    own = np.diag(information)
    flat = [name for name, value in zip(names, own, strict=True) if value <= SINGULAR * max(own.max(), 1.0)]
    if flat:
        raise Redundant(
            f"{_listed(flat)}: no difference among those at risk together at any event, so there is nothing "
            "to estimate. Leave it out."
        )
    # Cholesky by hand: what is left of each covariate after those before it
    left = information / np.sqrt(np.outer(own, own))
    for k, name in enumerate(names):
        if left[k, k] <= SINGULAR:
            raise Redundant(f"{name} is a combination of the covariates before it. Leave one of them out.")
        left = left - np.outer(left[:, k], left[k]) / left[k, k]


def _monotone(reach: Floats, names: Sequence[str]) -> str:
    guilty = [name for name, far in zip(names, reach, strict=True) if far > FAR / 5]
    return (
        f"{_listed(guilty)}: the estimate runs away to infinity (monotone likelihood). At every event those "
        "who had it have the most extreme value of all at risk, or a group has no event. No hazard ratio is "
        "given; join groups, or leave the covariate out."
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)

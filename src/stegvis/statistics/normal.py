"""The normal and chi-squared distributions, as far as estimates and tests need them."""

from __future__ import annotations

import math

from scipy import special

from stegvis.statistics.errors import Unsound


def z_value(conf_level: float) -> float:
    """How many standard errors a two-sided interval reaches: 1.96 for .95. Raises Unsound outside (0, 1)."""
    if not 0 < conf_level < 1:
        raise Unsound("The level of confidence lies between 0 and 1, for example 0.95.")
    return float(special.ndtri(0.5 + conf_level / 2))


def upper_z(tail: float) -> float:
    """The value that a standard normal exceeds with this probability."""
    return float(-special.ndtri(tail))


def below(z: float) -> float:
    """The probability that a standard normal lies under z."""
    return float(special.ndtr(z))


def two_sided(z: float) -> float:
    """The probability that a standard normal lies as far from 0 as z, on either side."""
    return float(2 * special.ndtr(-abs(z)))


def chi_squared_p(statistic: float, df: int) -> float:
    """The probability of a chi-squared value at least this large; nan where there is nothing to test."""
    if df < 1 or math.isnan(statistic):
        return math.nan
    return float(special.chdtrc(df, max(statistic, 0.0)))

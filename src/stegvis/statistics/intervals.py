"""Confidence limits of a survival probability."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from stegvis.statistics.arrays import Floats


class Interval(StrEnum):
    """The scale on which limits are symmetric.

    `log` is what R's `survfit` takes by default, `log-log` what SAS does (Kalbfleisch & Prentice 1980),
    `plain` the scale of the probability itself (Greenwood 1926).
    """

    LOG = "log"
    LOG_LOG = "log-log"
    PLAIN = "plain"


def limits(survival: Floats, log_error: Floats, z: float, interval: Interval) -> tuple[Floats, Floats]:
    """Lower and upper limits, from S and the standard error of log S.

    Limits stay within 0 and 1. Where S is 0 there are none (nan); where it is still 1 both are 1, but none on
    the log-log scale.
    """
    some = np.where(survival > 0, survival, np.nan)
    reach = z * log_error
    with np.errstate(divide="ignore", invalid="ignore"):
        if interval is Interval.LOG:
            low, high = some * np.exp(-reach), some * np.exp(reach)
        elif interval is Interval.PLAIN:
            low, high = some - some * reach, some + some * reach
        else:
            log = np.log(some)
            low, high = np.exp(log * np.exp(-reach / log)), np.exp(log * np.exp(reach / log))
            whole = survival >= 1
            low, high = np.where(whole, np.nan, low), np.where(whole, np.nan, high)
    return np.maximum(low, 0.0), np.minimum(high, 1.0)

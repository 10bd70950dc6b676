"""Sums over the deaths of one time that Cox's partial likelihood needs, without stepping through the deaths.

With d deaths at a time, R the risk of all at risk and E that of the d, Efron (1977, doi:10.2307/2286217)
takes the d deaths one after the other, each time with E/d less: the l-th, l = 0 … d-1, has the denominator
R (1 - l/a), a = d R/E ≥ d. Sums over l have closed forms: few deaths are summed as they are, of many all but
the last 32 by the Euler–Maclaurin formula at midpoints, which is exact to rounding there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stegvis.statistics.arrays import Floats, Ints

DIRECT = 64  # up to so many deaths at one time are summed one by one
LAST = 32  # so many last deaths always are, where 1/(a - l) may be steep


@dataclass(frozen=True, eq=False)
class Tied:
    """For each time, with u = 1 / (1 - l/a): `s0` Σu, `s1` Σ(l/d)u, `q0` Σu², `q1` Σ(l/d)u², `q2` Σ(l/d)²u²,
    and `logs` Σ log(1 - l/a)."""

    s0: Floats
    s1: Floats
    q0: Floats
    q1: Floats
    q2: Floats
    logs: Floats


def breslow(deaths: Ints) -> Tied:
    """All deaths of a time have the whole risk set before them (Breslow 1974, doi:10.2307/2529620)."""
    d = deaths.astype(np.float64)
    none = np.zeros(len(d))
    return Tied(d, none, d, none, none, none)


def efron(deaths: Ints, risk: Floats, deaths_risk: Floats) -> Tied:
    """Efron's sums; `risk` is R, `deaths_risk` E, for each time."""
    sums = np.zeros((6, len(deaths)))
    sums[0] = sums[2] = 1.0  # one death: u = 1
    several = deaths > 1
    for which, way in ((several & (deaths <= DIRECT), _one_by_one), (deaths > DIRECT, _closed)):
        if which.any():
            d = deaths[which].astype(np.float64)
            a = d * np.maximum(risk[which] / deaths_risk[which], 1.0)
            sums[:, which] = way(d, a)
    return Tied(*sums)


def _one_by_one(d: Floats, a: Floats) -> Floats:
    counts = d.astype(np.int64)
    starts = np.cumsum(counts) - counts
    which = np.repeat(np.arange(len(d)), counts)
    step = np.arange(int(counts.sum())) - starts[which]
    return np.add.reduceat(_terms(step / a[which], step / d[which]), starts, axis=1)


def _terms(part: Floats, share: Floats) -> Floats:
    """The six summands for l/a = `part` and l/d = `share`."""
    u = 1 / (1 - part)
    return np.stack([u, share * u, u * u, share * u * u, share * share * u * u, np.log1p(-part)])


def _closed(d: Floats, a: Floats) -> Floats:
    last = d[:, np.newaxis] - np.arange(1, LAST + 1)
    end = _terms(last / a[:, np.newaxis], last / d[:, np.newaxis]).sum(axis=2)
    m = d - LAST
    top, low = a + 0.5, a - m + 0.5  # a - l at the midpoints before l = 0 and after l = m - 1

    def between(power: int) -> Floats:
        return np.asarray(low**-power - top**-power, dtype=np.float64)

    # Σ 1/(a-l), Σ 1/(a-l)² and Σ log(1 - l/a) for l < m
    one = -np.log1p(-m / top) - between(2) / 24 + between(4) * 7 / 960
    one += -between(6) * 31 / 8064 + between(8) * 127 / 30720
    two = m / (top * low) - between(3) / 12 + between(5) * 7 / 240
    two += -between(7) * 31 / 1344 + between(9) * 127 / 3840
    logs = top * np.log1p(0.5 / a) - low * np.log1p((0.5 - m) / a) - m
    logs += between(1) / 24 - between(3) * 7 / 2880 + between(5) * 31 / 40320 - between(7) * 127 / 215040
    r = a / d
    begin: Floats = np.stack(
        [
            a * one,
            r * (a * one - m),
            a * a * two,
            r * a * (a * two - one),
            r * r * (a * a * two - 2 * a * one + m),
            logs,
        ]
    )
    begin += end
    return begin

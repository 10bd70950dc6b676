"""Writes the invented data sets in `data/`: seeded, so that anybody gets the same rows. Facts are `known()`.

6-MP: Freireich et al. 1963 (Blood 21:699), remission in weeks. AML: Embury et al. 1977 as in Miller 1981.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"
Rows = Iterable[Sequence[object]]


def write(name: str, header: str, rows: Rows) -> None:
    with (DATA / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def told(group: int, times: str) -> list[tuple[int, int, int]]:
    """Times as they stand in print: a plus marks those censored."""
    return [(int(time.rstrip("+")), int(not time.endswith("+")), group) for time in times.split()]


def known() -> None:
    write(
        "sixmp",
        "time event treated",
        told(1, "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
        + told(0, "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"),
    )
    write(
        "aml",
        "time event maintained",
        told(1, "9 13 13+ 18 23 28+ 31 34 45+ 48 161+") + told(0, "5 5 8 8 12 16+ 23 27 30 33 43 45"),
    )
    write("flat", "time event group", [(day, 1, day % 2) for day in range(1, 7)])
    write("pair", "time event group", [(3, 1, 0), (5, 1, 1)])


def invented() -> None:
    rng = np.random.default_rng(1963)

    def ends(hazard: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
        due = np.ceil(rng.exponential(1 / hazard))
        left = np.ceil(rng.uniform(0, 2.2 * horizon, len(hazard)))
        seen = np.minimum(np.minimum(due, left), horizon)
        return seen.astype(int), (due == seen).astype(int)

    n = 160
    dose, age = rng.integers(0, 3, n), rng.integers(20, 61, n)
    time, event = ends(0.10 * np.exp(0.35 * dose - 0.02 * (age - 40)), 12)
    write("ties", "time event dose age", zip(time, event, dose, age, strict=True))

    n = 300
    site, arm, age = rng.integers(0, 3, n), rng.integers(0, 2, n), rng.normal(41, 10, n).round(1)
    time, event = ends((0.003 + 0.002 * site) * np.exp(0.25 * arm - 0.02 * (age - 41)), 365)
    write("sites", "time event site arm age", zip(time, event, site, arm, age, strict=True))

    n = 220
    arm, score = rng.integers(0, 2, n), rng.normal(0, 1, n).round(2)
    time, event = ends(0.02 * np.exp(0.5 * arm + 0.3 * score), 90)
    entry = np.floor(rng.uniform(0, 1, n) * np.minimum(time, 30)).astype(int)
    write("entry", "entry time event arm score", zip(entry, time, event, arm, score, strict=True))

    n = 140
    arm, age = rng.integers(0, 2, n), rng.integers(25, 60, n)
    time, event = ends(0.03 * np.exp(-0.4 * arm + 0.01 * (age - 40)), 40)
    weight = rng.choice([0.5, 1.0, 1.25, 2.0, 3.5], n)
    whole = rng.integers(1, 5, n)
    write(
        "weights", "time event arm age weight whole", zip(time, event, arm, age, weight, whole, strict=True)
    )

    n = 260
    clinic = rng.integers(1, 31, n)
    shared = rng.normal(0, 0.5, 31)[clinic]
    arm, age = (clinic % 2).astype(int), rng.integers(25, 60, n)
    time, event = ends(0.02 * np.exp(0.3 * arm + shared), 60)
    write("clusters", "time event clinic arm age", zip(time, event, clinic, arm, age, strict=True))

    n = 280
    arm, site, age = rng.integers(0, 3, n), rng.integers(0, 2, n), rng.integers(25, 60, n)
    time, event = ends(0.05 * np.exp(0.3 * arm), 30)
    kind = np.where(event == 1, 1 + (rng.random(n) < 0.35 + 0.1 * site), 0)
    row = np.arange(n)
    entry, weight = np.where(row % 3 == 0, time // 4, 0), 1 + (row % 4) / 2
    columns = (entry, time, kind, arm, site, age, weight)
    write("competing", "entry time event arm site age weight", zip(*columns, strict=True))

    rows = []
    for person in range(1, 91):
        arm, age, frailty = int(rng.integers(0, 2)), int(rng.integers(25, 60)), rng.gamma(2, 0.5)
        start, stop = 0, int(rng.integers(120, 366))
        while start < stop:
            day = start + int(np.ceil(rng.exponential(120 / (frailty * np.exp(0.4 * arm)))))
            rows.append((person, start, min(day, stop), int(day <= stop), arm, age))
            start = min(day, stop)
    write("recurrent", "person start stop event arm age", rows)

    n = 80
    arm, x, z = rng.integers(0, 2, n), rng.normal(0, 1, n).round(4), rng.normal(0, 2, n).round(4)
    due, left = rng.exponential(1 / (0.2 * np.exp(0.6 * arm - 0.4 * x))), rng.exponential(9, n)
    time, event = np.minimum(due, left).round(6), (due <= left).astype(int)
    write("unrounded", "time event arm x z", zip(time, event, arm, x, z, strict=True))


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    known()
    invented()

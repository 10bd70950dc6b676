"""Our engine for `./run bench outcomes`, in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from stegvis.benefits.days import day_to_int
from stegvis.benefits.reading import read
from stegvis.benefits.register import REGISTERS
from stegvis.outcomes.columns import needed
from stegvis.outcomes.engine import answered
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.outcomes.table import Answers

END = date(2014, 12, 31)
ONE = {"one": OUTCOMES.get("free_35_days_without_baseline")}
MANY = {
    f"{length} days, {level} %": replace(ONE["one"], length=length, level=level)
    for length in (7, 14, 21, 28, 30, 35, 42, 49, 56, 60, 84, 90)
    for level in (0, 20, 50, 80)
}


def main(folder: Path) -> None:
    seconds: dict[str, float] = {}
    end = day_to_int(END)

    def timed(what: str, begun: float) -> None:
        seconds[what] = time.perf_counter() - begun

    register = REGISTERS.get("plain")
    begun = time.perf_counter()
    with read(
        folder / "text.parquet", folder / "text_people.parquet", register=register, register_end=END
    ) as histories:
        list(answered(histories, ONE, register_end=end, jobs=False))
    timed("text ids, all checks, compiling", begun)
    begun = time.perf_counter()
    with read(
        folder / "spells.parquet", folder / "people.parquet", register=register, register_end=END
    ) as histories:
        batches = list(histories.batches())
        timed("integer ids, read and checked", begun)
        needed(histories.people, ONE.values())
        for what, outcomes in (("columns in memory to answers", ONE), ("48 definitions", MANY)):
            times = []
            for _round in range(3):
                begun = time.perf_counter()
                found = list(answered(histories, outcomes, register_end=end, jobs=False))
                times.append(time.perf_counter() - begun)
            seconds[what] = sorted(times)[1]
            if outcomes is ONE:
                total = sum(_sum(part.answers["one"]) for part in found)
    assert batches
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": most, "sum": total}))


def _sum(answers: Answers) -> int:
    """The days of those who are back, and who they are."""
    back = answers.event[:, 0] == 1
    return int(answers.time[back, 0].astype(np.int64).sum() + back.sum())


main(Path(sys.argv[2]))

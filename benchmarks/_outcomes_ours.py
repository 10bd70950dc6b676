"""Our engine for `./run bench outcomes`, in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from stegvis.benefits.days import day_to_int
from stegvis.benefits.reading import read
from stegvis.benefits.register import REGISTERS
from stegvis.outcomes.engine import Answered, answered
from stegvis.outcomes.outcome import OUTCOMES, Outcome
from stegvis.outcomes.table import Answers

WHOLE = "integer ids, files to answers, all checks"
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

    def files_to_answers(outcomes: Mapping[str, Outcome]) -> list[Answered]:
        with read(
            folder / "spells.parquet", folder / "people.parquet", register=register, register_end=END
        ) as histories:
            return list(answered(histories, outcomes, register_end=end, jobs=False))

    def median(what: str, run: Callable[[], list[Answered]]) -> list[Answered]:
        times = []
        for _round in range(4):  # the first loads what was compiled
            begun = time.perf_counter()
            found = run()
            times.append(time.perf_counter() - begun)
        seconds[what] = sorted(times[1:])[1]
        return found

    found = median(WHOLE, lambda: files_to_answers(ONE))
    median(f"{WHOLE}, 48 definitions", lambda: files_to_answers(MANY))
    total = sum(_sum(part.answers["one"]) for part in found)
    with read(
        folder / "spells.parquet", folder / "people.parquet", register=register, register_end=END
    ) as histories:
        list(histories.batches())
        for what, outcomes in (("kernel alone", ONE), ("kernel alone, 48 definitions", MANY)):
            median(
                what,
                lambda outcomes=outcomes: list(  # type: ignore[misc]
                    answered(histories, outcomes, register_end=end, jobs=False)
                ),
            )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": most, "sum": total}))


def _sum(answers: Answers) -> int:
    """The days of those who are back, and who they are."""
    back = answers.event[:, 0] == 1
    return int(answers.time[back, 0].astype(np.int64).sum() + back.sum())


main(Path(sys.argv[2]))

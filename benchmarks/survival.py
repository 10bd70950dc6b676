"""`./run bench survival [ROWS]`: survival analysis beside lifelines, statsmodels, scikit-survival and R.

A million rows of whole days, and 400. Every engine and task is a process of its own, so that its peak memory
stands beside its time (median after a warm-up). All answers are compared with ours; the benchmark ends with
exit code 1 where one differs. The peers are measured only: they live in an environment of their own in the
cache and are no dependencies.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tools import CACHE, ROOT
from tools.need import R, need

SEED = 7
LIMIT = 60  # seconds for a process; what takes longer is skipped
PINS = (
    "lifelines==0.30.3",
    "statsmodels==0.15.0",
    "scikit-survival==0.28.0",
    "numpy==2.4.6",
    "scipy==1.17.1",
    "pandas==2.3.3",
)
OURS = {"ours": "ours, NumPy alone", "compiled": "ours, compiled counting"}
PEERS = ("statsmodels", "lifelines", "scikit-survival")
EXACT, FITTED = 1e-8, 1e-5  # how far answers may differ, relative; fits stop by rules of their own


@dataclass(frozen=True)
class Result:
    """Median seconds of so many runs, peak memory in MB, and the answer."""

    seconds: float
    runs: int
    peak: float
    answer: list[float]


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rscript, python = need(R), _peers()
    with TemporaryDirectory(prefix="stegvis-survival-") as folder:
        large, small = Path(folder) / "large", Path(folder) / "small"
        write(large, rows)
        write(small, 400)
        bench = _Bench(python, rscript)
        print(f"Seed {SEED}. Peak memory is the whole process, with interpreter, libraries and data.")
        for task in ("km", "log-rank", "gehan"):
            found = bench.table(
                f"{task}, {rows:,} rows, whole days", task, large, EXACT, ("ours", "compiled")
            )
            peers = [name for name in PEERS if name in found]
            _goal(found, "compiled", peers, 15, "best Python peer")
            _goal(found, "ours", peers, None, "best Python peer, NumPy alone")
        found = bench.table(f"Cox, {rows:,} × 3, Efron", "cox", large, FITTED, ("ours",))
        for peer, goal in (("R coxph", 10), ("R coxph.fit", 2), ("lifelines", 50)):
            _goal(found, "ours", [peer], goal, peer)
        for task, tolerance in (("km", EXACT), ("log-rank", EXACT), ("cox", FITTED)):
            found = bench.table(f"{task}, 400 rows", task, small, tolerance, ("ours",))
            _goal(found, "ours", ["statsmodels"], 1, "statsmodels")
        print("\nDay tables of three hospitals, covariates in whole numbers")
        parts = {
            "pooled": "fit of all rows",
            "tables": "making the tables",
            "from-tables": "fit from the tables",
        }
        answers = {}
        for task, words in parts.items():
            result = bench.python("ours", task, large)
            _row(words, result)
            answers[task] = result
        pooled, tabled = answers["pooled"], answers["from-tables"]
        if isinstance(pooled, Result) and isinstance(tabled, Result):
            bench.same("from-tables", tabled.answer, pooled.answer, EXACT)
    for words in bench.different:
        print(words, file=sys.stderr)
    return 1 if bench.different else 0


def write(folder: Path, rows: int) -> None:
    """Made-up follow-up: whole days up to 365, two groups, three covariates; for NumPy and raw for R."""
    rng = np.random.default_rng(SEED)
    x = rng.normal(size=(rows, 3))
    group = rng.integers(0, 2, rows)
    whole = np.column_stack((rng.integers(0, 5, rows), rng.integers(0, 2, rows), rng.integers(0, 3, rows)))
    rate = np.exp(x @ [0.3, -0.2, 0.1] + 0.1 * group + whole @ [0.1, -0.2, 0.05]) / 250
    due = np.ceil(rng.exponential(1 / rate))
    seen = rng.integers(60, 366, rows)
    columns = {
        "time": np.minimum(due, seen).astype(np.int64),
        "event": (due <= seen).astype(np.int64),
        "group": group,
        "x": x,
        "whole": whole.astype(np.float64),
        "site": rng.integers(0, 3, rows),
    }
    folder.mkdir()
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column)
        column.astype(np.float64).ravel(order="F").tofile(folder / f"{name}.raw")


class _Bench:
    """Runs engines, prints what they took, and gathers what differs."""

    def __init__(self, peers: Path, rscript: Path) -> None:
        self.peers, self.rscript = peers, rscript
        self.different: list[str] = []

    def table(
        self, title: str, task: str, folder: Path, tolerance: float, mine: tuple[str, ...]
    ) -> dict[str, Result]:
        """Measure a task with ours and with every peer; what was measured, by engine."""
        print(f"\n{title}\n{'':26}{'ms':>11}{'peak MB':>9}{'runs':>6}")
        found: dict[str, Result] = {}
        in_r = {"km": ["km"], "log-rank": ["log-rank"], "gehan": [], "cox": ["cox", "coxph.fit"]}[task]
        for name in (*mine, *PEERS, *in_r):
            if name == "scikit-survival" and task == "gehan":
                continue
            if name in in_r:
                called = {"cox": "R coxph", "coxph.fit": "R coxph.fit"}.get(name, "R survival")
                result = _run([self.rscript, ROOT / "benchmarks/_survival.R", name, folder])
            else:
                called = name
                result = self.python(name, task, folder)
            _row(
                {"ours": "ours, NumPy alone", "compiled": "ours, compiled counting"}.get(called, called),
                result,
            )
            if isinstance(result, Result):
                found[called] = result
                if mine[0] in found:
                    self.same(f"{title}: {called}", result.answer, found[mine[0]].answer, tolerance)
        return found

    def python(self, engine: str, task: str, folder: Path) -> Result | str:
        """Measure one of the Python engines; or why there is nothing to tell."""
        program = self.peers if engine in PEERS else Path(sys.executable)
        return _run([program, ROOT / "benchmarks/_survival_engine.py", engine, task, folder])

    def same(self, name: str, theirs: list[float], ours: list[float], tolerance: float) -> None:
        """Keep a sentence about an answer that is not ours."""
        if not equal(theirs, ours, tolerance):
            self.different.append(f"{name} differs by more than {tolerance}: {theirs} against {ours}.")


def equal(theirs: list[float], ours: list[float], tolerance: float) -> bool:
    """Whether two answers are the same within a relative tolerance."""
    return len(theirs) == len(ours) and all(
        math.isclose(one, other, rel_tol=tolerance) for one, other in zip(theirs, ours, strict=True)
    )


def _run(command: list[Path | str]) -> Result | str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return f"skipped: the process took longer than {LIMIT} s"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        return f"failed: {last[0]}"
    return Result(**json.loads(done.stdout))


def _row(name: str, result: Result | str) -> None:
    if isinstance(result, Result):
        print(f"{name:26}{result.seconds * 1000:11.3f}{result.peak:9.0f}{result.runs:6}", flush=True)
    else:
        print(f"{name:26}  {result}", flush=True)


def _goal(found: dict[str, Result], mine: str, peers: list[str], goal: int | None, words: str) -> None:
    there = [found[name].seconds for name in peers if name in found]
    if mine not in found or not there:
        print(f"  no ratio to {words}: not measured")
        return
    ratio = min(there) / found[mine].seconds
    wanted = "" if goal is None else f" (goal {goal}×: {'met' if ratio >= goal else 'NOT MET'})"
    print(f"  {ratio:.1f}× {words}{wanted}", flush=True)


def _peers() -> Path:
    """Python with the peers in it; made with uv in the cache, anew where the pins have changed."""
    place = CACHE / "bench" / "survival-peers"
    done, python = place / "pins", place / "bin" / "python"
    if not done.exists() or done.read_text() != "\n".join(PINS):
        uv = os.environ.get("UV", "uv")
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, place], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", python, *PINS], check=True)
        done.write_text("\n".join(PINS))
    return python


if __name__ == "__main__":
    sys.exit(main())

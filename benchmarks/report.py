"""`./run bench report [PEOPLE]`: the whole report on an invented trial of 405 people, and on 100 000.

Each is the command itself in a process of its own, from the files to the document: seconds of the wall, and
its most memory. The goal for 405 people is three seconds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import ROOT

GOAL = 3.0
ROUNDS = 3
STEGVIS = Path(sys.executable).with_name("stegvis")
REPORT = (
    *("--group", "arm", "--control", "control", "--site", "site", "--adjust", "age,sex,education"),
    *("--subgroup", "sex,age,education,nrs_pain_activity,odi_ndi", "--definition", "myhre_2014"),
    *("--definitions", "all", "--register-end", "2013-12-31", "--invented", "--quiet"),
)
PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
sys.exit(code)
"""


def main() -> int:
    many = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 100_000
    print(f"{'':34}{'seconds':>9}{'MB':>7}")
    with TemporaryDirectory(prefix="stegvis-report-") as name:
        for people, rounds in ((405, ROUNDS), (many, 1)):
            folder = Path(name) / str(people)
            made = ("demo-trial", "--out", folder, "--people", str(people))
            subprocess.run([STEGVIS, *made], check=True, stderr=subprocess.DEVNULL)
            for kind in ("html", "pdf", "docx") if people == 405 else ("html",):
                seconds, peak = _median(folder, kind, rounds)
                goal = f"   goal {GOAL:g}" if (people, kind) == (405, "html") else ""
                print(f"{f'{people:,} people, .{kind}':34}{seconds:9.2f}{peak:7.0f}{goal}")
    return 0


def _median(folder: Path, kind: str, rounds: int) -> tuple[float, float]:
    """The median of seconds, and the most memory in MB."""
    files = (folder / "spells.csv", folder / "people.csv")
    command = [STEGVIS, "report", "two-arm", *files, *REPORT, "--out", folder / f"report.{kind}"]
    seconds, peaks = [], []
    for _round in range(rounds):
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", PEAK, *map(str, command)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        seconds.append(time.perf_counter() - begun)
        peaks.append(float(done.stdout))
    return sorted(seconds)[len(seconds) // 2], max(peaks)


if __name__ == "__main__":
    sys.exit(main())

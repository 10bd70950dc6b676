"""`./run bench outcomes [PEOPLE] [SPELLS]`: first periods without benefit, against DuckDB, polars and pandas.

A million people and ten million spells in Parquet, not sorted by person. Everybody answers the same question
(35 days without benefit, begun within a year) from integer ids; the answers are compared. Ours checks every
row as well; with text ids it is told beside. Then 48 definitions (12 lengths, 4 levels) beside one, with
reading and without, and the kernel on Spark beside Spark SQL. Peers are installed for this alone, in an
environment of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stegvis.benefits.spells import Benefit
from tools import CACHE, ROOT
from tools.tests import library_environment

PEERS = ("duckdb==1.4.2", "polars==1.35.2", "pandas==2.3.3", "pyarrow==21.0.0", "numpy==2.2.6")
WHOLE = "integer ids, files to answers, all checks"
GRADES = {0: 0.02, 20: 0.05, 40: 0.05, 50: 0.2, 60: 0.05, 80: 0.05, 100: 0.58}
"""How often each is."""


def main() -> int:
    people, spells = (int(word.replace("_", "")) for word in (*sys.argv[1:], "1_000_000", "10_000_000")[:2])
    with TemporaryDirectory(prefix="stegvis-outcomes-") as name:
        folder = Path(name)
        _make(folder, people, spells)
        print(f"{people:,} people, {spells:,} spells, {len(os.sched_getaffinity(0))} processors\n")
        ours = _alone(sys.executable, "ours", folder)
        peers = {peer: _alone(_environment(), peer, folder) for peer in ("duckdb", "polars", "pandas")}
        whole, kernel = (ours["seconds"][name] for name in (WHOLE, "kernel alone"))
        print(f"{'':66}{'peer takes so many times':>32}")
        print(f"{'':66}{'seconds':>8}{'MB':>8}{'the whole':>11}{'the kernel':>11}")
        for name, seconds in ours["seconds"].items():
            print(f"{'stegvis, ' + name:66}{seconds:8.2f}")
        print(f"{'stegvis, its most':66}{'':8}{ours['megabytes']:8.0f}")
        for peer, found in peers.items():
            seconds = found["seconds"]["answers"]
            print(
                f"{peer + ', files to answers, no checks':66}{seconds:8.2f}{found['megabytes']:8.0f}"
                f"{seconds / whole:11.1f}{seconds / kernel:11.1f}"
            )
            if found["sum"] != ours["sum"]:
                print(f"{peer} answers otherwise: {found['sum']} against {ours['sum']}")
                return 1
        for name in (WHOLE, "kernel alone"):
            ratio = ours["seconds"][f"{name}, 48 definitions"] / ours["seconds"][name]
            print(f"48 definitions, {name}: {ratio:.2f} times one")
        return _on_spark(folder)


def _make(folder: Path, people: int, spells: int) -> None:
    random = np.random.default_rng(1)
    index = random.integers(14_600, 15_600, people, dtype=np.int32)
    person = random.integers(0, people, spells, dtype=np.int64)
    start = (index[person] + random.integers(-400, 700, spells)).astype(np.int32)
    end = (start + random.gamma(1.2, 40, spells)).astype(np.int32)
    benefit = random.choice(5, spells, p=[0.5, 0.2, 0.1, 0.1, 0.1]).astype(np.int8)
    grade = random.choice(list(GRADES), spells, p=list(GRADES.values()))
    names = pa.array([str(one) for one in list(Benefit)[:5]])
    columns = {
        "start": pa.array(start).cast(pa.date32()),
        "end": pa.array(end).cast(pa.date32()),
        "benefit": pa.DictionaryArray.from_arrays(pa.array(benefit), names),
        "code": pa.array(benefit),
        "grade": pa.array(grade.astype(np.int16)),
    }
    pq.write_table(pa.table({"person": person, **columns}), folder / "spells.parquet")
    known = pa.array(index).cast(pa.date32())
    pq.write_table(pa.table({"person": np.arange(people), "index_date": known}), folder / "people.parquet")
    words = pa.array(np.char.add("p", np.arange(people).astype(str)))
    pq.write_table(pa.table({"person": words.take(pa.array(person)), **columns}), folder / "text.parquet")
    pq.write_table(pa.table({"person": words, "index_date": known}), folder / "text_people.parquet")


def _on_spark(folder: Path) -> int:
    """Our kernel on Spark beside Spark SQL, each in a session of its own; 1 if they answer otherwise."""
    python = str(library_environment())
    file = ROOT / "benchmarks" / "_outcomes_spark.py"
    found = {}
    for engine, name in (("kernel", "stegvis on Spark, all checks"), ("sql", "Spark SQL, no checks")):
        done = subprocess.run(
            [python, file, engine, folder], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        found[engine] = json.loads(done.stdout.splitlines()[-1])
        for which, seconds in found[engine]["seconds"].items():
            print(f"{name + ', ' + which:66}{seconds:8.2f}")
    for which, seconds in found["sql"]["seconds"].items():
        ratio = seconds / found["kernel"]["seconds"][which]
        print(f"Spark SQL takes so many times as long, {which}: {ratio:.1f} (goal 4)")
    return int(found["sql"]["sum"] != found["kernel"]["sum"])


def _environment() -> str:
    """Python with the peers, made once."""
    place = CACHE / "peers-outcomes"
    python = place / "bin" / "python"
    if not python.exists():
        uv = os.environ.get("UV", "uv")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, place], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *PEERS], check=True)
    return str(python)


def _alone(python: str, engine: str, folder: Path) -> dict[str, dict[str, float]]:
    """One engine in a process of its own: seconds, its most memory, and the sum of its answers."""
    file = ROOT / "benchmarks" / ("_outcomes_ours.py" if engine == "ours" else "_outcomes_peers.py")
    done = subprocess.run(
        [python, file, engine, folder], check=True, capture_output=True, text=True, cwd=ROOT
    )
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    begun = time.perf_counter()
    status = main()
    print(f"\n{time.perf_counter() - begun:.0f} s in all")
    sys.exit(status)

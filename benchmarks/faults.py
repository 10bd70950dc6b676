"""`./run bench faults [ROUNDS]`: a writer killed so often (50) on each database, and PostgreSQL itself
besides.

Prints rounds, acknowledged writes, and of them how many were lost or half done. Exit code 1 if any was.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.killing import Tally, begin, kill_once, rehearsed
from tests.place import Place, newest_release, unpack
from tools.postgres import DURABLE, Server, server


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = random.randrange(10**6)
    print(f"Seed {seed}. A writer is killed with SIGKILL at a random moment.")
    with tempfile.TemporaryDirectory(prefix="stegvis-faults-") as folder:
        filled = Place(Path(folder) / "sqlite")
        filled.data.mkdir()
        unpack(newest_release(), filled)
        filled.must("migrate")
        clean = _report("SQLite", filled, rounds, seed)
        with server(DURABLE) as postgres:
            moved = _moved(filled, Path(folder), postgres)
            clean &= _report("PostgreSQL", moved, rounds, seed)
            clean &= _report("PostgreSQL, killed too", moved, max(rounds // 5, 1), seed, postgres.crash)
    return 0 if clean else 1


def _moved(filled: Place, folder: Path, postgres: Server) -> Place:
    """The same case on PostgreSQL."""
    key, file = folder / "key", folder / "moved.age"
    filled.must("backup", str(file), "--to", filled.must("backup-key", str(key)))
    (folder / "postgresql").mkdir()
    place = Place(folder / "postgresql", postgres.environment)
    place.must("restore", str(file), "--key", str(key))
    place.must("migrate")
    return place


def _report(name: str, place: Place, rounds: int, seed: int, end: Callable[[], None] | None = None) -> bool:
    acts, tally, before = rehearsed(place), Tally(), begin(place)
    for number in range(rounds):
        before = kill_once(place, acts, tally, before, random.Random(f"{seed}:{number}"), end)
    print(
        f"{name}: {tally.rounds} rounds, {tally.acknowledged} acknowledged writes, {tally.lost} lost, "
        f"{tally.half} half done; {tally.unsaid} done and not acknowledged any more; "
        f"{len(tally.findings)} findings in trail, references and pages",
        *tally.findings,
        sep="\n  ",
        flush=True,
    )
    return tally.is_clean


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"A program of the database failed: {error}")

"""`./run bench fuzz [N] [SEED] [NUMBER]`: N requests of nonsense (20 000) to every address of the site.

Half of them meet a site on SQLite, half one on PostgreSQL. NUMBER sends only that request, to look at it.
Exit code 1 if a page crashes.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from tools import ROOT
from tools.postgres import postgres


def main() -> int:
    """Both databases, each in a process of its own."""
    given = [int(word) for word in sys.argv[1:]]
    number, seed = given[0] if given else 20_000, given[1] if len(given) > 1 else int(time.time())
    halves = [range(number // 2), range(number // 2, number)]
    if len(given) > 2:
        halves = [range(given[2], given[2] + 1)] * 2
    with postgres() as environment:
        codes = [_run(halves[0], seed, {"STEGVIS_DATABASE": ""}), _run(halves[1], seed, environment)]
    return max(codes)


def _run(numbers: range, seed: int, environment: dict[str, str]) -> int:
    words = [str(word) for word in (numbers.start, numbers.stop, seed)]
    surroundings = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "benchmarks.fuzz", "child", *words]
    return subprocess.run(command, cwd=ROOT, env=surroundings).returncode


def child(numbers: Sequence[int], seed: int) -> int:
    """One database: told the case, sent the nonsense, asked what came of it."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import get_runner, setup_test_environment

    logging.disable(logging.CRITICAL)  # what is refused is logged; here that is nearly all
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        from tests.stegvis_web.addresses import patterns
        from tests.stegvis_web.casework.plan_visits import english_cast
        from tests.stegvis_web.fuzzing import fuzz
        from tests.told_open import left_open
        from tests.told_whole import told_whole

        began = time.monotonic()
        told = told_whole(english_cast())
        first = fuzz(told, [number for number in numbers if number % 2 == 0], seed)
        second = fuzz(left_open(told), [number for number in numbers if number % 2], seed)
        seconds = time.monotonic() - began
    finally:
        runner.teardown_databases(databases)
    failures, statuses = first.failures + second.failures, first.statuses + second.statuses
    print(f"{connection.vendor}: seed {seed}, {statuses.total()} requests in {seconds:.0f} s")
    print("  " + "  ".join(f"{status}: {count}" for status, count in sorted(statuses.items())))
    names = {name for name, _pattern, _places in patterns()}
    reached = len(names & (first.reached | second.reached))
    print(f"  {len(names)} addresses, {reached} of them open to somebody or where an open form leads")
    print(f"  Crashes: {len(failures)}", *failures, sep="\n  ", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        start, stop, seed = map(int, sys.argv[2:])
        sys.exit(child(range(start, stop), seed))
    sys.exit(main())

"""`./run bench fuzz [N] [SEED]`: N requests of nonsense (20 000) to every address.

Exit code 1 if one crashes.
"""

from __future__ import annotations

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        from tests.stegvis_web.casework.plan_visits import english_cast
        from tests.stegvis_web.fuzzing import fuzz
        from tests.told_whole import told_whole

        told = told_whole(english_cast())
        number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
        seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
        began = time.monotonic()
        report = fuzz(told, number, seed)
        seconds = time.monotonic() - began
    finally:
        runner.teardown_databases(databases)
    print(f"Seed {seed}: {report.requests} requests in {seconds:.0f} s")
    print("  ".join(f"{status}: {count}" for status, count in sorted(report.statuses.items())))
    print(f"Crashes: {len(report.failures)}", *report.failures, sep="\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())

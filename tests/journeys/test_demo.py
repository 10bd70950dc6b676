"""The demo starts by itself, answers, and lets the command line work on its data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from tools.server import Site


def test_it_says_that_it_is_ready(site: Site) -> None:
    with urlopen(f"{site.url}/healthz") as answer:
        assert answer.status == 200


def test_the_command_line_finds_its_data_and_the_audit_trail_whole(site: Site) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("stegvis"), "audit", "verify"],
        env={**os.environ, "STEGVIS_DATA": str(site.data)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")

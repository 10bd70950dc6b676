"""The demo as a process of its own, on a temporary folder and a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Site:
    """A site that runs: where it answers, and the folder with its data."""

    url: str
    data: Path


@contextmanager
def site() -> Iterator[Site]:
    """Start the demo as a visitor would, wait until it is ready, end it as Ctrl-C does.

    Raises RuntimeError if it does not start, or does not end cleanly.
    """
    with tempfile.TemporaryDirectory(prefix="stegvis-site-") as data:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools", "demo", "--no-browser", "--port", "0", "--data", data],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )
        try:
            yield Site(_address(process), Path(data))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        if process.returncode:
            raise RuntimeError(f"The demo did not end cleanly: exit code {process.returncode}")


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := ADDRESS.search(line):
            return found[0]
    raise RuntimeError(f"The demo did not start: exit code {process.wait()}")

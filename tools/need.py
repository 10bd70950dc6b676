"""Programs of the system that Python packages cannot bring: found, or installed where that may be."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ENVIRONMENT = 4  # exit code: something outside Stegvis is missing


@dataclass(frozen=True)
class Program:
    """A program by the names and places it has, and the Debian package that holds it."""

    package: str
    names: tuple[str, ...]
    places: str = ""

    def find(self) -> Path | None:
        named = [path for path in map(shutil.which, self.names) if path]
        placed = sorted(glob.glob(self.places), reverse=True)
        return next((Path(path) for path in [*placed, *named]), None)


CHROMIUM = Program("chromium", ("chromium", "chromium-browser", "google-chrome"))
GETTEXT = Program("gettext", ("xgettext",))
POSTGRESQL = Program("postgresql", ("initdb",), "/usr/lib/postgresql/*/bin/initdb")


def need(program: Program) -> Path:
    """Where `program` is. Installs it as root on Debian; otherwise one line says what to install, exit 4."""
    return program.find() or _install(program)


def _install(program: Program) -> Path:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {program.package} …", file=sys.stderr, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("update -qq", f"install -qq -y --no-install-recommends {program.package}"):
            done = subprocess.run(
                ["apt-get", *command.split()], env=environment, capture_output=True, text=True
            )
            if done.returncode:
                print(done.stderr.strip(), file=sys.stderr)
    return program.find() or stop(
        f"Please install {program.package} (on Debian: apt-get install {program.package})."
    )


def stop(words: str) -> NoReturn:
    """End with one line about what is missing outside Stegvis."""
    print(words, file=sys.stderr)
    raise SystemExit(ENVIRONMENT)

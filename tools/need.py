"""What Python packages cannot bring, programs and libraries: found, or installed where that may be."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import NoReturn, Protocol, TypeVar

ENVIRONMENT = 4  # exit code: something outside Stegvis is missing


Found = TypeVar("Found", covariant=True)


class Need(Protocol[Found]):
    """Something of the system: the Debian packages that hold it, and how to find it."""

    @property
    def package(self) -> str: ...

    def find(self) -> Found | None: ...


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


@dataclass(frozen=True)
class Libraries:
    """Libraries of the system that a Python module loads when it is imported."""

    package: str
    module: str

    def find(self) -> str | None:
        with contextlib.redirect_stdout(
            StringIO()
        ):  # some say at length what is missing; we say it in a line
            try:
                return import_module(self.module).__name__
            except (ImportError, OSError):
                return None


@dataclass(frozen=True)
class RPackages:
    """R with packages of its own, each in a Debian package."""

    package: str
    names: tuple[str, ...]

    def find(self) -> Path | None:
        rscript = shutil.which("Rscript")
        if rscript is None:
            return None
        asked = f"quit(status = !all(sapply(c({', '.join(map(repr, self.names))}), requireNamespace)))"
        there = subprocess.run([rscript, "-e", asked], capture_output=True).returncode == 0
        return Path(rscript) if there else None


CHROMIUM = Program("chromium", ("chromium", "chromium-browser", "google-chrome"))
GETTEXT = Program("gettext", ("xgettext",))
POSTGRESQL = Program("postgresql", ("initdb",), "/usr/lib/postgresql/*/bin/initdb")
JAVA = Program("default-jre-headless", ("java",))
WRK = Program("wrk", ("wrk",))
R = RPackages(
    "r-base-core r-cran-survival r-cran-survmisc r-cran-cmprsk r-cran-jsonlite",
    ("survival", "survMisc", "cmprsk", "jsonlite"),
)
PANGO = Libraries("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "weasyprint")


def need(thing: Need[Found]) -> Found:
    """What is found of it. Installs it as root on Debian; otherwise one line says what to install, exit 4."""
    return want(thing) or stop(_please(thing))


def want(thing: Need[Found], without: str = "") -> Found | None:
    """Like `need`, but goes on without; then `without`, if given, says on stderr what will not work."""
    found = thing.find() or _install(thing)
    if found is None and without:
        print(f"{without} {_please(thing)}", file=sys.stderr)
    return found


def _install(thing: Need[Found]) -> Found | None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {thing.package} …", file=sys.stderr, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("update -qq", f"install -qq -y --no-install-recommends {thing.package}"):
            done = subprocess.run(
                ["apt-get", *command.split()], env=environment, capture_output=True, text=True
            )
            if done.returncode:
                print(done.stderr.strip(), file=sys.stderr)
        return thing.find()
    return None


def _please(thing: Need[object]) -> str:
    return f"Please install {thing.package} (on Debian: apt-get install {thing.package})."


def stop(words: str) -> NoReturn:
    """End with one line about what is missing outside Stegvis."""
    print(words, file=sys.stderr)
    raise SystemExit(ENVIRONMENT)

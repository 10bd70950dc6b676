"""A PostgreSQL of one's own for as long as it is needed: real, local, thrown away afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.need import POSTGRESQL, need

Settings = Mapping[str, str]

# Speed over safety: the data live for minutes, and nobody will miss them.
QUICK: Settings = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DURABLE: Settings = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""As a service runs it: what was acknowledged outlives a crash."""

ALWAYS: Settings = {"listen_addresses": "''", "max_connections": "60"}


@dataclass(frozen=True)
class Server:
    """A server that runs: how the site reaches it, and how it crashes."""

    environment: dict[str, str]
    crash: Callable[[], None]
    """Ends it as a power cut does, and starts it again."""


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Start a server in a temporary folder; yields the environment under which the site uses it.

    It listens on a socket in that folder only. Raises SystemExit(4) where PostgreSQL is missing.
    """
    with server(QUICK) as running:
        yield running.environment


@contextmanager
def server(settings: Settings) -> Iterator[Server]:
    """The same, with these settings, and able to crash."""
    programs = need(POSTGRESQL).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="stegvis-pg-"))
    data, log = folder / "data", folder / "log"
    as_user = _ordinary_user(folder)
    options = " ".join(f"-c {name}={value}" for name, value in {**ALWAYS, **settings}.items())

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def start() -> None:
        run("pg_ctl", "-w", "-l", str(log), "-o", f"{options} -k {folder}", "start")

    def crash() -> None:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        start()

    try:
        run("initdb", "-U", "stegvis", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        start()
        try:
            # The folder goes to libpq directly: a URL has no good place for a socket.
            environment = {"STEGVIS_DATABASE": "postgresql://stegvis@/postgres", "PGHOST": str(folder)}
            yield Server(environment, crash)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words to put before a command, `folder` made theirs."""
    if os.geteuid() != 0:
        return []
    user = next(entry for entry in map(_entry, ("postgres", "nobody")) if entry)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None

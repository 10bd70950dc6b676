"""Starts Apache Spark, or says in one line what it lacks."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from stegvis.foundation.errors import Lacking

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTERS = ("local", "spark://", "yarn", "k8s://")
"""How a master's address begins."""
OLDEST_JAVA = 17
JAVA_PLACES = ("/usr/lib/jvm/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home")
PATIENCE = 10
"""Seconds in which a master is to take a connection."""
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
ROWS_AT_ONCE = {"spark.sql.execution.arrow.maxRecordsPerBatch": "16"}
"""Few: each holds many spells."""
LOGGING = Path(__file__).with_name("spark_log.properties")
NO_NEWS = b"WARNING: Using incubator modules"
"""Java's word on a module that Spark always asks for; no option keeps it from saying so."""


def session(master: str) -> SparkSession:
    """The session that there is, or one with this master, such as local[2] or spark://host:7077.

    Raises Lacking where Spark or Java is not installed, and where the master cannot be reached.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise Lacking("Spark is not installed: pip install 'stegvis[spark]'.") from missing
    active: SparkSession | None = SparkSession.getActiveSession()
    if active is not None:
        for name, value in ROWS_AT_ONCE.items():
            active.conf.set(name, value)
        return active
    os.environ["JAVA_HOME"] = str(java_home())
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_SUBMIT_OPTS", f"-Dlog4j2.configurationFile={LOGGING.as_uri()}")
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # nobody else is to reach it
    _reach(master)
    builder = SparkSession.builder.master(master).appName("Stegvis")
    for name, value in (SETTINGS | ROWS_AT_ONCE).items():
        builder = builder.config(name, value)
    try:
        with _without_no_news():
            started: SparkSession = builder.getOrCreate()
    except Exception as error:
        lines = str(error).strip().splitlines()
        why = next((line.removeprefix(": ") for line in lines if line.startswith(": ")), lines[0])
        raise Lacking(f"Spark did not start with the master {master}: {why}") from error
    return started


def java_home() -> Path:
    """Java's folder: JAVA_HOME if it is set, else that of the command `java`, else one that is usual.

    Raises Lacking where none has Java 17 or newer, without which Spark 4 does not start.
    """
    wished = os.environ.get("JAVA_HOME")
    if wished:
        if _version(Path(wished)) < OLDEST_JAVA:
            raise Lacking(f"Spark needs Java {OLDEST_JAVA} or newer; in JAVA_HOME={wished} there is none.")
        return Path(wished)
    command = shutil.which("java")
    usual = [Path(place) for pattern in JAVA_PLACES for place in sorted(glob(pattern))]
    for home in ([Path(command).resolve().parent.parent] if command else []) + usual:
        if _version(home) >= OLDEST_JAVA:
            return home
    raise Lacking(
        f"Spark needs Java {OLDEST_JAVA} or newer: install it "
        f"(on Debian: apt-get install default-jre-headless), or set JAVA_HOME."
    )


def _version(home: Path) -> int:
    """The number of the Java in this folder, by the file that each of them brings; 0 if there is none."""
    try:
        told = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', told, re.MULTILINE)
    return int(found[1]) if found and os.access(home / "bin" / "java", os.X_OK) else 0


def _reach(master: str) -> None:
    """Spark itself asks a master of its own kind for a minute, and then says at length that none answered."""
    if not master.startswith("spark://"):
        return
    for place in master.removeprefix("spark://").split(","):  # several, one of which leads
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), PATIENCE).close()
            return
        except (OSError, ValueError, OverflowError):
            continue
    raise Lacking(f"No master of Spark answers at {master}.")


@contextmanager
def _without_no_news() -> Iterator[None]:
    """What processes that start within say on stderr goes on there, now and later, but for NO_NEWS."""
    sys.stderr.flush()
    ours = os.dup(2)
    listening, told = os.pipe()
    os.dup2(told, 2)
    os.close(told)
    threading.Thread(target=_hand_on, args=(listening, os.dup(ours)), daemon=True).start()
    try:
        yield
    finally:
        os.dup2(ours, 2)
        os.close(ours)


def _hand_on(listening: int, out: int) -> None:
    with os.fdopen(listening, "rb") as lines, os.fdopen(out, "wb", buffering=0) as words:
        for line in lines:
            if not line.startswith(NO_NEWS):
                words.write(line)

"""A Spark cluster for tests: a master and two workers, each a process of its own, on this machine only."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stegvis.benefits.session import java_home

PATIENCE = 60
"""Seconds to wait for a process to say where it listens."""
URL = re.compile(r"spark://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Cluster:
    master: str
    workers: tuple[int, ...]
    """Their processes."""

    def executors(self) -> list[int]:
        """The processes that work for this cluster now: what its workers have started."""
        return [process for process, parent in _parents() if parent in self.workers]


def _parents() -> Iterator[tuple[int, int]]:
    """Every process that there is, and whose child it is."""
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, after_name = told.read_text(errors="replace").rpartition(")")
        except OSError:  # it ended meanwhile
            continue
        state, parent = after_name.split()[:2]
        if state != "Z":
            yield int(told.parent.name), int(parent)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A master and two workers of one processor each; everything ends with the block."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "JAVA_HOME": str(java_home()),
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_WORKER_DIR": str(folder / "work"),
    }
    processes: list[subprocess.Popen[bytes]] = []

    def start(name: str, role: str, *words: str) -> Path:
        log = folder / f"{name}.log"
        with log.open("wb") as out:
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *words]
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=folder)
        processes.append(process)
        return log

    here = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    try:
        master = _said(start("master", "master.Master", *here), URL)
        for number in (1, 2):
            log = start(f"worker-{number}", "worker.Worker", *here, "-c", "1", "-m", "1g", master)
            _said(log, re.compile("Successfully registered with master"))
        yield Cluster(master, tuple(process.pid for process in processes[1:]))
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(PATIENCE)


def _said(log: Path, pattern: re.Pattern[str]) -> str:
    """What matches in a log, once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = pattern.search(log.read_text(errors="replace"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise TimeoutError(f"{log.name} did not say {pattern.pattern}: {log.read_text(errors='replace')}")

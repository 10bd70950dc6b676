"""A writer that is killed: what it had acknowledged is there, with its event, and nothing is half done.

What each act leaves is seen once, in a rehearsal that nobody disturbs. Afterwards the tables must hold what
so many whole acts leave: those that were acknowledged, and at most the one that was under way.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.place import Place

ROOT = Path(__file__).parents[1]

Rows = Counter[str]
Event = list[Any]


@dataclass(frozen=True)
class Act:
    """What one act of the writer does: the rows it adds or takes away, and its one event, without version."""

    name: str
    rows: Rows
    event: Event


@dataclass
class Tally:
    """Rounds, writes that were acknowledged, and of them how many were lost; what was half done."""

    rounds: int = 0
    acknowledged: int = 0
    unsaid: int = 0
    """Acts that were committed, and the writer killed before it could say so."""
    lost: int = 0
    half: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.half or self.findings)


@dataclass(frozen=True)
class There:
    """What a database holds."""

    rows: Rows
    events: int
    newest: list[Event]
    wrong: list[str]

    @classmethod
    def read(cls, line: str) -> There:
        said = json.loads(line)
        newest = [_plain(event) for event in said["newest"]]
        return cls(Counter(said["rows"]), said["events"], newest, said.get("wrong", []))

    def since(self, before: There) -> tuple[Rows, list[Event]]:
        """The rows that have come or gone, and the events in their order."""
        rows = Counter(self.rows)
        rows.subtract(before.rows)
        return _without_zeros(rows), self.newest[: self.events - before.events][::-1]


def rehearsed(place: Place) -> list[Act]:
    """The acts that the writer repeats. Raises AssertionError if one leaves another thing the second time."""
    lines = _writer(place, "rehearse").splitlines()
    states, names = [There.read(line) for line in lines], [json.loads(line).get("act") for line in lines]
    acts = []
    for before, after, name in zip(states, states[1:], names[1:], strict=False):
        rows, events = after.since(before)
        assert len(events) == 1, f"{name} left {events}"
        acts.append(Act(name, rows, events[0]))
    half = len(acts) // 2
    assert acts[:half] == acts[half:]
    return acts[:half]


def begin(place: Place) -> There:
    """Bring the case to where the writer can begin; what is there before it does."""
    return _look(place)[1]


def kill_once(
    place: Place,
    acts: list[Act],
    tally: Tally,
    before: There,
    chance: random.Random,
    end: Callable[[], None] | None = None,
) -> There:
    """Let a writer write, kill it at a random moment (or `end` the database), and look at what is there.

    Gives what is there before the next one.
    """
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.writer", "write"],
        cwd=ROOT,
        env=place.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout
    writer.stdout.readline()
    time.sleep(chance.uniform(0.01, 0.8))
    if end:
        end()
    writer.send_signal(signal.SIGKILL)
    lines = writer.communicate()[0].splitlines(keepends=True)
    said = [line.strip() for line in lines if line.endswith("\n")]
    found, next_before = _look(place)
    judge(acts, said, found.since(before), tally)
    tally.findings += found.wrong
    return next_before


def judge(acts: list[Act], said: list[str], found: tuple[Rows, list[Event]], tally: Tally) -> None:
    """Compare what was `said` to be done with the rows and events that were `found`; add it to the tally."""
    expected = list(islice(cycle(acts), len(said) + 1))
    assert said == [act.name for act in expected[:-1]]
    rows, events = found
    whole = len(events)
    tally.rounds += 1
    tally.acknowledged += len(said)
    tally.lost += max(len(said) - whole, 0)
    tally.unsaid += max(whole - len(said), 0)
    done = expected[:whole]
    as_if_whole = whole <= len(expected) and events == [act.event for act in done]
    tally.half += not (as_if_whole and rows == _sum(act.rows for act in done))


def _look(place: Place) -> tuple[There, There]:
    found, tidied = _writer(place, "look").splitlines()
    return There.read(found), There.read(tidied)


def _writer(place: Place, what: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.writer", what],
        cwd=ROOT,
        env=place.environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _plain(event: Event) -> Event:
    """An event without the number of the version it is about, which grows."""
    verb, what, fields = event
    return [verb, what, [] if what == "plan" and verb != "answer" else fields]


def _sum(several: Iterator[Rows]) -> Rows:
    total = Counter[str]()
    for rows in several:
        total.update(rows)
    return _without_zeros(total)


def _without_zeros(rows: Rows) -> Rows:
    return Counter({name: number for name, number in rows.items() if number})

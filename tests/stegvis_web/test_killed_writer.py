"""A writer that is killed in the middle loses nothing that it had acknowledged, and leaves nothing half done.

`./run bench faults` does it fifty times on each database, and kills PostgreSQL too.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.killing import Act, Event, Rows, Tally, begin, judge, kill_once, rehearsed
from tests.place import Place, newest_release, unpack

CONTACT = Act("contact", Counter(contact=1, event=1), ["create", "contact", []])
ANSWER = Act("answer", Counter(answer=2, event=1), ["answer", "plan", []])

NAMES = ["contact", "begin", "drop", "begin", "goal", "step", "send", "answer"]


@pytest.mark.skipif(
    "STEGVIS_DATABASE" in os.environ, reason="Has a database of its own; ./run bench faults kills on both."
)
def test_nothing_is_lost_and_nothing_is_half_done(tmp_path: Path) -> None:
    place = Place(tmp_path)
    unpack(newest_release(), place)
    place.must("migrate")
    acts, tally, before = rehearsed(place), Tally(), begin(place)
    assert [act.name for act in acts] == NAMES
    for number in range(3):
        before = kill_once(place, acts, tally, before, random.Random(number))
    assert tally.rounds == 3
    assert tally.acknowledged > 3
    assert tally.is_clean, tally


def judged(said: str, rows: Rows, *events: Event) -> tuple[int, int, int]:
    """How many were lost, half done, and done without being said."""
    tally = Tally()
    judge([CONTACT, ANSWER], said.split(), (rows, list(events)), tally)
    return tally.lost, tally.half, tally.unsaid


def test_what_was_said_is_there_or_lost() -> None:
    one = CONTACT.rows
    assert judged("", Counter()) == (0, 0, 0)
    assert judged("contact", one, CONTACT.event) == (0, 0, 0)
    assert judged("contact", Counter()) == (1, 0, 0)
    assert judged("", one, CONTACT.event) == (0, 0, 1), "done, and killed before it was said"
    assert judged("contact answer", one + ANSWER.rows, CONTACT.event, ANSWER.event) == (0, 0, 0)


def test_what_is_half_done_is_noticed() -> None:
    one = CONTACT.rows
    assert judged("contact", one, CONTACT.event, CONTACT.event) == (0, 1, 1), "two events"
    assert judged("contact", one + Counter(answer=2)) == (1, 1, 0), "rows without an event"
    assert judged("contact", Counter(event=1), CONTACT.event) == (0, 1, 0), "an event without rows"
    half = Counter(answer=1, event=1)
    assert judged("contact", one + half, CONTACT.event, ANSWER.event) == (0, 1, 1), "one of two rows"
    assert judged("", Counter(contact=1)) == (0, 1, 0), "a row nobody speaks of"

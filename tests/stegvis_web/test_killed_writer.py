"""A writer that is killed in the middle loses nothing that it had acknowledged, and leaves nothing half done.

`./run bench faults` does it fifty times on each database, and kills PostgreSQL too.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.killing import Tally, begin, kill_once, state
from tests.place import Place, newest_release, unpack

pytestmark = pytest.mark.skipif(
    "STEGVIS_DATABASE" in os.environ, reason="Has a database of its own; ./run bench faults kills on both."
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    unpack(newest_release(), place)
    place.must("migrate")
    return place


def test_nothing_is_lost_and_nothing_is_half_done(place: Place) -> None:
    tally, before = Tally(), begin(place)
    for number in range(3):
        kill_once(place, tally, before, random.Random(number))
    assert tally.rounds == 3
    assert tally.acknowledged > 3
    assert tally.is_clean, tally


def test_the_tally_notices_what_is_lost_and_what_is_half_done(place: Place) -> None:
    before = begin(place)
    place.python(
        "from django.utils import timezone\n"
        "from stegvis_web.casework import models\n"
        "c = models.Case.objects.get()\n"
        "today = timezone.localdate()\n"
        "models.Contact.objects.create(case=c, on=today, mode='phone', note='Again.', by=c.owner)"
    )
    tally = Tally()
    kill_once(place, tally, before, random.Random(1))
    assert tally.half == 1
    assert not tally.is_clean
    assert len(state(place)["contacts"]) > len(before["contacts"])

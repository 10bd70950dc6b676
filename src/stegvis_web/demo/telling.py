"""What every story of `lives` needs: its life, its own chance, its days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeVar

from stegvis_web.demo.clock import Story
from stegvis_web.demo.lives import Life
from stegvis_web.demo.places import OFFICES
from stegvis_web.demo.society import Society
from stegvis_web.demo.told import Told
from stegvis_web.people.models import Person

T = TypeVar("T")


class Telling:
    """One life as it is being told.

    `rung` and `met` are how many days ago somebody first spoke with the person, and met and accepted her.
    The chance is the life's own, so that one life more changes no other.
    """

    told: Told

    def __init__(self, society: Society, life: Life) -> None:
        self.society = society
        self.life = life
        self.calendar = society.calendar
        self.random = Random(f"stegvis {life.name}")
        self.service = life.service
        self.rung = life.days - self.random.randint(1, max(1, min(8, life.days // 3)))
        self.met = self.rung - self.random.randint(1, max(1, min(6, self.rung // 4)))

    def one(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def some(self, choices: Sequence[T], at_most: int = 1) -> list[T]:
        return self.random.sample(choices, min(at_most, len(choices)))

    def officer(self, kind: str) -> Person:
        """Somebody at one of the service's offices of that kind."""
        offices = [place for place in OFFICES if place.kind == kind and place.service == self.service]
        return self.society.contacts[self.one(offices).key]

    def agenda(self, entries: Iterable[tuple[int, Callable[[], object]]]) -> Story:
        """Do each thing so many days ago, the longest ago first, at some hour of a working day."""
        for days, act in sorted(entries, key=lambda entry: -entry[0]):
            yield self.calendar.at(days, f"{self.random.randint(8, 15):02}:{self.random.randrange(60):02}")
            act()

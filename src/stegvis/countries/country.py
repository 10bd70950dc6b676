"""A country: what its sickness insurance is called, and in which grades it pays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition


@dataclass(frozen=True, kw_only=True)
class Country(Definition):
    """`usual_grades` are the insurer's own steps in percent; empty where sick leave is not graded.

    They are the insurer's grid and not the person's: a sick note may carry any grade from 1 to 100.
    """

    language: str
    time_zone: str
    insurer: str
    employment_service: str
    usual_grades: tuple[int, ...]

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if any(not 1 <= grade <= 100 for grade in self.usual_grades):
            yield "usual_grades are percent of full time; write numbers from 1 to 100"
        if list(self.usual_grades) != sorted(set(self.usual_grades)):
            yield "usual_grades are out of order; write each once, the smallest first"


COUNTRIES = Catalogue(Country, "stegvis.countries.catalogue")

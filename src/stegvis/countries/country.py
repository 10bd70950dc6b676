"""A country: what its sickness insurance is called, and in which grades it pays."""

from __future__ import annotations

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


COUNTRIES = Catalogue(Country, "stegvis.countries.catalogue")

"""How long what is written of a person is kept: what a law forbids to erase before, and when all goes.

A service picks one of these definitions, or writes its own as a TOML file. No law is settled here: each
definition names its source, and a lawyer of the service checks it (`checked_by`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition
from stegvis.foundation.words import gettext_noop


class Kind(StrEnum):
    """Kinds of what is kept of a person, as retention tells them apart."""

    CARE = "care"
    LETTERS = "letters"
    CASE = "case"
    ACCOUNT = "account"


KIND_NAMES: dict[Kind, str] = {
    Kind.CARE: gettext_noop("Notes of the clinic"),
    Kind.LETTERS: gettext_noop("Letters that were sent"),
    Kind.CASE: gettext_noop("The case and its plan"),
    Kind.ACCOUNT: gettext_noop("Name, ways to reach, sign-in"),
}


class Ground(StrEnum):
    """Why something was erased."""

    ASKED = "asked"
    TIME = "time"
    ORDERED = "ordered"


GROUND_NAMES: dict[Ground, str] = {
    Ground.ASKED: gettext_noop("The person asked for it"),
    Ground.TIME: gettext_noop("Its time was over"),
    Ground.ORDERED: gettext_noop("An authority ordered it"),
}


@dataclass(frozen=True, kw_only=True)
class Retention(Definition):
    """`…_years`: so many full years after its last entry that kind may not be erased; 0: at once if asked.

    Everything goes `longest_years` after the case was closed, except what must be kept longer.
    """

    country: str
    care_years: int
    care_because: str
    letters_years: int
    letters_because: str
    case_years: int
    case_because: str
    longest_years: int

    def must_keep(self, kind: Kind, last_entry: date) -> date | None:
        """The first day on which `kind` may go; None if it may go at once."""
        years = 0 if kind is Kind.ACCOUNT else getattr(self, f"{kind}_years")
        return years_after(last_entry, years) if years else None

    def because(self, kind: Kind) -> str:
        """The law that keeps it."""
        return "" if kind is Kind.ACCOUNT else str(getattr(self, f"{kind}_because"))

    def goes_on(self, closed_on: date) -> date:
        """The day on which all of a case that was closed on that day goes by itself."""
        return years_after(closed_on, self.longest_years)

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        for kind in (Kind.CARE, Kind.LETTERS, Kind.CASE):
            years = getattr(self, f"{kind}_years")
            if not 0 <= years <= 100:
                yield f"{kind}_years are full years; write a number from 0 to 100"
            if years and not self.because(kind).strip():
                yield f"{kind}_because is empty; name the law that keeps it for {years} years"
        if not 1 <= self.longest_years <= 100:
            yield "longest_years are full years; write a number from 1 to 100"


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


RETENTIONS = Catalogue(Retention, "stegvis.rights.catalogue")


def usual(country: str) -> str:
    """The id of the retention that a service in that country has, unless it picked another.

    Raises KeyError where none is shipped for that country.
    """
    for id, retention in RETENTIONS.all().items():
        if retention.country == country:
            return id
    raise KeyError(country)

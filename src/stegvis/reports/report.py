"""A report as a definition: which sections it has, in which order, and what its analysis chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition

SECTIONS = (
    *("summary", "flow", "baseline", "returns", "checks", "subgroups"),
    *("days", "sides", "missing", "methods", "provenance"),
)


@dataclass(frozen=True, kw_only=True)
class Report(Definition):
    """`sections` in their order. `tick`: days between numbers at risk. `year`: the day at which shares are
    told. `skew`: skewness, in hundredths, from which a
    number is told by its median and quartiles, not its mean. `days`:
    outcomes of days that are compared. `resamples`: of differences of means; `conf_level`, of 100.
    """

    sections: tuple[str, ...] = SECTIONS
    tick: int = 60
    year: int = 365
    skew: int = 75
    days: tuple[str, ...] = ()
    resamples: int = 2000
    conf_level: int = 95

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        for section in self.sections:
            if section not in SECTIONS:
                yield f"sections hold {section!r}; write some of {', '.join(SECTIONS)}"
        for name in ("tick", "year", "skew", "resamples"):
            if getattr(self, name) < 1:
                yield f"{name} is {getattr(self, name)}; write a number above 0"
        if not 50 <= self.conf_level <= 99:
            yield "conf_level is a number of 100; write one from 50 to 99"


REPORTS = Catalogue(Report, "stegvis.reports.catalogue")

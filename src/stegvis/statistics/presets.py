"""How other programs do it by default: a preset names every rule it sets.

`r` is held to R's `survival` by tests. `spss` and `sas` are written down from memory of these programs'
manuals (SPSS Statistics KM and COXREG, SAS/STAT LIFETEST and PHREG) and are not verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from stegvis.statistics.errors import Unsound
from stegvis.statistics.intervals import Interval
from stegvis.statistics.kaplan_meier import QuantileRule
from stegvis.statistics.likelihood import Ties


@dataclass(frozen=True)
class Rules:
    """Rules of an analysis that programs differ in.

    `reference`: whether a factor's `first` or `last` level is the one that others are compared with.
    """

    ties: Ties
    interval: Interval
    median: QuantileRule
    reference: str

    def told(self) -> dict[str, str]:
        """Each rule by name."""
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Preset:
    """A set of rules. `verified`: how it was held against the program; `differs`: what is not imitated."""

    name: str
    rules: Rules
    verified: str
    differs: str = ""


PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "r",
            Rules(Ties.EFRON, Interval.LOG, QuantileRule.MIDPOINT, "first"),
            "equal to R 4.2.2, survival 3.5-3, to 1e-8 on the data sets in validation/",
        ),
        Preset(
            "spss",
            Rules(Ties.BRESLOW, Interval.PLAIN, QuantileRule.FIRST, "last"),
            "documented, not verified",
            "SPSS gives limits of the median from a standard error of the median; here they are where the "
            "limits of the curve cross one half. Its Breslow test is the Gehan-Breslow test here.",
        ),
        Preset(
            "sas",
            Rules(Ties.BRESLOW, Interval.LOG_LOG, QuantileRule.MIDPOINT, "last"),
            "documented, not verified",
            "SAS's Wilcoxon test is the Gehan-Breslow test here.",
        ),
    )
}


def preset(name: str) -> Preset:
    """The preset of that name. Raises Unsound where there is none."""
    if name not in PRESETS:
        raise Unsound(f"There is no preset {name!r}; there are {', '.join(PRESETS)}.")
    return PRESETS[name]

from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Four weeks with at most half of benefits"),
    source="Comparison: at least half at work (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    level=50,
    length=28,
    example_answers=("A,,28,1,,,", "B,,0,1,,,", "C,,350,1,,,", "D,,49,1,,,"),
)

from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Four weeks without medical benefits beyond an earlier partial pension"),
    source="Comparison to myhre_2014 with 28 days (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    length=28,
    example_answers=("A,,77,1,,,", "B,,56,1,,,", "C,,350,1,,,", "D,,91,1,,,"),
)

from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Weeks of 52 without benefit"),
    source="Weeks without benefit (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="free weeks",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    windows=("52 weeks",),
    window_from=(0,),
    window_until=(364,),
    window_unit="days",
    example_answers=("A,52 weeks,,,36,,", "B,52 weeks,,,44,,", "C,52 weeks,,,2,,", "D,52 weeks,,,34,,"),
)

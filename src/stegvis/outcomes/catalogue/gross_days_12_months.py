from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Gross days of benefit in twelve months"),
    source="Calendar days with any benefit (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    windows=("12 months",),
    window_from=(0,),
    window_until=(12,),
    example_answers=(
        "A,12 months,,,105,,",
        "B,12 months,,,56,,",
        "C,12 months,,,350,,",
        "D,12 months,,,119,,",
    ),
)

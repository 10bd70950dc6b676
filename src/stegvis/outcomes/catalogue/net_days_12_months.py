from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Net days of benefit in twelve months"),
    source="Sweden's net days (mem): two days at half are one",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    count="net",
    windows=("12 months",),
    window_from=(0,),
    window_until=(12,),
    example_answers=(
        "A,12 months,,,80.5,,",
        "B,12 months,,,28,,",
        "C,12 months,,,350,,",
        "D,12 months,,,81.2,,",
    ),
)

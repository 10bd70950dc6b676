from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Share of 52 weeks without transfers"),
    source="Work participation score of the DREAM register (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="free weeks",
    benefits=(
        "sickness_benefit",
        "work_assessment_allowance",
        "disability_pension",
        "unemployment_benefit",
        "social_assistance",
    ),
    per="share",
    windows=("52 weeks",),
    window_from=(0,),
    window_until=(364,),
    window_unit="days",
    left_open=(
        "Weeks are seven days from day 0.",
        "Education grants and parental benefit count as self-support.",
    ),
    example_answers=(
        "A,52 weeks,,,0.6923,,",
        "B,52 weeks,,,0,,",
        "C,52 weeks,,,0.0385,,",
        "D,52 weeks,,,0.6538,,",
    ),
)

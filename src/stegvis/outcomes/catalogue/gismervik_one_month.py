from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("One month without medical benefits"),
    source="Gismervik, Aasdahl and Skagseth (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    length=1,
    length_unit="months",
    left_open=(
        "One month runs from any day to the day before the same day of the next month.",
        "The month may complete after the horizon.",
    ),
    example_answers=("A,,77,1,,,", "B,,366,0,,,", "C,,350,1,,,", "D,,91,1,,,"),
)

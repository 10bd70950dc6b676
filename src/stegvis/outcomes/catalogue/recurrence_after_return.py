from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("A new spell after a return"),
    source="Recurrence after a first return of 28 days (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="relapse",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    length=28,
    run_days=17,
    left_open=(
        "A relapse is more than 16 days in a row.",
        "Shorter ones a Norwegian employer pays, and no register sees.",
        "Time runs from the day of return.",
    ),
    example_answers=("A,,33,1,,,", "B,,310,0,,,", "C,,16,0,,,", "D,,30,1,,,"),
)

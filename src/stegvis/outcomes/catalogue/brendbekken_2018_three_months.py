from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("More participation three months in a row, Brendbekken 2018"),
    source="Brendbekken et al. 2018 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="rise in participation",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    length=3,
    length_unit="months",
    left_open=(
        "The months before are one: the month before day 0.",
        "Participation is one less net days of benefit over calendar days, not working days.",
        "The three months may complete after the horizon.",
    ),
    example_answers=("A,,0,1,,,", "B,,31,1,,,", "C,,335,1,,,", "D,,31,1,,,"),
)

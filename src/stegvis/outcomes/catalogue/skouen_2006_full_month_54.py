from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Months fully back for 54 months, Skouen 2006"),
    source="Skouen et al. 2006, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="free window",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    horizon=54,
    windows=tuple(f"month {n}" for n in range(1, 55)),
    window_from=tuple(range(54)),
    window_until=tuple(range(1, 55)),
    left_open=(
        "Full-time work is not seen in benefits: a month without any counts.",
        "Months are counted from day 0; the paper counts from the end of treatment.",
    ),
    example_answers=(
        "A,month 1,,,0,,",
        "A,month 6,,,1,,",
        "A,month 15,,,,,register_end",
        "B,month 1,,,0,,",
        "B,month 15,,,,,register_end",
        "C,month 1,,,0,,",
        "C,month 13,,,1,,",
        "C,month 15,,,,,register_end",
        "D,month 1,,,0,,",
        "D,month 4,,,1,,",
        "D,month 5,,,0,,",
        "D,month 6,,,1,,",
        "D,month 15,,,,,register_end",
    ),
)

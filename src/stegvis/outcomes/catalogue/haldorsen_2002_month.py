from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Months without sick pay, Haldorsen 2002"),
    source="Haldorsen et al. 2002, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="free window",
    benefits=("sickness_benefit",),
    horizon=14,
    windows=tuple(f"month {n}" for n in range(1, 15)),
    window_from=tuple(range(14)),
    window_until=tuple(range(1, 15)),
    left_open=(
        "Months are counted from day 0, not from the first of a month.",
        "Partial sick pay is sick pay.",
    ),
    example_answers=(
        "A,month 1,,,0,,",
        "A,month 6,,,1,,",
        "B,month 1,,,0,,",
        "B,month 3,,,1,,",
        "C,month 1,,,0,,",
        "C,month 10,,,1,,",
        "D,month 1,,,0,,",
        "D,month 4,,,1,,",
        "D,month 5,,,0,,",
        "D,month 6,,,1,,",
    ),
)

from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick days a month, Linton 2005"),
    source="Linton et al. 2005, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit",),
    per="month",
    windows=("6 months before", "6 months after"),
    window_from=(-6, 0),
    window_until=(0, 6),
    left_open=("The threshold of long-term sick leave is not given; the mean alone is counted.",),
    example_answers=(
        "A,6 months before,,,12.5,,",
        "A,6 months after,,,17.5,,",
        "B,6 months before,,,7.5,,",
        "B,6 months after,,,9.3333,,",
        "C,6 months before,,,19.8333,,",
        "C,6 months after,,,30.3333,,",
        "D,6 months before,,,7.5,,",
        "D,6 months after,,,19.8333,,",
    ),
)

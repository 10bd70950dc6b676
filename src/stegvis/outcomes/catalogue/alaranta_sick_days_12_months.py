from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick days in twelve months, Alaranta 1994"),
    source="Alaranta et al. 1994, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit",),
    windows=("12 months",),
    window_from=(0,),
    window_until=(12,),
    left_open=("Days are calendar days, partial ones counted whole.",),
    example_answers=(
        "A,12 months,,,105,,",
        "B,12 months,,,56,,",
        "C,12 months,,,245,,",
        "D,12 months,,,119,,",
    ),
)

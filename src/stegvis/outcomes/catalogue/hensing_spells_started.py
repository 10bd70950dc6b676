from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Spells of sick leave in twelve months"),
    source="Frequency after Hensing et al. 1998 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="long spells",
    benefits=("sickness_benefit",),
    windows=("12 months",),
    window_from=(0,),
    window_until=(12,),
    left_open=("A spell under way on day 0 counts as one.",),
    example_answers=(
        "A,12 months,,,2,yes,",
        "B,12 months,,,1,yes,",
        "C,12 months,,,1,yes,",
        "D,12 months,,,2,yes,",
    ),
)

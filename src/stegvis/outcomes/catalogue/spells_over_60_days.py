from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick leave of more than 60 days in a row"),
    source="Long-term sickness absence, Schouten et al. 2015 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="long spells",
    benefits=("sickness_benefit",),
    length=60,
    windows=("12 months",),
    window_from=(0,),
    window_until=(12,),
    left_open=(
        "Days before day 0 do not count; a spell under way is counted from there.",
        "Partial sick leave is sick leave.",
    ),
    example_answers=(
        "A,12 months,,,1,yes,",
        "B,12 months,,,0,no,",
        "C,12 months,,,1,yes,",
        "D,12 months,,,1,yes,",
    ),
)

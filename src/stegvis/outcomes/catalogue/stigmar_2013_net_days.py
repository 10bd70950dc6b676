from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Net days four months before and after, Stigmar 2013"),
    source="Stigmar et al. 2013 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit",),
    count="net",
    windows=("4 months before", "4 months after"),
    window_from=(-4, 0),
    window_until=(0, 4),
    left_open=("Which benefits count: sickness benefit alone.",),
    example_answers=(
        "A,4 months before,,,75,,",
        "A,4 months after,,,63.5,,",
        "B,4 months before,,,22.5,,",
        "B,4 months after,,,28,,",
        "C,4 months before,,,119,,",
        "C,4 months after,,,121,,",
        "D,4 months before,,,45,,",
        "D,4 months after,,,70,,",
    ),
)

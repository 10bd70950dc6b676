from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick days of sixty, Marhold 2001"),
    source="Marhold et al. 2001, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit",),
    horizon=6,
    windows=("60 days before", "60 days to month 6"),
    window_from=(-60, 122),
    window_until=(0, 182),
    window_unit="days",
    left_open=("Which sixty days: those before day 0, and the last of six months.",),
    example_answers=(
        "A,60 days before,,,60,,",
        "A,60 days to month 6,,,16,,",
        "B,60 days before,,,45,,",
        "B,60 days to month 6,,,0,,",
        "C,60 days before,,,60,,",
        "D,60 days before,,,45,,",
        "D,60 days to month 6,,,27,,",
    ),
)

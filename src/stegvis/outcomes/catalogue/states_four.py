from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Four states, week by week"),
    source="After Pedersen et al. 2012 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="states",
    states=(
        "disability pension=disability_pension@1",
        "sickness absence=sickness_benefit+work_assessment_allowance@1",
        "unemployment=unemployment_benefit@1",
    ),
    otherwise="work",
    absorbing=("disability pension",),
    windows=tuple(f"week {n}" for n in range(1, 53)),
    window_from=tuple(range(52)),
    window_until=tuple(range(1, 53)),
    window_unit="weeks",
    left_open=(
        "Work is what is left: no benefit.",
        "A partial pension is a pension, and is not left again.",
        "A week's state is that of its first day.",
    ),
    example_answers=(
        "A,week 1,,,,sickness absence,",
        "A,week 12,,,,work,",
        "A,week 17,,,,sickness absence,",
        "A,week 21,,,,work,",
        "B,week 1,,,,disability pension,",
        "C,week 1,,,,sickness absence,",
        "C,week 51,,,,work,",
        "D,week 1,,,,sickness absence,",
        "D,week 14,,,,work,",
        "D,week 19,,,,sickness absence,",
        "D,week 23,,,,work,",
    ),
)

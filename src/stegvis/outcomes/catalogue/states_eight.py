from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Eight states, week by week"),
    source="After Øyeflaten et al. 2012 and 2014 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="states",
    states=(
        "full disability pension=disability_pension@100",
        "partial disability pension=disability_pension@1",
        "work assessment allowance=work_assessment_allowance@1",
        "full sick leave=sickness_benefit@100",
        "partial sick leave=sickness_benefit@1",
        "unemployment=unemployment_benefit@1",
        "other benefit=social_assistance+parental_benefit+education_grant@1",
    ),
    otherwise="no benefit",
    windows=tuple(f"week {n}" for n in range(1, 53)),
    window_from=tuple(range(52)),
    window_until=tuple(range(1, 53)),
    window_unit="weeks",
    left_open=(
        "Medical and vocational rehabilitation and time-limited pension became one allowance in 2010 (mem).",
        "Unemployment and other benefits are states of their own.",
        "A week's state is that of its first day.",
        "Of several benefits the first in the list is the state.",
    ),
    example_answers=(
        "A,week 1,,,,full sick leave,",
        "A,week 5,,,,partial sick leave,",
        "A,week 12,,,,no benefit,",
        "A,week 17,,,,full sick leave,",
        "A,week 21,,,,no benefit,",
        "B,week 1,,,,partial disability pension,",
        "C,week 1,,,,full sick leave,",
        "C,week 36,,,,work assessment allowance,",
        "C,week 51,,,,no benefit,",
        "D,week 1,,,,full sick leave,",
        "D,week 8,,,,partial sick leave,",
        "D,week 14,,,,no benefit,",
        "D,week 19,,,,partial sick leave,",
        "D,week 23,,,,no benefit,",
    ),
)

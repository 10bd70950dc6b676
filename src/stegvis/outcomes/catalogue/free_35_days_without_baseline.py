from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Five weeks without benefit, whatever was paid before"),
    source="Comparison to myhre_2014 without its rule on earlier partial pensions (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    length=35,
    example_answers=("A,,138,1,,,", "B,,366,0,,,", "C,,350,1,,,", "D,,149,1,,,"),
)

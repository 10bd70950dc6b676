from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Lasting return: free until the end of the year"),
    source="First against lasting return (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="lasting free period",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    length=28,
    left_open=("The last free period runs until the horizon and has at least 28 days.",),
    example_answers=("A,,138,1,,,", "B,,56,1,,,", "C,,366,0,,,", "D,,149,1,,,"),
)

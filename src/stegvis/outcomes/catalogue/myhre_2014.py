from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Return to work, Myhre 2014: five weeks without benefit"),
    source="Myhre et al. 2014, Spine 39(24):1999–2006 (mem), under Primary Outcome",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=("sickness_benefit", "work_assessment_allowance", "disability_pension"),
    baseline="disability_pension",
    length=35,
    left_open=(
        "A period may begin before the 12-month date and complete later.",
        "A full disability pension on day 0: no time, since nothing can be returned to.",
        "Sick leave of any grade blocks a return.",
        "Twelve months are calendar months: 365 or 366 days.",
        "Death, emigration and old-age pension compete.",
    ),
    example_answers=("A,,138,1,,,", "B,,56,1,,,", "C,,350,1,,,", "D,,149,1,,,"),
)

from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Duration of the absence period, Andersen 2015"),
    source="Andersen et al. 2015, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=("sickness_benefit",),
    length=1,
    horizon=12,
    left_open=("It ends with the first day without sickness benefit.",),
    example_answers=("A,,77,1,,,", "B,,56,1,,,", "C,,245,1,,,", "D,,91,1,,,"),
)

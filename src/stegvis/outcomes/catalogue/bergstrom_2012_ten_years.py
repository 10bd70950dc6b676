from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sickness absence over ten years, Bergström 2012"),
    source="Bergström et al. 2012, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="days",
    benefits=("sickness_benefit", "disability_pension"),
    horizon=120,
    windows=("10 years",),
    window_from=(0,),
    window_until=(120,),
    left_open=("Early retirement is disability pension.", "Gross days."),
    example_register_end="2034-03-31",
    example_answers=("A,10 years,,,105,,", "B,10 years,,,3653,,", "C,10 years,,,245,,", "D,10 years,,,119,,"),
)

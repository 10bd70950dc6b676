from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick leave of fourteen days or more, Bergbom 2014"),
    source="Bergbom et al. 2014, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="long spells",
    benefits=("sickness_benefit",),
    length=13,
    horizon=9,
    windows=("9 months",),
    window_from=(0,),
    window_until=(9,),
    left_open=("Self-report in the paper; spells here.",),
    example_answers=(
        "A,9 months,,,2,yes,",
        "B,9 months,,,1,yes,",
        "C,9 months,,,1,yes,",
        "D,9 months,,,2,yes,",
    ),
)

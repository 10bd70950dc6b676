from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick-listed at three months, Andersen 2015"),
    source="Andersen et al. 2015, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="states",
    states=("sick-listed=sickness_benefit@1",),
    otherwise="not sick-listed",
    horizon=3,
    windows=("day 91",),
    window_from=(91,),
    window_until=(92,),
    window_unit="days",
    left_open=("Three months are 91 days.",),
    example_answers=(
        "A,day 91,,,,not sick-listed,",
        "B,day 91,,,,not sick-listed,",
        "C,day 91,,,,sick-listed,",
        "D,day 91,,,,not sick-listed,",
    ),
)

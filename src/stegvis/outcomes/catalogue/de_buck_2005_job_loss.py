from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Job loss, De Buck 2005"),
    source="De Buck et al. 2005, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first day in a state",
    states=("work disability=disability_pension@100", "unemployment=unemployment_benefit@1"),
    horizon=24,
    left_open=("Complete work disability is a full pension.",),
    example_answers=("A,,441,0,,,", "B,,441,0,,,", "C,,441,0,,,", "D,,441,0,,,"),
)

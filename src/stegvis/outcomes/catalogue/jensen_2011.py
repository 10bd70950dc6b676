from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Return to work, Jensen 2011: four weeks without transfers"),
    source="Jensen et al. 2011, in Resilience and return to work pain interventions, Table 1",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="first free period",
    benefits=(
        "sickness_benefit",
        "work_assessment_allowance",
        "disability_pension",
        "unemployment_benefit",
        "social_assistance",
    ),
    length=28,
    left_open=(
        "Education grants and parental benefit count as self-support.",
        "The four weeks are 28 days that begin on any day; the Danish register itself counts calendar weeks.",
        "They may complete after the first year.",
    ),
    example_answers=("A,,77,1,,,", "B,,366,0,,,", "C,,350,1,,,", "D,,91,1,,,"),
)

from datetime import date

from stegvis.casework.letter import Letter
from stegvis.foundation.words import gettext_noop

DEFINITION = Letter(
    name=gettext_noop("The plan"),
    source=(
        "Svanholm 2020, findings on what limits: plans not communicated to, or not accepted by, all; "
        "DOI 10.1080/09638288.2020.1780479"
    ),
    author="Stegvis",
    valid_from=date(2026, 11, 1),
    introduction=gettext_noop("This is the plan for the return to work, as far as it is shared with you."),
    audience=("patient", "employer", "insurer", "employment_service", "gp"),
    parts=("goal", "steps", "answers"),
    needs="steps",
)

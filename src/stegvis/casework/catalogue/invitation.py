from datetime import date

from stegvis.casework.letter import Letter
from stegvis.foundation.words import gettext_noop

DEFINITION = Letter(
    name=gettext_noop("Invitation"),
    source=(
        "Svanholm 2020, abstract: reconciliation meetings held routinely over time; "
        "DOI 10.1080/09638288.2020.1780479"
    ),
    author="Stegvis",
    valid_from=date(2026, 11, 1),
    introduction=gettext_noop("You are asked to take part."),
    audience=("patient", "employer", "insurer", "employment_service", "gp"),
    parts=("meeting", "asked"),
    needs="asked",
)

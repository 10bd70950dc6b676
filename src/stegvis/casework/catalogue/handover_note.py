from datetime import date

from stegvis.casework.letter import Letter
from stegvis.foundation.words import gettext_noop

DEFINITION = Letter(
    name=gettext_noop("Hand-over note"),
    source=(
        "Svanholm 2020, findings: a new officer tore the plan up, and it began anew; "
        "DOI 10.1080/09638288.2020.1780479"
    ),
    author="Stegvis",
    valid_from=date(2026, 11, 1),
    introduction=gettext_noop("You take over. This is what you need to know, so that nobody starts over."),
    audience=("employer", "insurer", "employment_service", "gp"),
    parts=("handover",),
    needs="handover",
)

from datetime import date

from stegvis.casework.letter import Letter
from stegvis.foundation.words import gettext_noop

DEFINITION = Letter(
    name=gettext_noop("What the condition means for work"),
    source=(
        "Svanholm 2020, abstract and findings: knowledge of pain conditions to those involved; "
        "DOI 10.1080/09638288.2020.1780479"
    ),
    author="Stegvis",
    valid_from=date(2026, 11, 1),
    introduction=gettext_noop(
        "This tells what the condition means for work today, and nothing about the condition itself."
    ),
    audience=("patient", "employer", "insurer", "employment_service", "gp"),
    parts=("function",),
    needs="function",
)

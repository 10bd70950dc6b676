from datetime import date

from stegvis.casework.letter import Letter
from stegvis.foundation.words import gettext_noop

DEFINITION = Letter(
    name=gettext_noop("Copy to the GP"),
    source=(
        "Myhre 2014, methods: records and schedules for the return to work were sent on; Spine 2014 (mem)"
    ),
    author="Stegvis",
    valid_from=date(2026, 11, 1),
    introduction=gettext_noop("This is a copy of where the return to work stands, for your records."),
    audience=("gp", "patient"),
    parts=("sick_leave", "goal", "steps", "answers", "function"),
    needs="steps",
)

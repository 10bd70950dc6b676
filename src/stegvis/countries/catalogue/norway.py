from datetime import date

from stegvis.countries.country import Country
from stegvis.foundation.words import gettext_noop

DEFINITION = Country(
    name=gettext_noop("Norway"),
    source="Grades of sick leave are free from 20 % upwards (mem); NAV is both parties",
    author="Stegvis",
    valid_from=date(2020, 1, 1),
    language="nb",
    time_zone="Europe/Oslo",
    insurer="NAV",
    employment_service="NAV",
    usual_grades=(),
)

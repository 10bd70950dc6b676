from datetime import date

from stegvis.countries.country import Country
from stegvis.foundation.words import gettext_noop

DEFINITION = Country(
    name=gettext_noop("Sweden"),
    source="Svanholm 2020, p. 1: benefits at 25, 50, 75 or 100 %; DOI 10.1080/09638288.2020.1780479",
    author="Stegvis",
    valid_from=date(2020, 7, 1),
    language="sv",
    time_zone="Europe/Stockholm",
    insurer="Försäkringskassan",
    employment_service="Arbetsförmedlingen",
    usual_grades=(25, 50, 75, 100),
)

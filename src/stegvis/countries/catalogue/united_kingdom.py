from datetime import date

from stegvis.countries.country import Country
from stegvis.foundation.words import gettext_noop

DEFINITION = Country(
    name=gettext_noop("United Kingdom"),
    source="Fit note: not fit, or may be fit with adjustments; no grades (gov.uk fit note guidance)",
    author="Stegvis",
    valid_from=date(2022, 7, 1),
    language="en",
    time_zone="Europe/London",
    insurer="Department for Work and Pensions",
    employment_service="Jobcentre Plus",
    usual_grades=(),
)

from datetime import date

from stegvis.rights.retention import Retention

DEFINITION = Retention(
    name="A team that gives no health care",
    source="GDPR articles 5(1)(e) and 17 (mem); five years are our choice and no law's",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    country="",
    care_years=0,
    care_because="",
    letters_years=0,
    letters_because="",
    case_years=0,
    case_because="",
    longest_years=5,
)

from datetime import date

from stegvis.rights.retention import Retention

DEFINITION = Retention(
    name="United Kingdom, health care",
    source="NHS Records Management Code of Practice, schedule for adult records (mem); UK GDPR 5, 17",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    country="united_kingdom",
    care_years=8,
    care_because="NHS Records Management Code of Practice: eight years after the last contact",
    letters_years=8,
    letters_because="NHS Records Management Code of Practice: eight years after the last contact",
    case_years=0,
    case_because="",
    longest_years=8,
)

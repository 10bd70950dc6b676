from datetime import date

from stegvis.rights.retention import Retention

DEFINITION = Retention(
    name="Norway, health care",
    source="Pasientjournalforskriften (2019) section 15 (mem); GDPR articles 5 and 17",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    country="norway",
    care_years=10,
    care_because="Patient Records Regulation (pasientjournalforskriften): as long as it may be needed;"
    " here ten years after the last entry",
    letters_years=10,
    letters_because="Patient Records Regulation (pasientjournalforskriften): as long as it may be needed;"
    " here ten years after the last entry",
    case_years=0,
    case_because="",
    longest_years=10,
)

from datetime import date

from stegvis.rights.retention import Retention

DEFINITION = Retention(
    name="Sweden, health care",
    source="Patientdatalagen (2008:355), chapter 3 section 17 (mem); GDPR articles 5 and 17",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    country="sweden",
    care_years=10,
    care_because="Patient Data Act (Patientdatalagen 2008:355), chapter 3 section 17:"
    " ten years after the last entry",
    letters_years=10,
    letters_because="Patient Data Act (Patientdatalagen 2008:355), chapter 3 section 17:"
    " ten years after the last entry",
    case_years=0,
    case_because="",
    longest_years=10,
)

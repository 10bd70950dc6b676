"""Benefits by their plain codes."""

from __future__ import annotations

from enum import StrEnum

from stegvis.foundation.words import gettext_noop


class Benefit(StrEnum):
    """The kinds of benefit that outcomes tell apart."""

    SICKNESS_BENEFIT = "sickness_benefit"
    WORK_ASSESSMENT_ALLOWANCE = "work_assessment_allowance"
    DISABILITY_PENSION = "disability_pension"
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    SOCIAL_ASSISTANCE = "social_assistance"
    PARENTAL_BENEFIT = "parental_benefit"
    EDUCATION_GRANT = "education_grant"
    OLD_AGE_PENSION = "old_age_pension"


BENEFIT_NAMES: dict[Benefit, str] = {
    Benefit.SICKNESS_BENEFIT: gettext_noop("Sickness benefit"),
    Benefit.WORK_ASSESSMENT_ALLOWANCE: gettext_noop("Work assessment allowance"),
    Benefit.DISABILITY_PENSION: gettext_noop("Disability pension"),
    Benefit.UNEMPLOYMENT_BENEFIT: gettext_noop("Unemployment benefit"),
    Benefit.SOCIAL_ASSISTANCE: gettext_noop("Social assistance"),
    Benefit.PARENTAL_BENEFIT: gettext_noop("Parental benefit"),
    Benefit.EDUCATION_GRANT: gettext_noop("Education grant"),
    Benefit.OLD_AGE_PENSION: gettext_noop("Old-age pension"),
}

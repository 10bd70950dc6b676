"""Benefits by their plain codes."""

from __future__ import annotations

from enum import StrEnum


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

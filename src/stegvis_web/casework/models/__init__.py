"""The tables of casework. What they mean and which changes are allowed stands in `stegvis.casework`.

No name stands here: people are referred to by their row in `people`, and everywhere else by case code.
"""

from stegvis_web.casework.models.cases import (
    BreakGlass,
    Case,
    CaseNumber,
    Consent,
    Contact,
    HealthNote,
    ImportedCase,
    Referral,
    SickNote,
    TeamMember,
)
from stegvis_web.casework.models.plans import Answer, Line, Pause, PlanVersion, Review, Step
from stegvis_web.casework.models.work import Adaptation, Attempt, Task, TaskFit, Verdict, WorkedDay

__all__ = [
    "Adaptation",
    "Answer",
    "Attempt",
    "BreakGlass",
    "Case",
    "CaseNumber",
    "Consent",
    "Contact",
    "HealthNote",
    "ImportedCase",
    "Line",
    "Pause",
    "PlanVersion",
    "Referral",
    "Review",
    "SickNote",
    "Step",
    "Task",
    "TaskFit",
    "TeamMember",
    "Verdict",
    "WorkedDay",
]

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
from stegvis_web.casework.models.handovers import Handover, HandoverPart
from stegvis_web.casework.models.letters import Letter, WorkFunction
from stegvis_web.casework.models.meetings import (
    AgendaPoint,
    Attendance,
    DecidedStep,
    Guest,
    Meeting,
    MeetingWish,
    MinuteItem,
    Minutes,
    Slot,
    SlotAnswer,
)
from stegvis_web.casework.models.plans import Answer, Line, Pause, PlanVersion, Review, Step
from stegvis_web.casework.models.rights import RightsRequest
from stegvis_web.casework.models.work import Adaptation, Attempt, Task, TaskFit, Verdict, WorkedDay

__all__ = [
    "Adaptation",
    "AgendaPoint",
    "Answer",
    "Attempt",
    "Attendance",
    "BreakGlass",
    "Case",
    "CaseNumber",
    "Consent",
    "Contact",
    "DecidedStep",
    "Guest",
    "Handover",
    "HandoverPart",
    "HealthNote",
    "ImportedCase",
    "Letter",
    "Line",
    "Meeting",
    "MeetingWish",
    "MinuteItem",
    "Minutes",
    "Pause",
    "PlanVersion",
    "Referral",
    "Review",
    "RightsRequest",
    "SickNote",
    "Slot",
    "SlotAnswer",
    "Step",
    "Task",
    "TaskFit",
    "TeamMember",
    "Verdict",
    "WorkFunction",
    "WorkedDay",
]

"""The work on the page of the plan: tasks, attempts, and the drawing of the way so far."""

from __future__ import annotations

from typing import Any

from stegvis_web.casework.drawings import drawn
from stegvis_web.casework.queries.attempts import shown_attempts
from stegvis_web.casework.queries.plans import OpenPlan
from stegvis_web.casework.queries.tasks import shown_tasks
from stegvis_web.casework.queries.way import way_of


def work_sections(whole: OpenPlan) -> dict[str, Any]:
    """What `casework/plan/_tasks.html` and `casework/plan/_attempts.html` show to this viewer."""
    opened = whole.opened
    attempts = shown_attempts(opened)
    way = way_of(whole, attempts.attempts if attempts else ())
    return {
        "tasks": shown_tasks(opened),
        "attempts": attempts,
        "way": way,
        "drawings": (drawn(way), drawn(way, narrow=True)) if way else (),
    }

"""What every change to a plan leaves behind: its event, and the stage of the case."""

from __future__ import annotations

from stegvis.casework.case import stage
from stegvis_web.casework import models
from stegvis_web.casework.queries.plans import newest_plan, plan_state_of
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation import audit


def record(opened: OpenCase, verb: str, what: str, *fields: str) -> None:
    """One event of this case; `fields` names what was changed, never to what."""
    audit.record(
        by=opened.by, verb=verb, what=what, cases=[opened.code], fields=fields, party=opened.party or ""
    )


def refresh_stage(case: models.Case) -> None:
    """Keep the derived stage of the case in step with its plan."""
    newest = newest_plan(case)
    case.stage = stage(closed_on=case.closed_on, newest_plan=plan_state_of(newest) if newest else None)
    case.save(update_fields=["stage"])

"""What every change to a plan leaves behind: its event, and what lists are kept from."""

from __future__ import annotations

from stegvis.casework.case import stage
from stegvis.casework.versions import Versions
from stegvis_web.casework import models
from stegvis_web.casework.queries.plans import plan_rows, state_of, versions_of
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation import audit


def record(opened: OpenCase, verb: str, what: str, *fields: str) -> None:
    """One event of this case; `fields` names what was changed, never to what."""
    audit.record(
        by=opened.by, verb=verb, what=what, cases=[opened.code], fields=fields, party=opened.party or ""
    )


def refresh(case: models.Case) -> Versions:
    """Keep what lists read in step with the plan: the stage of the case, the wordings that count today."""
    rows = plan_rows(case)
    versions = versions_of(case, rows)
    case.stage = stage(closed_on=case.closed_on, newest_plan=state_of(versions))
    case.save(update_fields=["stage"])
    wordings = {(str(s.line_id), s.since): s.pk for row in reversed(rows) for s in row.steps.all()}
    asked = (
        {}
        if versions.resting or not versions.current
        else {step.line: wordings[step.wording] for step in versions.current.steps}
    )
    standing = (
        {} if versions.resting else {line: wordings[step.wording] for line, step in versions.standing.items()}
    )
    for line in case.lines.all():
        counts = asked.get(str(line.pk)), standing.get(str(line.pk))
        if counts != (line.asked_id, line.standing_id):
            line.asked_id, line.standing_id = counts
            line.save(update_fields=["asked", "standing"])
    return versions

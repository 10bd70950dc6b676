"""What a new person is told, made from what their party sees of the case: a beginning, to be edited."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.casework.handover import SECTION_OF_KEY, Key, Part
from stegvis.casework.party import PARTY_NAMES
from stegvis.casework.plan import SECTION_OF, Progress
from stegvis.casework.sections import GOAL
from stegvis.casework.view import PlanView, StepView
from stegvis_web.casework.phrases.casework import answer_words
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import paper_day_words


def summary(seen: OpenCase) -> list[Part]:
    """The parts that `seen`, the case through the eyes of the new person's party, gives; empty ones too.

    In the language that is active. Of a plan it holds what was sent, and no more than `seen` may read.
    """
    plan = shown_plan(seen, sent=True)
    texts = {key: _text(key, plan) for key in Key}
    return [Part(key, texts[key]) for key in Key if key is Key.KNOW or seen.may(SECTION_OF_KEY[key])]


def _text(key: Key, plan: PlanView | None) -> str:
    if plan is None or plan.closed_on or plan.withdrawn_on:
        return ""
    section = SECTION_OF_KEY[key]
    if section == GOAL:
        return plan.goal or ""
    if key is Key.AGREED:
        return "\n".join(
            f"{answer.name or _(PARTY_NAMES[answer.state.party])}: {answer_words(answer, plan)}"
            for answer in plan.answers
        )
    steps = [step for step in plan.steps if SECTION_OF[step.domain] == section]
    return "\n".join(_line(step) for step in sorted(steps, key=lambda step: (_is_done(step), step.due)))


def _is_done(step: StepView) -> bool:
    return step.progress is Progress.DONE


def _line(step: StepView) -> str:
    who = step.person or (_(PARTY_NAMES[step.owner]) if step.owner else "")
    day = _("by %(day)s") % {"day": paper_day_words(step.due)}
    return " · ".join(part for part in (step.what, who, day, _stand(step)) if part)


def _stand(step: StepView) -> str:
    if _is_done(step):
        return _("Done")
    if step.late:
        return _("Past its day")
    if step.in_force or step.meanwhile:
        return _("In force")
    return _("Not agreed yet")

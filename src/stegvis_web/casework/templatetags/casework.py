"""The domain's words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext, ngettext

from stegvis.casework.access import EMPLOYER_CONTACT_NAMES, EmployerContact
from stegvis.casework.answers import KIND_NAMES, Kind, PartyState
from stegvis.casework.case import STAGE_NAMES, Stage
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.plan import (
    DOMAIN_NAMES,
    PLAN_STATE_NAMES,
    PROGRESS_NAMES,
    Domain,
    PlanState,
    Progress,
)
from stegvis.casework.referral import (
    DECLINE_REASON_NAMES,
    DOOR_NAMES,
    MODE_NAMES,
    REFERRAL_STATE_NAMES,
    DeclineReason,
    Door,
    Mode,
    ReferralState,
)
from stegvis.casework.sections import SECTION_NAMES
from stegvis.casework.view import PlanView, StepView
from stegvis_web.casework import looks

register = template.Library()


@register.filter
def party_name(code: str) -> str:
    return gettext(PARTY_NAMES[Party(code)]) if code else ""


@register.filter
def kind_name(code: str) -> str:
    return gettext(KIND_NAMES[Kind(code)])


@register.filter
def domain_name(code: str) -> str:
    return gettext(DOMAIN_NAMES[Domain(code)])


@register.filter
def progress_name(code: str) -> str:
    return gettext(PROGRESS_NAMES[Progress(code)])


@register.filter
def plan_state_name(code: str) -> str:
    return gettext(PLAN_STATE_NAMES[PlanState(code)])


@register.filter
def stage_name(code: str) -> str:
    return gettext(STAGE_NAMES[Stage(code)])


@register.filter
def door_name(code: str) -> str:
    return gettext(DOOR_NAMES[Door(code)])


@register.filter
def mode_name(code: str) -> str:
    return gettext(MODE_NAMES[Mode(code)])


@register.filter
def referral_state_name(code: str) -> str:
    return gettext(REFERRAL_STATE_NAMES[ReferralState(code)])


@register.filter
def decline_reason_name(code: str) -> str:
    return gettext(DECLINE_REASON_NAMES[DeclineReason(code)])


@register.filter
def employer_contact_name(code: str) -> str:
    return gettext(EMPLOYER_CONTACT_NAMES[EmployerContact(code)])


@register.filter
def section_name(code: str) -> str:
    return gettext(SECTION_NAMES[code])


@register.filter
def silence(state: PartyState) -> str:
    """ "Not answered, 6 days left"; after the last day only "Not answered". Never a yes."""
    if state.days_left is None or state.days_left < 0:
        return gettext("Not answered")
    if state.days_left == 0:
        return gettext("Not answered, last day today")
    return ngettext("Not answered, %(n)s day left", "Not answered, %(n)s days left", state.days_left) % {
        "n": state.days_left
    }


@register.simple_tag(takes_context=True)
def to(context: template.Context, name: str, *args: object) -> str:
    """The address of a page of the plan in this page's place: the staff's or the patient's."""
    url: str = context["place"].url(name, *args)
    return url


@dataclass(frozen=True)
class OwnerGroup:
    """The steps that one person owes."""

    party: Party | None
    person: str
    mine: bool
    steps: list[StepView]


@register.filter
def by_owner(plan: PlanView) -> list[OwnerGroup]:
    """The steps grouped by who owes them, in the order of their first steps; the reader's own first."""
    groups: dict[tuple[Party | None, str], OwnerGroup] = {}
    for step in plan.steps:
        key = (step.owner, step.person)
        groups.setdefault(key, OwnerGroup(step.owner, step.person, step.mine, [])).steps.append(step)
    return sorted(groups.values(), key=lambda group: not group.mine)


@register.filter
def verb_words(verb: str) -> str:
    return looks.verb_words(verb)


@register.filter
def what_words(what: str) -> str:
    return looks.what_words(what)

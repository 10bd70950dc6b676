"""The domain's words in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from stegvis.casework.access import EMPLOYER_CONTACT_NAMES, EmployerContact
from stegvis.casework.answers import KIND_NAMES, Kind, PartyState
from stegvis.casework.case import STAGE_NAMES, Stage
from stegvis.casework.closing import REASON_NAMES, Reason
from stegvis.casework.compare import Comparison, Piece, StepChange, pieces
from stegvis.casework.lifecycle import PLAN_STATE_NAMES, PlanState
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.plan import (
    DOMAIN_NAMES,
    PROGRESS_NAMES,
    Domain,
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
from stegvis.casework.versions import CHANGE_NAMES, Change
from stegvis.casework.view import AnswerView, PlanView, StepView
from stegvis.rights.retention import KIND_NAMES as KIND_NAMES_OF_RETENTION
from stegvis.rights.retention import Kind as Retained
from stegvis_web.casework import looks
from stegvis_web.casework.queries.looked import Look
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.rendering import register


@register.filter
def party_name(code: str) -> str:
    return gettext(PARTY_NAMES[Party(code)]) if code else ""


@register.filter
def kind_name(code: str) -> str:
    return gettext(KIND_NAMES[Kind(code)])


@register.filter
def closing_reason(code: str) -> str:
    return gettext(REASON_NAMES[Reason(code)])


@register.filter
def retention_kind(code: str) -> str:
    """The kind of what stays after an erasure; the trail of who looked is the one table that always does."""
    return (
        gettext(KIND_NAMES_OF_RETENTION[Retained(code)]) if code in set(Retained) else gettext("Who looked")
    )


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


@register.filter
def answer_words(answer: AnswerView, plan: PlanView) -> str:
    """What the chip of a party says: "Objects to step 4", "Accepted", "Not answered, 6 days left"."""
    state = answer.state
    if state.kind is None:
        return silence(state)
    if state.in_part:
        return ngettext(
            "Accepted in part, %(n)s step not answered",
            "Accepted in part, %(n)s steps not answered",
            len(state.silent),
        ) % {"n": len(state.silent)}
    numbers = [step.number for step in plan.steps if step.line in state.lines]
    steps = {"steps": get_text_list([str(number) for number in numbers], gettext("and"))}
    if numbers and state.kind is Kind.OBJECTION:
        return ngettext("Objects to step %(steps)s", "Objects to steps %(steps)s", len(numbers)) % steps
    if numbers and state.kind is Kind.QUESTION:
        return ngettext("Asked about step %(steps)s", "Asked about steps %(steps)s", len(numbers)) % steps
    return kind_name(state.kind)


@dataclass(frozen=True)
class Mark:
    """A chip: its state, and its words in the reader's language."""

    state: str
    words: str


@register.filter
def mark(step: StepView, plan: PlanView) -> Mark | None:
    """How a step of a sent plan stands; None in a draft, where nobody has been asked yet."""
    if plan.withdrawn_on is not None:
        return Mark("withdrawn", plan_state_name(PlanState.WITHDRAWN))
    if plan.closed_on is not None:
        return Mark("withdrawn", plan_state_name(PlanState.CLOSED))
    if step.progress is Progress.DONE:
        return Mark("done", progress_name(Progress.DONE))
    if plan.is_draft:
        return Mark("in-force", plan_state_name(PlanState.IN_FORCE)) if step.in_force else None
    if (step.in_force or step.meanwhile) and step.late:
        return Mark("late", gettext("Past its day"))
    if step.ends and step.meanwhile:
        return Mark("waiting", gettext("Not agreed yet"))
    if step.in_force:
        return Mark("in-force", plan_state_name(PlanState.IN_FORCE))
    talks = [b.answer.talk_by for b in step.beside if b.answer.talk_by and b.answer.is_open]
    if talks:
        return Mark("talk", gettext("Talk by %(day)s") % {"day": day_words(min(talks))})
    owner = next((answer.state for answer in plan.answers if answer.state.party is step.owner), None)
    if owner is None or owner.kind is not None:
        # Said something else than yes, or what it said is not for this reader.
        return Mark("waiting", gettext("Not agreed yet"))
    if plan.answer_by and plan.answer_by < timezone.localdate():
        return Mark("not-answered", gettext("Not answered"))
    return Mark("waiting", gettext("Waits for answer"))


@register.filter
def change_name(code: str) -> str:
    return gettext(CHANGE_NAMES[Change(code)])


@register.filter
def answered(plan: PlanView) -> str:
    """How many of the parties that were asked have said something of all that they were asked."""
    given = sum(answer.state.kind is not None and not answer.state.in_part for answer in plan.answers)
    if not plan.answers:
        return ""
    return gettext("%(n)s of %(all)s") % {"n": given, "all": len(plan.answers)}


@register.filter
def changes_in_words(comparison: Comparison) -> str:
    """ "2 steps are changed, 1 is new, 3 are as before." """
    said = [
        ngettext("%(n)s step is changed", "%(n)s steps are changed", n) % {"n": n}
        for n in [comparison.count(Change.CHANGED)]
        if n
    ]
    said += [
        ngettext("%(n)s is new", "%(n)s are new", n) % {"n": n} for n in [comparison.count(Change.NEW)] if n
    ]
    said += [
        ngettext("%(n)s is to be taken out", "%(n)s are to be taken out", n) % {"n": n}
        for n in [comparison.count(Change.ENDS)]
        if n
    ]
    said += [
        ngettext("%(n)s is as before", "%(n)s are as before", n) % {"n": n}
        for n in [len(comparison.same)]
        if n
    ]
    words = ", ".join(said)
    return f"{words}." if words else ""


@register.filter
def change_title(change: StepChange) -> str:
    """ "Step 3, Johan Berg": number and owner as the newer version has them."""
    step = change.new or change.old
    assert step is not None
    who = step.person or (party_name(step.owner) if step.owner else "")
    number = {"n": step.number, "who": who}
    return gettext("Step %(n)s, %(who)s") % number if who else gettext("Step %(n)s") % number


def _in_words(step: StepView | None, other: StepView | None) -> str:
    """A wording with its day, and with its owner and its kind where they differ from the other one's."""
    if step is None:
        return ""
    said = [step.what.rstrip(), gettext("By %(day)s.") % {"day": day_words(step.due)}]
    if other is not None and (step.owner, step.person) != (other.owner, other.person):
        said.append(step.person or (party_name(step.owner) if step.owner else ""))
    if other is not None and step.domain != other.domain:
        said.append(domain_name(step.domain))
    return "\n".join(filter(None, said))


@register.filter
def was_words(change: StepChange) -> str:
    return _in_words(change.old, change.new)


@register.filter
def now_words(change: StepChange) -> str:
    """Nothing where the newer version asks to take the step out: it shows as struck out."""
    return "" if change.change is Change.ENDS else _in_words(change.new, change.old)


@register.filter
def now_nothing(change: StepChange) -> str:
    """What stands in place of a wording that the newer version does not have."""
    if change.new is not None:
        return gettext("Asks to take this out.")
    return gettext("No longer in the plan.")


@register.function
def word_pieces(was: str, now: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, with what only one of them says marked."""
    return pieces(was, now)


@dataclass(frozen=True)
class TwoAnswers:
    """What one party had said to either of two versions; None where it was not asked."""

    party: Party
    name: str
    old: AnswerView | None
    new: AnswerView | None


@register.filter
def answers_side_by_side(comparison: Comparison) -> list[TwoAnswers]:
    olds = {answer.state.party: answer for answer in comparison.old.answers}
    news = {answer.state.party: answer for answer in comparison.new.answers}
    rows = []
    for party in Party:
        old, new = olds.get(party), news.get(party)
        if known := new or old:
            rows.append(TwoAnswers(party, known.name, old, new))
    return rows


@register.filter
def would_see(plan: PlanView, total: int) -> str:
    """In one sentence what of the patient's plan, which has `total` steps, a party would see; said to her."""
    steps = {"n": len(plan.steps), "total": total}
    if plan.goal is None:
        return gettext("Would see %(n)s of %(total)s steps, not your goal.") % steps
    if not plan.steps:
        return gettext("Would see your goal, and no step.")
    if len(plan.steps) == total:
        return gettext("Would see your goal and every step.")
    return gettext("Would see your goal and %(n)s of %(total)s steps.") % steps


@dataclass(frozen=True)
class OwnerGroup:
    """The steps that one person owes."""

    party: Party | None
    person: str
    mine: bool
    steps: list[StepView]


@register.filter
def by_owner(plan: PlanView) -> list[OwnerGroup]:
    """The steps grouped by who owes them, in the order of the plan."""
    groups: dict[tuple[Party | None, str], OwnerGroup] = {}
    for step in plan.steps:
        key = (step.owner, step.person)
        groups.setdefault(key, OwnerGroup(step.owner, step.person, step.mine, [])).steps.append(step)
    return list(groups.values())


@register.filter
def verb_words(verb: str) -> str:
    return looks.verb_words(verb)


@register.filter
def what_words(what: str) -> str:
    return looks.what_words(what)


@register.filter
def deed(look: Look) -> str:
    return looks.deed_words(look.verb, look.what, look.fields, look.outcome)

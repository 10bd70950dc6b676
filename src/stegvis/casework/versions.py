"""A plan through its versions: which wording of each step is in force, and which answers speak of it.

A change is a new version. What it leaves unchanged keeps its answers; what it changes or asks to take out
is asked anew, and until its owner and the patient have both said yes the old wording stays in force. An
objection stands beside a step and takes nothing out. Only the patient, who takes part of her own will,
can step out of what she said yes to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from stegvis.casework.answers import YES_KINDS, Answer, Kind
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import Party
from stegvis.casework.plan import Plan, Step, same_wording
from stegvis.foundation.words import gettext_noop

Wording = tuple[str, int]
"""A line, and the version that first worded it so."""


class Change(StrEnum):
    """How a step of one version differs from the version before it."""

    NEW = "new"
    CHANGED = "changed"
    ENDS = "ends"
    SAME = "same"


CHANGE_NAMES: dict[Change, str] = {
    Change.NEW: gettext_noop("New"),
    Change.CHANGED: gettext_noop("Changed"),
    Change.ENDS: gettext_noop("To be taken out"),
    Change.SAME: gettext_noop("As before"),
}


@dataclass(frozen=True)
class Versions:
    """All versions of a case's plan, oldest first, and all that was said of them, in the order of saying.

    `resting` tells whether the plan rests today.
    """

    plans: tuple[Plan, ...]
    answers: tuple[Answer, ...] = ()
    resting: bool = False

    def where(self, shown: Callable[[Step], bool]) -> Versions:
        """The same versions with only the steps that are `shown`."""
        plans = tuple(replace(p, steps=tuple(filter(shown, p.steps))) for p in self.plans)
        return replace(self, plans=plans)

    @cached_property
    def live(self) -> tuple[Plan, ...]:
        """The versions that can be in force: sent, not taken back, and not of a plan that has ended."""
        ended = max((plan.version for plan in self.plans if plan.closed_on is not None), default=0)
        return tuple(plan for plan in self.plans if plan.is_out and plan.version > ended)

    @property
    def newest(self) -> Plan | None:
        """The version last written, a draft among them; None before the first."""
        return self.plans[-1] if self.plans else None

    @property
    def draft(self) -> Plan | None:
        return next((plan for plan in self.plans if plan.is_draft), None)

    @property
    def current(self) -> Plan | None:
        """The version that is asked of the parties today."""
        return self.live[-1] if self.live else None

    def plan(self, version: int) -> Plan:
        """The version of that number. Raises KeyError if there is none."""
        for plan in self.plans:
            if plan.version == version:
                return plan
        raise KeyError(version)

    def before(self, plan: Plan) -> Plan | None:
        """The version that `plan` was made from: the last one sent before it that was not taken back."""
        earlier = [p for p in self.plans if p.version < plan.version and not p.is_draft]
        kept = [p for p in earlier if p.withdrawn_on is None]
        return next(reversed(kept or earlier), None)

    def wording_of(self, answer: Answer, line: str) -> Wording | None:
        since = self._since.get(answer.version, {}).get(line)
        return None if since is None else (line, since)

    @cached_property
    def _since(self) -> Mapping[int, Mapping[str, int]]:
        return {plan.version: {step.line: step.since for step in plan.steps} for plan in self.plans}

    def answers_to(self, plan: Plan) -> tuple[Answer, ...]:
        """What was said of the wordings that `plan` holds, wherever it was said first.

        A version that a newer one has replaced shows what was said until then. A question on the whole
        plan that waits for its answer goes along to the newer version.
        """
        replaced = any(later.version > plan.version for later in self.live)
        lines = {step.line: step.wording for step in plan.steps}
        found = []
        for answer in self.answers:
            if replaced and answer.version > plan.version:
                continue
            about = frozenset(
                line for line in answer.about & lines.keys() if self.wording_of(answer, line) == lines[line]
            )
            on_the_whole = not answer.about and (
                answer.version == plan.version or (answer.is_open and not replaced)
            )
            if about or on_the_whole:
                found.append(replace(answer, about=about))
        return tuple(found)

    @cached_property
    def standing(self) -> Mapping[str, Step]:
        """The wording in force of each line that has one."""
        return {line: step for line, step in self.agreed.items() if not step.ends}

    @cached_property
    def agreed(self) -> Mapping[str, Step]:
        """The wording of each line that owner and patient agree on; it may be to take the step out."""
        wordings: dict[Wording, Step] = {}
        for plan in self.live:
            for step in plan.steps:
                wordings.setdefault(step.wording, step)
        yes: set[tuple[Party, Wording]] = set()
        stands: dict[str, Step] = {}
        for answer, line in self._decided():
            wording = self.wording_of(answer, line)
            if wording is None or wording not in wordings:
                continue
            step = wordings[wording]
            if answer.kind in YES_KINDS:
                yes.add((answer.party, wording))
                if {(step.owner, wording), (Party.PATIENT, wording)} <= yes:
                    stands[line] = step
            else:
                yes.discard((answer.party, wording))
                if answer.party is Party.PATIENT and stands.get(line) == step:
                    del stands[line]
        return stands

    def _decided(self) -> Iterable[tuple[Answer, str]]:
        """Each yes and no to a step, in the order in which they were said."""
        for answer in sorted(self.answers, key=lambda answer: answer.id):
            if answer.kind is not Kind.QUESTION:
                yield from ((answer, line) for line in answer.about)

    def in_force(self, step: Step) -> bool:
        """Whether the step stands in this very wording."""
        stands = self.standing.get(step.line)
        return stands is not None and stands.wording == step.wording

    def stands_meanwhile(self, step: Step) -> Step | None:
        """The older wording that stays in force until this one is agreed; None if there is none."""
        stands = self.standing.get(step.line)
        return stands if stands is not None and stands.wording != step.wording else None

    def state(self, plan: Plan, today: date) -> PlanState:
        if plan.is_draft:
            return PlanState.DRAFT
        if plan.withdrawn_on is not None:
            return PlanState.WITHDRAWN
        if plan.closed_on is not None:
            return PlanState.CLOSED
        current = self.current
        if current is None or current.version < plan.version:
            return PlanState.SUPERSEDED
        if plan.version != current.version:
            later = (p for p in self.live if p.version > plan.version)
            newer = {step.wording for p in later for step in p.steps}
            only_here = {step.wording for step in plan.steps} - newer
            stands = any(step.wording in only_here for step in self.standing.values())
            return PlanState.IN_FORCE if stands else PlanState.SUPERSEDED
        if self.resting:
            return PlanState.POSTPONED
        if not any(step.line in self.agreed for step in plan.steps):
            return PlanState.PROPOSED
        due = plan.review_on is not None and plan.review_on <= today
        return PlanState.REVIEW_DUE if due else PlanState.IN_FORCE


def change(step: Step, before: Plan | None) -> Change | None:
    """What became of a step since `before`; None in a first version, where all is new."""
    if before is None:
        return None
    old = next((other for other in before.steps if other.line == step.line), None)
    if old is None:
        return Change.NEW
    if step.ends and not old.ends:
        return Change.ENDS
    return Change.SAME if same_wording(step, old) else Change.CHANGED


def since(step: Step, *, version: int, base: Plan | None, standing: Step | None) -> int:
    """The version that first worded the step as a draft `version` has it now.

    `base` is the live version that the draft is made from, `standing` the wording in force: what says the
    same as one of them has been asked already.
    """
    asked_before = [old for old in (*(base.steps if base else ()), standing) if old is not None]
    same = (old.since for old in asked_before if old.line == step.line and same_wording(step, old))
    return next(same, version)

"""Two versions of a plan side by side, through one reader's eyes: what changed, and in which words.

Works on what `plan_view` shows to the reader, so that a comparison tells nothing that the plan does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from stegvis.casework.versions import Change
from stegvis.casework.view import PlanView, StepView


@dataclass(frozen=True)
class StepChange:
    """One line in two versions; `old` or `new` is None where that version does not hold it.

    `hours` says that the schedule of the step differs.
    """

    line: str
    change: Change
    old: StepView | None
    new: StepView | None

    @property
    def because(self) -> str:
        return self.new.because if self.new else ""

    @property
    def hours(self) -> bool:
        was, now = self.old.hours if self.old else None, self.new.hours if self.new else None
        return was != now


@dataclass(frozen=True)
class Comparison:
    """What differs from an older version to a newer one. `goal` tells whether the goal does."""

    old: PlanView
    new: PlanView
    steps: tuple[StepChange, ...]

    @property
    def goal(self) -> bool:
        return self.old.goal != self.new.goal

    @property
    def changed(self) -> tuple[StepChange, ...]:
        return tuple(step for step in self.steps if step.change is not Change.SAME)

    @property
    def same(self) -> tuple[StepChange, ...]:
        return tuple(step for step in self.steps if step.change is Change.SAME)

    def count(self, change: Change) -> int:
        return sum(step.change is change for step in self.steps)


def _says(step: StepView) -> tuple[object, ...]:
    return step.what, step.owner, step.person, step.due, step.domain, step.hours


def _change(old: StepView | None, new: StepView) -> Change:
    if old is None:
        return Change.NEW
    if new.ends and not old.ends:
        return Change.ENDS
    return Change.SAME if _says(old) == _says(new) and old.ends == new.ends else Change.CHANGED


def compare(old: PlanView, new: PlanView) -> Comparison:
    """From `old` to `new`, in the order of the newer one, then what it no longer holds."""
    olds = {step.line: step for step in old.steps}
    steps = [
        StepChange(step.line, _change(olds.get(step.line), step), olds.get(step.line), step)
        for step in new.steps
    ]
    gone = [
        StepChange(step.line, Change.ENDS, step, None) for step in old.steps if step.line not in new.lines
    ]
    return Comparison(old, new, (*steps, *gone))


@dataclass(frozen=True)
class Piece:
    """A run of words that both texts hold ("same"), or only one of them ("out", "in")."""

    kind: str
    text: str


def pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The words of both texts, with what is only in the old one and what is only in the new one marked.

    Words are compared, not the spaces after them; joined, the pieces give each text back.
    """
    was, now = _tokens(old), _tokens(new)
    same = SequenceMatcher(a=[w.strip() for w in was], b=[w.strip() for w in now], autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, i_end, j, j_end in same.get_opcodes():
        if i < i_end:
            left.append(Piece("same" if tag == "equal" else "out", "".join(was[i:i_end])))
        if j < j_end:
            right.append(Piece("same" if tag == "equal" else "in", "".join(now[j:j_end])))
    return tuple(left), tuple(right)


def _tokens(text: str) -> list[str]:
    """Each word with the space after it; space before the first word is a token of its own."""
    return re.findall(r"\S+\s*|^\s+", text)

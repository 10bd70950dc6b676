"""A hand-over: one person follows another, told what they must know. It is not a restart.

Source: Svanholm 2020, findings (a new officer tore the plan up; starting over again and again);
DOI 10.1080/09638288.2020.1780479. REQUIREMENTS A4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stegvis.casework.plan import check_length
from stegvis.casework.sections import (
    ANSWERS,
    GOAL,
    HANDOVERS,
    STEPS_COORDINATION,
    STEPS_HEALTH,
    STEPS_WORK,
)
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

CONFIRM_DAYS = 10
"""Days that the new person has to say that they take over, or to ask."""

ON_DAYS = range(-30, 91)
"""How far from today the day may lie: a month back for what was forgotten, a quarter ahead."""


class Key(StrEnum):
    """The parts of what a new person is told, in their order."""

    GOAL = "goal"
    WORK = "work"
    TOGETHER = "together"
    HEALTH = "health"
    AGREED = "agreed"
    KNOW = "know"


KEY_NAMES: dict[Key, str] = {
    Key.GOAL: gettext_noop("The goal"),
    Key.WORK: gettext_noop("Work: what stands, and what is due"),
    Key.TOGETHER: gettext_noop("Working together: what stands, and what is due"),
    Key.HEALTH: gettext_noop("Health: what stands, and what is due"),
    Key.AGREED: gettext_noop("Who agreed to what"),
    Key.KNOW: gettext_noop("What to know before the first call"),
}

SECTION_OF_KEY: dict[Key, str] = {
    Key.GOAL: GOAL,
    Key.WORK: STEPS_WORK,
    Key.TOGETHER: STEPS_COORDINATION,
    Key.HEALTH: STEPS_HEALTH,
    Key.AGREED: ANSWERS,
    Key.KNOW: HANDOVERS,
}
"""What one must be able to read to read a part. The last is written for the new person and holds no more."""


@dataclass(frozen=True)
class Part:
    """One part of what a new person is told."""

    key: Key
    text: str

    @property
    def section(self) -> str:
        return SECTION_OF_KEY[self.key]


class HandoverState(StrEnum):
    AHEAD = "ahead"
    TO_CONFIRM = "to_confirm"
    LATE = "late"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    CALLED_OFF = "called_off"


HANDOVER_STATE_NAMES: dict[HandoverState, str] = {
    HandoverState.AHEAD: gettext_noop("To come"),
    HandoverState.TO_CONFIRM: gettext_noop("Not confirmed yet"),
    HandoverState.LATE: gettext_noop("Not confirmed in ten days"),
    HandoverState.ASKED: gettext_noop("Asked a question"),
    HandoverState.CONFIRMED: gettext_noop("Confirmed"),
    HandoverState.CALLED_OFF: gettext_noop("Called off"),
}


@dataclass(frozen=True)
class Handover:
    """One person follows another from the day `on`; `confirm_by` is the last day to say so."""

    on: date
    confirm_by: date
    carried_out: bool = False
    called_off: bool = False
    confirmed: bool = False
    question: str = ""
    reply: str = ""

    def state(self, today: date) -> HandoverState:
        """Where the hand-over is. The plan stays in force in every one of these states."""
        if self.called_off:
            return HandoverState.CALLED_OFF
        if self.confirmed:
            return HandoverState.CONFIRMED
        if not self.carried_out:
            return HandoverState.AHEAD
        if self.question and not self.reply:
            return HandoverState.ASKED
        return HandoverState.TO_CONFIRM if today <= self.confirm_by else HandoverState.LATE


def last_day_to_confirm(on: date, today: date) -> date:
    """Ten days from the day of the hand-over, or from today if that day has passed."""
    return max(on, today) + timedelta(days=CONFIRM_DAYS)


def check_handover(
    *, on: date, today: date, giver: str, taker: str, because: str, parts: Sequence[Part]
) -> None:
    """Refuse a hand-over to nobody else, on an impossible day, or without a word to go on. Raises Refusal."""
    if giver == taker:
        raise Refusal(gettext_noop("Choose somebody else than the person who has it now."))
    if (on - today).days not in ON_DAYS:
        raise Refusal(
            gettext_noop("Choose a day between %(first)s and %(last)s."),
            first=today + timedelta(days=ON_DAYS.start),
            last=today + timedelta(days=ON_DAYS.stop - 1),
        )
    check_length(because, *(part.text for part in parts))
    if not any(part.text.strip() for part in parts):
        raise Refusal(
            gettext_noop("Write at least what to know before the first call, so that nobody starts over.")
        )


def check_confirm(state: HandoverState) -> None:
    """Refuse to confirm what is called off, to come, or confirmed. Raises Refusal."""
    if state is HandoverState.CONFIRMED:
        raise Refusal(gettext_noop("This has been confirmed already."))
    if state in {HandoverState.CALLED_OFF, HandoverState.AHEAD}:
        raise Refusal(gettext_noop("There is nothing to confirm just now."))


def check_call_off(state: HandoverState) -> None:
    """Refuse to call off what has happened. Raises Refusal."""
    if state is not HandoverState.AHEAD:
        raise Refusal(gettext_noop("This hand-over has taken place. Hand over once more to change it."))

"""What a person may ask about what is written of her: that it is put right, or erased."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

ANSWER_WITHIN = timedelta(days=30)
"""A month, GDPR article 12(3)."""

LONGEST = 2_000
"""Characters."""


class Ask(StrEnum):
    """What is asked for."""

    CORRECTION = "correction"
    ERASURE = "erasure"


ASK_NAMES: dict[Ask, str] = {
    Ask.CORRECTION: gettext_noop("To put something right"),
    Ask.ERASURE: gettext_noop("To erase everything"),
}


class Outcome(StrEnum):
    """What came of it."""

    DONE = "done"
    REFUSED = "refused"


OUTCOME_NAMES: dict[Outcome, str] = {
    Outcome.DONE: gettext_noop("Done"),
    Outcome.REFUSED: gettext_noop("Not done, with a reason"),
}


def answer_by(asked_on: date) -> date:
    """The last day for an answer."""
    return asked_on + ANSWER_WITHIN


def check_ask(ask: Ask, *, about: str, words: str, erasure_is_open: bool) -> None:
    """Raises Refusal where there is nothing to be done with what was asked."""
    if ask is Ask.CORRECTION and not about.strip():
        raise Refusal(gettext_noop("Say which words are not right."))
    if ask is Ask.CORRECTION and not words.strip():
        raise Refusal(gettext_noop("Say how it should read."))
    if ask is Ask.ERASURE and erasure_is_open:
        raise Refusal(gettext_noop("You have asked for that already. You get an answer within a month."))
    check_words(about, words)


def check_answer(ask: Ask, *, answered: bool, outcome: Outcome | None, answer: str) -> None:
    """Raises Refusal. An erasure is done by erasing, and only a no to it is an answer."""
    if answered:
        raise Refusal(gettext_noop("This has been answered already."))
    if outcome is None:
        raise Refusal(gettext_noop("Choose what came of it."))
    if ask is Ask.ERASURE and outcome is Outcome.DONE:
        raise Refusal(gettext_noop("To say yes, erase. Nothing else is an answer."))
    if not answer.strip():
        raise Refusal(gettext_noop("Write the answer. The person reads it."))
    check_words(answer)


def check_words(*texts: str) -> None:
    """Raises Refusal for a text that nobody would read to its end."""
    for text in texts:
        if len(text) > LONGEST:
            raise Refusal(
                gettext_noop("Write at most %(most)s characters. This has %(length)s."),
                most=LONGEST,
                length=len(text),
            )

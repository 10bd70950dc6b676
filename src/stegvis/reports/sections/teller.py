"""One result in one language: the pieces that every section is told with."""

from __future__ import annotations

from collections.abc import Sequence

from stegvis.foundation.words import Sentence, Value, gettext_noop
from stegvis.outcomes.methods import describe, window_called
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.reports.document import (
    Foreign,
    Given,
    Number,
    Part,
    Text,
    limits,
    said,
)
from stegvis.reports.result import (
    Comparison,
    Definition,
    Estimate,
    Ratio,
    TwoArm,
)
from stegvis.reports.words import Translate, translate
from stegvis.reports.writing_numbers import plain

NEEDS = "needs:"
REASONS = {"register_end": gettext_noop("the register ends before this could be known")}
"""What the codes of outcomes mean, why there is no answer."""


class Teller:
    """Sentences hold no numbers: they are put in as `Number`."""

    def __init__(self, result: TwoArm, language: str) -> None:
        self.result = result
        self.language = language
        self._: Translate = translate(language)
        self.control, self.study = map(Given, result.arms)
        self.level = Number(result.choices.conf_level, "share", 0)

    def say(self, sentence: str, **values: Text | Part | None) -> Text:
        return said(sentence, **values)

    def plain(self, text: Text) -> str:
        return plain(text, self.language)

    def estimate(self, one: Estimate, form: str, decimals: int = 1) -> Text:
        """The number with its limits; or why there is none."""
        if one.value is None:
            return self.why(one.reason)
        around = limits(one, form, decimals, self._("to"))
        return (Number(one.value, form, decimals), *((" (", *around, ")") if around else ()))

    def p(self, one: Estimate) -> Text:
        return (Number(one.p, "p", reason=one.reason),) if one.p is not None else self.why(one.reason)

    def sentence(self, one: Sentence) -> Text:
        """A sentence of the result's; its numbers and names are the result's own."""

        def part(value: Value) -> Part:
            if isinstance(value, str):
                return Given(value)
            return Number(value, "decimal", 2) if isinstance(value, float) else Number(value)

        return self.say(self._(one.text), **{name: part(value) for name, value in one.values.items()})

    def called(self, name: str) -> Part:
        """A definition's name, in the reader's language where it is one of ours."""
        translated = self._(name)
        return Given(translated) if translated != name else Foreign(name)

    def window(self, name: str) -> Part:
        """A window's name."""
        return Given(window_called(name, self._))

    def defined(self, definition: Definition) -> Part:
        """A definition's sentences; those of another than ours are in English."""
        outcome = OUTCOMES.all().get(definition.id)
        if outcome is None or outcome.fingerprint != definition.fingerprint or self.language == "en":
            return Foreign(definition.sentences)
        return Given(describe(outcome, self._))

    def why(self, reason: str) -> Text:
        if not reason:
            return ("–",)
        if reason.startswith(NEEDS):
            column = reason.removeprefix(NEEDS).replace("_", " ")
            return ("– ", *self.say(self._("needs %(column)s"), column=Given(column)))
        translated = self._(REASONS.get(reason, reason))
        return ("– ", translated if translated != reason else Foreign(reason.replace("_", " ")))

    def ratio(self, one: Ratio | None) -> Text:
        return ("–",) if one is None else self.estimate(one.estimate, "ratio")

    def name(self, column: str) -> Given:
        """A column's own name, as it is readable."""
        return Given(column.replace("_", " "))

    def place(self, one: Comparison) -> Text:
        return (Given(one.site),) if one.site else (self._("All"),)

    def both(self, numbers: Sequence[int]) -> tuple[Text, ...]:
        return tuple((Number(one),) for one in numbers)

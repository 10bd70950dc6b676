"""How numbers are written in each language."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.reports.document import Number, Part, Text

NARROW = " "
"""A narrow space that breaks no line: between thousands, and before the sign of percent."""
SMALLEST = 0.001
"""P values below it are only told to be."""


@dataclass(frozen=True)
class Habits:
    """Decimal sign, sign between thousands, what stands before %."""

    decimal: str
    thousands: str
    before_percent: str


HABITS = {
    "en": Habits(".", ",", ""),
    "sv": Habits(",", NARROW, NARROW),
    "nb": Habits(",", NARROW, NARROW),
}
NONE = "–"


def written(number: Number, language: str) -> str:
    """The number as a reader of that language expects it."""
    habits, value = HABITS[language], number.value
    if value is None:
        return NONE
    if number.form == "p":
        if value < SMALLEST:
            return f"<{_decimal(SMALLEST, 3, habits)}"
        return _decimal(value, 3 if value < 0.1 else 2, habits)
    if number.form == "share":
        return f"{_decimal(100 * value, number.decimals, habits)}{habits.before_percent}%"
    if number.form == "ratio":
        return _decimal(value, 2, habits)
    if number.form == "decimal":
        return _decimal(value, number.decimals, habits)
    if number.form == "days":
        return _decimal(value, 0 if float(value).is_integer() else 1, habits)
    return _decimal(value, 0, habits)


def _decimal(value: float, decimals: int, habits: Habits) -> str:
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return (
        text.replace(",", "§").replace(".", habits.decimal).replace("§", habits.thousands).replace("-", "−")
    )


def plain(text: Text, language: str) -> str:
    """The text without any mark."""
    return "".join(shown(part, language) for part in text)


def shown(part: Part, language: str) -> str:
    """A piece of a text as it is read."""
    if isinstance(part, Number):
        return written(part, language)
    return part if isinstance(part, str) else part.text

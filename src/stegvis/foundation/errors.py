"""The ways in which something can be wrong, and whom each one speaks to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stegvis.foundation.words import gettext_noop


class StegvisError(Exception):
    """Anything that Stegvis itself refuses; never a crash."""


class Refusal(StegvisError):
    """A rule says no. Its words are shown to the user as they stand.

    `text` is the untranslated sentence with `%(name)s` places, `values` what goes into them, so
    that a site can translate first and fill in afterwards.
    """

    def __init__(self, text: str, **values: object) -> None:
        self.text = text
        self.values = values
        super().__init__(text % values if values else text)


class Conflict(Refusal):
    """Someone else changed the same thing meanwhile. `theirs` holds what they wrote, by field name."""

    def __init__(self, theirs: Mapping[str, str]) -> None:
        self.theirs = dict(theirs)
        super().__init__(
            gettext_noop(
                "Someone else changed this while you were writing. Read both texts, then save yours again."
            )
        )


class DefinitionError(StegvisError):
    """The author of a definition made a mistake; the message names the file and what to write."""


class Lacking(StegvisError):
    """Something outside Stegvis is missing: a program, an extra; the message says what to install."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in data: where, what stands there, what should. `file` where there are several."""

    column: str
    value: str
    expected: str
    row: int | None = None
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, " if self.file else ""
        where += f"row {self.row}, " if self.row is not None else ""
        return f"{where}column {self.column}: found {self.value!r}, expected {self.expected}"


class InputError(StegvisError):
    """Bad data. Carries everything that is wrong in the file; nothing of it was taken in."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

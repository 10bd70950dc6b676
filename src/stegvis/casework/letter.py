"""Letters: what each is for, whom it may go to, and which parts of a case it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stegvis.casework.party import Party
from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition


class Part(StrEnum):
    """What a letter can hold. Each part asks for the sections of what it shows, for the one it goes to."""

    GOAL = "goal"
    STEPS = "steps"
    ANSWERS = "answers"
    SICK_LEAVE = "sick_leave"
    FUNCTION = "function"
    MEETING = "meeting"
    ASKED = "asked"
    HANDOVER = "handover"


@dataclass(frozen=True, kw_only=True)
class Letter(Definition):
    """`audience` are the parties that it may go to; `parts` stand in it in this order.

    `introduction` is its first sentence. `needs` is the part without which it would say nothing: where the
    one it goes to may not read that, there is no letter. `writes` tells that the sender adds own words.
    """

    introduction: str
    audience: tuple[str, ...]
    parts: tuple[str, ...]
    needs: str
    writes: bool = True

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if unknown := set(self.audience) - set(Party):
            yield f"audience names no party: {', '.join(sorted(unknown))}"
        if unknown := {*self.parts, self.needs} - set(Part):
            yield f"parts names no part of a letter: {', '.join(sorted(unknown))}"
        if self.needs not in self.parts:
            yield "needs is not among parts; add it there"
        if not self.introduction.strip():
            yield "introduction is empty; write the first sentence"


LETTERS = Catalogue(Letter, "stegvis.casework.catalogue")

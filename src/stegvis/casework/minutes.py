"""Minutes: who was there, what was said and decided. Sent, they stay; a correction is another version.

Source of what must not happen: a public service repaired and blanked sent minutes by hand, 23 times. So
correcting and redacting are things that the minutes themselves know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stegvis.casework.meetings import Came
from stegvis.casework.party import Party
from stegvis.casework.plan import SECTION_OF, Domain, check_length, check_step
from stegvis.casework.sections import MEETINGS, NAME, STEPS, TEAM
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


class Kind(StrEnum):
    SAID = "said"
    DECISION = "decision"


KIND_NAMES: dict[Kind, str] = {
    Kind.SAID: gettext_noop("Said"),
    Kind.DECISION: gettext_noop("Decided"),
}


@dataclass(frozen=True)
class Item:
    """One sentence of the minutes. `item` identifies it through all versions.

    A decision has an `owner` with its `person` and a day; `line` is the step that it words anew, if it does.
    A redacted sentence has no text, but the day and the reason.
    """

    item: str
    number: int
    kind: Kind
    text: str
    domain: Domain
    owner: Party | None = None
    person: str = ""
    due: date | None = None
    line: str = ""
    redacted_at: datetime | None = None
    redacted_because: str = ""

    @property
    def section(self) -> str:
        return SECTION_OF[self.domain]


@dataclass(frozen=True)
class Attended:
    """Who was at the meeting for a party: `person`, or whoever stood in (`represented_by`)."""

    party: Party
    person: str
    came: Came
    represented_by: str = ""


@dataclass(frozen=True)
class Minutes:
    """One version of the minutes. `because` says why an earlier one was corrected."""

    number: int
    author: str
    items: tuple[Item, ...]
    attendance: tuple[Attended, ...]
    because: str = ""
    sent_at: datetime | None = None

    @property
    def decisions(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind is Kind.DECISION)


class Change(StrEnum):
    """What became of a sentence since the version before."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class ItemView:
    """A sentence as one party reads it. `was` is its text in the version before, where that differs."""

    item: Item
    person: str
    change: Change | None = None
    was: str = ""


@dataclass(frozen=True)
class AttendedView:
    party: Party
    name: str
    came: Came
    represented_by: str


@dataclass(frozen=True)
class MinutesView:
    """Minutes through one party's eyes. What is not for it leaves no hole.

    `sees_all` says that the party may read about every domain, so that "nothing was decided" is the whole
    truth for it.
    """

    number: int
    sent_at: datetime | None
    author: str
    because: str
    items: tuple[ItemView, ...]
    attendance: tuple[AttendedView, ...]
    sees_all: bool

    @property
    def decisions(self) -> tuple[ItemView, ...]:
        return tuple(v for v in self.items if v.item.kind is Kind.DECISION and v.change is not Change.GONE)

    @property
    def said(self) -> tuple[ItemView, ...]:
        return tuple(view for view in self.items if view.item.kind is Kind.SAID)


def minutes_view(
    minutes: Minutes,
    before: Minutes | None,
    *,
    may: Callable[[str], bool],
    party: Party | None,
    names: Mapping[str, str],
) -> MinutesView | None:
    """The minutes as `party` reads them, asking `may(section)` for each sentence. None where it may not.

    `before` is the version that they correct. `names` maps the codes of persons to names.
    """
    if not may(MEETINGS):
        return None

    def name_of(whose: Party | None, person: str) -> str:
        known = whose is party or may(NAME if whose is Party.PATIENT else TEAM)
        return names.get(person, "") if known else ""

    def view(item: Item) -> ItemView:
        old = earlier.get(item.item)
        change, was = None, ""
        if before is not None and old is None:
            change = Change.NEW
        elif old is not None and _says(old) != _says(item) and item.redacted_at is None:
            change, was = Change.CHANGED, old.text
        return ItemView(item, name_of(item.owner, item.person) if item.owner else "", change, was)

    # A sentence that was moved to another domain shows the reader no words that it may not read.
    earlier = {item.item: item for item in before.items if may(item.section)} if before else {}
    kept = {item.item for item in minutes.items}
    items = [view(item) for item in minutes.items if may(item.section)]
    items += [
        ItemView(item, name_of(item.owner, item.person) if item.owner else "", Change.GONE, item.text)
        for item in earlier.values()
        if item.item not in kept
    ]
    attendance = tuple(
        AttendedView(a.party, name_of(a.party, a.person), a.came, a.represented_by)
        for a in minutes.attendance
        if a.party is party or may(TEAM) or a.party is Party.PATIENT
    )
    return MinutesView(
        number=minutes.number,
        sent_at=minutes.sent_at,
        author=names.get(minutes.author, "") if may(TEAM) else "",
        because=minutes.because,
        items=tuple(items),
        attendance=attendance,
        sees_all=all(may(section) for section in STEPS),
    )


def _says(item: Item) -> tuple[object, ...]:
    return item.kind, item.text, item.domain, item.owner, item.person, item.due, item.line


def check_item(
    *, kind: Kind, text: str, domain: Domain, owner: Party | None, due: date | None, today: date
) -> None:
    """Refuse a sentence that says nothing, or a decision that nobody owes. Raises Refusal."""
    if kind is Kind.DECISION:
        check_step(what=text, owner=owner, domain=domain, due=due, today=today)
        if due is not None and due < today:
            raise Refusal(gettext_noop("%(day)s has passed. Choose a day to come."), day=due)
        return
    if not text.strip():
        raise Refusal(gettext_noop("Write what was said."))
    check_length(text)


def check_sending(minutes: Minutes, *, guests: Collection[tuple[Party, str]], before: Minutes | None) -> None:
    """Refuse to send minutes that leave open who was there, or that say nothing. Raises Refusal."""
    told = {(attended.party, attended.person) for attended in minutes.attendance}
    if set(guests) - told:
        raise Refusal(gettext_noop("Say for everyone who was asked whether they were there."))
    if not minutes.items:
        raise Refusal(
            gettext_noop("Write at least one sentence. If nothing was decided, say what you talked of.")
        )
    if before is not None and (minutes.items, minutes.attendance) == (before.items, before.attendance):
        raise Refusal(gettext_noop("Nothing is changed yet. Change a sentence first."))


def check_redaction(item: Item, because: str) -> None:
    """Refuse to redact twice, or without a reason. Raises Refusal."""
    if item.redacted_at is not None:
        raise Refusal(gettext_noop("This sentence has been taken out already."))
    if not because.strip():
        raise Refusal(
            gettext_noop(
                "Write why, without repeating what stood there. Everyone who had the minutes reads it."
            )
        )
    check_length(because)

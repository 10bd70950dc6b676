"""An adaptation of a task: who provides it, how long it is tried, and whether both sides find that it works.

Adapting work is necessary and hard to get right, and nobody knows beforehand what will hold (Svanholm 2020,
"Individual adaptations"; DOI 10.1080/09638288.2020.1780479). So an adaptation is a trial with a last day,
after which the person and the employer each say whether it worked. Something else to try is an adaptation
of its own: what was tried before stays readable.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.plan import DUE_DAYS, check_length
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

LONGEST_LINE = 200
"""Characters of a field that takes one line: the name of a task, what something costs, who pays."""

LONGEST_TRIAL = 366
"""Days, first and last counted."""

USUAL_TRIAL = 42
"""Days. The first week goes well more often than the third; six weeks tell."""

SIDES = (Party.PATIENT, Party.EMPLOYER)
"""Who says whether an adaptation works: the one who works with it, and the one whose workplace it is."""


class Worked(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


WORKED_NAMES: dict[Worked, str] = {
    Worked.YES: gettext_noop("It works"),
    Worked.PARTLY: gettext_noop("It works in part"),
    Worked.NO: gettext_noop("It does not work"),
    Worked.TOO_EARLY: gettext_noop("Too early to say"),
}


class TrialState(StrEnum):
    """Where a trial is today; derived, never entered by hand."""

    NOT_BEGUN = "not-begun"
    ON_TRIAL = "on-trial"
    ASKS = "asks"
    SAID = "said"


@dataclass(frozen=True)
class Verdict:
    """Whether an adaptation works, as one side says it. It never changes; a later one counts instead."""

    side: Party
    worked: Worked
    at: datetime
    words: str = ""

    @property
    def tells(self) -> bool:
        """Whether it says how the trial came out; "too early" leaves the question open."""
        return self.worked is not Worked.TOO_EARLY


@dataclass(frozen=True)
class Adaptation:
    """One adaptation and its trial.

    `provider` is the party that provides it (None where the reader may not know) and `person` the name of
    its named person. The trial runs from `first` to `last`, both counted; `ended_on` is the day on which it
    was ended before that. `cost` and `payer` are words. `verdicts` stand in the order they were said in.
    """

    id: int
    what: str
    provider: Party | None
    person: str = ""
    first: date | None = None
    last: date | None = None
    ended_on: date | None = None
    cost: str = ""
    payer: str = ""
    verdicts: tuple[Verdict, ...] = ()
    revision: int = 1

    @property
    def last_day(self) -> date | None:
        """The last day of the trial as it went, or as it is meant to go."""
        return self.ended_on or self.last

    def has_begun(self, today: date) -> bool:
        return self.first is not None and self.first <= today

    def is_over(self, today: date) -> bool:
        return self.ended_on is not None or (self.last is not None and self.last < today)

    def latest(self, side: Party) -> Verdict | None:
        """What that side says today; None while it has said nothing."""
        said = [verdict for verdict in self.verdicts if verdict.side is side]
        return said[-1] if said else None

    def asks(self, today: date, sides: Collection[Party] = SIDES) -> tuple[Party, ...]:
        """Those of `sides` whose word is missing now that the trial is over; none before."""
        if not self.is_over(today):
            return ()
        return tuple(side for side in sides if (word := self.latest(side)) is None or not word.tells)

    def state(self, today: date, sides: Collection[Party] = SIDES) -> TrialState:
        """Where the trial is today, if `sides` are those who can say whether it worked."""
        if not self.is_over(today):
            return TrialState.ON_TRIAL if self.has_begun(today) else TrialState.NOT_BEGUN
        return TrialState.ASKS if self.asks(today, sides) else TrialState.SAID


def check_line(*texts: str) -> None:
    """Refuse what does not fit in its one line. Raises Refusal."""
    for text in texts:
        if len(text) > LONGEST_LINE:
            raise Refusal(
                gettext_noop("Write at most %(most)s characters. This has %(length)s."),
                most=LONGEST_LINE,
                length=len(text),
            )


def check_trial_days(first: date | None, last: date | None, today: date) -> None:
    """Refuse a trial that would never ask how it went, or that nobody would wait for. Raises Refusal.

    No days at all are fine: the adaptation is named, and its trial begins later.
    """
    if first is None and last is None:
        return
    if first is None:
        raise Refusal(gettext_noop("Say from which day it is tried."))
    if last is None:
        raise Refusal(
            gettext_noop("Say until which day it is tried. Then both sides are asked whether it worked.")
        )
    if last < first:
        raise Refusal(
            gettext_noop("The last day, %(end)s, is before the first day, %(start)s."), start=first, end=last
        )
    if (first - today).days not in DUE_DAYS:
        raise Refusal(
            gettext_noop("%(day)s is too far from today. Choose a day between %(first)s and %(last)s."),
            day=first,
            first=today + timedelta(days=DUE_DAYS.start),
            last=today + timedelta(days=DUE_DAYS.stop - 1),
        )
    if (last - first).days >= LONGEST_TRIAL:
        raise Refusal(
            gettext_noop("A trial takes at most a year. Choose a last day up to %(last)s."),
            last=first + timedelta(days=LONGEST_TRIAL - 1),
        )


def check_adaptation(
    *,
    what: str,
    provider: Party | None,
    first: date | None,
    last: date | None,
    cost: str,
    payer: str,
    today: date,
) -> None:
    """Refuse an adaptation that nobody could provide or try as written. Raises Refusal."""
    if not what.strip():
        raise Refusal(gettext_noop("Write what is adapted."))
    check_length(what)
    check_line(cost, payer)
    if provider is None or provider not in ANSWERING_PARTIES:
        raise Refusal(gettext_noop("Say who provides it. A supporter reads the plan and owes nothing in it."))
    check_trial_days(first, last, today)


def check_change(adaptation: Adaptation, *, what: str, first: date | None, last: date | None) -> None:
    """Refuse to change what somebody has spoken of, or a trial that is over. Raises Refusal."""
    if adaptation.verdicts and what.strip() != adaptation.what:
        raise Refusal(
            gettext_noop(
                "Someone has said whether this works, so its words stay. "
                "Add what you want to try instead as a new adaptation."
            )
        )
    if adaptation.verdicts and first != adaptation.first:
        raise Refusal(gettext_noop("Someone has said whether this works, so its first day stays."))
    if adaptation.ended_on is not None and (first, last) != (adaptation.first, adaptation.last):
        raise Refusal(
            gettext_noop("This trial was ended on %(day)s, so its days stay."), day=adaptation.ended_on
        )


def check_begin(adaptation: Adaptation, *, first: date | None, last: date | None, today: date) -> None:
    """Refuse to begin what has begun. Raises Refusal."""
    if adaptation.has_begun(today) or adaptation.ended_on is not None:
        raise Refusal(gettext_noop("This trial has begun already."))
    if first is None:
        raise Refusal(gettext_noop("Say from which day it is tried."))
    check_trial_days(first, last, today)


def check_end(adaptation: Adaptation, *, on: date | None, today: date) -> None:
    """Refuse to end a trial that does not run. Raises Refusal."""
    if adaptation.is_over(today):
        raise Refusal(gettext_noop("This trial is over already."))
    if adaptation.first is None or not adaptation.has_begun(today):
        raise Refusal(gettext_noop("This trial has not begun yet."))
    if on is None or not adaptation.first <= on <= today:
        raise Refusal(
            gettext_noop("Choose a day between %(first)s and today, %(today)s."),
            first=adaptation.first,
            today=today,
        )


def check_verdict(
    adaptation: Adaptation, *, side: Party | None, worked: Worked | None, words: str, today: date
) -> None:
    """Refuse a word that is not the speaker's to say, or that comes before there is anything to say.

    Raises Refusal.
    """
    if side not in SIDES:
        raise Refusal(gettext_noop("The person and the employer say whether it works, each for themselves."))
    if not adaptation.has_begun(today):
        raise Refusal(gettext_noop("This trial has not begun yet."))
    if worked is None:
        raise Refusal(gettext_noop("Choose whether it works."))
    check_length(words)

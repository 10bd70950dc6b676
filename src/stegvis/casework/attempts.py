"""What we tried and what we learned: an attempt to return that ended, told as experience.

People try to come back several times, and what they learn by it is what the next plan needs (Svanholm 2020,
"Individual adaptations"; DOI 10.1080/09638288.2020.1780479). Nothing here says that anybody fell short.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stegvis.casework.plan import check_length
from stegvis.foundation.errors import Refusal
from stegvis.foundation.periods import Period
from stegvis.foundation.words import gettext_noop

MOST_ATTEMPTS = 40
"""Attempts told of one case."""

LONGEST_WEEK = 80 * 60
"""Minutes. Nobody returns to more than this."""

YEARS_BACK = 40


@dataclass(frozen=True)
class Attempt:
    """From `start` to `end`, both days counted; `minutes` are the most that was reached in a week.

    `what_happened` is always there, the other words as far as somebody has written them.
    """

    id: int
    start: date
    end: date
    what_happened: str
    minutes: int | None = None
    helped: str = ""
    hindered: str = ""
    next_time: str = ""
    revision: int = 1

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


def lesson(attempt: Attempt) -> str:
    """What a next plan can start from; empty while nobody has written it."""
    return attempt.next_time.strip()


def check_attempt(
    *,
    start: date | None,
    end: date | None,
    minutes: int | None,
    what_happened: str,
    today: date,
    others: tuple[str, ...] = (),
) -> None:
    """Refuse an attempt that could not be read later. `others` are its further words. Raises Refusal."""
    if start is None or end is None:
        raise Refusal(gettext_noop("Say from which day to which."))
    if end > today:
        raise Refusal(gettext_noop("Write down what has ended. What still goes on stands in the plan."))
    if end < start:
        raise Refusal(
            gettext_noop("The last day, %(end)s, is before the first day, %(start)s."), start=start, end=end
        )
    if today.year - start.year > YEARS_BACK:
        raise Refusal(gettext_noop("%(day)s is very long ago. Check the year."), day=start)
    if minutes is not None and (minutes <= 0 or minutes % 15):
        raise Refusal(gettext_noop("Write the hours in quarters of an hour, such as 12 or 12.5."))
    if minutes is not None and minutes > LONGEST_WEEK:
        raise Refusal(
            gettext_noop("%(hours)s hours a week are too many. Check the number."), hours=minutes // 60
        )
    if not what_happened.strip():
        raise Refusal(gettext_noop("Write what happened. One sentence is enough."))
    check_length(what_happened, *others)


def check_lesson(attempt: Attempt) -> None:
    """Refuse to start a plan from what nobody has put into words. Raises Refusal."""
    if not lesson(attempt):
        raise Refusal(gettext_noop("Write first what to change next time. The next plan starts from that."))

"""The methods sentences of an outcome: what was done, in words that can stand in a paper.

They are written in English and put together from pieces that can be translated one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.measures import FROM_LEVEL, TIMES, WINDOWED, Measure

if TYPE_CHECKING:
    from stegvis.outcomes.outcome import Outcome

Translate = Callable[[str], str]

ORIGINS = {
    "index_date": gettext_noop("the index date"),
    "start_date": gettext_noop("the start of the programme"),
    "discharge_date": gettext_noop("discharge"),
}
COMPETING = {
    "death": gettext_noop("death"),
    "emigration": gettext_noop("emigration"),
    "old_age_pension": gettext_noop("old-age pension"),
}
BENEFITS = {
    "sickness_benefit": gettext_noop("sickness benefit"),
    "work_assessment_allowance": gettext_noop("work assessment allowance"),
    "disability_pension": gettext_noop("disability pension"),
    "unemployment_benefit": gettext_noop("unemployment benefit"),
    "social_assistance": gettext_noop("social assistance"),
    "parental_benefit": gettext_noop("parental benefit"),
    "education_grant": gettext_noop("education grant"),
    "old_age_pension": gettext_noop("old-age pension"),
}
ONE = {
    "days": gettext_noop("%(n)s day"),
    "weeks": gettext_noop("%(n)s week"),
    "months": gettext_noop("%(n)s month"),
}
MANY = {
    "days": gettext_noop("%(n)s days"),
    "weeks": gettext_noop("%(n)s weeks"),
    "months": gettext_noop("%(n)s months"),
}
STATES = (
    gettext_noop("disability pension"),
    gettext_noop("full disability pension"),
    gettext_noop("full permanent"),
    gettext_noop("full sick leave"),
    gettext_noop("full temporary"),
    gettext_noop("no benefit"),
    gettext_noop("none"),
    gettext_noop("not sick-listed"),
    gettext_noop("other benefit"),
    gettext_noop("partial"),
    gettext_noop("partial disability pension"),
    gettext_noop("partial sick leave"),
    gettext_noop("sick-listed"),
    gettext_noop("sickness absence"),
    gettext_noop("unemployment"),
    gettext_noop("work"),
    gettext_noop("work assessment allowance"),
    gettext_noop("work disability"),
)
"""The names of states that definitions of ours give."""


WINDOWS = (
    gettext_noop("%(n)s months"),
    gettext_noop("%(n)s months before"),
    gettext_noop("%(n)s months after"),
    gettext_noop("%(n)s weeks"),
    gettext_noop("%(n)s years"),
    gettext_noop("%(n)s days before"),
    gettext_noop("%(n)s days to month %(m)s"),
    gettext_noop("month %(n)s"),
    gettext_noop("week %(n)s"),
    gettext_noop("day %(n)s"),
)
"""How the windows of our definitions are called."""


def window_called(name: str, translate: Translate) -> str:
    """A window's name in the reader's language; its numbers stay. Other names than ours stay as they are."""
    numbers = re.findall(r"\d+", name)
    places = iter(("%(n)s", "%(m)s"))
    if not 0 < len(numbers) <= 2:
        return name
    pattern = re.sub(r"\d+", lambda _: next(places), name)
    if pattern not in WINDOWS:
        return name
    return translate(pattern) % dict(zip(("n", "m"), numbers, strict=False))


def describe(outcome: Outcome, translate: Translate = str) -> str:
    """One paragraph. What the paper left open stands in `left_open`, and is not repeated here.

    `translate` looks a piece up in the reader's language.
    """
    return " ".join(_Telling(outcome, translate).sentences())


@dataclass(frozen=True)
class _Telling:
    """One outcome in one language."""

    outcome: Outcome
    _: Translate

    @property
    def measure(self) -> Measure:
        return Measure(self.outcome.measure)

    def sentences(self) -> Iterator[str]:
        _, measure = self._, self.measure
        yield self.main()
        if measure in FROM_LEVEL:
            yield from self.levels()
        if measure in TIMES and measure is not Measure.LAST_FREE:
            yield from self.censoring()
        if measure in TIMES | WINDOWED and self.outcome.competing:
            named = self.listed([_(COMPETING[name]) for name in self.outcome.competing], _("or"))
            if measure in TIMES | {Measure.JOB_START}:
                yield _("Follow-up also ended with %(events)s, each an event of its own.") % {"events": named}
            else:
                yield _("From %(events)s on nothing was counted.") % {"events": named}

    def main(self) -> str:
        _, outcome = self._, self.outcome
        within = {
            "since": self.since,
            "end": self.number(outcome.horizon, outcome.horizon_unit),
            "period": self.number(outcome.length, outcome.length_unit),
            "benefits": self.benefits(outcome.benefits),
            "level": outcome.level,
            "windows": self.windows(),
            "n": outcome.length,
            "days": outcome.run_days,
        }
        return self.pattern() % within

    def pattern(self) -> str:
        """The first sentence, with places for what it is about."""
        _, outcome = self._, self.outcome
        free = not outcome.level
        match self.measure:
            case Measure.FIRST_FREE:
                first = outcome.event_day == "first"
                if free and first:
                    return _(
                        "Time ran from %(since)s to the first day of the first period of %(period)s without"
                        " %(benefits)s that began within %(end)s from %(since)s."
                    )
                if free:
                    return _(
                        "Time ran from %(since)s to the last day of the first period of %(period)s without"
                        " %(benefits)s that began within %(end)s from %(since)s."
                    )
                if first:
                    return _(
                        "Time ran from %(since)s to the first day of the first period of %(period)s with at"
                        " most %(level)s%% of %(benefits)s that began within %(end)s from %(since)s."
                    )
                return _(
                    "Time ran from %(since)s to the last day of the first period of %(period)s with at"
                    " most %(level)s%% of %(benefits)s that began within %(end)s from %(since)s."
                )
            case Measure.LAST_FREE:
                if free:
                    return _(
                        "Time ran from %(since)s to the beginning of a period without %(benefits)s that"
                        " lasted at least %(period)s, and until the end of follow-up, %(end)s from %(since)s."
                    )
                return _(
                    "Time ran from %(since)s to the beginning of a period with at most %(level)s%% of"
                    " %(benefits)s that lasted at least %(period)s, and until the end of follow-up, %(end)s"
                    " from %(since)s."
                )
            case Measure.RELAPSE:
                if free:
                    return _(
                        "Among those who returned (%(period)s without %(benefits)s, beginning within %(end)s"
                        " from %(since)s), time ran from the return to the first of %(days)s days in a row"
                        " with benefit."
                    )
                return _(
                    "Among those who returned (%(period)s with at most %(level)s%% of %(benefits)s, beginning"
                    " within %(end)s from %(since)s), time ran from the return to the first of %(days)s days"
                    " in a row with benefit."
                )
            case Measure.RISE:
                return _(
                    "Time ran from %(since)s to the first of %(n)s months in a row, each with a larger share"
                    " of days without %(benefits)s (net of grade) than the month before %(since)s, within"
                    " %(end)s from %(since)s."
                )
            case Measure.FIRST_STATE:
                text = _(
                    "Time ran from %(since)s to the first day in %(states)s, within %(end)s from %(since)s."
                )
                return self.put(text, states=self.states(f" {_('or')} "))
            case Measure.JOB_AVERAGE:
                first = outcome.event_day == "first"
                text = (
                    _(
                        "Time ran from %(since)s to the first day of the first period of %(period)s with"
                        " competitive work of %(hours)s hours a week on average, within %(end)s from"
                        " %(since)s."
                    )
                    if first
                    else _(
                        "Time ran from %(since)s to the last day of the first period of %(period)s with"
                        " competitive work of %(hours)s hours a week on average, within %(end)s from"
                        " %(since)s."
                    )
                )
                return self.put(text, hours=f"{outcome.minutes_a_week / 60:g}")
            case Measure.JOB_START:
                return _("Whether, and when, a first competitive job began %(windows)s.")
            case Measure.DAYS:
                return self.days()
            case Measure.FREE_WEEKS:
                if outcome.per == "share":
                    if free:
                        return _("The share of weeks without %(benefits)s, %(windows)s.")
                    return _("The share of weeks with at most %(level)s%% of %(benefits)s, %(windows)s.")
                if free:
                    return _("Whole weeks without %(benefits)s, %(windows)s.")
                return _("Whole weeks with at most %(level)s%% of %(benefits)s, %(windows)s.")
            case Measure.FREE_WINDOW:
                if free:
                    return _("Whether all days were without %(benefits)s, %(windows)s.")
                return _("Whether all days were with at most %(level)s%% of %(benefits)s, %(windows)s.")
            case Measure.LONG_SPELLS:
                if not outcome.length:
                    return _("How many spells of %(benefits)s there were, %(windows)s.")
                return _(
                    "How many times %(benefits)s was paid on more than %(n)s days in a row, %(windows)s."
                )
            case Measure.STATES:
                held = (
                    _(
                        "The first of %(states)s that held on %(days)s days in a row, else %(otherwise)s,"
                        " %(windows)s."
                    )
                    if outcome.run_days
                    else _(
                        "The first of %(states)s that held on the first day, else %(otherwise)s, %(windows)s."
                    )
                )
                found = self.put(held, states=self.states(", "), otherwise=_(outcome.otherwise))
                if not outcome.absorbing:
                    return found
                names = self.listed([_(name) for name in outcome.absorbing], _("and"))
                kept = self.put(_("%(states)s was not left again."), states=names[:1].upper() + names[1:])
                return f"{found} {kept}"
            case Measure.PROGRAMME:
                return _(
                    "Months of 30 days from %(since)s to the first competitive job, or to termination where"
                    " there was none, less pauses."
                )

    def days(self) -> str:
        _, net, per = self._, self.outcome.count == "net", self.outcome.per
        if net:
            return {
                "total": _("Net days with %(benefits)s (each day counted by its grade), %(windows)s."),
                "month": _(
                    "Net days with %(benefits)s (each day counted by its grade), a month, %(windows)s."
                ),
                "share": _(
                    "Net days with %(benefits)s (each day counted by its grade), as a share of all days,"
                    " %(windows)s."
                ),
            }[per]
        return {
            "total": _("Days with %(benefits)s, %(windows)s."),
            "month": _("Days with %(benefits)s, a month, %(windows)s."),
            "share": _("Days with %(benefits)s, as a share of all days, %(windows)s."),
        }[per]

    def levels(self) -> Iterator[str]:
        _, outcome = self._, self.outcome
        if outcome.overlap == "maximum":
            yield _("Where spells overlapped, the largest grade counted.")
        elif len(outcome.benefits) > 1:
            yield _("Where spells overlapped, grades were added, up to 100%%.") % {}
        if outcome.baseline:
            yield _(
                "A partial %(benefit)s on the first day was subtracted from every later day; who had a full"
                " one was left out."
            ) % {"benefit": _(BENEFITS[outcome.baseline])}

    def censoring(self) -> Iterator[str]:
        _ = self._
        if self.measure is Measure.FIRST_STATE:
            yield _("Others were censored at the end of follow-up, or on the register's last day before it.")
            return
        if self.outcome.completes_after_horizon:
            yield _("A period that began before the end of follow-up could be completed after it.")
        else:
            yield _("A period had to be completed by the end of follow-up.")
        yield _(
            "Others were censored at the end of follow-up, or on the last day from which a whole period was"
            " known to the register."
        )

    @property
    def since(self) -> str:
        origin = self.outcome.origin
        return self._(ORIGINS[origin]) if origin in ORIGINS else origin.replace("_", " ")

    def windows(self) -> str:
        """Over which days: `over the 12 months from the index date`."""
        _, outcome = self._, self.outcome
        unit, begins, ends = outcome.window_unit, outcome.window_from, outcome.window_until
        if not begins:
            return ""
        if outcome.window_origins or min(begins) < 0 or (len(begins) <= 4 and begins[0] > 0):
            return _("in the windows %(names)s") % {
                "names": self.listed([window_called(name, _) for name in outcome.windows], _("and"))
            }
        if len(begins) == 1 or set(begins) == {0}:
            numbers = self.listed([str(end) for end in ends], _("and"))
            length = _(MANY[unit]) % {"n": numbers}
            return _("over the %(length)s from %(since)s") % {"length": length, "since": self.since}
        length = _(MANY[unit]) % {"n": len(begins)}
        return _("in each of the %(length)s from %(since)s") % {"length": length, "since": self.since}

    def states(self, between: str) -> str:
        _ = self._
        return between.join(
            f"{_(state.name)} ("
            + (
                _("%(benefits)s of at least %(percent)s%%")
                % {"benefits": self.benefits(state.benefits), "percent": state.percent}
                if state.percent > 1
                else self.benefits(state.benefits)
            )
            + ")"
            for state in self.outcome.rules
        )

    def benefits(self, names: Sequence[str]) -> str:
        return self.listed([self._(BENEFITS[name]) for name in names], self._("or"))

    @staticmethod
    def listed(names: Sequence[str], last: str) -> str:
        return f" {last} ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""

    def number(self, number: int, unit: str) -> str:
        return self._((ONE if number == 1 else MANY)[unit]) % {"n": number}

    @staticmethod
    def put(text: str, **values: str) -> str:
        """Some of the places of a pattern filled in; the others stay."""
        for name, value in values.items():
            text = text.replace(f"%({name})s", value.replace("%", "%%"))
        return text

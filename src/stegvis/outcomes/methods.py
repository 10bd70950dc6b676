"""The methods sentences of an outcome: what was done, in words that can stand in a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stegvis.outcomes.measures import FROM_LEVEL, TIMES, WINDOWED, Measure

if TYPE_CHECKING:
    from stegvis.outcomes.outcome import Outcome

ORIGINS = {
    "index_date": "the index date",
    "start_date": "the start of the programme",
    "discharge_date": "discharge",
}
COMPETING = {"death": "death", "emigration": "emigration", "old_age_pension": "old-age pension"}


def describe(outcome: Outcome) -> str:
    """One paragraph. What the paper left open stands in `left_open`, and is not repeated here."""
    return " ".join(_sentences(outcome, Measure(outcome.measure)))


def _sentences(outcome: Outcome, measure: Measure) -> Iterator[str]:
    yield _main(outcome, measure)
    if measure in FROM_LEVEL:
        yield from _levels(outcome)
    if measure in TIMES and measure is not Measure.LAST_FREE:
        yield from _censoring(outcome, measure)
    if measure in TIMES | WINDOWED and outcome.competing:
        named = _listed([COMPETING[name] for name in outcome.competing], "or")
        if measure in TIMES | {Measure.JOB_START}:
            yield f"Follow-up also ended with {named}, each an event of its own."
        else:
            yield f"From {named} on nothing was counted."


def _main(outcome: Outcome, measure: Measure) -> str:
    period = _number(outcome.length, outcome.length_unit)
    since = ORIGINS.get(outcome.origin, outcome.origin.replace("_", " "))
    horizon = f"within {_number(outcome.horizon, outcome.horizon_unit)} from {since}"
    benefits = _benefits(outcome.benefits)
    back = "without" if not outcome.level else f"with at most {outcome.level}% of"
    day = f"the {outcome.event_day} day"
    windows = _windows(outcome)
    match measure:
        case Measure.FIRST_FREE:
            return (
                f"Time ran from {since} to {day} of the first period of {period} {back} {benefits}"
                f" that began {horizon}."
            )
        case Measure.LAST_FREE:
            return (
                f"Time ran from {since} to the beginning of a period {back} {benefits} that lasted at least"
                f" {period}, and until the end of follow-up, {horizon.removeprefix('within ')}."
            )
        case Measure.RELAPSE:
            return (
                f"Among those who returned ({period} {back} {benefits}, beginning {horizon}), time ran from"
                f" the return to the first of {outcome.run_days} days in a row with benefit."
            )
        case Measure.RISE:
            return (
                f"Time ran from {since} to the first of {outcome.length} months in a row, each with a larger"
                f" share of days without {benefits} (net of grade) than the month before {since}, {horizon}."
            )
        case Measure.FIRST_STATE:
            return f"Time ran from {since} to the first day in {_states(outcome, ' or ')}, {horizon}."
        case Measure.JOB_AVERAGE:
            hours = f"{outcome.minutes_a_week / 60:g} hours a week"
            return (
                f"Time ran from {since} to {day} of the first period of {period} with competitive work of"
                f" {hours} on average, {horizon}."
            )
        case Measure.JOB_START:
            return f"Whether, and when, a first competitive job began {windows}."
        case Measure.DAYS:
            kind = "Net days" if outcome.count == "net" else "Days"
            how = {"total": "", "month": ", a month", "share": ", as a share of all days"}[outcome.per]
            grade = " (each day counted by its grade)" if outcome.count == "net" else ""
            return f"{kind} with {benefits}{grade}{how}, {windows}."
        case Measure.FREE_WEEKS:
            how = "The share of weeks" if outcome.per == "share" else "Whole weeks"
            return f"{how} {back} {benefits}, {windows}."
        case Measure.FREE_WINDOW:
            return f"Whether all days were {back} {benefits}, {windows}."
        case Measure.LONG_SPELLS:
            if not outcome.length:
                return f"How many spells of {benefits} there were, {windows}."
            days = f"more than {outcome.length} days in a row"
            return f"How many times {benefits} was paid on {days}, {windows}."
        case Measure.STATES:
            held = f"on {outcome.run_days} days in a row" if outcome.run_days else "on the first day"
            kept = (
                f" {_listed(outcome.absorbing).capitalize()} was not left again." if outcome.absorbing else ""
            )
            return (
                f"The first of {_states(outcome, ', ')} that held {held}, else {outcome.otherwise},"
                f" {windows}.{kept}"
            )
        case Measure.PROGRAMME:
            return (
                f"Months of 30 days from {since} to the first competitive job, or to termination where there"
                " was none, less pauses."
            )


def _levels(outcome: Outcome) -> Iterator[str]:
    if len(outcome.benefits) > 1 or outcome.overlap == "maximum":
        how = "the largest grade counted" if outcome.overlap == "maximum" else "grades were added, up to 100%"
        yield f"Where spells overlapped, {how}."
    if outcome.baseline:
        yield (
            f"A partial {outcome.baseline.replace('_', ' ')} on the first day was subtracted from every later"
            " day; who had a full one was left out."
        )


def _censoring(outcome: Outcome, measure: Measure) -> Iterator[str]:
    if measure is Measure.FIRST_STATE:
        yield "Others were censored at the end of follow-up, or on the register's last day before it."
        return
    if outcome.completes_after_horizon:
        yield "A period that began before the end of follow-up could be completed after it."
    else:
        yield "A period had to be completed by the end of follow-up."
    yield (
        "Others were censored at the end of follow-up, or on the last day from which a whole period was"
        " known to the register."
    )


def _windows(outcome: Outcome) -> str:
    """Over which days: `over the 12 months from the index date`."""
    since = ORIGINS.get(outcome.origin, outcome.origin.replace("_", " "))
    unit, begins, ends = outcome.window_unit, outcome.window_from, outcome.window_until
    if not begins:
        return ""
    if outcome.window_origins or min(begins) < 0 or (len(begins) <= 4 and begins[0] > 0):
        return f"in the windows {_listed(outcome.windows)}"
    if len(begins) == 1 or set(begins) == {0}:
        numbers = _listed([str(end) for end in ends])
        return f"over the {numbers} {unit} from {since}"
    return f"in each of the {len(begins)} {unit} from {since}"


def _states(outcome: Outcome, between: str) -> str:
    return between.join(
        f"{state.name} ({_benefits(state.benefits)}"
        + (f" of at least {state.percent}%)" if state.percent > 1 else ")")
        for state in outcome.rules
    )


def _benefits(names: Sequence[str]) -> str:
    return _listed([name.replace("_", " ") for name in names], "or")


def _listed(names: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _number(number: int, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"

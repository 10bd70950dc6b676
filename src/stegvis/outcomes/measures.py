"""What is found out of a person's days, and which parameters each measure takes."""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """What is found out of a person's days."""

    FIRST_FREE = "first free period"
    LAST_FREE = "lasting free period"
    RELAPSE = "relapse"
    RISE = "rise in participation"
    FIRST_STATE = "first day in a state"
    JOB_START = "job start"
    JOB_AVERAGE = "working time"
    DAYS = "days"
    FREE_WEEKS = "free weeks"
    FREE_WINDOW = "free window"
    LONG_SPELLS = "long spells"
    STATES = "states"
    PROGRAMME = "programme"


TIMES = frozenset(
    {Measure.FIRST_FREE, Measure.LAST_FREE, Measure.RELAPSE, Measure.RISE, Measure.FIRST_STATE}
    | {Measure.JOB_AVERAGE}
)
"""One row a person, with time and event."""

WINDOWED = frozenset(
    {Measure.DAYS, Measure.FREE_WEEKS, Measure.FREE_WINDOW, Measure.LONG_SPELLS, Measure.STATES}
    | {Measure.JOB_START}
)
"""One row for each window."""

FROM_STATES = frozenset({Measure.STATES, Measure.FIRST_STATE})
FROM_JOBS = frozenset({Measure.JOB_START, Measure.JOB_AVERAGE})
FROM_LEVEL = frozenset(Measure) - FROM_STATES - FROM_JOBS - {Measure.PROGRAMME}
OF_A_PERIOD = frozenset(
    {Measure.FIRST_FREE, Measure.LAST_FREE, Measure.RELAPSE, Measure.RISE, Measure.JOB_AVERAGE}
)

YEAR = 365
"""The day at which shares are told, from the origin."""

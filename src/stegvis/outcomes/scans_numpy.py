"""What is asked of levels, with NumPy alone: all persons at once. For where numba is not installed."""

from __future__ import annotations

import numpy as np

from stegvis.benefits.batch import Int32, Int64, SpellColumns
from stegvis.outcomes.history import FULL
from stegvis.outcomes.levels import NEVER, Bools, FollowUps, Levels, Periods, Told
from stegvis.outcomes.table import NONE


def base(spells: SpellColumns, benefit: int, day: Int32, register_end: int) -> Int32:
    person, theirs = _persons(spells.offsets), np.repeat(day, np.diff(spells.offsets))
    counts = (spells.benefit == benefit) & (spells.start <= theirs)
    counts &= theirs <= np.minimum(spells.end, register_end)
    total = np.bincount(person[counts], spells.grade[counts], minlength=len(day))
    return np.minimum(FULL, total).astype(np.int32)


def levels(spells: SpellColumns, counted: Bools, largest: bool, base: Int32, register_end: int) -> Levels:
    """Cuts each person's days at every first and last one, and adds up what lies on each piece."""
    after = np.minimum(spells.end, register_end).astype(np.int64) + 1
    use = counted[spells.benefit] & (spells.grade > 0) & (spells.start < after)
    person, start, after = _persons(spells.offsets)[use], spells.start[use], after[use]
    grade: Int64 = spells.grade[use].astype(np.int64)
    lowest = int(start.min(initial=0))
    span = int(after.max(initial=0)) - lowest + 1
    begins, ends = person * span + start - lowest, person * span + after - lowest
    cuts = np.unique(np.concatenate((begins, ends)))
    first = np.searchsorted(cuts, begins)
    pieces = np.searchsorted(cuts, ends) - first
    place = np.repeat(first - np.cumsum(pieces) + pieces, pieces) + np.arange(pieces.sum())
    level: Int64 = np.zeros(len(cuts), np.int64)
    (np.maximum if largest else np.add).at(level, place, np.repeat(grade, pieces))
    who, day = np.divmod(cuts, span)
    np.minimum(level, FULL, out=level)
    level -= base[who]
    kept = level > 0
    day += lowest
    return Levels(
        offsets=np.searchsorted(who[kept], np.arange(len(base) + 1)).astype(np.int64),
        start=day[kept].astype(np.int32),
        end=np.append(day[1:], 0)[kept].astype(np.int32),  # a person's last piece has no level
        level=level[kept].astype(np.int32),
    )


def first_gaps(levels: Levels, thresholds: Int64, begin: Int32, before: Int32, periods: Periods) -> Int32:
    return np.stack([_first_gaps(levels, int(one), begin, before, periods) for one in thresholds])


def _first_gaps(levels: Levels, threshold: int, begin: Int32, before: Int32, periods: Periods) -> Int32:
    who, start, end = _runs(levels, threshold)
    # After a person's last run comes one that never begins; the days before each run are the gaps.
    last = np.searchsorted(who, np.arange(len(begin)), side="right")
    who, start = np.insert(who, last, np.arange(len(begin))), np.insert(start, last, NEVER)
    free = np.insert(end, last, NEVER)
    free[1:] = free[:-1]
    free[np.append(True, who[1:] != who[:-1])] = -NEVER
    free = np.maximum(free, begin[who])
    inside = free < before[who]
    who, start, free = who[inside], start[inside], free[inside]
    found = np.full((len(periods.lengths), len(begin)), NEVER, np.int32)
    for period, length in enumerate(periods.lengths):
        after = periods.table[period, free - periods.first] if periods.table.size else free + length
        enough = after <= start
        np.minimum.at(found[period], who[enough], free[enough].astype(np.int32))
    return found


def first_runs(levels: Levels, threshold: int, begin: Int32, length: int) -> Int32:
    who, start, end = _runs(levels, threshold)
    found = np.full(begin.shape, NEVER, np.int32)
    for window in range(begin.shape[1]):
        day = np.maximum(start, begin[who, window])
        enough = day + length <= end
        np.minimum.at(found[:, window], who[enough], day[enough].astype(np.int32))
    return found


def long_runs(levels: Levels, threshold: int, begin: Int32, end: Int32, length: int) -> Int64:
    who, run, after = _runs(levels, threshold)
    found = np.zeros(begin.shape, np.int64)
    for window in range(begin.shape[1]):
        inside = np.minimum(after, end[who, window]) - np.maximum(run, begin[who, window])
        found[:, window] = np.bincount(who[inside > length], minlength=len(begin))
    return found


def days(levels: Levels, threshold: int, begin: Int32, end: Int32, net: bool) -> Int64:
    """What lies before the end of a window, less what lies before its beginning."""
    above = levels.level > threshold
    weight = np.where(above, levels.level if net else 1, 0).astype(np.int64)
    length = levels.end.astype(np.int64) - levels.start
    total = np.concatenate(([0], np.cumsum(weight * length)))
    lowest = int(levels.start.min(initial=0))
    span = int(levels.end.max(initial=0)) - lowest + 1
    starts = _persons(levels.offsets) * span + levels.start - lowest
    first = np.arange(len(begin))[:, None] * span

    def before(day: Int32) -> Int64:
        inside = np.clip(day.astype(np.int64), lowest, lowest + span - 1)
        number = np.searchsorted(starts, first + inside - lowest)
        found: Int64 = total[number]
        if len(starts):
            last = number - 1  # the last that begins before the day; perhaps it does not end there
            late = np.where(number > levels.offsets[:-1, None], levels.end[last] - inside, 0)
            found -= np.maximum(late, 0) * weight[last]
        return found

    return np.where(begin < end, before(end) - before(begin), 0)


def last_end(levels: Levels, threshold: int, begin: Int32, end: Int32) -> Int32:
    who, start, after = _runs(levels, threshold)
    found = begin.copy()
    early = start < end[who]
    np.maximum.at(found, who[early], np.minimum(after, end[who])[early].astype(np.int32))
    return found


def without(follow_ups: FollowUps, known: int) -> Told:
    begin, horizon, ended = follow_ups.begin, follow_ups.horizon, follow_ups.ended
    limit = np.minimum(horizon, np.maximum(begin, np.int32(known)))
    unknown = limit > known
    if not follow_ups.completes_after_horizon:
        whole = follow_ups.register_end >= horizon - 1
        limit, unknown = np.where(whole, horizon, limit), unknown & ~whole
    cut = (ended < horizon) & (ended <= limit)
    too_early = (follow_ups.unanswered == 0) & unknown
    reason = np.where(too_early, np.int8(follow_ups.too_early), follow_ups.unanswered)
    return Told(
        np.where(reason == 0, np.where(cut, ended, limit) - begin, np.int32(NONE)),
        np.where(reason == 0, np.where(cut, follow_ups.code, np.int8(0)), np.int8(NONE)),
        reason,
    )


def settle(follow_ups: FollowUps, day: Int32, last: Int32, when: Int32, without: Told, told: Told) -> None:
    counts = day <= last
    told.time[:] = np.where(counts, when - follow_ups.begin, without.time)
    told.event[:] = np.where(counts, np.int8(1), without.event)
    told.reason[:] = without.reason


def _persons(offsets: Int64) -> Int64:
    """Whose each row is."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def _runs(levels: Levels, threshold: int) -> tuple[Int64, Int64, Int64]:
    """Whose, first day, and the day after the last, of each run of days that are above."""
    above = levels.level > threshold
    who = _persons(levels.offsets)[above]
    start, end = levels.start[above].astype(np.int64), levels.end[above].astype(np.int64)
    follows = (who[1:] == who[:-1]) & (start[1:] == end[:-1])
    begins = np.ones(len(who), np.bool_)
    begins[1:] = ~follows
    ends = np.ones(len(who), np.bool_)
    ends[:-1] = ~follows
    return who[begins], start[begins], end[ends]

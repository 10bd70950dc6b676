"""What is asked of levels, at the speed of C: one person after the other, each in one go."""

from __future__ import annotations

import numpy as np

from stegvis.benefits.batch import Int8, Int32, Int64, SpellColumns
from stegvis.foundation.compiled import compiled
from stegvis.outcomes.history import FULL
from stegvis.outcomes.levels import NEVER, Bools, FollowUps, Levels, Periods, Told
from stegvis.outcomes.table import NONE


def base(spells: SpellColumns, benefit: int, day: Int32, register_end: int) -> Int32:
    found = np.zeros(len(day), np.int32)
    _base(
        *(spells.offsets, spells.start, spells.end, spells.benefit, spells.grade),
        *(benefit, day, register_end, found),
    )
    return found


@compiled
def _base(
    offsets: Int64,
    start: Int32,
    end: Int32,
    benefit: Int8,
    grade: Int32,
    wanted: int,
    days: Int32,
    register_end: int,
    found: Int32,
) -> None:
    for person in range(len(days)):
        day = days[person]
        if day > register_end:
            continue
        total = 0
        for row in range(offsets[person], offsets[person + 1]):
            if start[row] > day:
                break
            if end[row] >= day and benefit[row] == wanted:
                total += grade[row]
        found[person] = min(FULL, total)


def levels(spells: SpellColumns, counted: Bools, largest: bool, base: Int32, register_end: int) -> Levels:
    offsets = np.zeros(len(spells.offsets), np.int64)
    # Each first and each last day can begin a stretch.
    found = np.empty((3, 2 * len(spells)), np.int32)
    most = int(np.diff(spells.offsets).max(initial=0))
    size = _levels(
        *(spells.offsets, spells.start, spells.end, spells.benefit, spells.grade),
        *(counted, largest, base, register_end),
        *(np.empty((2, most), np.int64), offsets, found),
    )
    start, end, level = (column[:size] for column in found)
    return Levels(offsets=offsets, start=start, end=end, level=level)


@compiled
def _levels(
    offsets: Int64,
    start: Int32,
    end: Int32,
    benefit: Int8,
    grade: Int32,
    counted: Bools,
    largest: bool,
    base: Int32,
    register_end: int,
    under_way: Int64,
    found: Int64,
    stretches: Int32,
) -> int:
    ends, grades = under_way  # of spells
    found_start, found_end, found_level = stretches
    size = 0
    for person in range(len(offsets) - 1):
        row, stop = offsets[person], offsets[person + 1]
        many = 0
        day = 0
        while True:
            if many == 0:
                if row == stop:
                    break
                day = start[row]
            while row < stop and start[row] <= day:
                after = min(end[row], register_end) + 1
                if after > start[row] and grade[row] > 0 and counted[benefit[row]]:
                    ends[many], grades[many] = after, grade[row]
                    many += 1
                row += 1
            until = start[row] if row < stop else NEVER
            total = 0
            for one in range(many):
                total = max(total, grades[one]) if largest else total + grades[one]
                until = min(until, ends[one])
            total = min(FULL, total) - base[person]
            if total > 0:
                if size > found[person] and found_end[size - 1] == day and found_level[size - 1] == total:
                    found_end[size - 1] = until
                else:
                    found_start[size], found_end[size], found_level[size] = day, until, total
                    size += 1
            left = 0
            for one in range(many):
                if ends[one] > until:
                    ends[left], grades[left] = ends[one], grades[one]
                    left += 1
            many, day = left, until
        found[person + 1] = size
    return size


def first_gaps(levels: Levels, thresholds: Int64, begin: Int32, before: Int32, periods: Periods) -> Int32:
    found = np.empty((len(thresholds), len(periods.lengths), len(begin)), np.int32)
    _first_gaps(
        *(levels.offsets, levels.start, levels.end, levels.level, thresholds, begin, before),
        *(periods.lengths, periods.table, periods.first, found),
    )
    return found


@compiled
def _first_gaps(
    offsets: Int64,
    start: Int32,
    end: Int32,
    level: Int32,
    thresholds: Int64,
    begin: Int32,
    before: Int32,
    lengths: Int64,
    table: Int32,
    first: int,
    found: Int32,
) -> None:
    months = table.shape[1] > 0
    for person in range(len(begin)):
        begins, stop = offsets[person], offsets[person + 1]
        while begins < stop and end[begins] <= begin[person]:
            begins += 1
        for threshold in range(len(thresholds)):
            day = begin[person]
            period = 0  # the shortest that was not found yet: what is too short for it is for all longer ones
            for row in range(begins, stop):
                if level[row] <= thresholds[threshold]:
                    continue
                while period < len(lengths):
                    after = table[period, day - first] if months else day + lengths[period]
                    if after > start[row]:
                        break
                    found[threshold, period, person] = day
                    period += 1
                day = end[row]
                if period == len(lengths) or day >= before[person]:
                    break
            for left in range(period, len(lengths)):
                found[threshold, left, person] = day if day < before[person] else NEVER


def first_runs(levels: Levels, threshold: int, begin: Int32, length: int) -> Int32:
    found = np.full(begin.shape, NEVER, np.int32)
    _first_runs(levels.offsets, levels.start, levels.end, levels.level, threshold, begin, length, found)
    return found


@compiled
def _first_runs(
    offsets: Int64,
    start: Int32,
    end: Int32,
    level: Int32,
    threshold: int,
    begin: Int32,
    length: int,
    found: Int32,
) -> None:
    for person in range(begin.shape[0]):
        for window in range(begin.shape[1]):
            run, after = 0, begin[person, window] - 1
            for row in range(offsets[person], offsets[person + 1]):
                if level[row] <= threshold or end[row] <= begin[person, window]:
                    continue
                day = max(start[row], begin[person, window])
                if day != after:
                    run = day
                after = end[row]
                if after - run >= length:
                    found[person, window] = run
                    break


def long_runs(levels: Levels, threshold: int, begin: Int32, end: Int32, length: int) -> Int64:
    found = np.zeros(begin.shape, np.int64)
    _long_runs(levels.offsets, levels.start, levels.end, levels.level, threshold, begin, end, length, found)
    return found


@compiled
def _long_runs(
    offsets: Int64,
    start: Int32,
    end: Int32,
    level: Int32,
    threshold: int,
    begin: Int32,
    until: Int32,
    length: int,
    found: Int64,
) -> None:
    for person in range(begin.shape[0]):
        for window in range(begin.shape[1]):
            run, after = 0, begin[person, window] - 1
            for row in range(offsets[person], offsets[person + 1]):
                if start[row] >= until[person, window]:
                    break
                if level[row] <= threshold or end[row] <= begin[person, window]:
                    continue
                day = max(start[row], begin[person, window])
                if day != after:
                    run, after = day, day
                # Counted once, as soon as it is long enough.
                short = after - run <= length
                after = min(end[row], until[person, window])
                if short and after - run > length:
                    found[person, window] += 1


def days(levels: Levels, threshold: int, begin: Int32, end: Int32, net: bool) -> Int64:
    found = np.zeros(begin.shape, np.int64)
    _days(levels.offsets, levels.start, levels.end, levels.level, threshold, begin, end, net, found)
    return found


@compiled
def _days(
    offsets: Int64,
    start: Int32,
    end: Int32,
    level: Int32,
    threshold: int,
    begin: Int32,
    until: Int32,
    net: bool,
    found: Int64,
) -> None:
    for person in range(begin.shape[0]):
        first, stop = offsets[person], offsets[person + 1]
        for window in range(begin.shape[1]):
            if window > 0 and begin[person, window] < begin[person, window - 1]:
                first = offsets[person]
            while first < stop and end[first] <= begin[person, window]:
                first += 1
            row = first
            while row < stop and start[row] < until[person, window]:
                if level[row] > threshold:
                    length = min(end[row], until[person, window]) - max(start[row], begin[person, window])
                    if length > 0:
                        found[person, window] += length * level[row] if net else length
                row += 1


def last_end(levels: Levels, threshold: int, begin: Int32, end: Int32) -> Int32:
    found = begin.copy()
    _last_end(levels.offsets, levels.start, levels.end, levels.level, threshold, end, found)
    return found


@compiled
def _last_end(
    offsets: Int64, start: Int32, end: Int32, level: Int32, threshold: int, until: Int32, found: Int32
) -> None:
    for person in range(len(until)):
        for row in range(offsets[person], offsets[person + 1]):
            if start[row] >= until[person]:
                break
            if level[row] > threshold:
                found[person] = max(found[person], min(end[row], until[person]))


def without(follow_ups: FollowUps, known: int) -> Told:
    persons = len(follow_ups.begin)
    told = Told(np.empty(persons, np.int32), np.empty(persons, np.int8), np.empty(persons, np.int8))
    _without(
        *(follow_ups.begin, follow_ups.horizon, follow_ups.ended, follow_ups.code, follow_ups.unanswered),
        *(follow_ups.completes_after_horizon, follow_ups.register_end, follow_ups.too_early, known),
        *(told.time, told.event, told.reason),
    )
    return told


@compiled
def _without(
    begin: Int32,
    horizon: Int32,
    ended: Int32,
    code: Int8,
    unanswered: Int8,
    completes_after_horizon: bool,
    register_end: int,
    too_early: int,
    known: int,
    time: Int32,
    event: Int8,
    reason: Int8,
) -> None:
    for person in range(len(begin)):
        limit, unknown = horizon[person], False
        if completes_after_horizon or register_end < limit - 1:
            limit = min(limit, max(begin[person], known))
            unknown = limit > known
        reason[person] = too_early if unknown and unanswered[person] == 0 else unanswered[person]
        if reason[person] != 0:
            time[person], event[person] = NONE, NONE
        elif ended[person] < horizon[person] and ended[person] <= limit:
            time[person], event[person] = ended[person] - begin[person], code[person]
        else:
            time[person], event[person] = limit - begin[person], 0


def settle(follow_ups: FollowUps, day: Int32, last: Int32, when: Int32, without: Told, told: Told) -> None:
    _settle(follow_ups.begin, day, last, when, without.time, without.event, told.time, told.event)
    told.reason[:] = without.reason


@compiled
def _settle(
    begin: Int32,
    day: Int32,
    last: Int32,
    when: Int32,
    other_time: Int32,
    other_event: Int8,
    time: Int32,
    event: Int8,
) -> None:
    for person in range(len(begin)):
        counts = day[person] <= last[person]
        time[person] = when[person] - begin[person] if counts else other_time[person]
        event[person] = 1 if counts else other_event[person]

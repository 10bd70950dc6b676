"""Import this module to have rows counted by compiled code. Needs the extra `compiled`.

Measured on a million rows of whole days: a curve in 0.8 ms instead of 2.5, a log-rank test in 1.8 instead of
3.6, near what it takes to read them from memory. It takes up to a second to import, and as long to compile
when it is first used, so it pays for whoever counts again and again, and is not loaded by itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stegvis.foundation.compiled import compiled
from stegvis.statistics import risk_table
from stegvis.statistics.arrays import Ints, Numbers


@compiled
def count(
    time: Numbers,
    event: NDArray[np.integer],
    codes: Ints,
    groups: int,
    room: int,
    lanes: NDArray[np.uint32],
) -> bool:
    """Count ends by group, day and whether it was an event, in four lanes that the caller adds up.

    False, and nothing of use in `lanes`, where a time is no whole day from 0 to under `room`.
    """
    grouped = len(codes) > 0
    days, many = np.uint64(room), np.uint64(groups)
    group = np.uint64(0)
    fours = len(time) // 4
    for four in range(fours + 1):
        for lane in range(4 if four < fours else len(time) % 4):
            row = 4 * four + lane
            day = np.uint64(np.int64(time[row]))
            if np.int64(day) != time[row] or day >= days:
                return False
            if grouped:
                group = np.uint64(codes[row])
                if group >= many:
                    return False
            place = ((group * days + day) << np.uint64(1)) + np.uint64(event[row] != 0)
            lanes[lane, place] += np.uint32(1)
    return True


risk_table.COMPILED[:] = [count]

"""Counts of people that may be shown: small ones are hidden, and nothing hidden can be worked out.

The rule is the usual one of statistical offices: no cell of one to four people, and one more beside it, since
a total and all cells but one give the last. Which one more must not depend on how many people are in it: the
smallest of the others, which is often taken, gives itself away by those that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5
"""People in a cell that is shown."""


def shown(cells: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """The cells of one total, which is shown as well unless all are hidden; None for a hidden cell.

    Nobody in a cell is shown as 0. Hidden are cells of fewer than `least`, and with them the last of those
    that have more (put first what matters most), or the last two where all hidden ones hold as few as they
    can. Of fewer than `least` people altogether all is hidden.
    """
    if sum(cells.values()) < least:
        return dict.fromkeys(cells)
    hidden = {name for name, people in cells.items() if 0 < people < least}
    larger = [name for name, people in cells.items() if people >= least]
    small = len(hidden)
    while small and larger:
        hidden.add(larger.pop())
        if sum(cells[name] for name in hidden) > small + least * (len(hidden) - small):
            break
    return {name: None if name in hidden else people for name, people in cells.items()}


def both_sides(having: int, of: int, least: int = LEAST) -> bool:
    """Whether a share, a median or a curve may be shown: enough people had it, and enough did not."""
    return having >= least and of - having >= least

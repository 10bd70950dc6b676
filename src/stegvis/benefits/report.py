"""What reading a register met: how much, what was left out, and what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stegvis.foundation.errors import InputError, Problem


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Rows of SPELLS or of JOBS; all but `cut` add up to `rows`.

    `unknown_persons`: of persons who are not in PEOPLE. `left_out_persons`: of persons whose row of PEOPLE
    was wrong. `no_benefit`: with a code that is no benefit. `after_end`: beginning after the register's end.
    `kept`: what batches hold, before days and weeks are joined; `cut`: those of them cut at that end.
    Lines of a CSV file that are no rows are counted nowhere here, but in `Report.wrong`.
    """

    rows: int = 0
    wrong: int = 0
    unknown_persons: int = 0
    left_out_persons: int = 0
    no_benefit: int = 0
    after_end: int = 0
    kept: int = 0
    cut: int = 0


@dataclass(frozen=True, kw_only=True)
class Report:
    """`people`: how many were read. `wrong`: all that was wrong, how often by kind; `problems`: the first of
    it, by file and row."""

    people: int = 0
    spells: Counts = field(default_factory=Counts)
    jobs: Counts = field(default_factory=Counts)
    wrong: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class WrongRows(InputError):
    """Rows that cannot be right: `problems`, the first of them in full, and `counts`, all of them by kind."""

    def __init__(self, problems: Sequence[Problem], counts: Mapping[str, int]) -> None:
        super().__init__(problems)
        self.counts = dict(counts)
        self.args = ("\n".join(summary(problems, counts)),)


def summary(problems: Sequence[Problem], counts: Mapping[str, int]) -> list[str]:
    """Lines that tell the first problems in full, then all of them by kind."""
    total = sum(counts.values())
    lines = [str(problem) for problem in problems]
    if total > len(problems):
        lines.append(f"… and {total - len(problems):,} more.")
    by_kind = "; ".join(f"{kind} ({number:,})" for kind, number in counts.items())
    return [*lines, f"{total:,} wrong in all: {by_kind}."]

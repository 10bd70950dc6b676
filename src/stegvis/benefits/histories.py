"""Histories: people and, batch by batch, all of their spells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType

import pyarrow as pa

from stegvis.benefits.batch import Batch
from stegvis.benefits.report import Report


class Histories:
    """What was read. `people` holds a row for each person, in the order of the file; the row is the
    person's number. Its column `person` is the id as it was given; known days (`index_date`, `death`, …)
    are int32 days since 1970-01-01, null where empty, and absent if no file has them; further columns are
    kept as they were.

    Temporary files may lie behind it: use it in a `with` block, or close it.
    """

    def __init__(
        self,
        people: pa.Table,
        report: Report,
        batches: Callable[[], Iterator[Batch]],
        close: Callable[[], None],
    ) -> None:
        self.people = people
        self.report = report
        self._batches = batches
        self._close = close

    def batches(self) -> Iterator[Batch]:
        """Batches in the order of persons' numbers, together everyone in `people`. Can be asked for again."""
        return self._batches()

    def close(self) -> None:
        """Remove temporary files."""
        self._close()

    def __enter__(self) -> Histories:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

"""One whole transaction, done again if the database broke it off because two waited for each other.

PostgreSQL ends one of two transactions that each hold what the other waits for: a deadlock. Nothing of the
one that was ended has happened, so it is done again, and finds the other one finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import OperationalError, connection, transaction

from stegvis_web.foundation import audit

TRIES = 4
"""How often a transaction is begun before its deadlock is told to whoever asked for it."""

DEADLOCK = "40P01"
"""PostgreSQL's code for it. SQLite has none: there one writer waits for the other from the beginning."""

Made = TypeVar("Made")


def in_one_go(act: Callable[[], Made]) -> Made:
    """Run `act` as one transaction, again after a deadlock; gives what it gave the last time.

    So `act` must read anew what it decides upon, and leave nothing behind but what the transaction holds.
    Within an open transaction it is run once: only whoever opened that one can begin again.
    Raises what `act` raises, and its deadlock as it came if there was one every time.
    """
    outermost = not connection.in_atomic_block
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return act()
        except (OperationalError, audit.AuditUnavailable) as error:
            if not (outermost and tries_left and is_deadlock(error)):
                raise
            audit.begin_again()
    raise AssertionError("unreachable")


def is_deadlock(error: BaseException) -> bool:
    """Whether the database says so, in this error or in one that it came from."""
    return any(getattr(cause, "sqlstate", "") == DEADLOCK for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__

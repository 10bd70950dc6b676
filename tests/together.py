"""Several at the same moment, each in a thread and with a connection to the database of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection, connections


def together(*acts: Callable[[], object]) -> None:
    """Do all of `acts` at once, and wait for them. One that raises fails the test (see pyproject.toml)."""
    threads = [start(act) for act in acts]
    for thread in threads:
        thread.join()


def start(act: Callable[[], object]) -> threading.Thread:
    """Begin `act` beside the test; the caller joins the thread."""

    def do() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


def wait_until_somebody_waits() -> None:
    """Wait until one transaction on PostgreSQL waits for another. Raises AssertionError if none ever does."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waits for anybody.")

"""The audit trail is append-only by the database's own word, on SQLite and on PostgreSQL.

Changing or deleting a row of it is refused; a new event must follow the head of its chain, and moves it.
A migration that alters these tables on SQLite rebuilds them without triggers: it must arm them again.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

EVENT = "foundation_auditevent"
MENTION = "foundation_auditmention"
HEAD = "foundation_audithead"

APPEND_ONLY = "The audit trail is append-only."
OUT_OF_LINE = "An audit event must follow the head of its chain."


def arm(connection: BaseDatabaseWrapper | None = None) -> None:
    """Create the triggers that are missing."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        _run(connection, _POSTGRESQL_FUNCTIONS)
        _run(
            connection,
            (f"CREATE OR REPLACE TRIGGER {name} {does}" for (name, _), does in _POSTGRESQL.items()),
        )
    else:
        _run(connection, (f"CREATE TRIGGER IF NOT EXISTS {name} {does}" for name, does in _SQLITE.items()))


def disarm(connection: BaseDatabaseWrapper | None = None) -> None:
    """Remove the triggers. Only for undoing the migration, for moving a database, and for tests."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        _run(connection, (f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _POSTGRESQL))
    else:
        _run(connection, (f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE))


def missing(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """The names of the triggers that are not there, or switched off, in order."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        wanted = {name for name, _ in _POSTGRESQL}
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    else:
        wanted = set(_SQLITE)
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _refuse(when: str, words: str = APPEND_ONLY) -> str:
    return f"BEFORE {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"


_SQLITE = {
    "audit_event_no_update": _refuse(f"UPDATE ON {EVENT}"),
    "audit_event_no_delete": _refuse(f"DELETE ON {EVENT}"),
    "audit_mention_no_update": _refuse(f"UPDATE ON {MENTION}"),
    "audit_mention_no_delete": _refuse(f"DELETE ON {MENTION}"),
    # INSERT OR REPLACE deletes without asking the triggers above.
    "audit_event_no_replace": _refuse(
        f"INSERT ON {EVENT} WHEN EXISTS (SELECT 1 FROM {EVENT} WHERE id = NEW.id)"
    ),
    "audit_mention_no_replace": _refuse(
        f"INSERT ON {MENTION} WHEN EXISTS (SELECT 1 FROM {MENTION} WHERE id = NEW.id)"
    ),
    "audit_event_follows": _refuse(
        f"INSERT ON {EVENT} WHEN NOT EXISTS (SELECT 1 FROM {HEAD}"
        " WHERE chain = NEW.chain AND number = NEW.number - 1 AND hash = NEW.previous)",
        OUT_OF_LINE,
    ),
    "audit_event_moves_head": (
        f"AFTER INSERT ON {EVENT} BEGIN"
        f" UPDATE {HEAD} SET number = NEW.number, hash = NEW.hash WHERE chain = NEW.chain; END"
    ),
}

_APPEND_ONLY = (
    "BEFORE UPDATE OR DELETE OR TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
)

_POSTGRESQL = {
    ("audit_event_append_only", EVENT): _APPEND_ONLY.format(EVENT),
    ("audit_mention_append_only", MENTION): _APPEND_ONLY.format(MENTION),
    ("audit_event_follows", EVENT): (
        f"BEFORE INSERT ON {EVENT} FOR EACH ROW EXECUTE FUNCTION audit_event_follows()"
    ),
}

_POSTGRESQL_FUNCTIONS = [
    f"""CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{APPEND_ONLY}'; END $$""",
    f"""CREATE OR REPLACE FUNCTION audit_event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE {HEAD} SET number = NEW.number, hash = NEW.hash
        WHERE chain = NEW.chain AND number = NEW.number - 1 AND hash = NEW.previous;
        IF NOT FOUND THEN RAISE EXCEPTION '{OUT_OF_LINE}'; END IF;
        RETURN NEW;
    END $$""",
]

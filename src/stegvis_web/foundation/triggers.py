"""What must stay stays by the database's own word, on SQLite and on PostgreSQL.

The audit trail is append-only: changing or deleting a row of it is refused; a new event must follow the head
of its chain, and moves it. Other parts add guards of their own to `GUARDS`.
A migration that alters guarded tables on SQLite rebuilds them without triggers: it must arm them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

EVENT = "foundation_auditevent"
MENTION = "foundation_auditmention"
HEAD = "foundation_audithead"
TOMBSTONE = "foundation_erasure"

APPEND_ONLY = "The audit trail is append-only."
OUT_OF_LINE = "An audit event must follow the head of its chain."
TOMBSTONE_STAYS = "A tombstone stays as it is."


@dataclass(frozen=True)
class Guard:
    """Triggers over some tables. `since` is the migration that arms them first, as (app, name).

    `sqlite` maps the name of each trigger to what follows it in CREATE TRIGGER; `postgresql` maps its name
    and its table to the same, and `functions` are what these call.
    """

    since: tuple[str, str]
    sqlite: Mapping[str, str]
    postgresql: Mapping[tuple[str, str], str]
    functions: Sequence[str]

    def arm(self, connection: BaseDatabaseWrapper) -> None:
        """Create the triggers that are missing."""
        if connection.vendor == "postgresql":
            _run(connection, self.functions)
            _run(
                connection,
                (
                    f"CREATE OR REPLACE TRIGGER {name} {does}"
                    for (name, _table), does in self.postgresql.items()
                ),
            )
        else:
            _run(
                connection,
                (f"CREATE TRIGGER IF NOT EXISTS {name} {does}" for name, does in self.sqlite.items()),
            )

    def disarm(self, connection: BaseDatabaseWrapper) -> None:
        """Remove the triggers. Only for undoing the migration, for moving a database, and for tests."""
        if connection.vendor == "postgresql":
            _run(connection, (f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in self.postgresql))
        else:
            _run(connection, (f"DROP TRIGGER IF EXISTS {name}" for name in self.sqlite))

    def names(self, connection: BaseDatabaseWrapper) -> set[str]:
        if connection.vendor == "postgresql":
            return {name for name, _table in self.postgresql}
        return set(self.sqlite)


def arm(connection: BaseDatabaseWrapper | None = None) -> None:
    """Create all triggers that are missing in a database, as far as it has been migrated."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    for guard in _due(connection):
        guard.arm(connection)


def disarm(connection: BaseDatabaseWrapper | None = None) -> None:
    """Remove all triggers. Only for moving a database, and for tests."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    for guard in _due(connection):
        guard.disarm(connection)


def missing(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """The names of the triggers that should be there and are not, or are switched off, in order."""
    connection = connection or connections[DEFAULT_DB_ALIAS]
    wanted = set[str]().union(*(guard.names(connection) for guard in _due(connection)))
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def _due(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards whose migration has been applied."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [guard for guard in GUARDS if guard.since in applied]


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def refuse(when: str, words: str = APPEND_ONLY) -> str:
    """A trigger of SQLite that refuses, with these words."""
    return f"BEFORE {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"


_APPEND_ONLY = (
    "BEFORE UPDATE OR DELETE OR TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
)

AUDIT = Guard(
    since=("foundation", "0002_append_only"),
    sqlite={
        "audit_event_no_update": refuse(f"UPDATE ON {EVENT}"),
        "audit_event_no_delete": refuse(f"DELETE ON {EVENT}"),
        "audit_mention_no_update": refuse(f"UPDATE ON {MENTION}"),
        "audit_mention_no_delete": refuse(f"DELETE ON {MENTION}"),
        # INSERT OR REPLACE deletes without asking the triggers above.
        "audit_event_no_replace": refuse(
            f"INSERT ON {EVENT} WHEN EXISTS (SELECT 1 FROM {EVENT} WHERE id = NEW.id)"
        ),
        "audit_mention_no_replace": refuse(
            f"INSERT ON {MENTION} WHEN EXISTS (SELECT 1 FROM {MENTION} WHERE id = NEW.id)"
        ),
        "audit_event_follows": refuse(
            f"INSERT ON {EVENT} WHEN NOT EXISTS (SELECT 1 FROM {HEAD}"
            " WHERE chain = NEW.chain AND number = NEW.number - 1 AND hash = NEW.previous)",
            OUT_OF_LINE,
        ),
        "audit_event_moves_head": (
            f"AFTER INSERT ON {EVENT} BEGIN"
            f" UPDATE {HEAD} SET number = NEW.number, hash = NEW.hash WHERE chain = NEW.chain; END"
        ),
    },
    postgresql={
        ("audit_event_append_only", EVENT): _APPEND_ONLY.format(EVENT),
        ("audit_mention_append_only", MENTION): _APPEND_ONLY.format(MENTION),
        ("audit_event_follows", EVENT): (
            f"BEFORE INSERT ON {EVENT} FOR EACH ROW EXECUTE FUNCTION audit_event_follows()"
        ),
    },
    functions=[
        f"""CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{APPEND_ONLY}'; END $$""",
        # By its owner's right, so that the role of the site needs none to move a head.
        f"""CREATE OR REPLACE FUNCTION audit_event_follows() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
        UPDATE {HEAD} SET number = NEW.number, hash = NEW.hash
        WHERE chain = NEW.chain AND number = NEW.number - 1 AND hash = NEW.previous;
        IF NOT FOUND THEN RAISE EXCEPTION '{OUT_OF_LINE}'; END IF;
        RETURN NEW;
    END $$""",
    ],
)

TOMBSTONES = Guard(
    since=("foundation", "0004_tombstones"),
    sqlite={
        "tombstone_no_update": refuse(f"UPDATE ON {TOMBSTONE}", TOMBSTONE_STAYS),
        "tombstone_no_delete": refuse(f"DELETE ON {TOMBSTONE}", TOMBSTONE_STAYS),
        "tombstone_no_replace": refuse(
            f"INSERT ON {TOMBSTONE} WHEN EXISTS (SELECT 1 FROM {TOMBSTONE} WHERE id = NEW.id)",
            TOMBSTONE_STAYS,
        ),
    },
    postgresql={
        ("tombstone_stays", TOMBSTONE): (
            f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {TOMBSTONE} FOR EACH STATEMENT"
            " EXECUTE FUNCTION tombstone_stays()"
        ),
    },
    functions=[
        f"""CREATE OR REPLACE FUNCTION tombstone_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{TOMBSTONE_STAYS}'; END $$"""
    ],
)

GUARDS: list[Guard] = [AUDIT, TOMBSTONES]
"""All guards of the site. Other parts add theirs in `AppConfig.ready`."""

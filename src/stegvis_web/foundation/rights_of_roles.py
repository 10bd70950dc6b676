"""What the role of the site may do in PostgreSQL: work with the rows, and never with the tables.

A second role owns the tables and migrates them. The site's role writes events and tombstones and cannot
change, delete or empty them, nor switch off what guards them, since only an owner can.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

from stegvis_web.foundation.triggers import EVENT, HEAD, MENTION, TOMBSTONE

WRITTEN_ONCE = (EVENT, MENTION, TOMBSTONE)


def grant(role: str) -> int:
    """Give `role` what the site needs in every table of this schema, and no more; how many tables.

    Called by the owner after each migration. Raises ProgrammingError where there is no such role.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = sorted(table for (table,) in cursor.fetchall())
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM {name}, PUBLIC")
        for table in tables:
            cursor.execute(f'REVOKE ALL ON "{table}" FROM {name}')
            cursor.execute(f'GRANT {_rights(table)} ON "{table}" TO {name}')
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
    return len(tables)


def _rights(table: str) -> str:
    if table in WRITTEN_ONCE:
        return "SELECT, INSERT"
    if table == HEAD:
        # To hold a head one must be able to update some column; number and hash only the trigger moves.
        return "SELECT, INSERT, UPDATE (chain)"
    if table == "django_migrations":
        return "SELECT"
    return "SELECT, INSERT, UPDATE, DELETE"


def owns_the_trail() -> bool:
    """Whether the role of this connection could switch off what guards the audit trail."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR pg_has_role(current_user, tableowner, 'USAGE')"
            " FROM pg_tables, pg_roles WHERE rolname = current_user AND tablename = %s"
            " AND schemaname = current_schema()",
            [EVENT],
        )
        row = cursor.fetchone()
    return bool(row and row[0])

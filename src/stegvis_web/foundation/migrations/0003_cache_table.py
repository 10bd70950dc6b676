"""The table of the database cache, so that no step of an installation is left to remember."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_append_only")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

"""Nobody changes a version that was sent, nor what was said of it, not even by a slip of the pen in code."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stegvis_web.casework.triggers import GUARD


def arm(apps: Any, schema_editor: Any) -> None:
    GUARD.arm(schema_editor.connection)


def disarm(apps: Any, schema_editor: Any) -> None:
    GUARD.disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_tasks_fit")]
    operations = [migrations.RunPython(arm, disarm)]

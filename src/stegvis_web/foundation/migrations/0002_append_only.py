"""Nobody changes the audit trail, whatever program they come with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stegvis_web.foundation import triggers


def arm(apps: Any, schema_editor: Any) -> None:
    triggers.AUDIT.arm(schema_editor.connection)


def disarm(apps: Any, schema_editor: Any) -> None:
    triggers.AUDIT.disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_first")]
    operations = [migrations.RunPython(arm, disarm)]

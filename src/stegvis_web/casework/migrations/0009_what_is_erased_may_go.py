"""Nobody changes what was sent, said or told; it can be deleted once its case has a tombstone."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stegvis_web.casework.papers_guard import PAPERS
from stegvis_web.casework.triggers import GUARD


def arm(apps: Any, schema_editor: Any) -> None:
    disarm(apps, schema_editor)  # the releases before had triggers of the same names that knew no tombstone
    GUARD.arm(schema_editor.connection)
    PAPERS.arm(schema_editor.connection)


def disarm(apps: Any, schema_editor: Any) -> None:
    GUARD.disarm(schema_editor.connection)
    PAPERS.disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_closing_and_rights"), ("foundation", "0004_tombstones")]
    operations = [migrations.RunPython(arm, disarm)]

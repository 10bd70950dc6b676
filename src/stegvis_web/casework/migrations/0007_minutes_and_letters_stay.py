"""Nobody changes minutes, letters or what was told at a hand-over, once they are sent."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from stegvis_web.casework.papers_guard import PAPERS


def arm(apps: Any, schema_editor: Any) -> None:
    PAPERS.arm(schema_editor.connection)


def disarm(apps: Any, schema_editor: Any) -> None:
    PAPERS.disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_meetings_handovers_letters")]
    operations = [migrations.RunPython(arm, disarm)]

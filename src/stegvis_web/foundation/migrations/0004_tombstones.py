"""Tombstones, which stay; and the head of a chain moves by the right of the tables' owner."""

from typing import Any

from django.db import migrations, models

from stegvis_web.foundation import triggers


def arm(apps: Any, schema_editor: Any) -> None:
    triggers.AUDIT.arm(schema_editor.connection)
    triggers.TOMBSTONES.arm(schema_editor.connection)


def disarm(apps: Any, schema_editor: Any) -> None:
    triggers.TOMBSTONES.disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0003_cache_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(db_index=True, max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(db_comment="viewer code", max_length=64)),
                ("ground", models.CharField(max_length=20)),
                ("kept", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["asked", "time", "ordered"])),
                        name="erasure_ground_is_known",
                    )
                ],
            },
        ),
        migrations.RunPython(arm, disarm),
    ]

"""Plans live: lines through the versions, reasons, reviews, rests; hours worked, tasks, attempts.

Until now one version at most stood at a time, and every version was asked anew: so each step was first
worded in its own version, and the wording in force is that of the version that stands.
"""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

YES = {"accepted", "reservation"}


def make_lines(apps: Any, editor: Any) -> None:
    """One line for each step through the versions, with its progress and the wordings that count."""
    Step, Line = apps.get_model("casework", "Step"), apps.get_model("casework", "Line")
    for step in Step.objects.select_related("plan").order_by("plan__number"):
        stands = step.plan.released_on is not None and step.plan.withdrawn_on is None
        line, _made = Line.objects.get_or_create(id=step.code, defaults={"case_id": step.plan.case_id})
        line.progress = step.progress
        line.asked = step if stands else None
        line.standing = step if stands and _agreed(step) else None
        line.save()
        if line.standing is not None:
            # An owner's later no had taken the plan out of force; it stands beside the step now.
            apps.get_model("casework", "Case").objects.filter(pk=step.plan.case_id, stage="answering").update(
                stage="in_force"
            )
        step.line, step.since = line, step.plan.number
        step.save()


def _agreed(step: Any) -> bool:
    """Both have said yes, and since then the patient has not said no: as versions have it from now on."""
    latest: dict[str, str] = {}
    stands = False
    for answer in step.plan.answers.exclude(kind="question").order_by("id"):
        if str(step.code) not in answer.about:
            continue
        latest[answer.party] = answer.kind
        both = {latest.get("patient"), latest.get(step.owner)} <= YES
        stands = both or (stands and latest.get("patient") in YES)
    return stands


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("people", "0001_first")]

    operations = [
        # A step's code becomes a line of its own.
        migrations.RemoveConstraint("step", "step_line_once"),
        migrations.RemoveIndex("step", "steps_by_day"),
        migrations.RenameField("step", "line", "code"),
        migrations.CreateModel(
            "Line",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("progress", models.CharField(default="planned", max_length=10)),
                (
                    "asked",
                    models.ForeignKey(
                        help_text="wording last sent; kept for lists",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casework.step",
                    ),
                ),
                (
                    "standing",
                    models.ForeignKey(
                        help_text="wording in force; kept for lists",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casework.step",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="casework.case"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["case", "progress"], name="lines_of_case")]},
        ),
        migrations.AddField(
            "step",
            "line",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wordings",
                to="casework.line",
            ),
        ),
        migrations.AddField(
            "step",
            "since",
            models.PositiveIntegerField(default=1, help_text="number of the version that first worded it so"),
            preserve_default=False,
        ),
        migrations.RunPython(make_lines, migrations.RunPython.noop, elidable=False),
    ]

"""Reasons, reviews and rests of plans; hours worked, tasks and adaptations, attempts to return."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_living_versions"),
        ("people", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Adaptation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField()),
                ("provider", models.CharField(help_text="the party that provides it", max_length=20)),
                ("trial_from", models.DateField(blank=True, null=True)),
                ("trial_to", models.DateField(blank=True, null=True)),
                ("cost", models.CharField(blank=True, help_text="in words", max_length=200)),
                ("payer", models.CharField(blank=True, help_text="who pays, in words", max_length=200)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("what_happened", models.TextField()),
                ("helped", models.TextField(blank=True)),
                ("hindered", models.TextField(blank=True)),
                ("next_time", models.TextField(blank=True)),
                ("by", models.CharField(help_text="viewer code", max_length=30)),
                ("at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("because", models.TextField()),
                ("recheck_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("by", models.CharField(help_text="viewer code", max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("words", models.TextField(blank=True)),
                ("next_on", models.DateField()),
                ("by", models.CharField(help_text="viewer code", max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("ability", models.CharField(max_length=20)),
                (
                    "words",
                    models.TextField(
                        blank=True, help_text="what happens instead, or when it is looked at again"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.CharField(max_length=20)),
                ("worked", models.CharField(max_length=10)),
                ("words", models.TextField(blank=True)),
                ("by", models.CharField(help_text="viewer code", max_length=30)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("party", models.CharField(max_length=20)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("by", models.CharField(help_text="viewer code", max_length=30)),
                ("at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="planversion",
            name="one_plan_at_a_time",
        ),
        migrations.RemoveField(
            model_name="step",
            name="code",
        ),
        migrations.RemoveField(
            model_name="step",
            name="progress",
        ),
        migrations.AddField(
            model_name="answer",
            name="instead",
            field=models.TextField(blank=True, help_text="the wording that the party could agree to"),
        ),
        migrations.AddField(
            model_name="answer",
            name="instead_due",
            field=models.DateField(blank=True, help_text="and its day", null=True),
        ),
        migrations.AddField(
            model_name="planversion",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="planversion",
            name="because",
            field=models.TextField(blank=True, help_text="why this version was made"),
        ),
        migrations.AddField(
            model_name="planversion",
            name="closed_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="planversion",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="planversion",
            name="review_on",
            field=models.DateField(blank=True, help_text="the day the plan is looked at again", null=True),
        ),
        migrations.AddField(
            model_name="step",
            name="asked_for",
            field=models.ForeignKey(
                blank=True,
                help_text="whose proposal it takes up",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casework.answer",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="because",
            field=models.TextField(blank=True, help_text="why it is worded anew"),
        ),
        migrations.AddField(
            model_name="step",
            name="ends",
            field=models.BooleanField(default=False, help_text="this version asks to take the step out"),
        ),
        migrations.AddField(
            model_name="step",
            name="hours",
            field=models.JSONField(
                blank=True, help_text="the schedule, where the step is to work it", null=True
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wordings",
                to="casework.line",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["due"], name="steps_by_day"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_on__isnull", True)),
                fields=("case",),
                name="one_draft_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("plan", "line"), name="step_line_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("hours__isnull", False)), fields=("plan",), name="one_schedule_a_version"
            ),
        ),
        migrations.AddField(
            model_name="adaptation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adaptations", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="casework.planversion"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="adaptation",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="adaptations", to="casework.task"
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="adaptation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="casework.adaptation"
            ),
        ),
        migrations.AddField(
            model_name="workedday",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="worked", to="casework.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gte", models.F("start"))), name="attempt_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("case",), name="one_pause_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("recheck_on__gt", models.F("on"))), name="pause_has_a_day_to_look_again"
            ),
        ),
        migrations.AddConstraint(
            model_name="adaptation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trial_to__isnull", True), ("trial_to__gte", models.F("trial_from")), _connector="OR"
                ),
                name="trial_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="workedday",
            constraint=models.UniqueConstraint(
                fields=("case", "day", "party"), name="one_word_a_day_and_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="workedday",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 1440)), name="no_day_is_longer"
            ),
        ),
        migrations.AddConstraint(
            model_name="workedday",
            constraint=models.CheckConstraint(
                condition=models.Q(("party__in", ["patient", "employer"])), name="who_knows_of_hours"
            ),
        ),
    ]

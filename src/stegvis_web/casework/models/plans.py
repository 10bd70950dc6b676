"""Plans: versions of steps, what parties answered, and what became of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from stegvis_web.casework.models.cases import Case
from stegvis_web.people.models import Person


class PlanVersion(models.Model):
    """One version of a case's plan. Sent out, it does not change any more; what ended it is added once."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    goal = models.TextField(blank=True)
    because = models.TextField(blank=True, help_text="why this version was made")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    started_by = models.CharField(max_length=30, help_text="viewer code")
    started_at = models.DateTimeField()
    released_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True, help_text="the day the plan is looked at again")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="counts the changes to the goal")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(released_on__isnull=True), name="one_draft_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, answer_by__isnull=True)
                | Q(released_on__isnull=False, answer_by__gt=F("released_on")),
                name="sent_with_a_day_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.number}"


class Line(models.Model):
    """A step through all the versions: how far it has come, and the wordings of it that count today."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="lines")
    progress = models.CharField(max_length=10, default="planned")
    asked = models.ForeignKey(
        "Step", models.SET_NULL, null=True, related_name="+", help_text="wording last sent; kept for lists"
    )
    standing = models.ForeignKey(
        "Step", models.SET_NULL, null=True, related_name="+", help_text="wording in force; kept for lists"
    )

    class Meta:
        indexes = [models.Index(fields=["case", "progress"], name="lines_of_case")]

    def __str__(self) -> str:
        return f"line {self.pk}"


class Step(models.Model):
    """One step as one version words it. Unchanged, it keeps the version in which it was first worded so."""

    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="steps")
    line = models.ForeignKey(Line, models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    since = models.PositiveIntegerField(help_text="number of the version that first worded it so")
    what = models.TextField()
    owner = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="steps")
    due = models.DateField()
    domain = models.CharField(max_length=20)
    hours = models.JSONField(null=True, blank=True, help_text="the schedule, where the step is to work it")
    ends = models.BooleanField(default=False, help_text="this version asks to take the step out")
    because = models.TextField(blank=True, help_text="why it is worded anew")
    asked_for = models.ForeignKey(
        "Answer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose proposal it takes up",
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["due"], name="steps_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="step_line_once"),
            models.UniqueConstraint(fields=["plan", "number"], name="step_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(hours__isnull=False), name="one_schedule_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.plan_id}"


class Answer(models.Model):
    """One party's word on a plan or on one of its steps. Never changed; a later word counts instead."""

    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="answers")
    round = models.PositiveIntegerField(help_text="answers given in one go share a number")
    party = models.CharField(max_length=20)
    by = models.CharField(max_length=30, help_text="viewer code")
    kind = models.CharField(max_length=12)
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="answers")
    about = models.JSONField(default=list, help_text="lines of the steps that this word counts for")
    words = models.TextField(blank=True)
    rule = models.TextField(blank=True, help_text="the rule that an authority objects under")
    instead = models.TextField(blank=True, help_text="the wording that the party could agree to")
    instead_due = models.DateField(null=True, blank=True, help_text="and its day")
    at = models.DateTimeField()
    talk_by = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "round"], name="answers_of_plan")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "round", "party", "step"], name="one_word_a_step_and_round"
            ),
            models.CheckConstraint(
                condition=~Q(kind="objection") | Q(step__isnull=False), name="objection_to_a_step"
            ),
            models.CheckConstraint(
                condition=Q(kind="objection", talk_by__isnull=False)
                | (~Q(kind="objection") & Q(talk_by__isnull=True)),
                name="objection_has_a_day_to_talk",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Pause(models.Model):
    """The plan rests for a while: what was agreed stays agreed, and nothing is owed meanwhile."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    on = models.DateField()
    because = models.TextField()
    recheck_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=30, help_text="viewer code")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until__isnull=True), name="one_pause_at_a_time"
            ),
            models.CheckConstraint(condition=Q(recheck_on__gt=F("on")), name="pause_has_a_day_to_look_again"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} paused {self.on}"


class Review(models.Model):
    """Someone looked at the plan on its day and found that it goes on as it is."""

    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="reviews")
    on = models.DateField()
    words = models.TextField(blank=True)
    next_on = models.DateField()
    by = models.CharField(max_length=30, help_text="viewer code")

    def __str__(self) -> str:
        return f"review of {self.plan_id} on {self.on}"

"""The work itself: hours worked, tasks and adaptations on trial, attempts to return and what they taught."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stegvis_web.casework.models.cases import Case
from stegvis_web.people.models import Person


class WorkedDay(models.Model):
    """How long the person worked on one day, as one party says it: the patient or the employer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="worked")
    day = models.DateField()
    party = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=30, help_text="viewer code")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "day", "party"], name="one_word_a_day_and_party"),
            models.CheckConstraint(condition=Q(minutes__lte=24 * 60), name="no_day_is_longer"),
            models.CheckConstraint(condition=Q(party__in=["patient", "employer"]), name="who_knows_of_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.day} {self.minutes} min"


class Task(models.Model):
    """A task of the job, and whether the person can do it: yes, with an adaptation, or not for now."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    name = models.CharField(max_length=200)
    ability = models.CharField(max_length=20)
    words = models.TextField(blank=True, help_text="what happens instead, or when it is looked at again")
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"task {self.pk}"


class Adaptation(models.Model):
    """One adaptation of a task, tried from one day to another. A next one is a new row: trials teach."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="adaptations")
    what = models.TextField()
    provider = models.CharField(max_length=20, help_text="the party that provides it")
    person = models.ForeignKey(Person, models.PROTECT, related_name="adaptations")
    trial_from = models.DateField(null=True, blank=True)
    trial_to = models.DateField(null=True, blank=True)
    cost = models.CharField(max_length=200, blank=True, help_text="in words")
    payer = models.CharField(max_length=200, blank=True, help_text="who pays, in words")
    ended_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trial_to__isnull=True) | Q(trial_to__gte=F("trial_from")), name="trial_days"
            ),
        ]

    def __str__(self) -> str:
        return f"adaptation {self.pk}"


class Verdict(models.Model):
    """Whether an adaptation works, as one side says it on one day. Never changed; a later one counts."""

    adaptation = models.ForeignKey(Adaptation, models.CASCADE, related_name="verdicts")
    party = models.CharField(max_length=20)
    worked = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    by = models.CharField(max_length=30, help_text="viewer code")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"verdict {self.pk}"


class TaskFit(models.Model):
    """Whether the tasks fit the work there is, as the employer says it. Never changed; a later one counts."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="fits")
    fit = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    about = models.JSONField(default=list, help_text="which wording of the list it was said of")
    by = models.CharField(max_length=30, help_text="viewer code")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"fit {self.pk}"


class Attempt(models.Model):
    """An attempt to return that ended, and what it taught. `minutes` are the most reached in a week."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attempts")
    start = models.DateField()
    end = models.DateField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    what_happened = models.TextField()
    helped = models.TextField(blank=True)
    hindered = models.TextField(blank=True)
    next_time = models.TextField(blank=True)
    by = models.CharField(max_length=30, help_text="viewer code")
    at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="attempt_days")]

    def __str__(self) -> str:
        return f"attempt {self.pk}"

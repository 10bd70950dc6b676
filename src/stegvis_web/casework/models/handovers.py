"""Hand-overs: one person follows another, with what the new one must know."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stegvis_web.casework.models.cases import Case
from stegvis_web.people.models import Person


class Handover(models.Model):
    """`taker` speaks for `party` from the day `on`, instead of `giver`. What was told stays as it was.

    With `owns` the case itself goes along: the taker answers for it from that day.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="handovers")
    party = models.CharField(max_length=20)
    giver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="handed_over")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="taken_over")
    owns = models.BooleanField(default=False, help_text="who owns the case changes too")
    on = models.DateField()
    because = models.TextField(blank=True, help_text="for the patient: why somebody else comes")
    by = models.CharField(max_length=30, help_text="viewer code")
    at = models.DateTimeField()
    carried_out_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=30, blank=True, help_text="viewer code")
    question = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-on", "-id"], name="handovers_of_case")]
        constraints = [
            models.CheckConstraint(condition=Q(confirm_by__gt=F("on")), name="handover_time_to_confirm"),
            models.CheckConstraint(
                condition=Q(giver__isnull=True) | ~Q(giver=F("taker")), name="handover_to_another"
            ),
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(carried_out_at__isnull=True, called_off_at__isnull=True),
                name="one_handover_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class HandoverPart(models.Model):
    """One part of what the taker must know. `section` says who else may read it."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20)
    section = models.CharField(max_length=30)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "key"], name="handover_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.key}"

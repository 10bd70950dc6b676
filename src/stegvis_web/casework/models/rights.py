"""What a patient asks of the service about what is written of her: to put it right, or to erase it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stegvis_web.casework.models.cases import Case


class RightsRequest(models.Model):
    """Something is wrong and should read otherwise, or all is to be erased. Answered once, with a reason."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=12)
    about = models.CharField(max_length=200, blank=True, help_text="which words are meant")
    words = models.TextField(blank=True, help_text="what they should say, or why")
    by = models.CharField(max_length=30, help_text="viewer code")
    asked_at = models.DateTimeField()
    answer_by = models.DateField(help_text="a month, as the law says")
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=30, blank=True, help_text="viewer code")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(answered_at__isnull=True), name="rights_request_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "erasure"]), name="rights_request_kind"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | Q(outcome__in=["done", "refused"], answered_at__isnull=False),
                name="rights_request_answered_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="erasure", answered_at__isnull=True),
                name="one_erasure_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

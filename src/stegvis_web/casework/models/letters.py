"""Letters, kept as they were sent, and what the condition means for work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stegvis_web.casework.models.cases import Case
from stegvis_web.people.models import Person, User


class WorkFunction(models.Model):
    """What the condition means for work, in the clinic's words on that day. The newest counts.

    `abilities` maps functions to what the person can do today; both are keys of the library's list.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="functions")
    on = models.DateField()
    abilities = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="functions_of_case")]

    def __str__(self) -> str:
        return f"work function {self.pk}"


class Letter(models.Model):
    """A letter to one person for one party. What was sent stays; taken back, its content is gone for good."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40, help_text="file name in the catalogue of letters")
    fingerprint = models.CharField(max_length=16, help_text="of the definition that it was made by")
    number = models.PositiveSmallIntegerField(help_text="versions of this kind to this party, from 1")
    party = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    language = models.CharField(max_length=10)
    sections = models.JSONField(default=list, help_text="all that one must be able to read to read it")
    blocks = models.JSONField(default=list)
    pdf = models.BinaryField()
    docx = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of blocks, PDF and docx")
    by = models.CharField(max_length=30, help_text="viewer code")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=30, blank=True, help_text="viewer code")
    taken_back_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="letters_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "party", "number"], name="letter_number_once"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_because=""),
                name="letter_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

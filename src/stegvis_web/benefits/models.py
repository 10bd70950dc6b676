"""Extracts from benefit registers, and their spells. Whose a spell is was found out in `people`."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stegvis_web.people.models import KeyList, Person, Service


class Extract(models.Model):
    """What a register answered to a list of pseudonyms, taken in from a file. One that is removed keeps its
    row, without spells."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="extracts")
    key_list = models.ForeignKey(KeyList, models.PROTECT, related_name="extracts")
    register = models.CharField(max_length=40, help_text="file name in the catalogue of registers")
    fingerprint = models.CharField(max_length=16, help_text="of the definition of the register")
    register_end = models.DateField(help_text="the last day that the register knows of")
    ground = models.TextField(help_text="on what ground the data were asked for, in words")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=30, help_text="viewer code")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    rows = models.PositiveIntegerField(help_text="of the file")
    spells = models.PositiveIntegerField(help_text="that were taken in")
    persons = models.PositiveIntegerField(help_text="with at least one spell")
    unknown = models.PositiveIntegerField(help_text="rows of nobody on the list")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=30, blank=True, help_text="viewer code")

    class Meta:
        indexes = [models.Index(fields=["service", "-id"], name="extracts_of_service")]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "digest"], condition=Q(removed_at__isnull=True), name="extract_once"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="extract_has_a_ground"),
        ]

    def __str__(self) -> str:
        return f"extract {self.pk}"


class Spell(models.Model):
    """A benefit from one day to another, both counted. `grade` is in hundredths of a percent."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="spells")
    start = models.DateField()
    end = models.DateField()
    benefit = models.CharField(max_length=30)
    grade = models.PositiveSmallIntegerField(help_text="in hundredths of a percent")

    class Meta:
        indexes = [
            models.Index(fields=["extract", "person", "start"], name="spells_of_extract"),
            models.Index(fields=["person", "extract"], name="spells_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="spell_days"),
            models.CheckConstraint(condition=Q(grade__lte=10_000), name="spell_grade"),
        ]

    def __str__(self) -> str:
        return f"spell {self.pk}"

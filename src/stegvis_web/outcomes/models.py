"""How many came back to work, as it was counted on one day: the numbers, and every person behind them.

A count is never changed; counting again makes a new one. It keeps the spells as they were, so that a number
opens to what it was made from.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stegvis_web.benefits.models import Extract
from stegvis_web.casework.models import Case
from stegvis_web.people.models import Service


class Count(models.Model):
    """Outcomes of a service's own cases. Without an extract, from what is written down in the cases.

    `asked` are ids of definitions; `told` what came out, one dict for each: id, fingerprint of the
    definition, window, cells, median, share with limits, mean, curve. Empty until it is worked out.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="counts")
    extract = models.ForeignKey(Extract, models.PROTECT, null=True, blank=True, related_name="counts")
    asked = models.JSONField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=30, help_text="viewer code")
    made_at = models.DateTimeField(null=True, blank=True)
    known_until = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="cases of which nothing is known")
    told = models.JSONField(default=list)
    forgotten = models.BooleanField(default=False, help_text="the people behind it are deleted")

    class Meta:
        indexes = [
            models.Index(fields=["service", "-id"], name="counts_of_service"),
            models.Index(fields=["id"], condition=Q(made_at__isnull=True), name="counts_to_make"),
        ]

    def __str__(self) -> str:
        return f"count {self.pk}"


class Counted(models.Model):
    """A case as it was counted. `spells` are [from, to, benefit, hundredths of a percent], `jobs` the days on
    which jobs began, all days ISO; null where nobody had written any down."""

    count = models.ForeignKey(Count, models.CASCADE, related_name="counted")
    case = models.ForeignKey(Case, models.CASCADE, related_name="counted")
    index_date = models.DateField()
    known_until = models.DateField()
    spells = models.JSONField(null=True)
    jobs = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case"], name="counted_of_case")]
        constraints = [models.UniqueConstraint(fields=["count", "case"], name="counted_once")]

    def __str__(self) -> str:
        return f"counted {self.pk}"


class CountedAs(models.Model):
    """What one definition says of a case: the cell it is in, and the day or number where there is one."""

    counted = models.ForeignKey(Counted, models.CASCADE, related_name="answers")
    count = models.ForeignKey(Count, models.CASCADE, related_name="+")
    definition = models.CharField(max_length=60, help_text="file name in the catalogue of outcomes")
    cell = models.CharField(max_length=40)
    time = models.IntegerField(null=True, blank=True, help_text="days from the day the case was opened")
    value = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["count", "definition", "cell", "counted"], name="people_behind")]
        constraints = [models.UniqueConstraint(fields=["counted", "definition"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"{self.definition}: {self.cell}"

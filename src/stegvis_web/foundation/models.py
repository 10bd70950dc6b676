"""The tables under everything: the audit trail, tombstones, forms sent, forms kept, marks."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class AuditHead(models.Model):
    """The end of one chain of the audit trail: its last number and hash. The database moves it."""

    chain = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} up to {self.number}"


class AuditEvent(models.Model):
    """One read or write: who, as which party, what, why, when, with what outcome. No value, no name.

    Written by `audit.record` only, and never changed: triggers refuse it. `number` counts from 1 within
    `chain`; `hash` covers every field, the cases mentioned and the hash before it.
    """

    chain = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=10)
    party = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=30)
    what = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    outcome = models.CharField(max_length=20)
    fields = models.JSONField(default=list)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_event_number_once"),
        ]
        indexes = [models.Index(fields=["actor", "id"], name="audit_event_by_actor")]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}: {self.actor} {self.verb} {self.what}"


class AuditMention(models.Model):
    """One case that an audit event concerns."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="mentions")
    case_code = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["case_code", "event"], name="audit_mention_by_case")]

    def __str__(self) -> str:
        return self.case_code


class Erasure(models.Model):
    """A tombstone: whose data were erased, when, by whom, on what ground, what was kept and why. It stays.

    `subject` is `case:CODE` or `person:ID`. What is guarded as sent or said may be deleted once its case has
    a tombstone, and not before (`triggers`). `kept` lists {kind, rows, until, because}.
    """

    subject = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64, db_comment="viewer code")
    ground = models.CharField(max_length=20)
    kept = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ground__in=["asked", "time", "ordered"]), name="erasure_ground_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Submission(models.Model):
    """A form that was sent and done, so that sending it twice does it once."""

    key = models.CharField(max_length=64, unique=True, db_comment="SHA-256 of the form's key")
    actor = models.CharField(max_length=64)
    content = models.CharField(max_length=64, db_comment="keyed hash of where it went and what it held")
    url = models.TextField(db_comment="where to go after it")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.actor} to {self.url}"


class KeptForm(models.Model):
    """What somebody typed and sent after the session had ended; a session holds its id, for a day at most."""

    path = models.TextField()
    form_key = models.CharField(max_length=200, db_comment="says for whom the form was made")
    data = models.JSONField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.path


class Mark(models.Model):
    """Something this database knows about itself."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

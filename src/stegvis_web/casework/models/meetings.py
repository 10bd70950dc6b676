"""Meetings: when and where, who is asked and who comes; the minutes, and what was decided in them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from stegvis_web.casework.models.cases import Case
from stegvis_web.casework.models.plans import Line, PlanVersion
from stegvis_web.people.models import Person


class Meeting(models.Model):
    """A meeting of a case. Without `starts_at` its time is still being asked for (`Slot`)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="meetings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, help_text="what calendars know it by")
    purpose = models.CharField(max_length=12)
    why = models.TextField(blank=True, help_text="in one sentence, for all who are asked")
    place = models.CharField(max_length=200, blank=True)
    video = models.URLField(max_length=300, blank=True)
    place_in_mail = models.BooleanField(
        default=True, help_text="calendar files may say the place and the address"
    )
    lasts = models.PositiveSmallIntegerField(default=45, help_text="minutes")
    starts_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True, help_text="last day to say which times suit")
    sequence = models.PositiveIntegerField(default=0, help_text="RFC 5545: grows with each time or place")
    called_by = models.CharField(max_length=30, help_text="viewer code")
    called_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "starts_at"], name="meetings_of_case"),
            models.Index(fields=["starts_at"], name="meetings_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lasts__gte=10) & Q(lasts__lte=480), name="meeting_lasts_up_to_a_day"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""),
                name="meeting_cancelled_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Slot(models.Model):
    """A time that is proposed for a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="slot_once")]

    def __str__(self) -> str:
        return f"slot {self.pk}"


class Guest(models.Model):
    """Somebody who is asked to a meeting, for a party of the case: what they said and were told."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests")
    party = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    comes = models.CharField(max_length=10, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    told_sequence = models.PositiveIntegerField(
        null=True, blank=True, help_text="the time that the last calendar file to this person was of"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "party", "person"], name="guest_once"),
        ]

    def __str__(self) -> str:
        return f"guest {self.pk}"


class SlotAnswer(models.Model):
    """Whether a time suits a guest."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers")
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="slot_answers")
    suits = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "guest"], name="slot_answered_once")]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.guest_id}"


class AgendaPoint(models.Model):
    """A point that somebody put on the agenda, beside those that come from the plan by themselves."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    what = models.TextField()
    domain = models.CharField(max_length=20)
    party = models.CharField(max_length=20)
    by = models.CharField(max_length=30, help_text="viewer code")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"agenda point {self.pk}"


class Minutes(models.Model):
    """One version of what is written down of a meeting. Sent, it stays; a correction is another version."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    because = models.TextField(blank=True, help_text="why an earlier version is corrected")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(sent_at__isnull=True), name="one_draft_of_minutes"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(because=""), name="minutes_corrected_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"minutes {self.number} of {self.meeting_id}"


class Attendance(models.Model):
    """Who was at a meeting, as one version of the minutes says."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="attendance")
    party = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    came = models.CharField(max_length=12)
    represented_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "party", "person"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.party} {self.came}"


class MinuteItem(models.Model):
    """A sentence of the minutes: something said, or a decision that somebody owes by a day.

    `item` is the sentence through all versions of the minutes. A redacted one keeps its place and the reason.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="items")
    item = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    domain = models.CharField(max_length=20)
    owner = models.CharField(max_length=20, blank=True, help_text="the party that owes a decision")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="+", help_text="the step it words anew"
    )
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.CharField(max_length=30, blank=True, help_text="viewer code")
    redacted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "item"], name="minute_item_once"),
            models.UniqueConstraint(fields=["minutes", "number"], name="minute_number_once"),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True, redacted_because="") & ~Q(text="")
                | Q(redacted_at__isnull=False, text="") & ~Q(redacted_because=""),
                name="minute_says_something_or_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(kind="decision") | Q(person__isnull=False, due__isnull=False) & ~Q(owner=""),
                name="decision_has_owner_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"minute {self.number} of {self.minutes_id}"


class DecidedStep(models.Model):
    """The step that a decision of a meeting became, and the version of the plan that first had it."""

    item = models.UUIDField(unique=True, help_text="the decision, through all versions of the minutes")
    plan = models.ForeignKey(PlanVersion, models.CASCADE, related_name="decided")
    line = models.ForeignKey(Line, models.CASCADE, related_name="decided")

    def __str__(self) -> str:
        return f"{self.item} {self.line_id}"


class MeetingWish(models.Model):
    """Somebody asks for a meeting. The coordinator calls one, or says why not."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="meeting_wishes")
    party = models.CharField(max_length=20)
    by = models.CharField(max_length=30, help_text="viewer code")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="wishes")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(meeting__isnull=True, declined_at__isnull=True),
                name="one_open_wish_a_party",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting wish {self.pk}"

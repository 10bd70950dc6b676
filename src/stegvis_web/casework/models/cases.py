"""Referrals, cases, teams, consents, contacts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stegvis_web.people.models import Organisation, Person, Service, User


class Referral(models.Model):
    """Someone wants to work. Becomes a case, or is declined for one of few reasons."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="referrals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="referrals")
    door = models.CharField(max_length=20)
    referrer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="referred")
    received_on = models.DateField()
    wish = models.TextField(blank=True)
    voluntary_explained_on = models.DateField(null=True, blank=True)
    voluntary_explained_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, default="waiting")
    decline_reason = models.CharField(max_length=30, blank=True)
    decline_words = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    first_contact_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["service", "state", "received_on", "id"], name="referral_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""), name="declined_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["service", "person"],
                condition=Q(state="waiting"),
                name="one_waiting_referral_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class Case(models.Model):
    """One person's way back to work. `owner` answers for it at every moment."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="cases")
    code = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    referral = models.OneToOneField(Referral, models.PROTECT, null=True, blank=True, related_name="case")
    owner = models.ForeignKey(User, models.PROTECT, related_name="owned_cases")
    country = models.CharField(max_length=20)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=20, blank=True)
    closed_words = models.TextField(blank=True)
    first_sick_day = models.DateField(null=True, blank=True)
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="cases")
    employer_contact = models.CharField(max_length=10, default="not_asked")
    stage = models.CharField(max_length=12, default="starting", help_text="derived, kept for lists")
    last_contact_on = models.DateField(null=True, blank=True, help_text="derived, kept for lists")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["service", "code"], name="case_by_code"),
            models.Index(fields=["service", "owner", "code"], name="case_by_owner"),
            models.Index(fields=["service", "stage", "code"], name="case_by_stage"),
            models.Index(
                fields=["service", "owner"],
                condition=models.Q(closed_on__isnull=True),
                name="case_open_by_owner",
            ),
            models.Index(
                fields=["id", "service", "code"],
                condition=models.Q(closed_on__isnull=True),
                name="case_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(employer_contact__in=["allowed", "refused", "not_asked"]),
                name="employer_contact_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseNumber(models.Model):
    """The last running number of a service's case codes; its row is the lock while a code is given."""

    service = models.OneToOneField(Service, models.CASCADE, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.service_id}: {self.last}"


class TeamMember(models.Model):
    """A person who speaks for a party in a case, from one day to another."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="team")
    party = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "case", "party"], condition=Q(until__isnull=True), name="team_now_of_person"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="team_until_after_since"
            ),
            models.UniqueConstraint(
                fields=["case", "party", "person"], condition=Q(until__isnull=True), name="once_on_the_team"
            ),
            models.UniqueConstraint(
                fields=["case", "party"],
                condition=Q(until__isnull=True) & ~Q(party__in=["clinic", "specialist", "supporter"]),
                name="one_voice_a_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.party}"


class SickNote(models.Model):
    """A certified period of sick leave and its grade in percent of full time."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sick_notes")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    grade = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(grade__gte=1) & Q(grade__lte=100), name="sick_note_grade"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="sick_note_days"
            ),
            models.UniqueConstraint(fields=["case", "start"], name="one_sick_note_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.start} {self.grade} %"


class Consent(models.Model):
    """The patient lets a party see a section. Withdrawn consents stay, with their day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    party = models.CharField(max_length=20)
    section = models.CharField(max_length=30)
    given_at = models.DateTimeField()
    given_by = models.CharField(
        max_length=30, help_text="viewer code: the patient, or staff who wrote it down"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party", "section"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_in_effect",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.party} {self.section}"


class Contact(models.Model):
    """A contact with the person, or an attempt; logged in three taps."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="contacts")
    referral = models.ForeignKey(Referral, models.CASCADE, null=True, blank=True, related_name="contacts")
    on = models.DateField()
    mode = models.CharField(max_length=10)
    reached = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-on", "-id"], name="contacts_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(referral__isnull=False), name="contact_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class HealthNote(models.Model):
    """A note of the clinic. The only place for a diagnosis; no outside party ever reads it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="health_notes")
    on = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "-on", "-id"], name="health_notes_of_case")]

    def __str__(self) -> str:
        return f"health note {self.pk}"


class BreakGlass(models.Model):
    """A member of staff outside the team opened a case, with a reason, for a few hours."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="broken_glass")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "user", "until"], name="broken_glass_until")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.until}"


class ImportedCase(models.Model):
    """Where an imported case comes from: the row as it stood in the file, and what was put right in it."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="imported")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    source = models.CharField(max_length=100, help_text="name of the file")
    participant = models.PositiveIntegerField()
    job_start = models.DateField(null=True, blank=True)
    months_net_of_pauses = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    printed_flag = models.CharField(max_length=10, blank=True)
    corrections = models.JSONField(default=list, help_text="[{column, as_printed, value, reason}]")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "source", "participant"], name="imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.participant}"

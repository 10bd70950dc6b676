"""Services, persons, users, links and the outbox. The only tables of the site that hold names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.crypto import salted_hmac

from stegvis.casework.party import OUTSIDE_PARTIES, Role
from stegvis_web.people.sessions import SessionStore
from stegvis_web.people.words import email_key, name_key, phone_key

if TYPE_CHECKING:
    from collections.abc import Iterable


class Service(models.Model):
    """A clinic or a team that people are referred to. Staff and persons belong to one."""

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=4, unique=True, db_comment="prefix of the case codes")
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=60, default="Europe/Stockholm")
    language = models.CharField(max_length=10, default="en")
    country = models.CharField(max_length=40, db_comment="file name in the catalogue of countries")
    retention = models.CharField(
        max_length=40, blank=True, db_comment="file name in the catalogue of retention; empty: the country's"
    )
    phone = models.CharField(max_length=40, blank=True)
    mail_from = models.EmailField(blank=True)
    self_referral = models.BooleanField(default=False, db_comment="the public referral page is open")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(code=Upper("code")) & ~Q(code=""), name="service_code_is_capitals"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="service_has_a_name"),
        )

    def __str__(self) -> str:
        return self.code


class Organisation(models.Model):
    """An employer, an authority, a clinic: where outside persons work."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer"
        INSURER = "insurer"
        EMPLOYMENT_SERVICE = "employment_service"
        CLINIC = "clinic"
        GP = "gp"
        OTHER = "other"

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_comment="name without case and accents")
    kind = models.CharField(max_length=20)
    phone = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    revision = models.PositiveIntegerField(default=1, db_comment="grows with every change")

    class Meta:
        ordering = ("name_key", "pk")
        indexes = (models.Index(fields=("service", "name_key", "id"), name="organisation_by_name"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=["employer", "insurer", "employment_service", "clinic", "gp", "other"]),
                name="organisation_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        )

    def __str__(self) -> str:
        return f"organisation {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)[:200]
        super().save(*args, **kwargs)


class Person(models.Model):
    """A patient, a member of staff or an outside contact. The name may be empty: imported without one."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="persons")
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, editable=False, db_comment="name without case and accents")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_key = models.CharField(max_length=8, editable=False, db_comment="last digits of the number")
    language = models.CharField(max_length=10, default="en")
    birth_year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="persons"
    )
    title = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1, db_comment="grows with every change")

    class Meta:
        ordering = ("name_key", "pk")
        indexes = (
            models.Index(fields=("service", "name_key", "id"), name="person_by_name"),
            models.Index(fields=("service", "email"), name="person_by_email"),
            models.Index(fields=("service", "phone_key"), name="person_by_phone"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="person_birth_year_is_a_year",
            ),
        )

    def __str__(self) -> str:
        return f"person {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)[:200]
        self.email = email_key(self.email)
        self.phone_key = phone_key(self.phone)
        super().save(*args, **kwargs)


class UserManager(BaseUserManager["User"]):
    """Makes users. Without a password nobody can sign in yet: an invitation sets it."""

    def create_user(
        self, email: str, password: str | None = None, *, kind: str, person: Person | None = None
    ) -> User:
        user = self.model(email=email_key(email), kind=kind, person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=email_key(username or ""))


class User(AbstractBaseUser):
    """Someone who can sign in: a member of staff or a patient. Knows no name, only the person."""

    class Kind(models.TextChoices):
        STAFF = "staff"
        PATIENT = "patient"

    email = models.EmailField(unique=True)
    kind = models.CharField(max_length=10)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(default=0, db_comment="raising it ends every session of the user")
    invited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["staff", "patient"]), name="user_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind="patient") | Q(person__isnull=False), name="user_patient_is_a_person"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
        )

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def is_patient(self) -> bool:
        return self.kind == User.Kind.PATIENT

    @property
    def is_staff_member(self) -> bool:
        return self.kind == User.Kind.STAFF

    def get_session_auth_hash(self) -> str:
        """What every session of this user must carry: a new password or epoch ends them all."""
        return self._session_hash(secret=None)

    def get_session_auth_fallback_hash(self) -> Iterable[str]:
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret=secret)

    def _session_hash(self, *, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.epoch}"
        return salted_hmac("stegvis.people.session", value, secret=secret, algorithm="sha256").hexdigest()


class SignedIn(AbstractBaseSession):
    """A session, and whose it is."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")

    class Meta:
        indexes = (models.Index(fields=("user", "expire_date"), name="signed_in_of_user"),)

    def __str__(self) -> str:
        return f"session of user {self.user_id}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class Membership(models.Model):
    """A role of a member of staff in a service. One may hold several."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "service", "role"), name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(role.value for role in Role)), name="membership_role_is_known"
            ),
        )
        indexes = (models.Index(fields=("service", "role"), name="membership_by_role"),)

    def __str__(self) -> str:
        return f"user {self.user_id}: {self.role} in service {self.service_id}"


class PartyLink(models.Model):
    """The way in for one party of one case, without an account: a mailed address and a spoken code.

    Neither the address nor the code is stored, only what proves them.
    """

    case_code = models.CharField(max_length=20)
    party = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, db_comment="SHA-256 of the token")
    code_hash = models.CharField(max_length=64, db_comment="keyed slow hash of the six digits")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=40, db_comment="viewer code")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, db_comment="last right code")
    wrong_codes = models.PositiveSmallIntegerField(default=0, db_comment="in a row, since the last lock")
    locks = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, db_comment="too many wrong codes")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(party__in=sorted(party.value for party in OUTSIDE_PARTIES)),
                name="party_link_party_is_outside",
            ),
            models.CheckConstraint(condition=~Q(case_code=""), name="party_link_has_a_case"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="party_link_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(wrong_codes__lte=5, locks__lte=2), name="party_link_counts_are_bounded"
            ),
            models.UniqueConstraint(
                fields=("case_code", "party", "person"),
                condition=Q(revoked_at__isnull=True),
                name="party_link_one_alive",
            ),
        )

    def __str__(self) -> str:
        return f"link {self.pk}"


class KeyList(models.Model):
    """A list of persons and pseudonyms that whoever holds a register was given, to answer it without names.

    A list holds every person of the lists before it, and those who have come since.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="key_lists")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=40, db_comment="viewer code")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("service", "number"), name="key_list_number"),)

    def __str__(self) -> str:
        return f"list {self.number} of service {self.service_id}"


class Pseudonym(models.Model):
    """What a register calls a person: drawn at random, it says nothing, and only this row leads back."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="pseudonym")
    code = models.CharField(max_length=12, unique=True)
    since = models.ForeignKey(KeyList, on_delete=models.PROTECT, related_name="new")

    def __str__(self) -> str:
        return self.code


class SetAside(models.Model):
    """What a law keeps of what was erased, out of reach of every page, until its day. Then it goes too.

    `content` is the rows as the export writes them, with the name that they are about.
    """

    erasure = models.ForeignKey("foundation.Erasure", on_delete=models.PROTECT, related_name="set_aside")
    kind = models.CharField(max_length=20)
    until = models.DateField(db_index=True)
    because = models.TextField()
    content = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("erasure", "kind"), name="set_aside_once_a_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} until {self.until}"


class Mail(models.Model):
    """The outbox: a mail is written in the transaction of what it tells, and sent afterwards.

    `next_try_at` is the end of its claim while it is being sent, and stays so while it is unsure.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNSURE = "unsure"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mails")
    case_code = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40)
    to_address = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True, db_comment="text of an .ics file")
    calendar_method = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=40, blank=True, db_comment="viewer code")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "unsure"]),
                name="mail_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(calendar_method__in=["", "REQUEST", "CANCEL", "PUBLISH"]),
                name="mail_calendar_method_is_known",
            ),
            models.CheckConstraint(
                condition=Q(calendar="", calendar_method="") | ~Q(calendar="") & ~Q(calendar_method=""),
                name="mail_calendar_has_a_method",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="", decided_at=None) | ~Q(decided_by="") & Q(decided_at__isnull=False),
                name="mail_decision_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_a_time"
            ),
        )
        indexes = (
            models.Index(fields=("state", "next_try_at"), name="mail_waiting"),
            models.Index(fields=("case_code", "state"), name="mail_of_case"),
        )

    def __str__(self) -> str:
        return f"mail {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nobody will send it any more."""
        return self.state in {self.State.SENT, self.State.FAILED}

    def forget_words(self) -> None:
        """Empty what it says: it may hold a link that lets somebody in."""
        self.body = self.calendar = self.calendar_method = ""

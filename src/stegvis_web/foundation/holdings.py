"""What the tables hold about a person: declared once a table, for export, erasure and retention.

Every part adds its tables to `HOLDINGS`, those first on which others hang. A test walks the schema and finds
every table and column that stands neither there nor, with a reason, among what is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q, QuerySet

from stegvis.foundation.words import gettext_noop

AT_ONCE = 500

COUNTS_CHANGES = "counts changes, so that nobody overwrites another"
KEPT_FOR_LISTS = "derived from the answers, kept for lists"

COLUMN_NAMES: dict[str, str] = {
    "abilities": gettext_noop("What is possible"),
    "ability": gettext_noop("Possible"),
    "about": gettext_noop("About"),
    "actor": gettext_noop("Who"),
    "actor_kind": gettext_noop("Kind of visitor"),
    "adaptation": gettext_noop("Adaptation"),
    "answer": gettext_noop("Answer"),
    "answer_by": gettext_noop("Answer by"),
    "answered_at": gettext_noop("Answered"),
    "answered_by": gettext_noop("Answered by"),
    "asked_at": gettext_noop("Asked"),
    "asked_for": gettext_noop("Takes up the answer"),
    "at": gettext_noop("When"),
    "author": gettext_noop("Written by"),
    "because": gettext_noop("Why"),
    "benefit": gettext_noop("Benefit"),
    "birth_year": gettext_noop("Year of birth"),
    "blocks": gettext_noop("Text of the letter"),
    "by": gettext_noop("By"),
    "called_at": gettext_noop("Called on"),
    "called_by": gettext_noop("Called by"),
    "called_off_at": gettext_noop("Called off"),
    "came": gettext_noop("Came"),
    "cancelled_at": gettext_noop("Cancelled"),
    "cancelled_because": gettext_noop("Why it was cancelled"),
    "carried_out_at": gettext_noop("Carried out"),
    "case": gettext_noop("Case"),
    "case_code": gettext_noop("Case"),
    "cell": gettext_noop("Counted as"),
    "closed_at": gettext_noop("Closed"),
    "closed_because": gettext_noop("Why it was closed"),
    "closed_on": gettext_noop("Closed"),
    "closed_words": gettext_noop("In words"),
    "code": gettext_noop("Case code"),
    "comes": gettext_noop("Comes"),
    "confirm_by": gettext_noop("Confirm by"),
    "confirmed_at": gettext_noop("Confirmed"),
    "confirmed_by": gettext_noop("Confirmed by"),
    "corrections": gettext_noop("Put right"),
    "cost": gettext_noop("Cost"),
    "count": gettext_noop("Count"),
    "counted": gettext_noop("Counted"),
    "country": gettext_noop("Country"),
    "created": gettext_noop("Made"),
    "created_at": gettext_noop("Made"),
    "created_by": gettext_noop("Made by"),
    "date_joined": gettext_noop("Since"),
    "day": gettext_noop("Day"),
    "decided_at": gettext_noop("Decided"),
    "decided_by": gettext_noop("Decided by"),
    "decided_on": gettext_noop("Decided"),
    "decline_reason": gettext_noop("Why it was declined"),
    "decline_words": gettext_noop("In words"),
    "declined_at": gettext_noop("Declined"),
    "declined_because": gettext_noop("Why it was declined"),
    "definition": gettext_noop("Definition"),
    "digest": gettext_noop("Digest (SHA-256)"),
    "docx": gettext_noop("Word file"),
    "domain": gettext_noop("About"),
    "door": gettext_noop("Door"),
    "due": gettext_noop("Due"),
    "email": gettext_noop("Mail address"),
    "employer": gettext_noop("Employer"),
    "employer_contact": gettext_noop("Contact with the employer"),
    "end": gettext_noop("To"),
    "ended_on": gettext_noop("Ended"),
    "ends": gettext_noop("To be taken out"),
    "error": gettext_noop("What went wrong"),
    "expire_date": gettext_noop("Ends"),
    "expires_at": gettext_noop("Good until"),
    "extra_data": gettext_noop("What the provider said"),
    "extract": gettext_noop("Register extract"),
    "fields": gettext_noop("What of it"),
    "fingerprint": gettext_noop("Fingerprint of the definition"),
    "first_contact_on": gettext_noop("First contact"),
    "first_sick_day": gettext_noop("First day of sick leave"),
    "fit": gettext_noop("Fits"),
    "giver": gettext_noop("From"),
    "given_at": gettext_noop("Given"),
    "given_by": gettext_noop("Given by"),
    "goal": gettext_noop("Goal"),
    "grade": gettext_noop("Percent"),
    "guest": gettext_noop("Guest"),
    "handover": gettext_noop("Hand-over"),
    "helped": gettext_noop("What helped"),
    "hindered": gettext_noop("What hindered"),
    "hours": gettext_noop("Schedule"),
    "id": gettext_noop("Number"),
    "index_date": gettext_noop("Day 0"),
    "instead": gettext_noop("Could agree to"),
    "instead_due": gettext_noop("By another day"),
    "invited_at": gettext_noop("Invited"),
    "is_active": gettext_noop("Can sign in"),
    "item": gettext_noop("Sentence"),
    "job_start": gettext_noop("Job began"),
    "jobs": gettext_noop("Days on which jobs began"),
    "key": gettext_noop("Part"),
    "kind": gettext_noop("Kind"),
    "known_until": gettext_noop("Known until"),
    "language": gettext_noop("Language"),
    "last_contact_on": gettext_noop("Last contact"),
    "last_login": gettext_noop("Last sign-in"),
    "last_used_at": gettext_noop("Last used"),
    "lasts": gettext_noop("How many minutes"),
    "line": gettext_noop("Step"),
    "logged_at": gettext_noop("Written down"),
    "meeting": gettext_noop("Meeting"),
    "minutes": gettext_noop("How many minutes"),
    "mode": gettext_noop("How"),
    "months_net_of_pauses": gettext_noop("Months without pauses"),
    "name": gettext_noop("Name"),
    "next_on": gettext_noop("Next time"),
    "next_time": gettext_noop("Next time"),
    "note": gettext_noop("Note"),
    "number": gettext_noop("Number in order"),
    "on": gettext_noop("Day"),
    "opened_at": gettext_noop("Opened"),
    "opened_on": gettext_noop("Opened"),
    "organisation": gettext_noop("Organisation"),
    "outcome": gettext_noop("What came of it"),
    "owner": gettext_noop("Whose it is"),
    "owns": gettext_noop("The case goes along"),
    "participant": gettext_noop("Participant"),
    "party": gettext_noop("Party"),
    "payer": gettext_noop("Who pays"),
    "pdf": gettext_noop("PDF file"),
    "person": gettext_noop("Person"),
    "phone": gettext_noop("Telephone"),
    "place": gettext_noop("Place"),
    "place_in_mail": gettext_noop("Place may stand in mails"),
    "plan": gettext_noop("Version of the plan"),
    "primary": gettext_noop("The main one"),
    "printed_flag": gettext_noop("As printed"),
    "progress": gettext_noop("How far it has come"),
    "provider": gettext_noop("Provided by"),
    "purpose": gettext_noop("Purpose"),
    "question": gettext_noop("Question"),
    "reached": gettext_noop("Reached"),
    "reason": gettext_noop("Why"),
    "received_on": gettext_noop("Received"),
    "recheck_on": gettext_noop("Look at it again"),
    "redacted_at": gettext_noop("Taken out"),
    "redacted_because": gettext_noop("Why it was taken out"),
    "redacted_by": gettext_noop("Taken out by"),
    "referral": gettext_noop("Referral"),
    "referrer": gettext_noop("Referred by"),
    "released_on": gettext_noop("Sent"),
    "replied_at": gettext_noop("Replied"),
    "reply": gettext_noop("Reply"),
    "represented_by": gettext_noop("Represented by"),
    "review_on": gettext_noop("Look at it again"),
    "revoked_at": gettext_noop("Revoked"),
    "role": gettext_noop("Role"),
    "round": gettext_noop("In one go with"),
    "rule": gettext_noop("Rule"),
    "section": gettext_noop("Section"),
    "sections": gettext_noop("Made from"),
    "sent": gettext_noop("Sent"),
    "sent_at": gettext_noop("Sent"),
    "sequence": gettext_noop("Changes of the calendar entry"),
    "service": gettext_noop("Service"),
    "settled_on": gettext_noop("Talked over"),
    "since": gettext_noop("Since"),
    "slot": gettext_noop("Time"),
    "source": gettext_noop("From"),
    "spells": gettext_noop("Spells"),
    "stage": gettext_noop("Where it stands"),
    "start": gettext_noop("From"),
    "started_at": gettext_noop("Begun"),
    "started_by": gettext_noop("Begun by"),
    "starts_at": gettext_noop("Begins"),
    "state": gettext_noop("State"),
    "step": gettext_noop("Step"),
    "subject": gettext_noop("Subject"),
    "suits": gettext_noop("Suits"),
    "taken_back_at": gettext_noop("Taken back"),
    "taken_back_because": gettext_noop("Why it was taken back"),
    "taken_back_by": gettext_noop("Taken back by"),
    "taker": gettext_noop("To"),
    "talk_by": gettext_noop("Talk by"),
    "task": gettext_noop("Task"),
    "text": gettext_noop("Text"),
    "time": gettext_noop("Days from day 0"),
    "title": gettext_noop("Title"),
    "trial_from": gettext_noop("On trial from"),
    "trial_to": gettext_noop("On trial to"),
    "tries": gettext_noop("Tries"),
    "type": gettext_noop("Kind"),
    "uid": gettext_noop("Known elsewhere as"),
    "until": gettext_noop("Until"),
    "used_at": gettext_noop("Used"),
    "user": gettext_noop("Who"),
    "value": gettext_noop("Number"),
    "verb": gettext_noop("Did"),
    "verified": gettext_noop("Confirmed"),
    "video": gettext_noop("Video link"),
    "voluntary_explained_by": gettext_noop("Explained by"),
    "voluntary_explained_on": gettext_noop("Told that it is voluntary"),
    "what": gettext_noop("What"),
    "what_happened": gettext_noop("What happened"),
    "why": gettext_noop("Why"),
    "wish": gettext_noop("Wish to work"),
    "withdrawn_at": gettext_noop("Withdrawn"),
    "withdrawn_because": gettext_noop("Why it was taken back"),
    "withdrawn_on": gettext_noop("Taken back"),
    "words": gettext_noop("Words"),
    "worked": gettext_noop("Worked"),
}
"""What a column is called where a person reads it."""


@dataclass(frozen=True)
class Subject:
    """Whom it is about: the person's row, and the person's cases by row and by code."""

    person: int
    cases: tuple[int, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Holding:
    """One table. `columns` are exported, in this order; `left_out` maps all others to the reason.

    `names` maps a column to what its codes mean; what columns are called stands in `COLUMN_NAMES`.

    A row is about a person by its case (`by_case`, a lookup), by a case code (`by_code`, a lookup) or by the
    person (`by_person`, a lookup); by any if several are given. `kind` is the kind of retention, `dated` the
    column with the day of an entry. `stays` says why erasure leaves the table alone.
    """

    model: str
    title: str
    kind: str
    columns: str
    left_out: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    by_case: str = ""
    by_code: str = ""
    by_person: str = ""
    dated: str = ""
    stays: str = ""

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def exported(self) -> tuple[str, ...]:
        return tuple(self.columns.split())

    @property
    def key(self) -> str:
        """What the export calls it."""
        return self.model.partition(".")[2].lower()

    def rows(self, subject: Subject) -> QuerySet[Any]:
        """All rows about `subject`, in the order in which they were written."""
        about = [
            *([Q(**{f"{self.by_case}__in": subject.cases})] if self.by_case else ()),
            *([Q(**{f"{self.by_code}__in": subject.codes})] if self.by_code else ()),
            *([Q(**{self.by_person: subject.person})] if self.by_person else ()),
        ]
        found = self.table._default_manager.filter(reduce(or_, about)).order_by("pk")
        return found.distinct() if "__" in self.by_code else found

    def erase(self, subject: Subject) -> int:
        """Delete all rows about `subject`, as the database alone sees it; how many.

        No cascade: what hangs on these rows is declared before them, and keys are checked at the end.
        """
        meta = self.table._meta
        name, key = meta.db_table, str(meta.pk.column)
        prepare = meta.pk.get_db_prep_value
        keys = [prepare(pk, connection) for pk in self.rows(subject).values_list("pk", flat=True)]
        with connection.cursor() as cursor:
            for some in _in_pieces(keys):
                places = ", ".join(["%s"] * len(some))
                cursor.execute(f'DELETE FROM "{name}" WHERE "{key}" IN ({places})', some)
        return len(keys)


def _in_pieces(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


HOLDINGS: list[Holding] = []
"""Of every part, filled in `AppConfig.ready`: upstream parts first, and those first on which others hang."""

ABOUT_NOBODY: dict[str, str] = {
    "foundation.AuditHead": "the end of each chain: numbers and hashes",
    "foundation.AuditMention": "which case an event concerns; the events are exported",
    "foundation.Submission": "digests of forms that were sent, for seven days",
    "foundation.KeptForm": "what was typed after a session had ended, for a day, given back on signing in",
    "foundation.Mark": "what the database knows of itself",
    "foundation.Erasure": "tombstones hold codes alone",
    "sessions.Session": "not used: people.SignedIn stands in its place",
    "contenttypes.ContentType": "names of tables",
    "auth.Permission": "not used",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
}
"""Tables that are in no export and in no erasure, and why."""


def in_order_of_erasure() -> tuple[Holding, ...]:
    """What hangs on others first."""
    return tuple(reversed(HOLDINGS))

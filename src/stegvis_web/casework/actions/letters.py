"""Letters: written from what the one they go to may read, kept as sent, and taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.functions import check_function
from stegvis.casework.letter import LETTERS as KINDS
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import check_length, check_reason
from stegvis.casework.sections import FUNCTION, LETTERS, NAME
from stegvis.foundation.document import to_json
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.letters import Composed, compose, digest_of, draw
from stegvis_web.casework.queries.letters import letter_of, next_number
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.people import mail
from stegvis_web.people.models import PartyLink, Person
from stegvis_web.people.viewer import user_behind


@transaction.atomic
def write_function(*, by: Viewer, code: str, abilities: Mapping[str, str], words: str) -> models.WorkFunction:
    """What the condition means for work today, in the clinic's words. Earlier words stay. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(FUNCTION, Action.WRITE)
    check_function(abilities, words)
    row = models.WorkFunction.objects.create(
        case=opened.row,
        on=timezone.localdate(),
        abilities=dict(abilities),
        words=words.strip(),
        by=user_behind(by),
        at=timezone.now(),
    )
    record(opened, "create", FUNCTION)
    return row


def recipient_of(opened: OpenCase, party: Party) -> Person:
    """Who gets a letter to that party. Http404 where nobody speaks for it."""
    if party is Party.PATIENT:
        return opened.row.person
    member = opened.member(party)
    if member is None:
        raise Http404
    return member.person


def composed(opened: OpenCase, kind: str, party: Party, words: str) -> Composed:
    """The letter as it would be sent now. Raises Refusal where it may not go there, or would say nothing."""
    letter = KINDS.all().get(kind)
    if letter is None:
        raise Http404
    if party not in letter.audience:
        raise Refusal(gettext_noop("This letter is not for that party. Choose another one."))
    seen = opened.as_party(party)
    if not (decision := seen.may(NAME)):
        raise Refusal(decision.why)
    check_length(words)
    sender = next((m.person for m in opened.team if m.person_id == opened.by.person), None)
    made = compose(
        letter,
        seen,
        recipient_of(opened, party),
        number=next_number(opened.row, kind, party),
        words=words,
        sender=sender,
    )
    if not made.is_whole:
        raise Refusal(gettext_noop("There is nothing to write yet, or the person has not agreed to it."))
    return made


@transaction.atomic
def send_letter(
    *, by: Viewer, code: str, kind: str, party: Party, words: str = "", looked_at: str = ""
) -> models.Letter:
    """Send a letter: drawn, kept to the byte, and told to whom it goes. Raises Refusal, or CannotPrint.

    `looked_at` is the digest of what the sender has looked through: a change since is not sent unseen.
    """
    opened = open_case(by, code, lock=True)
    opened.require(LETTERS, Action.WRITE)
    made = composed(opened, kind, party, words)
    if looked_at and looked_at != digest_of(made.document):
        raise Refusal(gettext_noop("The letter has changed since you looked at it. Look at it again."))
    recipient = recipient_of(opened, party)
    pdf, docx = draw(made.document)
    blocks = to_json(made.document)
    digest = hashlib.sha256(json.dumps(blocks, sort_keys=True).encode() + pdf + docx).hexdigest()
    row = models.Letter.objects.create(
        case=opened.row,
        kind=kind,
        fingerprint=KINDS.get(kind).fingerprint,
        number=next_number(opened.row, kind, party),
        party=party,
        person=recipient,
        language=recipient.language,
        sections=sorted(made.sections),
        blocks=blocks,
        pdf=pdf,
        docx=docx,
        digest=digest,
        by=by.code,
        author_id=by.person,
        sent_at=timezone.now(),
    )
    _tell(opened, row, taken_back=False)
    record(opened, "send", f"letter:{row.pk}", kind, party)
    return row


@transaction.atomic
def take_back_letter(*, by: Viewer, code: str, letter: int, reason: str) -> models.Letter:
    """Take a letter back: its content is gone for good, the reason stays, the recipient is told.

    Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    opened.require(LETTERS, Action.WRITE)
    row = letter_of(opened, letter)
    if row.taken_back_at is not None:
        raise Refusal(gettext_noop("This letter has been taken back already."))
    check_reason(reason)
    row.blocks, row.pdf, row.docx = [], b"", b""
    row.taken_back_at, row.taken_back_by = timezone.now(), by.code
    row.taken_back_because = reason.strip()
    row.save(update_fields=["blocks", "pdf", "docx", "taken_back_at", "taken_back_by", "taken_back_because"])
    _tell(opened, row, taken_back=True)
    record(opened, "withdraw", f"letter:{row.pk}")
    return row


def _tell(opened: OpenCase, row: models.Letter, *, taken_back: bool) -> None:
    """A mail to whoever gets the letter and has a way to it: it names nobody and holds nothing of it."""
    if not row.person.email or not _has_a_way(opened, row):
        return
    with translation.override(row.person.language):
        if taken_back:
            subject = _("A letter was taken back")
            said = _("a letter that lay on your page was taken back. If you kept a copy, please destroy it.")
        else:
            subject = _("A letter for you")
            said = _("a letter for you lies on your page.")
        mail.write(
            person=row.person,
            case_code=opened.code,
            kind="letter",
            subject=subject,
            body=_("Hello,\n\n%(said)s\n\nQuestions? Call %(phone)s.")
            % {"said": said, "phone": opened.row.service.phone},
        )


def _has_a_way(opened: OpenCase, row: models.Letter) -> bool:
    if row.party not in OUTSIDE_PARTIES:
        return True
    alive = Q(revoked_at__isnull=True, closed_at__isnull=True, expires_at__gt=timezone.now())
    return PartyLink.objects.filter(alive, case_code=opened.code, party=row.party, person=row.person).exists()

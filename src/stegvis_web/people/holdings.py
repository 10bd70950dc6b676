"""What `people` holds about a person: the person, the way in, the mails, and the trail of who looked."""

from __future__ import annotations

from stegvis.casework.party import PARTY_NAMES
from stegvis.foundation.words import gettext_noop
from stegvis.rights.retention import Kind
from stegvis_web.foundation.holdings import COUNTS_CHANGES, Holding

_SECRET = "lets somebody in, and proves nothing about the person"
_SEARCH = "the same in another notation, for searching"
_WHOSE = "that is whom it is about"

HOLDINGS = (
    Holding(
        model="people.Person",
        title=gettext_noop("You"),
        kind=Kind.ACCOUNT,
        columns=("id service name email phone language birth_year organisation title"),
        left_out={"name_key": _SEARCH, "phone_key": _SEARCH, "revision": COUNTS_CHANGES},
        by_person="pk",
    ),
    Holding(
        model="people.User",
        title=gettext_noop("Your sign-in"),
        kind=Kind.ACCOUNT,
        columns=("id email kind is_active invited_at created_at last_login"),
        left_out={"person": _WHOSE, "password": _SECRET, "epoch": "raising it ends every session"},
        by_person="person",
    ),
    Holding(
        model="people.SignedIn",
        title=gettext_noop("Where you are signed in"),
        kind=Kind.ACCOUNT,
        columns="expire_date",
        left_out={"user": _WHOSE, "session_key": _SECRET, "session_data": "what the next page needs to know"},
        by_person="user__person",
    ),
    Holding(
        model="people.Membership",
        title=gettext_noop("Roles in a service"),
        kind=Kind.ACCOUNT,
        columns=("id service role"),
        left_out={"user": _WHOSE},
        by_person="user__person",
    ),
    Holding(
        model="mfa.Authenticator",
        title=gettext_noop("Code apps and passkeys"),
        kind=Kind.ACCOUNT,
        columns=("id type created_at last_used_at"),
        left_out={"user": _WHOSE, "data": _SECRET},
        by_person="user__person",
    ),
    Holding(
        model="account.EmailAddress",
        title=gettext_noop("Mail addresses of the sign-in"),
        kind=Kind.ACCOUNT,
        columns=("id email verified primary"),
        left_out={"user": _WHOSE},
        by_person="user__person",
    ),
    Holding(
        model="account.EmailConfirmation",
        title=gettext_noop("Confirmations of mail addresses"),
        kind=Kind.ACCOUNT,
        columns=("id created sent"),
        left_out={"email_address": _WHOSE, "key": _SECRET},
        by_person="email_address__user__person",
    ),
    Holding(
        model="socialaccount.SocialAccount",
        title=gettext_noop("Sign-in by another provider"),
        kind=Kind.ACCOUNT,
        columns=("id provider uid extra_data date_joined last_login"),
        left_out={"user": _WHOSE},
        by_person="user__person",
    ),
    Holding(
        model="socialaccount.SocialToken",
        title=gettext_noop("Tokens of another provider"),
        kind=Kind.ACCOUNT,
        columns=("id expires_at"),
        left_out={"app": "which provider", "account": _WHOSE, "token": _SECRET, "token_secret": _SECRET},
        by_person="account__user__person",
    ),
    Holding(
        model="people.PartyLink",
        title=gettext_noop("Links that let somebody in"),
        kind=Kind.CASE,
        columns=("id case_code party person created_at created_by expires_at revoked_at used_at closed_at"),
        left_out={
            "token_hash": _SECRET,
            "code_hash": _SECRET,
            "wrong_codes": "counts tries of somebody else",
            "locks": "counts tries of somebody else",
            "locked_until": "counts tries of somebody else",
        },
        names={"party": PARTY_NAMES},
        by_code="case_code",
        by_person="person",
    ),
    Holding(
        model="people.Pseudonym",
        title=gettext_noop("What a register calls you"),
        kind=Kind.CASE,
        columns="id code since",
        left_out={"person": "that is whom it is about"},
        by_person="person",
    ),
    Holding(
        model="people.Mail",
        title=gettext_noop("Mails about your case"),
        kind=Kind.CASE,
        columns=(
            "id case_code person kind language subject state created_at sent_at tries error "
            "decided_by decided_at"
        ),
        left_out={
            "to_address": "the address of whoever it went to",
            "body": "emptied when it was sent: it may let somebody in",
            "calendar": "emptied when it was sent",
            "calendar_method": "says what the calendar file is for",
            "message_id": "by which a mail server knows it",
            "next_try_at": "when it is tried again",
        },
        by_code="case_code",
        by_person="person",
    ),
    Holding(
        model="foundation.AuditEvent",
        title=gettext_noop("Who looked, and who changed what"),
        kind=Kind.CASE,
        columns=("id at actor actor_kind party verb what fields why outcome"),
        left_out={
            "chain": "which chain of the trail",
            "number": "its place in the chain",
            "previous": "a hash",
            "hash": "a hash",
        },
        names={"party": PARTY_NAMES},
        by_code="mentions__case_code",
        stays="The trail must show, also afterwards, who looked and that nobody did without leave. It holds"
        " codes and no names.",
    ),
)

ABOUT_NOBODY = {
    "people.Service": "a clinic or a team",
    "people.Organisation": "where contact persons work",
    "people.KeyList": "when a list of pseudonyms was made, and by whom",
    "people.SetAside": "what a law keeps of what was erased; no page and no export reads it",
    "socialaccount.SocialApp": "the settings of a provider",
}

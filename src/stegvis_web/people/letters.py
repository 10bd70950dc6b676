"""Mails to users about their own account. They name nobody and say nothing about health or the service."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis_web.people import mail, tokens
from stegvis_web.people.models import Person, User


def invitation_url(user: User) -> str:
    """Where the user sets the first password, once."""
    return settings.SITE_URL + reverse("people:welcome", args=[tokens.invitation(user)])


def invitation(user: User) -> None:
    """A link with which the user sets the first password."""
    person = _person(user)
    url = invitation_url(user)
    days = settings.INVITATION_LASTS.days
    with translation.override(person.language):
        lasts = ngettext("The link works for %(days)s day.", "The link works for %(days)s days.", days)
        mail.write(
            person=person,
            kind="account-invitation",
            subject=_("Your account is ready"),
            body="\n\n".join(
                [
                    _("Hello,"),
                    _("an account at Stegvis is waiting for you. Choose a password here:"),
                    url,
                    lasts % {"days": days},
                    _("If you did not expect this mail, you need not do anything."),
                ]
            ),
        )


def reset(user: User, url: str) -> None:
    """A link with which the user sets a new password."""
    person = _person(user)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    with translation.override(person.language):
        lasts = ngettext("The link works for %(hours)s hour.", "The link works for %(hours)s hours.", hours)
        mail.write(
            person=person,
            kind="password",
            subject=_("A new password"),
            body="\n\n".join(
                [
                    _("Hello,"),
                    _("somebody asked for a new password for your account at Stegvis. Choose it here:"),
                    url,
                    lasts % {"hours": hours},
                    _("If it was not you, you need not do anything. Your password stays as it is."),
                ]
            ),
        )


def address_changed(before: Person) -> None:
    """To the address that no longer signs in: so that nobody loses an account without knowing."""
    with translation.override(before.language):
        mail.write(
            person=before,
            kind="address-changed",
            subject=_("Your address was changed"),
            body="\n\n".join(
                [
                    _("Hello,"),
                    _("this address no longer signs in at Stegvis. Another one was written down instead."),
                    _("If you did not ask for that, tell your service."),
                ]
            ),
        )


def _person(user: User) -> Person:
    assert user.person is not None, "a user who can be written to is a person"
    return user.person

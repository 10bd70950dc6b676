"""Words that a password must not hold: what somebody who knows the person and the house would try first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stegvis_web.people.models import User
from stegvis_web.people.words import name_key

PRODUCT = "stegvis"
SHORTEST = 4
"""Letters; a shorter word stands in many others."""


class NoKnownWords:
    """Refuses the product's name, the person's names, and the first word of the service's name: the others,
    such as "team" and "work", stand in many a good sentence."""

    def validate(self, password: str, user: User | None = None) -> None:
        typed = name_key(password)
        if any(word in typed for word in _known(user)):
            raise ValidationError(self.get_help_text(), code="password_holds_known_word")

    def get_help_text(self) -> str:
        return _("Leave out your name, your service’s name and “Stegvis”.")


def _known(user: User | None) -> Iterator[str]:
    yield PRODUCT
    person = user.person if user else None
    if person is None:
        return
    place = re.findall(r"\w+", name_key(person.service.name))[:1]
    for word in (*re.findall(r"\w+", name_key(person.name)), *place):
        if len(word) >= SHORTEST:
            yield word

"""One person, one entry: what a form says of those who look like the one it writes down."""

from __future__ import annotations

from collections.abc import Sequence

from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop
from stegvis_web.people.models import Person
from stegvis_web.people.viewer import SiteRequest


def said_to_be(request: SiteRequest, alike: Sequence[Person]) -> Person | None:
    """Which of those alike is meant; None if nobody is alike, or it is another one.

    Raises Refusal until the form says so. Ask it within the action: a form that is sent twice must find
    what it did before, and not itself as one alike.
    """
    said = request.POST.get("same", "")
    known = next((person for person in alike if str(person.pk) == said), None)
    if alike and known is None and said != "another":
        raise Refusal(gettext_noop("Somebody like this is known already. Say whether it is one of these."))
    return known

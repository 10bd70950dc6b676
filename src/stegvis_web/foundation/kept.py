"""What was typed is not lost when the session ended before it was sent.

The door that finds nobody signed in calls `keep`; the page of the form fills it in again with `bound_data`,
once the very viewer for whom the form was made is back, within a day. It is given back until it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis_web.foundation.models import KeptForm
from stegvis_web.foundation.once import FIELD, is_for, is_ours, viewer_of

SESSION = "kept_forms"
LASTS = timedelta(hours=24)
LONGEST = 256 * 1024
"""Characters, all fields together."""
MOST = 3
"""Forms kept for one session, as from several tabs."""

SECRET = re.compile(
    r"csrfmiddlewaretoken|(^|[_-])(password|passwd|code|pin|otp|token|secret)\d*($|[_-])", re.I
)
"""Names of fields that are never kept."""


def keep(request: HttpRequest) -> bool:
    """Keep what this POST brought, for the viewer for whom the form was made.

    False, and nothing kept, if the form carries no key of ours or holds too much. Passwords, codes and files
    are never kept. The session keeps only a reference; signing in must not flush it (`cycle_key` is right).
    """
    key = request.POST.get(FIELD, "")
    data = dict(typed(request))
    length = sum(len(name) + sum(map(len, values)) for name, values in data.items())
    if not data or length > LONGEST or not is_ours(key) or "\0" in request.path:
        return False
    form = KeptForm.objects.create(path=request.path, form_key=key, data=data)
    ids: list[int] = [*request.session.get(SESSION, []), form.pk]
    KeptForm.objects.filter(pk__in=ids[:-MOST]).delete()
    request.session[SESSION] = ids[-MOST:]
    return True


def typed(request: HttpRequest) -> Iterator[tuple[str, list[str]]]:
    """What a POST holds and may be shown or kept again: field names and their values, no secrets.

    Without the character 0, which no database takes.
    """
    for name, values in request.POST.lists():
        if name != FIELD and not SECRET.search(name):
            yield name.replace("\0", ""), [str(value).replace("\0", "") for value in values]


def kept_data(request: HttpRequest, posted_to: str = "") -> QueryDict | None:
    """What this viewer typed into the form of this page before the session ended; says so in a notice.

    `posted_to` is the form's address if it is not the page's own.
    """
    path = posted_to or request.path
    form = next((form for form in _forms(request) if form.path == path), None)
    if form is None:
        return None
    messages.info(
        request,
        _(
            "Your sign-in had ended, so nothing was sent."
            " What you typed is here: read it through and send it again."
        ),
        fail_silently=True,
    )
    data = QueryDict(mutable=True)
    for name, values in form.data.items():
        data.setlist(name, values)
    data._mutable = False
    return data


def bound_data(request: HttpRequest, posted_to: str = "") -> QueryDict | None:
    """What a form is to be filled with: what was sent, else what was kept, else nothing."""
    return request.POST if request.method == "POST" else kept_data(request, posted_to)


class KeptForms:
    """Throws away kept forms when they have been sent, are too old, or when somebody else has signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = set(request.session.get(SESSION, ()))
        response = self.get_response(request)
        if before and viewer_of(request).kind != "nobody":
            sent = request.path if request.method == "POST" and response.status_code < 400 else None
            _throw_away(request, before, sent)
        return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Instead of Django's page for a form with an old CSRF token, as after a new sign-in in another tab.

    A form that carries its own viewer's key was made here, so it is filled in again; any other is refused.
    """
    if keep(request):
        return HttpResponseRedirect(request.path)
    from stegvis_web.foundation.views import open_too_long  # here, because pages use this module

    return open_too_long(request)


def _forms(request: HttpRequest) -> list[KeptForm]:
    """The kept forms of this session that were made for this viewer, the newest first."""
    ids = request.session.get(SESSION)
    if not ids:
        return []
    forms = KeptForm.objects.filter(pk__in=ids, at__gt=timezone.now() - LASTS).order_by("-pk")
    viewer = viewer_of(request)
    return [form for form in forms if is_for(form.form_key, viewer)]


def _throw_away(request: HttpRequest, before: set[int], sent: str | None) -> None:
    """Of the forms kept `before` this request, keep only this viewer's that were not `sent` with it."""
    over = before - {form.pk for form in _forms(request) if form.path != sent}
    if over:
        KeptForm.objects.filter(pk__in=over).delete()
        request.session[SESSION] = [pk for pk in request.session.get(SESSION, ()) if pk not in over]

"""What the views of this part share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from stegvis.foundation.errors import Conflict, Refusal
from stegvis_web.foundation.once import once
from stegvis_web.people import actions
from stegvis_web.people.forms import SameForm
from stegvis_web.people.viewer import SiteRequest


def words_of(refusal: Refusal) -> str:
    """The rule's own words in the viewer's language."""
    text = _(refusal.text)
    return text % refusal.values if refusal.values else text


def next_page(request: SiteRequest, otherwise: str) -> str:
    """Where the viewer was going, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    local = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if local else otherwise


class AskFirst(Refusal):
    """Nothing is done until the viewer has answered the question that now stands on the page."""

    def __init__(self) -> None:
        super().__init__("")


def act(request: SiteRequest, form: forms.Form, action: Callable[[], str]) -> HttpResponseRedirect | None:
    """Do `action` once and go where it says. None if a rule says no: its words then stand on the form.

    Raises Conflict, which needs a page of its own.
    """
    try:
        return once(request, action)
    except Conflict:
        raise
    except AskFirst:
        return None
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return None


def with_revision(data: QueryDict, revision: int) -> QueryDict:
    """What was typed, now resting on `revision`: saving it again wins, knowingly."""
    typed = data.copy()
    typed["revision"] = str(revision)
    return typed


class Text(NamedTuple):
    """One field of a form that two people have changed: its label, what stands there now, what was typed."""

    label: str
    theirs: str
    yours: str


def both_texts(form: forms.Form, conflict: Conflict) -> list[Text]:
    """The fields where what somebody else has saved differs from what this viewer typed."""
    texts = [
        Text(str(form.fields[name].label), theirs, actions.in_words(form.cleaned_data.get(name)))
        for name, theirs in conflict.theirs.items()
    ]
    return [text for text in texts if text.theirs != text.yours]


def same_form(request: SiteRequest, alike: Mapping[int, str]) -> SameForm | None:
    """The question whether it is one of those alike; None if there are none. Asked before it is answered."""
    if not alike:
        return None
    asked = "same_asked" in request.POST
    return SameForm(request.POST if asked else None, alike=alike)


def known_one(same: SameForm | None) -> int | None:
    """Which of those alike it is; None if it is another one. Raises AskFirst if that is still open."""
    if same is None:
        return None
    if not same.is_valid():
        raise AskFirst
    return same.known


def page(
    request: SiteRequest,
    template: str,
    context: dict[str, Any],
    *shown: forms.Form | None,
    status: int = 200,
) -> HttpResponse:
    """A page of this part: 422 if one of its forms holds a mistake, or asks something back."""
    if any(form and (form.errors or isinstance(form, SameForm)) for form in shown):
        status = 422
    return render(request, f"people/{template}.html", context, status=status)

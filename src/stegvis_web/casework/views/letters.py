"""Letters of a case, for the team, the patient and behind a link; what the condition means for work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.functions import ABILITY_NAMES, FUNCTION_NAMES, GROUPS
from stegvis.casework.letter import LETTERS as KINDS
from stegvis.casework.party import Party
from stegvis.casework.sections import FUNCTION, LETTERS
from stegvis.foundation.document import from_json
from stegvis.foundation.errors import Refusal
from stegvis_web.casework.actions import letters as actions
from stegvis_web.casework.forms.letters import FunctionForm, LetterForm
from stegvis_web.casework.forms.plan import ReasonForm
from stegvis_web.casework.letters import digest_of
from stegvis_web.casework.queries.letters import letter_of, letters_of, newest_function
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import REFUSED, form_page, note_read, refusal_text
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.pdf import CannotPrint
from stegvis_web.foundation.views import plain_page
from stegvis_web.people.viewer import SiteRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _opened(request: SiteRequest, place: Place, section: str, action: Action = Action.READ) -> OpenCase:
    opened = open_case(request.viewer, place.code)
    if not opened.may(section, action):
        raise Http404
    return opened


def letters(request: SiteRequest, place: Place) -> HttpResponse:
    """The letters that the viewer may read, the newest first."""
    opened = _opened(request, place, LETTERS)
    context = {
        **place.shown(request, opened, LETTERS, tab="letters"),
        "letters": letters_of(opened),
        "may_write": opened.may(LETTERS, Action.WRITE),
        "sees_function": opened.may(FUNCTION),
    }
    return render(request, "casework/letters/letters.html", context)


def letter_new(request: SiteRequest, place: Place) -> HttpResponse:
    """Choose a letter and whom it is for; look at it as it will be read; send it."""
    opened = _opened(request, place, LETTERS, Action.WRITE)
    form = LetterForm(bound_data(request), opened=opened)
    do = request.POST.get("do", "") if request.method == "POST" else ""

    def around() -> dict[str, Any]:
        return {**place.shown(request, opened, LETTERS, tab="letters"), "form": form}

    def act() -> str:
        data = form.cleaned_data
        row = actions.send_letter(
            by=request.viewer,
            code=place.code,
            kind=data["kind"],
            party=Party(data["party"]),
            words=data["words"],
            looked_at=request.POST.get("looked_at", ""),
        )
        messages.success(request, _("Sent. It stays as it is, and lies on the page of whom it is for."))
        return place.url("letter", row.pk)

    if do == "change":
        return render(request, "casework/letters/new.html", around())
    if do == "look" and form.is_valid():
        return _look(request, opened, form, around())
    try:
        return form_page(request, form, act, "casework/letters/new.html", around)
    except CannotPrint:
        return plain_page(
            request,
            503,
            _("No PDF can be made here just now"),
            _("A part of the system that draws it is missing. The service has to install it."),
            _("Nothing was sent."),
        )


def _look(request: SiteRequest, opened: OpenCase, form: LetterForm, around: dict[str, Any]) -> HttpResponse:
    """The letter as it will be read, or why there can be none."""
    data = form.cleaned_data
    party = Party(data["party"])
    try:
        made = actions.composed(opened, data["kind"], party, data["words"])
    except Refusal as refusal:
        said = {"refusal": refusal_text(refusal)}
        return render(request, "casework/letters/new.html", around | said, status=REFUSED)
    context = {
        "document": made.document,
        "digest": digest_of(made.document),
        "recipient": actions.recipient_of(opened, party),
    }
    return render(request, "casework/letters/look.html", around | context)


def letter(request: SiteRequest, place: Place, letter: int) -> HttpResponse:
    """One letter, as it was sent."""
    opened = _opened(request, place, LETTERS)
    row = letter_of(opened, letter)
    context = {
        **place.shown(request, opened, f"letter:{row.pk}", tab="letters"),
        "letter": row,
        "name": KINDS.all()[row.kind].name if row.kind in KINDS.all() else row.kind,
        "document": from_json(row.blocks) if row.blocks else None,
        "may_write": opened.may(LETTERS, Action.WRITE),
    }
    return render(request, "casework/letters/letter.html", context)


def take_back(request: SiteRequest, place: Place, letter: int) -> HttpResponse:
    """Take a letter back, with a reason."""
    opened = _opened(request, place, LETTERS, Action.WRITE)
    row = letter_of(opened, letter)
    form = ReasonForm(bound_data(request), label=_("Why is it taken back?"))
    form.fields["reason"].help_text = _("Who had it reads this. Do not repeat what stood there.")

    def act() -> str:
        actions.take_back_letter(
            by=request.viewer, code=place.code, letter=letter, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Taken back. Its text is gone; your reason stands in its place."))
        return place.url("letter", letter)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, LETTERS, tab="letters"), "form": form, "letter": row}

    return form_page(request, form, act, "casework/letters/take_back.html", context)


def letter_pdf(request: SiteRequest, place: Place, letter: int) -> HttpResponse:
    """The PDF as it was sent, to the byte."""
    return _file(request, place, letter, "pdf", "application/pdf")


def letter_docx(request: SiteRequest, place: Place, letter: int) -> HttpResponse:
    """The .docx as it was sent, to the byte."""
    return _file(request, place, letter, "docx", DOCX)


def _file(request: SiteRequest, place: Place, letter: int, kind: str, content_type: str) -> HttpResponse:
    opened = _opened(request, place, LETTERS)
    row = letter_of(opened, letter)
    content = bytes(getattr(row, kind))
    if not content:
        raise Http404
    note_read(request, opened, f"letter:{row.pk}")
    name = f"{opened.code}-{row.kind}-{row.party}-v{row.number}.{kind}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def function(request: SiteRequest, place: Place) -> HttpResponse:
    """What the condition means for work: read by whom it is for, written by the clinic."""
    opened = _opened(request, place, FUNCTION)
    newest = newest_function(opened)
    may_write = bool(opened.may(FUNCTION, Action.WRITE))
    form = FunctionForm(bound_data(request), newest=newest) if may_write else None

    def act() -> str:
        assert form is not None
        actions.write_function(
            by=request.viewer, code=place.code, abilities=form.abilities(), words=form.cleaned_data["words"]
        )
        messages.success(request, _("Saved. Now it can go into letters."))
        return place.url("function")

    def context() -> dict[str, Any]:
        said = newest.abilities if newest else {}
        groups = [
            (group, [(FUNCTION_NAMES[n], ABILITY_NAMES[said[n]]) for n in names if n in said])
            for group, names in GROUPS.items()
        ]
        return {
            **place.shown(request, opened, FUNCTION, tab="letters"),
            "newest": newest,
            "groups": [(group, rows) for group, rows in groups if rows],
            "form": form,
        }

    if request.method == "POST" and form is None:
        raise Http404
    return form_page(request, form or Form(), act, "casework/letters/function.html", context)

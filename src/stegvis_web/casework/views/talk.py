"""What the team does about questions and objections: answer them, talk them over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis.casework.sections import WORDS
from stegvis_web.casework.actions.answers import reply_to_question, settle_objection
from stegvis_web.casework.actions.plans import take_up_proposal
from stegvis_web.casework.forms.plan import ReplyForm, SettleForm
from stegvis_web.casework.queries.plans import open_plan
from stegvis_web.casework.queries.talk import word_to_talk_over
from stegvis_web.casework.views.common import act_or_explain, form_page
from stegvis_web.casework.views.place import Place
from stegvis_web.casework.views.plan import page_of
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def reply(request: SiteRequest, place: Place, answer: int) -> HttpResponse:
    """Answer a party's question."""
    return _talk(
        request,
        place,
        answer,
        Kind.QUESTION,
        form=ReplyForm(bound_data(request)),
        do=reply_to_question,
        said=_("Your answer stands beside the question. Whoever asked can read it now, and say yes or no."),
        template="casework/plan/reply.html",
    )


def settle(request: SiteRequest, place: Place, answer: int) -> HttpResponse:
    """Record that an objection was talked over, and what came of it."""
    return _talk(
        request,
        place,
        answer,
        Kind.OBJECTION,
        form=SettleForm(bound_data(request)),
        do=settle_objection,
        said=_("Talked over. The party can answer again."),
        template="casework/plan/settle.html",
    )


def take_up(request: SiteRequest, place: Place, answer: int) -> HttpResponse:
    """Put the wording that a party could agree to into the draft of a new version."""
    opened = place.opened_to_write(request)
    if request.method != "POST":
        return place.press_again(request)

    def act() -> str:
        take_up_proposal(by=request.viewer, code=place.code, answer=answer)
        messages.success(request, _("It stands in the draft. Nothing changes before the person sends it."))
        return place.url("plan-draft")

    def page() -> dict[str, Any]:
        return page_of(request, place, open_plan(opened))

    return act_or_explain(request, act, "casework/plan/plan.html", page)


def _talk(
    request: SiteRequest,
    place: Place,
    answer: int,
    kind: Kind,
    *,
    form: Form,
    do: Callable[..., object],
    said: str,
    template: str,
) -> HttpResponse:
    """The page of one word of a party, with the form to act on it; nothing to do where that is done."""
    opened = place.opened_to_write(request)
    word = word_to_talk_over(opened, answer, kind)
    if request.method != "POST" and (word.reply or word.settled_on):
        return redirect(place.url("plan"))

    whose = opened.member(Party(word.party))

    def act() -> str:
        do(by=request.viewer, code=place.code, answer=answer, **form.cleaned_data)
        messages.success(request, said)
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, WORDS), "form": form, "word": word, "whose": whose}

    return form_page(request, form, act, template, context)

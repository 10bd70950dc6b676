"""What the team does about questions and objections: answer them, talk them over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stegvis.casework.answers import Kind
from stegvis.casework.sections import WORDS
from stegvis_web.casework.actions.answers import reply_to_question, settle_objection
from stegvis_web.casework.forms.plan import ReplyForm, SettleForm
from stegvis_web.casework.queries.talk import word_to_talk_over
from stegvis_web.casework.views.common import form_page
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def reply(request: SiteRequest, place: Place, answer: int) -> HttpResponse:
    """Answer a party's question."""
    opened = place.opened_to_write(request)
    question = word_to_talk_over(opened, answer, Kind.QUESTION)
    if question.reply and request.method != "POST":
        return redirect(place.url("plan"))
    form = ReplyForm(bound_data(request))

    def act() -> str:
        reply_to_question(by=request.viewer, code=place.code, answer=answer, **form.cleaned_data)
        messages.success(request, _("Your answer stands beside the question. The party now says yes or no."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, WORDS), "form": form, "word": question}

    return form_page(request, form, act, "casework/plan/reply.html", context)


def settle(request: SiteRequest, place: Place, answer: int) -> HttpResponse:
    """Record that an objection was talked over, and what came of it."""
    opened = place.opened_to_write(request)
    objection = word_to_talk_over(opened, answer, Kind.OBJECTION)
    if objection.settled_on and request.method != "POST":
        return redirect(place.url("plan"))
    form = SettleForm(bound_data(request))

    def act() -> str:
        settle_objection(by=request.viewer, code=place.code, answer=answer, **form.cleaned_data)
        messages.success(request, _("Talked over. The party can answer again."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, WORDS), "form": form, "word": objection}

    return form_page(request, form, act, "casework/plan/settle.html", context)

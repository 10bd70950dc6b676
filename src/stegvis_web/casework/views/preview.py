"""What each party would see, before anything is sent; and the sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.casework.compare import compare
from stegvis.casework.party import STAFF_PARTIES, Party
from stegvis.casework.sections import GOAL, PLAN
from stegvis_web.casework.actions.lifecycle import release_plan
from stegvis_web.casework.forms.plan import ReleaseForm
from stegvis_web.casework.queries.attempts import shown_attempts
from stegvis_web.casework.queries.drafts import draft, what_hinders
from stegvis_web.casework.queries.hours import hours_of
from stegvis_web.casework.queries.plans import open_plan, previews
from stegvis_web.casework.queries.tasks import shown_tasks
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, refusal_text
from stegvis_web.casework.views.consents import consent_forms
from stegvis_web.casework.views.paper import copy_of
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def as_party(request: SiteRequest, place: Place, party: str) -> HttpResponse:
    """The newest version as one party would see it."""
    opened = open_case(request.viewer, place.code)
    if party not in set(Party) or not any(opened.may(section) for section in PLAN):
        raise Http404
    whose = Party(party)
    seen = previews(opened, [whose]).get(whose)
    context = {
        **place.shown(request, opened, "plan.preview"),
        "party": whose,
        "plan": seen,
        "hours": hours_of(opened.as_party(whose), seen),
        "member": opened.member(whose),
        "tasks": shown_tasks(opened.as_party(whose), as_if_sent=True),
        "attempts": shown_attempts(opened.as_party(whose), as_if_sent=True),
        "handed": copy_of(opened, whose),
        "why_nothing": _(opened.as_party(whose).may(GOAL).why),
    }
    return render(request, "casework/plan/preview.html", context)


def send(request: SiteRequest, place: Place) -> HttpResponse:
    """The patient sees party by party what would be seen, and sends the plan."""
    opened = place.opened_to_write(request)
    if request.method != "POST" and draft(opened) is None:
        return redirect(place.url("plan"))
    form = ReleaseForm(bound_data(request))

    def act() -> str:
        release_plan(by=request.viewer, code=place.code, **form.cleaned_data)
        owner = opened.row.owner.person
        messages.success(
            request,
            _("Your plan is sent, and you have said yes to it. %(name)s asks the others for their answers.")
            % {"name": owner.name if owner else ""},
        )
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, "plan.preview"),
            **_before_sending(request, opened),
            "form": form,
        }

    return form_page(request, form, act, "casework/me/send.html", context)


def _before_sending(request: SiteRequest, opened: OpenCase) -> dict[str, Any]:
    entries = [(seer, form) for seer, form in consent_forms(opened) if seer.party not in STAFF_PARTIES]
    plans = previews(opened, [seer.party for seer, _form in entries])
    whole = open_plan(opened)
    draft, current = whole.draft, whole.versions.current
    hindrance = what_hinders(opened)
    return {
        "entries": [(seer, form, plans.get(seer.party)) for seer, form in entries],
        "plan": draft,
        "changes": compare(whole.view(current), draft) if draft and current else None,
        "total": len(draft.steps) if draft else 0,
        "hindrance": refusal_text(hindrance) if hindrance else "",
        "team": [m.person.name for m in opened.team if Party(m.party) in STAFF_PARTIES],
        "saved": request.GET.get("saved", ""),
    }

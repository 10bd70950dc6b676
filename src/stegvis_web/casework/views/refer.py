"""The public page on which people refer themselves, where a service has switched it on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stegvis_web.casework.actions.referrals import refer_oneself
from stegvis_web.casework.forms.referrals import SelfReferralForm
from stegvis_web.casework.queries.referrals import self_referral_service
from stegvis_web.casework.views.common import REFUSED, act_or_explain
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import open_to_all
from stegvis_web.people.viewer import SiteRequest, zone_of


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: SiteRequest, slug: str) -> HttpResponse:
    """Three short questions. Nobody learns here who is known to the service."""
    service = self_referral_service(slug)
    form = SelfReferralForm(bound_data(request))

    def context() -> dict[str, Any]:
        return {"service": service, "form": form}

    def act() -> str:
        with timezone.override(zone_of(service)):
            wish = form.cleaned_data["wish"]
            refer_oneself(by=request.viewer, service=service, wish=wish, **form.person())
        return reverse("casework:refer-done", args=[slug])

    template = "casework/refer/refer.html"
    if request.method != "POST":
        return render(request, template, context())
    if not form.is_valid():
        return render(request, template, context(), status=REFUSED)
    if not ratelimit.consume(request, action="self_referral"):
        too_often = {**context(), "too_often": True}
        return render(request, template, too_often, status=HTTPStatus.TOO_MANY_REQUESTS)
    return act_or_explain(request, act, template, context)


@open_to_all
@require_safe
def done(request: SiteRequest, slug: str) -> HttpResponse:
    """Thank you, and what happens next."""
    return render(request, "casework/refer/done.html", {"service": self_referral_service(slug)})

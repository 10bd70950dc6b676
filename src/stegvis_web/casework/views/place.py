"""Where a page of the plan stands: among the staff's pages of a case, or on the patient's own.

The pages are the same; what differs is the frame around them and the addresses. `staff` and `patient`
put a page behind the right door and tell it its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from stegvis_web.casework.queries.cases import case_of_patient
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import looked
from stegvis_web.casework.views.frame import frame
from stegvis_web.people.doors import patient_only, staff_only
from stegvis_web.people.viewer import SiteRequest


@dataclass(frozen=True)
class Place:
    """The frame of a page and how it names its neighbours."""

    code: str
    is_patient: bool

    @property
    def base(self) -> str:
        return "casework/me/base.html" if self.is_patient else "casework/plan/base.html"

    def url(self, name: str, *args: object) -> str:
        """The address of a page of the plan, such as "step", in this place."""
        if self.is_patient:
            return reverse(f"casework:my-{name}", args=args)
        return reverse(f"casework:{name}", args=[self.code, *args])

    def context(self, opened: OpenCase) -> dict[str, Any]:
        around = {"case": opened} if self.is_patient else frame(opened, "plan")
        return {**around, "place": self, "base": self.base}


Page = Callable[..., HttpResponse]


def staff(page: Page) -> Callable[..., HttpResponseBase]:
    """The page among the staff's pages of a case; its address holds the case code."""

    @staff_only
    @wraps(page)
    def view(request: SiteRequest, code: str, **places: Any) -> HttpResponse:
        return page(request, Place(code, is_patient=False), **places)

    return view


def patient(page: Page) -> Callable[..., HttpResponseBase]:
    """The page among the patient's own; which case it is follows from who she is."""

    @patient_only
    @wraps(page)
    def view(request: SiteRequest, **places: Any) -> HttpResponse:
        return page(request, Place(case_of_patient(request.viewer), is_patient=True), **places)

    return view


def opened_to_write(request: SiteRequest, place: Place, what: str) -> OpenCase:
    """The case of a form: reading the form leaves an event, sending it leaves the action's own.

    Http404 for staff outside the team, who write nothing here.
    """
    sent = request.method == "POST"
    opened = open_case(request.viewer, place.code) if sent else looked(request, place.code, what)
    if opened.party is None:
        raise Http404
    return opened

"""Where a page stands: among the staff's pages of a case, on the patient's own, or on those behind a link.

The pages are the same; what differs is the frame around them and the addresses. `staff`, `patient` and
`party` put a page behind the right door and tell it its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stegvis_web.casework.queries.cases import case_of_patient
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.addresses import address
from stegvis_web.people.doors import link_only, patient_only, staff_only
from stegvis_web.people.viewer import SiteRequest


@dataclass(frozen=True)
class Place:
    """The frame of a page and how it names its neighbours."""

    code: str
    is_patient: bool
    is_party: bool = False

    @property
    def base(self) -> str:
        if self.is_party:
            return "casework/party/base.html"
        return "casework/me/base.html" if self.is_patient else "casework/plan/base.html"

    @property
    def h(self) -> tuple[str, str, str]:
        """The elements of the page's heading, of those under it, and of those under these.

        On staff's pages the first heading says whose case it is.
        """
        return ("h1", "h2", "h3") if self.is_patient or self.is_party else ("h2", "h3", "h4")

    def url(self, name: str, *args: object) -> str:
        """The address of a page, such as "step", in this place."""
        if self.is_party:
            return address(f"casework:answer-{name}", *args)
        if self.is_patient:
            return address(f"casework:my-{name}", *args)
        return address(f"casework:{name}", self.code, *args)

    def opened_to_write(self, request: SiteRequest) -> OpenCase:
        """The case of a page with a form. Http404 for staff outside the team, who write nothing here."""
        opened = open_case(request.viewer, self.code)
        if opened.party is None:
            raise Http404
        return opened

    def shown(
        self, request: SiteRequest, opened: OpenCase, what: str, *, tab: str = "plan"
    ) -> dict[str, Any]:
        """What stands around a page that is shown now. Leaves its one event: `what` was read.

        `tab` is the page of the case that staff see it under.
        """
        note_read(request, opened, what)
        around: dict[str, Any] = {"case": opened} if self.is_patient or self.is_party else frame(opened, tab)
        if self.is_party:
            around |= {"party": opened.party, "owner": opened.row.owner.person}
        return {**around, "place": self, "base": self.base, "phone": opened.row.service.phone}

    def press_again(self, request: SiteRequest, page: str = "plan") -> HttpResponse:
        """To the page of a button whose own address was opened, as after a sign-in that came in between."""
        messages.info(request, _("Nothing was changed. Press the button once more."))
        return redirect(self.url(page))


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


def party(page: Page) -> Callable[..., HttpResponseBase]:
    """The page on those of an outside party; which case it is follows from the link."""

    @link_only
    @wraps(page)
    def view(request: SiteRequest, **places: Any) -> HttpResponse:
        return page(request, Place(request.viewer.case, is_patient=False, is_party=True), **places)

    return view

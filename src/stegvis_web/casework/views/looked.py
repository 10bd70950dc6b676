"""Who looked at a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stegvis.casework.sections import WHO_LOOKED
from stegvis_web.casework.queries.looked import who_looked
from stegvis_web.casework.views.common import looked
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.numbers import read_number
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only
@require_safe
def who(request: SiteRequest, code: str) -> HttpResponse:
    """Everyone who read or changed something of the case, the newest first."""
    opened = looked(request, code, WHO_LOOKED, section=WHO_LOOKED)
    context = {
        **frame(opened, "looked"),
        "page": who_looked(opened, before=read_number(request.GET.get("before", ""))),
        "begun": "before" in request.GET,
    }
    return render(request, "casework/case/looked.html", context)

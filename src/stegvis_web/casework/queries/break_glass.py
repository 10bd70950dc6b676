"""Until when a case stands open to somebody outside its team."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from stegvis_web.casework.models import BreakGlass
from stegvis_web.casework.standing import OpenCase


def open_until(opened: OpenCase) -> datetime | None:
    """When the viewer's emergency reading of this case ends; None without one. One query at most."""
    if not opened.standing.broken_glass:
        return None
    user = opened.by.code.removeprefix("user:")
    rows = BreakGlass.objects.filter(case=opened.row, user_id=user, until__gt=timezone.now())
    return rows.order_by("-until").values_list("until", flat=True).first()

"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "messages": get_messages(request)}

"""What every page knows."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input


class FormToken:
    """`{{ csrf_input }}`: made for the first form of a page, the same in all its forms."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def field(self) -> str:
        return csrf_input(self.request)

    def __html__(self) -> str:
        return self.field


def page(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "messages": get_messages(request), "csrf_input": FormToken(request)}

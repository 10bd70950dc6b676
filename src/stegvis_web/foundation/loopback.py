"""What is only for people who sit at this very computer, as the demo is."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this computer."""
    host = host.strip("[]").lower()
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class LoopbackOnly:
    """Refuses whoever comes from elsewhere, also through a proxy on this computer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = {"Forwarded", "X-Forwarded-For"} & set(request.headers)
        if forwarded or not is_loopback(request.META["REMOTE_ADDR"]):
            raise PermissionDenied
        return self.get_response(request)

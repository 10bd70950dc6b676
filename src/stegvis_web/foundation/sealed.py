"""What stands in an address and is nobody's business: sealed, so that logs and histories hold no name.

A search by name, the case code at which a list goes on, the page somebody was going to: browsers keep
addresses, proxies write them down. Sealed with the installation's key, they say nothing there.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import force_bytes

LASTS = timedelta(hours=24)
"""How long an address with something sealed in it means anything."""

ADDRESS = "stegvis.foundation.address"


def box(purpose: str) -> MultiFernet:
    """Seals for one purpose with the key of the installation; opens what an earlier key has sealed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"{purpose}:".encode() + force_bytes(secret)).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    """`text` as letters, digits, - and _ for an address; nothing for nothing."""
    return box(ADDRESS).encrypt(text.encode(errors="ignore")).decode().rstrip("=") if text else ""


def unseal(token: str) -> str:
    """What was sealed; nothing if it is older than a day, or was never sealed here."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        return box(ADDRESS).decrypt(padded, ttl=int(LASTS.total_seconds())).decode()
    except (InvalidToken, ValueError):  # a character that is no token's is a ValueError
        return ""


def asked_for(request: HttpRequest, name: str, longest: int = 200) -> str:
    """The words sealed under `name` in the query of the address, without spaces around, cut at `longest`."""
    return unseal(request.GET.get(name, "")).replace("\0", "").strip()[:longest]

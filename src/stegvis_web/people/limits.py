"""How long a sign-in lasts, and how often something may be tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True)
class Lasting:
    """A session ends after `idle` without a request, and after `longest` in any case."""

    idle: timedelta
    longest: timedelta


def lasting(kind: str) -> Lasting:
    """How long a session of a viewer of this kind lasts; unknown kinds get the shortest."""
    times: dict[str, Lasting] = {
        "staff": Lasting(settings.STAFF_SESSION_IDLE, settings.STAFF_SESSION_LONGEST),
        "patient": Lasting(settings.PATIENT_SESSION_IDLE, settings.PATIENT_SESSION_LONGEST),
        "link": Lasting(settings.LINK_SESSION_IDLE, settings.LINK_SESSION_LONGEST),
    }
    return times.get(kind, times["staff"])

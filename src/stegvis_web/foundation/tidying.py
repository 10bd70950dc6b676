"""What has served its time is deleted."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from stegvis_web.foundation import kept
from stegvis_web.foundation.models import KeptForm, Submission

SUBMISSIONS_LAST = timedelta(days=7)
"""Long after anybody would send the same open form again."""


def tidy() -> dict[str, int]:
    """Delete ended sessions, old notes of forms sent and old kept forms; how many of each."""
    now = timezone.now()
    sessions = import_string(f"{settings.SESSION_ENGINE}.SessionStore").get_model_class()
    return {
        "sessions": sessions.objects.filter(expire_date__lt=now).delete()[0],
        "forms sent": Submission.objects.filter(at__lt=now - SUBMISSIONS_LAST).delete()[0],
        "forms kept": KeptForm.objects.filter(at__lt=now - kept.LASTS).delete()[0],
    }

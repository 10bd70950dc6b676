"""The site's settings with the bare view alone."""

from __future__ import annotations

from pathlib import Path

from stegvis_web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks._bare"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # its app insists on it
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "_templates"],
    }
]

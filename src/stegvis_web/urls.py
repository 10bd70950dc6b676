"""All addresses of the site, part by part."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("stegvis_web.foundation.urls")),
    path("", include("stegvis_web.people.urls")),
    path("", include("stegvis_web.casework.urls")),
    path("", include("stegvis_web.benefits.urls")),
    path("", include("stegvis_web.outcomes.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("stegvis_web.demo.urls")))

handler400 = "stegvis_web.foundation.views.bad_request"
handler404 = "stegvis_web.foundation.views.not_found"
handler403 = "stegvis_web.foundation.views.forbidden"
handler500 = "stegvis_web.foundation.views.server_error"

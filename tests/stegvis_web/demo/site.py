"""The addresses of the site with the demo's own, as under STEGVIS_DEMO=1."""

from __future__ import annotations

from django.urls import include, path

from stegvis_web.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path("demo/", include("stegvis_web.demo.urls"))]

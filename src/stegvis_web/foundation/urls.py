"""Addresses that belong to no part."""

from __future__ import annotations

from django.urls import path

from stegvis_web.foundation import views

app_name = "foundation"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("language/", views.language, name="language"),
]

"""Addresses of outcomes: a service's counts, and the people behind a number."""

from __future__ import annotations

from django.urls import path

from stegvis_web.outcomes import views

app_name = "outcomes"

urlpatterns = [
    path("outcomes/", views.outcomes, name="outcomes"),
    path("outcomes/<int:pk>/", views.count, name="count"),
    path("outcomes/<int:pk>/<slug:definition>/<str:cell>/", views.people, name="count-people"),
]

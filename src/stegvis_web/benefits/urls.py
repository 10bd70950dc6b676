"""Addresses of registers: lists out, extracts in; and the patient's own days."""

from __future__ import annotations

from django.urls import path

from stegvis_web.benefits import views

app_name = "benefits"

urlpatterns = [
    path("registers/", views.extracts, name="extracts"),
    path("registers/lists/new/", views.new_list, name="list-new"),
    path("registers/lists/<int:list>/", views.key_list, name="list"),
    path("registers/<int:pk>/remove/", views.remove, name="extract-remove"),
    path("me/days/", views.my_days, name="my-days"),
]

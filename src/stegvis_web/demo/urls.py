from __future__ import annotations

from django.urls import path

from stegvis_web.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("outbox/", views.outbox, name="outbox"),
]

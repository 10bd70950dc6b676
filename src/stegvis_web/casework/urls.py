"""The addresses of casework: the staff's, the patient's, a link's, and the public ones."""

from __future__ import annotations

from django.urls import path

from stegvis_web.casework.views import home, party

app_name = "casework"

urlpatterns = [
    path("", home.home, name="home"),
    # Staff: today, cases, referrals
    # Staff: the plan
    # The patient
    # Outside parties, by link
    path("answer/", party.proposed, name="answer"),
    path("answer/give/", party.give, name="answer-give"),
    path("answer/done/", party.done, name="answer-done"),
    path("answer/plan.json", party.plan_json, name="answer-json"),
    # The public
]

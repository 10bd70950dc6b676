"""Nonsense at every address crashes nothing. `./run bench fuzz` sends much more of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from stegvis.casework.referral import Mode
from stegvis_web.casework import models
from stegvis_web.foundation import views
from tests.made_once import made_once
from tests.stegvis_web.asked_of import forms
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.fuzzing import Report, Request, fuzz, kept_badly, send
from tests.stegvis_web.nonsense import MARKUP
from tests.told_case import Told
from tests.told_open import left_open
from tests.told_whole import told_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return left_open(told_whole(english_cast()))


def nonsense(told: Told, numbers: range) -> Report:
    return fuzz(told, numbers, seed=20261123, who=("ingrid", "maja", "employer"), pages=40)


def test_nonsense_crashes_no_page(told: Told) -> None:
    report = nonsense(told, range(200))
    assert report.failures == []
    assert {200, 302, 404, 422} <= set(report.statuses)
    again = nonsense(told, range(199, 200))
    assert again.statuses <= report.statuses, "one alone meets what it met among the others"


@pytest.mark.parametrize(
    ("answer", "told_as"),
    [
        (
            lambda request: 1 // 0,
            "500 ZeroDivisionError: integer division or modulo by zero (tests/steg",
        ),
        (lambda request: views.unavailable(request), "503 <!doctype html>"),
        (lambda request: HttpResponse(f"You typed {MARKUP}"), "200 shows markup as it was sent"),
        (lambda request: HttpResponse("Nothing."), "200 "),
    ],
)
def test_what_is_wrong_is_told(answer: Callable[[Any], Any], told_as: str, settings: Any) -> None:
    settings.ROOT_URLCONF = (path("", answer),)
    status, wrong = send(Client(raise_request_exception=False), Request("GET", "/"))
    assert f"{status} {wrong}".startswith(told_as)


def test_a_row_that_refers_to_nothing_is_noticed_before_it_is_undone(told: Told) -> None:
    with transaction.atomic():
        assert kept_badly() == ""
        models.Contact.objects.create(
            case_id=999_999, on=date(2026, 11, 23), mode=Mode.PHONE, by=told.cast.ingrid
        )
        assert kept_badly().startswith("IntegrityError")
        transaction.set_rollback(True)


def test_the_forms_of_a_page_are_found_with_what_they_offer() -> None:
    page = """
        <form><input name="q"></form>
        <form method="post" action="../there/#part"><input type="radio" name="a" value="1">
        <input name="a" value="2"><select name="s"><option value="x"></select>
        <textarea name="t">old</textarea></form><input name="out"><a href="?before=7">Older</a><a href="https://other.example/?x=1">Away</a>"""
    searched, sent, older = forms(page, "/here/")
    assert (searched.method, searched.action, searched.fields) == ("GET", "/here/", {"q": ("",)})
    assert (sent.method, sent.action) == ("POST", "/there/")
    assert sent.fields == {"a": ("1", "2"), "s": ("", "x"), "t": ("",)}
    assert (older.method, older.action, older.fields) == ("GET", "/here/", {"before": ("7",)})

"""Nonsense at every address crashes nothing. `./run bench fuzz` sends much more of it."""

from __future__ import annotations

import pytest

from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.fuzzing import Report, forms, fuzz
from tests.told_case import Told
from tests.told_whole import told_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_whole(english_cast())


def test_nonsense_crashes_no_page(told: Told) -> None:
    report: Report = fuzz(told, requests=150, seed=20261123, who=("ingrid", "employer"))
    assert report.failures == []
    assert {200, 302, 404, 422} <= set(report.statuses)


def test_the_same_seed_sends_the_same(told: Told) -> None:
    first, again = (fuzz(told, requests=15, seed=7, who=("employer",)).statuses for _ in range(2))
    assert first == again


def test_the_forms_of_a_page_are_found_with_what_they_offer() -> None:
    page = """
        <form method="get"><input name="q"></form>
        <form method="post" action="/there/"><input type="radio" name="a" value="1"><input name="a" value="2">
        <select name="s"><option value="x"></select><textarea name="t">old</textarea></form>
        <input name="out">"""
    (found,) = forms(page, "/here/")
    assert found.action == "/there/"
    assert found.fields == {"a": ("1", "2"), "s": ("", "x"), "t": ("",)}

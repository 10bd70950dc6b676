"""The patient's own days on benefit and at work."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from stegvis.benefits.spells import Benefit
from stegvis_web.benefits.lanes import drawn, timeline
from stegvis_web.benefits.models import Spell
from stegvis_web.casework.drawings import GAP
from stegvis_web.casework.models import SickNote
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import Person
from tests.cast import Cast, the_cast
from tests.stegvis_web.casework.visits import text, visiting
from tests.told_case import told_case
from tests.told_register import GROUND, asked

pytestmark = pytest.mark.django_db

DAYS = "/me/days/"


@pytest.fixture
def cast() -> Cast:
    cast = the_cast()
    Person.objects.filter(user=cast.maja).update(language="en")
    return cast


def test_sick_notes_and_what_a_register_says_stand_under_one_another(cast: Cast, tmp_path: Path) -> None:
    told = told_case(cast)
    asked(cast, tmp_path, [(told.case.person, 200, 20, Benefit.DISABILITY_PENSION, 50)])
    shown = text(visiting(cast.maja).get(DAYS))
    assert "Disability pension" in shown
    assert "50 %" in shown.replace("\xa0", " ")
    assert GROUND in shown
    assert "Only you and the manager of the service can see it" in shown


def test_who_has_nothing_written_down_is_told_so_and_by_whom_it_is_written(cast: Cast) -> None:
    told = told_case(cast)
    SickNote.objects.filter(case=told.case).delete()
    shown = text(visiting(cast.maja).get(DAYS))
    assert "Nothing is written down yet" in shown
    assert "No benefit register has been asked about you." in shown


def test_whom_a_register_knows_nothing_of_is_told_that_too(cast: Cast, tmp_path: Path) -> None:
    told = told_case(cast)
    other = cast.tomas.person
    assert other
    from stegvis_web.casework.actions.referrals import open_new_case

    open_new_case(person=other, owner=cast.ingrid, country="sweden", opened_on=timezone.localdate())
    asked(cast, tmp_path, [(other, 100, 50, Benefit.SICKNESS_BENEFIT, 100)])
    assert told.code
    assert "It says that you had no benefit." in text(visiting(cast.maja).get(DAYS))


def test_her_days_are_hers_alone(cast: Cast, tmp_path: Path) -> None:
    told = told_case(cast)
    asked(cast, tmp_path, [(told.case.person, 200, 20, Benefit.DISABILITY_PENSION, 50)])
    assert visiting(cast.tomas).get(DAYS).status_code == 404  # no case
    for who in (cast.marit, cast.ingrid, cast.kari):
        assert visiting(who).get(DAYS).status_code == 404


def test_looking_at_them_leaves_an_event(cast: Cast) -> None:
    told_case(cast)
    visiting(cast.maja).get(DAYS)
    assert AuditEvent.objects.filter(verb="read", what="benefits", actor_kind="patient").count() == 1


def test_the_drawing_holds_five_years_and_nothing_of_days_to_come() -> None:
    today = timezone.localdate()
    spells = [
        Spell(
            start=today - timedelta(days=4000),
            end=today + timedelta(days=90),
            benefit="sickness_benefit",
            grade=5000,
        ),
    ]
    shown = timeline(None, spells, today=today)
    assert shown
    level = shown.lanes[0].levels[0]
    assert level.end == today
    assert shown.first <= level.start
    assert shown.days < 6 * 366
    for narrow in (True, False):
        drawing = drawn(shown, narrow=narrow)
        assert all(label.box.left >= -GAP and label.box.right <= drawing.width for label in drawing.labels)


def test_nothing_is_drawn_of_nothing() -> None:
    assert timeline(None, [], today=timezone.localdate()) is None

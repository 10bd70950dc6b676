"""Addresses that are looked up once are those that Django finds each time."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from stegvis.casework.party import Party
from stegvis_web.foundation.addresses import _pattern, address

STEP = UUID("6fa459ea-ee8a-4ca4-894e-db77e160355e")
PLACES = [
    ("casework:today", ()),
    ("casework:case", ("NV-0417",)),
    ("casework:step", ("P6", STEP)),
    ("casework:my-step", (STEP,)),
    ("casework:my-step", (str(STEP),)),
    ("casework:plan-preview", ("NV-0417", Party.EMPLOYER)),
    ("casework:plan-preview", ("NV-0417", Party.EMPLOYMENT_SERVICE)),
    ("casework:meeting", ("NV-0417", 12)),
    ("mfa_remove_webauthn", (3,)),
]


@pytest.mark.parametrize(("name", "places"), PLACES)
def test_is_what_django_says(name: str, places: tuple[object, ...]) -> None:
    for _time in range(2):
        assert address(name, *places) == reverse(name, args=places)


def test_is_found_once_for_all_of_a_kind() -> None:
    _pattern.cache_clear()
    found = {address("casework:my-step", uuid4()) for _ in range(20)}
    assert len(found) == 20
    assert _pattern.cache_info().misses == 1


def test_braces_of_a_place_are_no_places() -> None:
    with pytest.raises(NoReverseMatch):
        address("casework:case", "{0}")


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("casework:case", ("NV/0417",)),
        ("casework:case", ("NV-0417-and-much-more",)),
        ("casework:case", ("employment_service",)),
        ("casework:case", ("",)),
        ("casework:case", ()),
        ("casework:meeting", ("NV-0417", -1)),
        ("casework:meeting", ("NV-0417", True)),
        ("casework:nowhere", ("NV-0417",)),
    ],
)
def test_refuses_what_django_refuses(name: str, places: tuple[object, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name, args=places)
    with pytest.raises(NoReverseMatch):
        address(name, *places)

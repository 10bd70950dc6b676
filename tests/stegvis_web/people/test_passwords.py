"""Words that a password must not hold."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.cast import PASSWORD, the_cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password", ["my-Solheim-garden-7", "ingrid walks by water", "Norrvik in the rain", "stegvis for ever 12"]
)
def test_names_of_person_service_and_product_are_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="Leave out your name"):
        validate_password(password, the_cast().ingrid)


def test_accents_and_capitals_hide_no_name() -> None:
    with pytest.raises(ValidationError, match="Leave out your name"):
        validate_password("a walk with OHMAN today", the_cast().sara)


def test_a_calm_sentence_is_good_enough() -> None:
    validate_password(PASSWORD, the_cast().ingrid)


def test_words_that_stand_in_many_sentences_are_no_names() -> None:
    validate_password("back to work with my team", the_cast().kari)  # of Fjordhagen job team

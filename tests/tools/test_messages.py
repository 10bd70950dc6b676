"""What the check of the translations finds, and what it lets pass."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tools.messages import problems, texts_of_template


def problem(english: str | tuple[str, str], swedish: str | tuple[str, str], *flags: str) -> list[str]:
    catalogue = Catalog(locale="sv")
    catalogue.add(english, swedish, flags=flags)
    return list(problems(catalogue))


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("Your week", "Din vecka"),
        ("%(who)s has not answered.", "%(who)s har inte svarat."),
        ("%(share)s %% of full time", "%(share)s %% av heltid"),
        (("One day left", "%(days)s days left"), ("En dag kvar", "%(days)s dagar kvar")),
    ],
)
def test_a_translation_in_order_passes(
    english: str | tuple[str, str], swedish: str | tuple[str, str]
) -> None:
    assert problem(english, swedish) == []


def test_an_empty_translation_is_found() -> None:
    assert problem("Your week", "") == ["not translated: 'Your week'"]


def test_an_empty_plural_is_found() -> None:
    found = problem(("One day left", "%(days)s days left"), ("En dag kvar", ""))
    assert found == ["not translated: 'One day left'"]


def test_a_guess_does_not_count() -> None:
    assert problem("Your week", "Din dag", "fuzzy") == ["not translated: 'Your week'"]


@pytest.mark.parametrize("swedish", ["Inget svar.", "%(vem)s har inte svarat.", "%(who)s %(when)s"])
def test_a_place_lost_renamed_or_added_is_found(swedish: str) -> None:
    (found,) = problem("%(who)s has not answered.", swedish)
    assert found.startswith("places differ from the English")


def test_the_texts_of_a_template_are_read_line_by_line() -> None:
    template = """<p>{{ _("Your week") }}</p>
{{ _("Sent on %(day)s.", day=plan.sent|day) }}{% set days = ngettext("One day", "%(n)s days", n, n=n) %}
<b title="{{ pgettext('an hour', 'Rest') }}">{{ _('Say “no”') }}</b>{{ _(found) }}
"""
    assert texts_of_template(template).splitlines() == [
        '_("Your week"); ',
        '_("Sent on %(day)s."); ngettext("One day", "%(n)s days", 0); ',
        'pgettext("an hour", "Rest"); _("Say “no”"); ',
    ]

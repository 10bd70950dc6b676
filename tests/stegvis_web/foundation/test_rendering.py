"""How pages are written: in the reader's language, escaped, and from templates that all can be read."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import nodes

from stegvis_web.foundation import rendering

HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def render(text: str, /, **context: object) -> str:
    return str(engines["jinja2"].from_string(text).render(context))


@pytest.mark.parametrize(
    "text",
    [
        "{{ words }}",
        '{{ _("Printed %(now)s", now=words) }}',
        '{{ ngettext("%(n)s day left", "%(n)s days left", 2, n=words) }}',
        '{{ pgettext("a number", "Counted: %(n)s", n=words) }}',
        "{% set said = _('Printed %(now)s', now=words) %}{{ said }}",
    ],
)
def test_whatever_is_filled_in_is_escaped(text: str) -> None:
    written = render(text, words=HOSTILE)
    assert ESCAPED in written
    assert HOSTILE not in written


def test_what_is_escaped_already_is_not_escaped_again() -> None:
    assert render("{{ _('Printed %(now)s', now=icon('eye')) }}").startswith("Printed <svg")


def test_a_text_speaks_the_language_of_whoever_reads() -> None:
    said = {}
    for language in ("en", "sv", "nb", "en"):
        with translation.override(language):
            said[language] = render('{{ _("Today") }} {{ page_language() }}')
    assert said == {"en": "Today en", "sv": "I dag sv", "nb": "I dag nb"}


def test_a_percent_sign_is_written_once() -> None:
    assert render('{{ _("100 %% of full time") }} {{ _("%(n)s %% of full time", n=50) }}') == (
        "100 % of full time 50 % of full time"
    )


def test_a_place_that_nobody_fills_is_noticed() -> None:
    with pytest.raises(KeyError):
        render('{{ _("Printed %(now)s") }}')


def test_what_a_page_does_not_have_is_empty_however_deep_it_is_asked() -> None:
    assert render("{{ a }}{{ a.b.c }}{% if a.b %}x{% endif %}{% for one in a.b %}x{% endfor %}") == ""


def test_a_panel_draws_its_template_with_what_its_function_returns() -> None:
    assert render("{{ form_errors(form) }}", form=_Unbound()).strip() == ""


class _Unbound:
    is_bound = False

    def __iter__(self) -> object:
        return iter(())


def test_one_name_stands_for_one_thing() -> None:
    register = rendering.Register()

    @register.filter
    def initials(name: str) -> str:
        return name

    def another() -> None:
        @register.filter
        def initials(name: str) -> str:
            return name

    register.filter(initials)  # the same again is no other thing
    with pytest.raises(ValueError, match="initials: registered by"):
        another()


def test_every_template_can_be_read() -> None:
    rendering.read_all()


def test_no_template_calls_something_else_by_the_name_of_a_function() -> None:
    """It would hide the function from whatever is included there."""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    taken, functions = [], {*environment.globals, *environment.speaks()}
    for name in environment.list_templates():
        source, _path, _fresh = environment.loader.get_source(environment, name)
        names = environment.parse(source).find_all(nodes.Name)
        taken += [f"{name}: {one.name}" for one in names if one.ctx == "store" and one.name in functions]
    assert taken == []

"""A page says the same as if Jinja itself had written it, and asks for less on the way."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import ChainableUndefined, DictLoader, Environment, pass_environment
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup

from stegvis_web.foundation.writing import Pages

PARTS = {
    "base": "<{% block title %}base{% endblock %}>{% block main %}nothing{% endblock %}{{ foot }}",
    "middle": "{% extends 'base' %}{% block main %}({% block inner %}inner{% endblock %}){% endblock %}",
    "part": "[{{ name }} {{ here }} {{ loop is defined }}]",
    "sets": "{% set here = 'set inside' %}{{ here }}",
    "deep": "{% include 'part' %}{% include 'sets' %}{{ here }}",
}
PAGES = [
    "{% extends 'middle' %}{% block inner %}{{ super() }} & {{ name }}{% endblock %}",
    "{% extends where %}{% block title %}{{ name }}{% endblock %}",
    "{% extends 'base' %}{% set here = 1 %}{% block main %}{{ here }}{% include 'part' %}{% endblock %}",
    "{% for here in [1, 2] %}{% include 'part' %}{% endfor %}{% include 'part' %}",
    "{% for one in [1, 2] %}{% set here = one %}{% include 'deep' %}{% endfor %}",
    "{% for one in [1, 2] %}{% block each scoped %}{{ one }}{{ loop.index }}{% endblock %}{% endfor %}",
    "{% set kept %}{% include 'part' %}<b>{{ name }}</b>{% endset %}{{ kept }}{{ kept|upper }}",
    "{% include 'no such part' ignore missing %}{% include ['no', 'part'] %}{% include where %}",
    "{% include 'part' without context %}",
    "{% macro said(what) %}{{ what }}{{ caller() if caller }}{% endmacro %}"
    "{{ said(name) }}{% call said('x') %}{{ name }}{% include 'part' %}{% endcall %}",
    "{{ add(1, 2) }}{{ add(1, second=3) }}{{ add(*[4, 5]) }}{{ add(**{'first': 1, 'second': 1}) }}",
    "{{ text.upper() }}{{ text.split('a', maxsplit=1)[0] }}{{ add(add(1, 1), 2) }}",
    "{% for one in [1, 2] %}{{ add(one, loop.index) }}{% endfor %}",
    "{{ sign('eye') }}{{ sign(text) }}{{ sign('<' ~ 'b>') }}{% set kept = sign('x') %}{{ kept }}",
    "{{ env_name() }}{{ name|safe }}{{ name|e }}{{ not_there.deep.deeper }}",
    "{{ 3 }}{{ 2.5 }}{{ None }}{{ lazy }}",
    "{{ plain }}{{ marked }}{{ '<i>' }}{{ ('<i>' ~ marked) }}{% if plain %}{{ plain|length }}{% endif %}",
]
CONTEXT = {
    "name": "<Maja> & co",
    "foot": "foot",
    "where": "middle",
    "text": "banana",
    "plain": "a < b",
    "marked": Markup("<u>a</u>"),
}


class Lazy:
    def __str__(self) -> str:
        return "lazy <b>"


@pass_environment
def env_name(environment: Environment) -> str:
    return type(environment).__mro__[-2].__name__


def add(first: int, second: int) -> int:
    return first + second


class Asked:
    """A drawing that counts how often it is made."""

    times = 0

    def __call__(self, name: str) -> Markup:
        self.times += 1
        return Markup("<svg>{}</svg>").format(name)


def pages(of: type[Pages], sign: Any = None, **templates: str) -> Pages:
    sign = sign or Asked()
    made = of({"sign": sign}, dict, loader=DictLoader({**PARTS, **templates}), autoescape=True)
    made.globals.update(add=add, env_name=env_name, lazy=Lazy(), sign=sign)
    return made


class Jinja(Pages):
    """As Jinja writes."""

    code_generator_class = CodeGenerator
    context_class = Context

    def _generate(self, *args: Any, **named: Any) -> str:
        return Environment._generate(self, *args, **named)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_jinja_would_say(page: str) -> None:
    expected = pages(Jinja, page=page).get_template("page").render(CONTEXT)
    assert pages(Pages, page=page).get_template("page").render(CONTEXT) == expected
    assert expected.strip()


def test_a_drawing_is_made_when_its_template_is_read() -> None:
    sign = Asked()
    page = pages(Pages, sign, page="{{ sign('eye') }}{{ sign(name) }}").get_template("page")
    assert sign.times == 1
    assert page.render(name="<x>") == "<svg>eye</svg><svg>&lt;x&gt;</svg>"
    page.render(name="y")
    assert sign.times == 3


def test_a_page_asks_once_which_language_it_speaks() -> None:
    asked = []

    def speaks() -> dict[str, Any]:
        asked.append(1)
        return {"_": str.upper}

    made = Pages({}, speaks, loader=DictLoader({**PARTS, "part": "{{ _('b') }}"}), autoescape=True)
    page = made.from_string("{% for one in [1, 2] %}{{ _('a') }}{% include 'part' %}{% endfor %}")
    assert page.render() == "ABAB"
    assert len(asked) == 1


def test_a_name_that_a_page_has_not_is_empty_however_deep_it_is_asked() -> None:
    assert pages(Pages).undefined is ChainableUndefined
    assert pages(Pages, page="{{ a.b.c }}").get_template("page").render() == ""


def test_what_a_part_lacks_of_the_page_around_it_is_an_error_of_that_part() -> None:
    page = pages(Pages, part="{{ nothing_there() }}", page="{% include 'part' %}").get_template("page")
    with pytest.raises(Exception, match="nothing_there"):
        page.render()

"""How pages are written: Jinja2, with the words, marks and panels that each part of the site adds.

A part keeps its own in a package `phrases`. What is registered there may be used in every template, so each
name stands for one thing in the whole site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, wraps
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.template import defaultfilters, engines
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import json_script
from django.utils.module_loading import module_has_submodule
from jinja2 import Environment, Undefined, pass_environment
from markupsafe import Markup

from stegvis_web.foundation.addresses import address
from stegvis_web.foundation.writing import Pages

Plain = TypeVar("Plain", bound=Callable[..., Any])


class Register:
    """The filters and functions that templates may use."""

    def __init__(self) -> None:
        self.filters: dict[str, Callable[..., Any]] = {}
        self.functions: dict[str, Callable[..., Any]] = {}
        self.always: dict[str, Callable[..., Any]] = {}

    def filter(self, made: Plain) -> Plain:
        """`{{ value|made }}`, `{{ value|made(argument) }}`."""
        _put(self.filters, made.__name__, made)
        return made

    def function(self, made: Plain) -> Plain:
        """`{{ made(…) }}`."""
        _put(self.functions, made.__name__, made)
        return made

    def drawing(self, made: Plain) -> Plain:
        """A function that gives the same whenever, for whomever: asked, if it can be, before the page is."""
        _put(self.always, made.__name__, made)
        return self.function(made)

    def panel(self, template: str) -> Callable[[Plain], Plain]:
        """`{{ made(…) }}`: the template, drawn with what the function returns."""

        def keep(made: Plain) -> Plain:
            @pass_environment
            @wraps(made)
            def drawn(environment: Environment, *args: Any, **named: Any) -> Markup:
                return Markup(environment.get_template(template).render(made(*args, **named)))

            _put(self.functions, made.__name__, drawn)
            return made

        return keep


def _put(known: dict[str, Callable[..., Any]], name: str, made: Callable[..., Any]) -> None:
    before = known.setdefault(name, made)
    if (before.__module__, before.__qualname__) != (made.__module__, made.__qualname__):
        raise ValueError(f"{name}: registered by {before.__module__} and by {made.__module__}")


register = Register()


@cache
def _in_language(_language: str | None, text: str, context: str) -> Markup:
    """A text in the language that is spoken now. There are as many as the site has texts, so all are kept."""
    return Markup(translation.pgettext(context, text) if context else translation.gettext(text))


@cache
def _whole(language: str | None, text: str, context: str) -> Markup:
    """As `_in_language`, for a text without places to fill in."""
    return _in_language(language, text, context) % {}


def speaks() -> Mapping[str, Callable[..., Any]]:
    """What templates say texts with, in the language of now."""
    return _speaking(translation.get_language())


@cache
def _speaking(language: str | None) -> Mapping[str, Callable[..., Any]]:
    def _(text: str, **values: object) -> Markup:
        """A text in the reader's language, with its places filled in: what is filled in is escaped."""
        return _in_language(language, text, "") % values if values else _whole(language, text, "")

    def pgettext(context: str, text: str, **values: object) -> Markup:
        """As `_`, for a text that means something else elsewhere."""
        return _in_language(language, text, context) % values if values else _whole(language, text, context)

    def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
        """As `_`, for a number of things."""
        return Markup(translation.ngettext(one, many, number)) % values

    def page_language() -> str:
        """The language of the page, as HTML writes it."""
        return language or settings.LANGUAGE_CODE

    return {one.__name__: one for one in (_, pgettext, ngettext, page_language)}


def site_languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def _here(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _date(value: Any, words: str) -> str:
    return str(defaultfilters.date(_here(value), words))


def _time(value: Any, words: str) -> str:
    return str(defaultfilters.time(_here(value), words))


def _is_none(value: object) -> bool:
    """`{% if value is none %}`, also of what a page does not have."""
    return value is None or isinstance(value, Undefined)


def environment(**options: Any) -> Environment:
    """The environment of all templates; Django makes it once a process (settings, TEMPLATES)."""
    made = Pages(register.always, speaks, **options)
    for app in apps.get_app_configs():
        if app.module and app.name.startswith("stegvis_web.") and module_has_submodule(app.module, "phrases"):
            package = import_module(f"{app.name}.phrases")
            for module in iter_modules(package.__path__):
                import_module(f"{package.__name__}.{module.name}")
    made.filters.update(
        register.filters,
        capfirst=defaultfilters.capfirst,
        date=_date,
        floatformat=defaultfilters.floatformat,
        json_script=json_script,
        linebreaksbr=defaultfilters.linebreaksbr,
        time=_time,
        truncatechars=defaultfilters.truncatechars,
        truncatewords=defaultfilters.truncatewords,
    )
    made.tests["none"] = _is_none
    made.globals.update(
        register.functions,
        static=static,
        url=address,
        site_languages=site_languages,
    )
    return made


def read_all() -> None:
    """Read every template now, rather than for the first page that needs it."""
    written: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # Django's stubs know their own alone
    for name in written.list_templates():
        written.get_template(name)

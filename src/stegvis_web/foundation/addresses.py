"""Addresses of pages, looked up once and filled in afterwards: a page names some fifty of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse

_PLAIN = re.compile(r"[A-Za-z0-9-]{1,12}")
_WORDS = re.compile(r"[a-z]{1,12}(_[a-z]{1,12}){1,2}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Texts that stand in an address as they are, as our codes, words and keys do."""


class _Words(str):
    """A text as "employment_service", which is no code."""


_STAND_INS: dict[type, Callable[[int], object]] = {
    str: lambda n: f"stand-in-{n}",
    _Words: lambda n: f"stand_in_{chr(97 + n)}",
    int: lambda n: 90_817_263_540_000 + n,
    UUID: lambda n: UUID(int=0x90817263_5400_4000_8000_000000000000 + n),
}


def address(name: str, *places: object) -> str:
    """As `reverse(name, args=places)`, which is asked once for each name and kinds of places.

    Raises django.urls.NoReverseMatch.
    """
    pattern = _pattern(name, tuple(map(_kind, places)))
    return pattern.format(*map(str, places)) if pattern else reverse(name, args=places)


def _kind(place: object) -> type | None:
    if isinstance(place, str):
        kinds = ((str, _PLAIN), (UUID, _UUID), (_Words, _WORDS))
        return next((kind for kind, form in kinds if form.fullmatch(place)), None)
    if isinstance(place, UUID):
        return UUID
    return int if type(place) is int and place >= 0 else None


@cache
def _pattern(name: str, kinds: tuple[type | None, ...]) -> str:
    """The address with "{0}", "{1}" … for its places; empty where it has to be looked up each time."""
    stand_ins = [_STAND_INS[kind](n) for n, kind in enumerate(kinds) if kind]
    if len(stand_ins) < len(kinds):
        return ""
    try:
        pattern = reverse(name, args=stand_ins).replace("{", "{{").replace("}", "}}")
    except NoReverseMatch:
        return ""
    for n, one in enumerate(stand_ins):
        if pattern.count(str(one)) != 1:
            return ""
        pattern = pattern.replace(str(one), f"{{{n}}}")
    return pattern

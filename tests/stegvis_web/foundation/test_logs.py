"""The log says where something went wrong, and never about whom."""

from __future__ import annotations

import logging

from django.conf import settings

from stegvis_web.foundation.logs import Discreet


def logged(message: str, *values: object, error: BaseException | None = None) -> str:
    trace = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, values, trace)
    return Discreet("%(levelname)s %(message)s").format(record)


def test_a_token_in_an_address_is_left_out() -> None:
    token = "nUvO0DVmc1mtQOsb6rOi0eyEGz12cSJpIej-atWv_mE"
    line = logged("Internal Server Error: %s", f"/open/{token}/")
    assert token not in line
    assert line == "ERROR Internal Server Error: /open/…/"
    assert logged("%s", "/welcome/WzEsImFiYyJd:1tkQ3x:abcdefgh/") == "ERROR /welcome/…/"


def test_an_ordinary_address_stays_as_it_is() -> None:
    assert logged("%s", "/cases/NV-0001/who-sees-what/") == "ERROR /cases/NV-0001/who-sees-what/"


def test_what_was_typed_does_not_come_out_by_an_exception() -> None:
    try:
        try:
            raise ValueError("Key (email)=(maja@nv.example) already exists")
        except ValueError as cause:
            raise RuntimeError("Maja Lindqvist") from cause
    except RuntimeError as error:
        text = logged("Internal Server Error: %s", "/people/", error=error)
    assert "Maja" not in text
    assert "maja" not in text
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text


def test_the_site_logs_so() -> None:
    assert "stegvis_web.foundation.logs.Discreet" in str(settings.LOGGING)

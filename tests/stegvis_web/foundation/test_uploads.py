"""No page takes a file but the one that says so, and no form more than a form of ours can hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stegvis_web.people.models import Person
from tests.cast import sign_in, the_cast

pytestmark = pytest.mark.django_db

KINDS = {
    "plan.pdf": b"%PDF-1.7 ",
    "page.html": b"<script>alert(1)</script>",
    "picture.png": b"\x89PNG\r\n",
    "cases.csv": b"code\n",
    "x": b" ",
}
BIG = 4 * 1024 * 1024
"""Bytes; beyond half of it Django would write a file to the disk."""


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("address", ["/sign-in/", "/people/new/", "/language/"])
def test_a_file_of_any_kind_is_refused_wherever_it_is_sent(name: str, address: str) -> None:
    browser = sign_in(Client(), the_cast().ingrid)
    people = Person.objects.count()
    form = {"name": "Zoe Zander", "language": "sv", "file": SimpleUploadedFile(name, KINDS[name])}
    refused = browser.post(address, form)
    assert refused.status_code == 400
    assert "could not be read" in refused.content.decode()
    assert Person.objects.count() == people


def test_a_big_file_never_reaches_the_disk(tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    file = SimpleUploadedFile("big.bin", b"x" * BIG)
    assert Client().post("/sign-in/", {"file": file}).status_code == 400
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_form_beyond_a_mebibyte_is_refused(kind: str, settings: Any) -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 2**20
    text = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    if kind == "multipart/form-data":
        response = Client().post("/sign-in/", {"login": text})
    else:
        response = Client().post("/sign-in/", f"login={text}", content_type=kind)
    assert response.status_code == 400


def test_a_form_of_thousands_of_fields_is_refused(settings: Any) -> None:
    fields = {f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert Client().post("/sign-in/", fields).status_code == 400

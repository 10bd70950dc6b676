"""The addresses of letters, for each kind of viewer."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from stegvis_web.casework.meeting_urls import Door
from stegvis_web.casework.views import letters
from stegvis_web.casework.views.place import party, patient, staff


def _for_all(door: Door, name: str = "") -> list[URLPattern]:
    return [
        path("", door(letters.letters), name=f"{name}letters"),
        path("<int:letter>/", door(letters.letter), name=f"{name}letter"),
        path("<int:letter>/letter.pdf", door(letters.letter_pdf), name=f"{name}letter-pdf"),
        path("<int:letter>/letter.docx", door(letters.letter_docx), name=f"{name}letter-docx"),
        path("function/", door(letters.function), name=f"{name}function"),
    ]


OF_STAFF: list[URLPattern | URLResolver] = [
    *_for_all(staff),
    path("new/", staff(letters.letter_new), name="letter-new"),
    path("<int:letter>/take-back/", staff(letters.take_back), name="letter-take-back"),
]
OF_PATIENT: list[URLPattern | URLResolver] = [*_for_all(patient, "my-")]
OF_PARTY: list[URLPattern | URLResolver] = [*_for_all(party, "answer-")]

"""Every component of the frame on one page, in words as long as Swedish and Norwegian ones are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone

from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis_web.foundation import navigation
from stegvis_web.foundation.phrases.frame import CHIP_ICONS

TEMPLATE = Path(__file__).with_name("gallery.html")
LABELS = ("I dag", "Saker", "Henvisninger", "Personer", "Revisjonslogg", "Verksamheten")
NAMES = ("Kristoffer Bjørnstjerne-Haraldsson", "Åsa Öhman", "Elin")
VIEWERS = {
    "staff": Viewer("user:1", "staff", person=1, service=1, roles=frozenset({"manager"})),
    "single": Viewer("user:2", "patient", person=2, service=1, party="patient"),
    "party": Viewer("link:1", "link", person=3, service=1, party="employer", case="NV-0417"),
}


class GalleryForm(forms.Form):
    """One field of each kind."""

    who = forms.ChoiceField(
        label="Vad säger du om planen?",
        choices=[("a", "Jag godkänner den"), ("b", "Jag godkänner den, med förbehåll")],
        widget=forms.RadioSelect,
    )
    parties = forms.MultipleChoiceField(
        label="Hvem skal lese det?",
        help_text="Du kan endre det når som helst.",
        choices=[("x", "Arbeidsgiveren"), ("y", "Arbeidsformidlingen")],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(label="Med egna ord", help_text="Alla i planen läser det.", widget=forms.Textarea)
    short = forms.CharField(label="En mening", max_length=300, widget=forms.Textarea)
    name = forms.CharField(label="Navn", max_length=200)
    by = forms.DateField(label="Senast", widget=forms.DateInput(attrs={"type": "date", "class": "date"}))
    owner = forms.ChoiceField(label="Vem", choices=[("1", "Rehabiliteringssamordnaren")])
    sure = forms.BooleanField(label="Jag har läst det", help_text="Du kan ångra dig.")


def gallery(frame: str = "staff", *, wrong: bool = False, refusal: str = "") -> str:
    """The page as HTML. `frame` is staff, single or party; `wrong` fills the form in badly."""
    request = RequestFactory().get("/cases/NV-0417/")
    request.viewer = VIEWERS.get(frame, NOBODY)  # type: ignore[attr-defined]
    request.service = SimpleNamespace(name="Norrviks arbetslivsinriktade rehabilitering")  # type: ignore[attr-defined]
    person = SimpleNamespace(name="Ingrid Solheim-Kristoffersen")
    request.user = SimpleNamespace(person=person, email="ingrid@nv.example")  # type: ignore[assignment]
    said = [Message(constants.SUCCESS, "Sparat."), Message(constants.WARNING, "Ikke sendt.")]
    request._messages = said  # type: ignore[attr-defined]
    items = [
        navigation.NavItem("foundation:healthz", label, "list", order, frozenset({"manager"}))
        for order, label in enumerate(LABELS)
    ]
    form = GalleryForm({"name": "<b>Å</b>", "words": "Skriven text."} if wrong else None)
    context = {
        "frame": f"foundation/{frame}.html",
        "form": form,
        "names": NAMES,
        "states": [*CHIP_ICONS, "plain"],
        "kinds": ["ok", "attention", "problem", "quiet"],
        "day": date(2026, 3, 10),
        "at": timezone.now(),
        "refusal": refusal,
    }
    with patch.object(navigation, "ITEMS", items):
        template = engines["jinja2"].from_string(TEMPLATE.read_text(encoding="utf-8"))
        return str(template.render(context, request))

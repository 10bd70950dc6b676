"""What every page is made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea
from django.forms.forms import BaseForm
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from markupsafe import Markup, escape

from stegvis_web.foundation import days, navigation
from stegvis_web.foundation.icons import ICONS
from stegvis_web.foundation.once import FIELD, viewer_of
from stegvis_web.foundation.once import form_key as new_key
from stegvis_web.foundation.rendering import register
from stegvis_web.foundation.sealed import seal

CHIP_ICONS = {
    "accepted": "check-circle",
    "in-force": "check-circle",
    "done": "check-circle",
    "reservation": "half",
    "in-part": "half",
    "new": "plus",
    "changed": "swap",
    "ends": "cross",
    "same": "check",
    "review-due": "clock",
    "postponed": "pause",
    "superseded": "swap",
    "closed": "flag",
    "question": "question",
    "objection": "talk",
    "talk": "talk",
    "not-answered": "clock",
    "waiting": "clock",
    "soon": "clock",
    "planned": "calendar",
    "late": "alert",
    "problem": "alert",
    "draft": "pencil",
    "started": "start",
    "withdrawn": "cross",
    "refused": "stop",
    "paused": "pause",
    "allowed": "check-circle",
    "not_asked": "clock",
    "proposed": "mail",
    "declined": "stop",
    "up": "up",
    "hold": "hold",
    "down": "down",
}
"""The icon of each state. A state without one, as `plain`, shows its word alone."""

SHORT = 1000
"""Characters. Whoever may write no more than this is told so before they write."""


@register.drawing
def icon(name: str) -> Markup:
    """An icon of `foundation.icons`, hidden from screen readers. Raises KeyError for an unknown one."""
    return Markup(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')


@register.drawing
def chip(state: str, text: object) -> Markup:
    """A state as icon and word. `state` is the domain's own word and only sets icon and colour."""
    drawn = icon(CHIP_ICONS[state]) if state in CHIP_ICONS else ""
    return Markup(f'<span class="chip" data-state="{escape(state)}">{drawn}{escape(text)}</span>')


@register.filter
def initials(name: str) -> str:
    """ "Ingrid Solheim" → "IS", "Anna Maria af Geijerstam" → "AG"; one word its first letter; none a dash."""
    words = name.split()
    return "".join(word[0] for word in (words if len(words) < 3 else [words[0], words[-1]])).upper() or "–"


@register.filter
def translated(text: str) -> str:
    """Look up a text that the library has marked for translation."""
    return gettext(text) if text else ""


@register.filter
def day(value: date | datetime | None) -> str:
    return days.day_words(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return days.moment_words(value) if value else ""


@register.function
def printed_at() -> str:
    """Now, for the head of a printed page."""
    return days.paper_words(timezone.now())


@register.filter
def iso(value: date | None) -> str:
    return value.isoformat() if value else ""


@register.filter
def days_left(number: int) -> str:
    """ "6 days left", "last day"; empty when the day is over."""
    if number < 0:
        return ""
    if number == 0:
        return gettext("last day today")
    return ngettext("%(n)s day left", "%(n)s days left", number) % {"n": number}


@register.function
def form_key(request: HttpRequest) -> Markup:
    """What makes a form that is sent twice be done once."""
    return Markup(f'<input type="hidden" name="{FIELD}" value="{escape(new_key(viewer_of(request)))}">')


@register.function
def searching(request: HttpRequest) -> SafeString:
    """What a form for words to look for needs besides them (see `sealed`)."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="to" value="{}">',
        get_token(request),
        request.path,
    )


@register.filter
def sealed(text: str) -> str:
    """`text` as it may stand in an address."""
    return seal(text)


@register.panel("foundation/field.html")
def field(bound: BoundField, big: str = "", rows: int = 0) -> dict[str, Any]:
    """A field with label, hint, control and error, tied together. `big` makes the label a question."""
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    most = getattr(bound.field, "max_length", None) if isinstance(widget, Textarea) else None
    most = most if most and most <= SHORT else None
    attrs: dict[str, str | bool] = {"rows": str(rows)} if rows else {}
    hints = [f"{bound.auto_id}_helptext"] if bound.help_text or most else []
    errors = [f"{bound.auto_id}_error"] if bound.errors else []
    if describes := " ".join([*hints, *errors]):
        attrs["aria-describedby"] = describes
    return {"bound": bound, "kind": kind, "big": big, "most": most, "describedby": describes, "attrs": attrs}


@register.filter
def control(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    """The control alone, with what `field` has to add to it."""
    return bound.as_widget(attrs=attrs)


@register.filter
def first_control(bound: BoundField) -> str:
    """The id of what a link to the field leads to; of several choices it is the first."""
    choices = list(bound) if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple) else []
    return str(choices[0].id_for_label if choices else bound.auto_id)


@register.panel("foundation/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong in the form, at its top, each with a link to its field."""
    wrong = [bound for bound in form if bound.errors] if form.is_bound else []
    return {"form": form, "wrong": wrong, "general": form.non_field_errors() if form.is_bound else []}


@register.function
def staff_navigation(request: HttpRequest) -> list[navigation.NavLink]:
    return navigation.navigation(viewer_of(request), request.path)


@register.function
def my_pages(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages that other parts have among the patient's own."""
    return navigation.my_pages(request.path)

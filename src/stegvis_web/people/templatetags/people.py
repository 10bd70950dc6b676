"""The words for kinds of organisations and roles."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from stegvis.casework.party import ROLE_NAMES, Role
from stegvis_web.people.forms import KINDS

register = template.Library()


@register.filter
def kind_name(kind: str) -> str:
    return str(dict(KINDS)[kind])


@register.filter
def role_name(role: str) -> str:
    return gettext(ROLE_NAMES[Role(role)])

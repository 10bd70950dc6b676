"""Why somebody outside the team needs to open a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis_web.casework.forms.fields import WordsField


class ReasonForm(forms.Form):
    reason = WordsField(
        label=_("Why do you need to open this case?"),
        max_length=500,
        rows=3,
        help_text=_("One or two sentences, without a diagnosis. The person reads them."),
        error_messages={"required": _("Write why you need to open this case. The person will read it.")},
    )

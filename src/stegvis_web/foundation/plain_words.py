"""What every form says when something is missing or wrong, unless its field says it better."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def speak_plainly() -> None:
    """Give Django's own fields, and allauth's with them, our words in place of theirs."""
    forms.Field.default_error_messages["required"] = _("Please fill this in.")
    for choices in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField):
        choices.default_error_messages |= {
            "required": _("Please choose."),
            "invalid_choice": _("That is no longer a choice. Choose again."),
        }
    forms.BooleanField.default_error_messages = {"required": _("Please tick this.")}
    forms.CharField.default_error_messages = {
        "max_length": _("This has %(show_value)d characters. There is room for %(limit_value)d."),
        "null_characters_not_allowed": _("There is a character in it that cannot be kept. Write it anew."),
    }
    forms.EmailField.default_error_messages = {"invalid": _("Write an address such as name@example.org.")}
    forms.DateField.default_error_messages |= {"invalid": _("Write a day.")}
    forms.IntegerField.default_error_messages |= {"invalid": _("Write a whole number.")}

"""The forms of sign-in, links, persons, organisations and services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.db.models import QuerySet
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from stegvis.casework.party import ROLE_NAMES
from stegvis_web.people.deciding import Decision
from stegvis_web.people.models import Organisation, User

KINDS = [
    (Organisation.Kind.EMPLOYER.value, _("Employer")),
    (Organisation.Kind.INSURER.value, _("Social insurance")),
    (Organisation.Kind.EMPLOYMENT_SERVICE.value, _("Public employment service")),
    (Organisation.Kind.CLINIC.value, _("Clinic")),
    (Organisation.Kind.GP.value, _("GP surgery")),
    (Organisation.Kind.OTHER.value, _("Something else")),
]

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
PASSWORD_HINT = _("12 characters or more. A short sentence is easy to remember and hard to guess.")


def plain(field: forms.Field, label: object, hint: object = "") -> None:
    """Give a field of allauth's our label and hint, and take away the placeholder that repeats it."""
    field.label, field.help_text = label, hint  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["login"], _("Email address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        plain(self.fields["password"], _("Password"))


class ConfirmPasswordForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password"], _("Your password"))


class AskForPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["email"], _("Email address"), _("The one you sign in with."))


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password1"], _("New password"), PASSWORD_HINT)
        plain(self.fields["password2"], _("The same again"))


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["oldpassword"], _("Your password now"))
        plain(self.fields["password1"], _("New password"), PASSWORD_HINT)
        plain(self.fields["password2"], _("The same again"))


class _CodeForm(forms.Form):
    """A form of allauth's with one field for a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["code"], _("Six-digit code"))
        self.fields["code"].widget.attrs.update(CODE)


def use_up(user: Any, code: str) -> bool:
    """Note, where every process sees it, that `user` has shown this code of the app; False if it was before.

    For as long as the app's code is taken: allauth forgets it after half a minute, a third of that time.
    """
    periods = 2 * mfa_settings.TOTP_TOLERANCE + 1
    digits = "".join(filter("0123456789".__contains__, code))  # spaces and dashes make no other code
    key = f"people.totp.used?user={user.pk}&code={digits}"
    return cache.add(key, True, timeout=periods * mfa_settings.TOTP_PERIOD)


class SecondStepForm(_CodeForm, mfa_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(
            self.fields["code"],
            _("Code"),
            _("Six digits from your app. Without your telephone: one of your recovery codes."),
        )

    def clean_code(self) -> str:
        code: str = super().clean_code()
        shown = self.authenticator
        if shown.type == Authenticator.Type.TOTP and not use_up(self.user, code):
            self._emit_authentication_failed(shown)
            raise get_adapter().validation_error("incorrect_code")
        return code


class ConfirmSecondStepForm(mfa_forms.ReauthenticateForm, SecondStepForm):
    """The same page; what it does then is to confirm, so that class comes first."""


class ActivateAppForm(_CodeForm, totp_forms.ActivateTOTPForm):
    """The code that proves the app is used up with it."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        use_up(self.user, code)
        return code


class CredentialField(forms.JSONField):
    """What a browser says of a passkey: an object of modest size, or it is none."""

    def to_python(self, value: Any) -> Any:
        try:
            credential = super().to_python(value)
        except RecursionError:
            credential = None
        if not isinstance(credential, dict):
            raise forms.ValidationError(_("This passkey did not work here."))
        return credential

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: it is good once, so it is never shown again."""
        return InvalidJSONInput("")


class _PasskeyForm(forms.Form):
    """What comes from the browser is anybody's word: whatever is wrong with it is one plain message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, LookupError, TypeError, ValueError, forms.ValidationError):
            raise forms.ValidationError(_("This passkey did not work here.")) from None


class PasskeySignInForm(_PasskeyForm, webauthn_forms.LoginWebAuthnForm):
    pass


class PasskeySecondStepForm(_PasskeyForm, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(_PasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """Always a passkey that can sign in by itself, and so one that asks for a finger, a face or a PIN."""

    credential = CredentialField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        plain(self.fields["name"], _("Name"), _("To tell it from others, such as: My telephone."))
        self.fields["name"].max_length = 60  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["maxlength"] = 60

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except (AttributeError, KeyError, LookupError, TypeError, ValueError, forms.ValidationError):
            raise forms.ValidationError(_("This passkey could not be added.")) from None


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["name"], _("Name"))
        self.fields["name"].max_length = 60  # type: ignore[attr-defined]


class WelcomeForm(forms.Form):
    """The first password of somebody invited."""

    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data and data.get("password_again", data["password"]) != data["password"]:
            self.add_error("password_again", _("The two passwords differ."))
        return data


class LinkCodeForm(forms.Form):
    """The six digits that were spoken or printed. Spaces and dashes between them are fine."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(attrs={**CODE, "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split()).replace("-", "")
        if not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("The code has six digits, such as 123 456."))
        return code


class LanguageForm(forms.Form):
    """The language that somebody reads and is written to in."""

    language = forms.ChoiceField(label=_("Pages and mails come in"), choices=settings.LANGUAGES)


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """A choice of organisations, by name and town."""

    def label_from_instance(self, obj: Organisation) -> str:
        return " · ".join(filter(None, [obj.name, obj.city]))


class PersonForm(forms.Form):
    """A person as staff write them down."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email address"), required=False, max_length=254)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Mails and pages come in this language.")
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2100,
        help_text=_("For patients, to tell two of the same name apart."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
    )
    organisation = OrganisationField(
        label=_("Works at"),
        queryset=None,  # set for each form
        required=False,
        empty_label=_("Nowhere we need to know of"),
    )
    title = forms.CharField(
        label=_("Title or role"),
        required=False,
        max_length=120,
        help_text=_("Such as: officer, head librarian, physiotherapist."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """An employer, an authority, a clinic."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    city = forms.CharField(label=_("Town"), required=False, max_length=80)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SameForm(forms.Form):
    """What to do about somebody or something that is perhaps written down already."""

    ANOTHER = "another"
    same = forms.ChoiceField(
        label=_("Is it one of these?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, alike: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((str(pk), words) for pk, words in alike.items()), (self.ANOTHER, _("No, another one"))]
        self.fields["same"].choices = choices  # type: ignore[attr-defined]

    @property
    def known(self) -> int | None:
        """Which of these it is; None if another one."""
        same: str = self.cleaned_data["same"]
        return None if same == self.ANOTHER else int(same)


class AccountForm(forms.Form):
    """One button: what to do with somebody's account."""

    do = forms.ChoiceField(choices=[(do, do) for do in ("invite", "off", "on", "again")])


class DecisionForm(forms.Form):
    """One button: what somebody says about a mail that was perhaps sent."""

    decision = forms.ChoiceField(choices=[(one.value, one.value) for one in Decision])

    @property
    def chosen(self) -> Decision:
        return Decision(self.cleaned_data["decision"])


class ServiceForm(forms.Form):
    """What the administrator may change of a service."""

    name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("Everyone who gets a link from you is asked to call here when something does not work."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    self_referral = forms.BooleanField(
        label=_("People may refer themselves"),
        required=False,
        help_text=_("A public page where anybody can ask for your help."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RolesForm(forms.Form):
    """The roles of a member of staff in one service."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, _(name)) for role, name in ROLE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )


class ColleagueForm(RolesForm):
    """A new member of staff."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email address"), max_length=254)
    title = forms.CharField(label=_("Title or role"), required=False, max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "title", "language", "roles")

"""Adding a passkey: allauth's page, but always for a passkey that signs in by itself."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView

from stegvis_web.people.models import User


class AddPasskeyView(AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        assert isinstance(user, User), "allauth lets only users in"
        context["js_data"] = {"creation_options": auth.begin_registration(user, passwordless=True)}
        return context


add_passkey = AddPasskeyView.as_view()

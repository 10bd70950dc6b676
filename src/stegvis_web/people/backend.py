"""Sign-in by email and password, and the user behind a session."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from stegvis_web.people import queries
from stegvis_web.people.models import User


class EmailBackend(BaseBackend):
    """The only one. A disabled user has no session: this is asked on every request."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **credentials: Any
    ) -> User | None:
        if not email or not password:
            return None
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            User().set_password(password)  # an unknown address takes as long as a known one
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return queries.user_by_id(user_id)

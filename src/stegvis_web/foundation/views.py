"""The pages that belong to no part: health, language, and what to say when something goes wrong."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import loader
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stegvis_web.foundation.audit import OUT_OF_REACH
from stegvis_web.foundation.kept import typed
from stegvis_web.foundation.once import FIELD


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and all migrations have been applied; else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = _migrated()
    except DatabaseError:
        ready = False
    return JsonResponse({"status": "ok" if ready else "unavailable"}, status=200 if ready else 503)


@cache
def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DatabaseError("migrations are waiting")  # an exception is not cached
    return True


def language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language on this device and go back to the page. Who only looks goes home."""
    chosen = request.POST.get("language", "")
    goal = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure()):
        goal = "/"
    response = HttpResponseRedirect(goal)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response


def plain_page(request: HttpRequest, status: int, title: str, *words: str, **extra: Any) -> HttpResponse:
    """A page that needs neither database nor session nor sign-in."""
    files = {"stylesheet": static("stegvis/stegvis.css"), "mark": static("stegvis/mark.svg")}
    context = {"title": title, "words": words, **files, **extra}
    return HttpResponse(
        loader.render_to_string("foundation/plain.html", context, request=None), status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too much was sent, or something that no page of ours sends."""
    return plain_page(
        request,
        400,
        _("That could not be read"),
        _("What was sent was too large or not complete, so nothing was saved."),
        _("Go back with your browser and send it again, a long text in smaller parts."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_page(
        request,
        403,
        _("This is not open to you"),
        _("If you need it for your work, ask the service that sent you here."),
    )


def open_too_long(request: HttpRequest) -> HttpResponse:
    """A form without a valid token: from an old page, or from a browser that keeps no cookies."""
    return plain_page(
        request,
        403,
        _("The page was open too long"),
        _("For your safety nothing was sent. Go back, open the page anew and send it again."),
        _("If you read this a second time, let your browser keep cookies for this site."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_page(
        request,
        404,
        _("There is nothing here for you"),
        _("The address may be wrong, or the page is not for you. If it was sent to you, ask there."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], OUT_OF_REACH):  # before any view was reached, as with the session
        return unavailable(request)
    return plain_page(
        request,
        500,
        _("Something went wrong on our side"),
        _("It is not your fault, and nothing half done was saved. Please try again in a moment."),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database or the audit trail cannot be reached: nothing is shown, and nothing typed is lost."""
    again: list[tuple[str, list[str]]] = []
    key = ""
    if request.method == "POST":
        with suppress(SuspiciousOperation):
            again, key = list(typed(request)), request.POST.get(FIELD, "")
    return plain_page(
        request,
        503,
        _("Not available just now"),
        _("Your data is safe. Please try again in a moment."),
        again=again,
        key=key,
        csrf_input=csrf_input(request) if again else "",
    )


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """No page of this site is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")

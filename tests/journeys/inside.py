"""Pages of the site in a browser without a server: each request is answered by Django's test client."""

from __future__ import annotations

import contextvars
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tests.journeys.windows import watch
from tools.browser import DESKTOP, Scheme, window

# Playwright's loop runs in the very thread that holds the database, and waits while a request is answered.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SITE = "http://site.test"


def inside(
    chromium: Browser,
    client: Client,
    width: int = DESKTOP,
    scheme: Scheme = "light",
    *,
    script: bool = True,
    height: int = 2000,
) -> tuple[Page, list[str]]:
    """A window on the site as `client` is signed in, and a list of what goes wrong in it.

    The window is tall, so that a mouse reaches all of a page.
    """
    if script:
        alone = window(chromium, SITE, width, scheme)
    else:
        alone = chromium.new_context(base_url=SITE, java_script_enabled=False)
    trouble: list[str] = []
    watch(alone, trouble)

    here = contextvars.copy_context()  # in which the connection to the database is open

    def answer(route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        if address.path.startswith("/static/"):
            route.fulfill(path=Path(str(finders.find(address.path.removeprefix("/static/")))))
            return
        response = here.run(
            client.generic,
            request.method,
            f"{address.path}?{address.query}" if address.query else address.path,
            request.post_data_buffer or b"",
            request.headers.get("content-type", "text/html"),
        )
        if to := response.headers.get("Location"):
            # A browser asks for the target of a redirect itself, past every route; of a page like this, not.
            route.fulfill(content_type="text/html", body=f'<meta http-equiv="refresh" content="0;url={to}">')
            return
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=response.status_code, headers=headers, body=response.content)

    alone.route("**/*", answer)
    page = alone.new_page()
    page.set_default_timeout(15_000)
    page.set_viewport_size({"width": width, "height": height})
    return page, trouble

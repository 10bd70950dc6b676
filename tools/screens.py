"""`./run screens`: pictures of the main pages, for docs/screens and for whoever builds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import click

from tools import ROOT
from tools.browser import DESKTOP, PHONE, Scheme, chromium, window
from tools.server import site

FOLDER = ROOT / "docs" / "screens"


@dataclass(frozen=True)
class Screen:
    """One page to picture: the file's name, and the path."""

    name: str
    path: str


SCREENS = (Screen("front", "/"),)


@click.command("screens")
@click.argument("names", nargs=-1, type=click.Choice([screen.name for screen in SCREENS]))
def command(names: tuple[str, ...]) -> None:
    """Picture the main pages in docs/screens: phone and desktop, light and dark."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with site() as running, chromium() as browser:
        for width in (PHONE, DESKTOP):
            for scheme in get_args(Scheme):
                page = window(browser, running.url, width, scheme).new_page()
                for screen in SCREENS:
                    if not names or screen.name in names:
                        page.goto(screen.path)
                        page.screenshot(path=FOLDER / f"{screen.name}-{width}-{scheme}.png", full_page=True)
    click.echo(f"Pictures in {FOLDER.relative_to(ROOT)}")

"""`./run screens`: pictures of the main pages, for docs/screens and for whoever builds them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import get_args

import click
from PIL import Image
from playwright.sync_api import Browser, Page

from tools import ROOT
from tools.browser import DESKTOP, PHONE, Scheme, be, chromium, window
from tools.server import site

FOLDER = ROOT / "docs" / "screens"
TALLEST = 2400  # pixels; a longer page goes on in the same way
COLOURS = 64  # are enough for pages without photographs


@dataclass(frozen=True)
class Screen:
    """One page to picture: the file's name, who looks (a guest of the demo; empty: nobody), and the path."""

    name: str
    who: str
    path: str


MAJA = "/cases/NV-0045"
SCREENS = (
    Screen("demo", "", "/demo/"),
    Screen("demo-mails", "", "/demo/outbox/"),
    Screen("sign-in", "", "/sign-in/"),
    Screen("refer-yourself", "", "/refer/norrvik/"),
    Screen("today", "ingrid", "/today/"),
    Screen("caseload", "ingrid", "/cases/"),
    Screen("referrals", "ingrid", "/referrals/"),
    Screen("case", "ingrid", f"{MAJA}/"),
    Screen("plan", "ingrid", f"{MAJA}/plan/"),
    Screen("plan-compare", "ingrid", f"{MAJA}/plan/compare/"),
    Screen("plan-versions", "ingrid", f"{MAJA}/plan/versions/"),
    Screen("team", "ingrid", f"{MAJA}/team/"),
    Screen("people", "ingrid", "/people/"),
    Screen("audit", "marit", "/audit/"),
    Screen("outcomes", "marit", "/outcomes/"),
    Screen("outcomes-people", "marit", "/outcomes/2/free_28_days/reached/"),
    Screen("registers", "marit", "/registers/"),
    Screen("service", "asta", "/service/"),
    Screen("patient", "maja", "/me/"),
    Screen("patient-plan", "maja", "/me/plan/"),
    Screen("patient-hours", "maja", "/me/hours/"),
    Screen("patient-step-down", "maja", "/me/step-down/"),
    Screen("patient-days", "maja", "/me/days/"),
    Screen("patient-who-sees-what", "maja", "/me/who-sees-what/"),
    Screen("patient-who-looked", "maja", "/me/who-looked/"),
    Screen("patient-preview", "noor", "/me/plan/send/"),
    Screen("employer", "johan", "/answer/"),
    Screen("employer-answer", "johan", "/answer/give/"),
    Screen("officer", "petra", "/answer/"),
)


@click.command("screens")
@click.argument("names", nargs=-1, type=click.Choice([screen.name for screen in SCREENS]))
@click.option("--to", type=click.Path(path_type=Path), default=FOLDER, help="Where the pictures go.")
def command(names: tuple[str, ...], to: Path) -> None:
    """Picture the main pages (or NAMES): phone and desktop, light and dark."""
    to.mkdir(parents=True, exist_ok=True)
    wanted = [screen for screen in SCREENS if not names or screen.name in names]
    with site() as running, chromium() as browser:
        for width in (PHONE, DESKTOP):
            for scheme in get_args(Scheme):
                _picture_all(browser, running.url, width, scheme, wanted, to)
    click.echo(f"{4 * len(wanted)} pictures in {to}")


def _picture_all(
    browser: Browser, url: str, width: int, scheme: Scheme, screens: list[Screen], to: Path
) -> None:
    with window(browser, url, width, scheme) as looking:
        page, who = looking.new_page(), ""
        for screen in screens:
            if screen.who != who:
                be(page, screen.who)
                who = screen.who
            answer = page.goto(screen.path)
            if not answer or answer.status != 200 or not page.url.endswith(screen.path):
                raise click.ClickException(f"{screen.name}: {screen.path} is not shown to {who or 'nobody'}")
            _picture(page, to / f"{screen.name}-{width}-{scheme}.png")


def _picture(page: Page, path: Path) -> None:
    size = page.evaluate(
        "() => ({width: document.documentElement.clientWidth, height: document.body.scrollHeight})"
    )
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], TALLEST)}
    taken = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    few_colours = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few_colours.save(path, optimize=True)

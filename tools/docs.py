"""`./run docs`: the pages that are made from the code, so that they cannot say anything else."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import fields
from pathlib import Path

import click

import stegvis
from stegvis.casework import lifecycle, matrix
from stegvis.casework.sections import SECTION_NAMES, TABLE
from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition
from stegvis.reports.schema import schema as report_schema
from tools import ROOT

FOLDER = ROOT / "docs" / "catalogue"
SCHEMAS = ROOT / "docs" / "schemas"
MADE = "<!-- Made by ./run docs. Change the source, not this page. -->\n\n"
ABOUT = ("source", "author", "checked_by", "valid_from", "id", "fingerprint")


@click.command("docs")
def command() -> None:
    """Write docs/catalogue: a page for every definition, and who may see what."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    made = pages()
    for path, text in made.items():
        place = FOLDER / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    SCHEMAS.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (SCHEMAS / name).write_text(text, encoding="utf-8")
    click.echo(f"{len(made)} pages in {FOLDER.relative_to(ROOT)}")


def pages() -> dict[str, str]:
    """Every generated page: its place in docs/catalogue, and its text."""
    made = {
        "access.md": MADE + matrix.page(TABLE, SECTION_NAMES),
        "plan-states.md": MADE + lifecycle.page(),
    }
    for catalogue in _catalogues():
        part = catalogue.package.split(".")[-2]
        made |= {f"{part}/{id}.md": page(id, definition) for id, definition in catalogue.all().items()}
    return made


def schemas() -> dict[str, str]:
    """The schemas of the files that are given away: their place in docs/schemas, and their text."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis_web.settings")
    os.environ.setdefault("STEGVIS_SECRET_KEY", "writing pages needs no secret, but one that is long enough")
    import django

    django.setup()
    from stegvis_web.people.export import schema

    made = {"export.json": schema(), "report-two-arm.json": report_schema()}
    return {name: json.dumps(one, indent=1, ensure_ascii=False) + "\n" for name, one in made.items()}


def findings() -> list[str]:
    """Pages that are missing, differ from what the code says, or that no code stands behind."""
    made = pages()
    there = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    wrong = [
        f"docs/schemas/{name}: not what the code says; run ./run docs"
        for name, text in schemas().items()
        if not (SCHEMAS / name).exists() or (SCHEMAS / name).read_text(encoding="utf-8") != text
    ]
    return wrong + [
        f"docs/catalogue/{path}: not what the code says; run ./run docs"
        for path in sorted(made.keys() | there.keys())
        if made.get(path) != there.get(path)
    ]


def _catalogues() -> list[Catalogue[Definition]]:
    """Every catalogue of the library: found by its folder, so that no list has to be kept."""
    folders = sorted(Path(stegvis.__path__[0]).glob("*/catalogue/__init__.py"))
    return [Catalogue(Definition, f"stegvis.{folder.parts[-3]}.catalogue") for folder in folders]


def page(id: str, definition: Definition) -> str:
    """All that a definition says beyond what is usual, and by which digest a result names it."""
    rows = {
        field.name: _value(getattr(definition, field.name))
        for field in fields(definition)
        if field.name in ABOUT or getattr(definition, field.name) != field.default
    }
    rows |= {"id": f"`{id}`", "fingerprint": f"`{definition.fingerprint}`"}
    own = [name for name in rows if name not in ABOUT and name != "name"]
    said = [definition.told(), ""] if definition.told() else []
    lines = [f"# {definition.name}", "", *said, "| | |", "|---|---|"]
    lines += [f"| {name.replace('_', ' ')} | {rows[name]} |" for name in (*own, *ABOUT)]
    return MADE + "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        between = "<br>" if any("," in str(item) for item in value) else ", "
        return between.join(map(str, value)).replace("|", "\\|") or "–"
    return str(value).replace("|", "\\|") or "–"

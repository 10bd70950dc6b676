"""The translations: compiled, refreshed from the source, and looked through for what is missing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from tools import ROOT
from tools.need import GETTEXT, need

SOURCE = ROOT / "src"
LANGUAGES = ("sv", "nb")
PLACES = ("stegvis_web", "stegvis/outcomes", "stegvis/reports")
"""Folders with translations of their own: the site with all that it shows; what outcomes and reports say,
which are made without it too."""
FUNCTIONS = ("_", "ngettext", "pgettext")
"""What templates say texts with (`foundation.rendering`)."""
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

# The head of a new file; Django's own would be full of blanks to fill in.
HEAD = """\
# The texts of Stegvis.
msgid ""
msgstr ""
"Project-Id-Version: Stegvis\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

# Django's own command, told never to guess a translation from a similar text, and to read templates of Jinja.
MAKE_MESSAGES = """
import django
from django.core.management import call_command
from django.core.management.commands import makemessages
from django.core.management.commands.makemessages import Command
from tools.messages import texts_of_template
django.setup()
makemessages.templatize = texts_of_template
Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
call_command(Command(), locale={languages!r}, add_location="file", no_obsolete=True, verbosity=0)
"""


@click.command("messages")
def command() -> None:
    """Refresh the translation files (.po) from the texts in the source."""
    _collect(SOURCE)
    for path in _catalogues(SOURCE):
        click.echo(f"{path.relative_to(ROOT)}: {sum(1 for _ in _open(_read(path)))} texts to translate")


def compile_all() -> None:
    """Write the .mo beside every .po that is newer."""
    for path in _catalogues(SOURCE):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                write_mo(file, _read(path))
            os.replace(file.name, compiled)  # another process may be reading it


def findings() -> list[str]:
    """Every text that a language lacks, leaves empty or unsure, or whose %(places)s differ."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "src")
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
        _collect(copy)
        return [
            f"{path.relative_to(folder)}: {problem}"
            for path in _catalogues(copy)
            for problem in problems(_read(path))
        ]


def _collect(source: Path) -> None:
    need(GETTEXT)
    environment = {
        **os.environ,
        # So that the settings are those of `source`, be it a copy.
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "stegvis_web.settings",
        "STEGVIS_SECRET_KEY": "collecting texts needs no secret",
        "STEGVIS_DEMO": "1",
    }
    for language, place in product(LANGUAGES, PLACES):
        path = source / place / "locale" / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(HEAD.format(language=language), encoding="utf-8")
    script = MAKE_MESSAGES.format(languages=list(LANGUAGES))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=source, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise click.ClickException(
            f"The texts could not be collected: {done.stderr.strip().splitlines()[-1]}"
        )


def texts_of_template(template: str, origin: str | None = None) -> str:
    """The texts of a template as lines of Python, which gettext's own tools read.

    Raises jinja2.TemplateSyntaxError, which names the line.
    """
    found = extract_from_ast(Environment().parse(template, filename=origin), FUNCTIONS, babel_style=False)
    lines = [""] * (template.count("\n") + 1)
    for number, function, texts in found:
        arguments = [json.dumps(text, ensure_ascii=False) for text in texts or ()]
        arguments += ["0"] if function == "ngettext" else []
        lines[number - 1] += f"{function}({', '.join(arguments)}); "
    return "\n".join(lines)


def _catalogues(source: Path) -> list[Path]:
    return sorted(file for place in PLACES for file in source.glob(f"{place}/locale/*/LC_MESSAGES/*.po"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def _texts(message: Message) -> list[str]:
    """The translation: one text, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _open(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id and (message.fuzzy or not all(_texts(message))))


def problems(catalogue: Catalog) -> Iterator[str]:
    for message in _open(catalogue):
        yield f"not translated: {_first(message)!r}"
    for message in catalogue:
        if not message.id or not all(_texts(message)):
            continue
        asked = _places(message.id if isinstance(message.id, str) else " ".join(message.id))
        for text in _texts(message):
            if not _places(text) <= asked or (isinstance(message.id, str) and _places(text) != asked):
                yield f"places differ from the English: {_first(message)!r} – {text!r}"


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text.replace("%%", "")))

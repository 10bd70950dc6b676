"""The command line: found by entry points, plain about what is wrong, telling by its exit code."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from stegvis import cli
from stegvis.foundation.errors import DefinitionError, InputError, Problem, Refusal


@click.command()
def works() -> None:
    """Do the work."""
    click.echo("data")
    click.echo("words", err=True)


@click.command()
@click.pass_context
def finds(context: click.Context) -> None:
    context.exit(cli.FINDINGS)


@click.command()
def reads_bad_data() -> None:
    raise InputError([Problem("grade", "250", "1 to 100", row=2), Problem("start", "", "a day", row=3)])


@click.command()
def is_refused() -> None:
    raise Refusal("Step %(number)s has no owner.", number=2)


@click.command()
def has_a_bad_definition() -> None:
    raise DefinitionError("sweden.py: write `source`.")


@click.group()
def group() -> None:
    """Several things."""


group.add_command(is_refused, "refused")

COMMANDS = {
    "works": f"{__name__}:works",
    "finds": f"{__name__}:finds",
    "bad-data": f"{__name__}:reads_bad_data",
    "bad-definition": f"{__name__}:has_a_bad_definition",
    "refused": f"{__name__}:is_refused",
    "audit": f"{__name__}:group",
    "import.cases": f"{__name__}:works",
    "import.spells": f"{__name__}:is_refused",
    "lacking": "no_such_package.commands:go [web]",
}


@pytest.fixture(autouse=True)
def _only_the_commands_of_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(group: str) -> EntryPoints:
        return EntryPoints(EntryPoint(name, value, group) for name, value in COMMANDS.items())

    monkeypatch.setattr(cli, "entry_points", points)


def stegvis(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments)


def test_data_go_to_stdout_and_words_to_stderr() -> None:
    done = stegvis("works")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "data\n", "words\n")


def test_findings_are_exit_code_1() -> None:
    assert stegvis("finds").exit_code == 1


@pytest.mark.parametrize("wrong", [["no-such-command"], ["works", "--no-such-option"], ["import", "nothing"]])
def test_wrong_usage_is_exit_code_2(wrong: list[str]) -> None:
    done = stegvis(*wrong)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage:" in done.stderr


def test_bad_data_are_told_whole_with_exit_code_3() -> None:
    done = stegvis("bad-data")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "row 2, column grade: found '250', expected 1 to 100",
        "row 3, column start: found '', expected a day",
    ]


@pytest.mark.parametrize("path", [["refused"], ["audit", "refused"], ["import", "spells"]])
def test_a_refusal_is_told_in_its_own_words_wherever_the_command_stands(path: list[str]) -> None:
    done = stegvis(*path)
    assert (done.exit_code, done.stderr) == (3, "Step 2 has no owner.\n")


def test_a_mistake_in_a_definition_names_the_file() -> None:
    done = stegvis("bad-definition")
    assert (done.exit_code, done.stderr) == (3, "sweden.py: write `source`.\n")


def test_parts_share_a_group_by_the_dot_in_their_names() -> None:
    assert stegvis("import", "cases").stdout == "data\n"
    listed = stegvis("import", "--help").stdout
    assert "cases" in listed
    assert "spells" in listed


def test_help_lists_every_command_even_where_an_extra_is_missing() -> None:
    listed = stegvis("--help").stdout
    assert "Do the work." in listed
    assert "Needs stegvis[web]." in listed


@pytest.mark.parametrize("arguments", [[], ["--help"], ["some", "--thing"]])
def test_a_command_without_its_extra_says_which_one_with_exit_code_4(arguments: list[str]) -> None:
    done = stegvis("lacking", *arguments)
    assert done.exit_code == 4
    assert "pip install 'stegvis[web]'" in done.stderr


def test_a_mistake_of_our_own_is_not_taken_for_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "broken", "stegvis.no_such_module:go")
    assert isinstance(stegvis("broken").exception, ModuleNotFoundError)


def test_the_installed_program_tells_its_version() -> None:
    program = Path(sys.executable).with_name("stegvis")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("stegvis ")

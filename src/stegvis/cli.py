"""The command line. Every part brings its own commands: entry points of the group `stegvis.commands`.

An entry point named `audit` is a command or group of that name; one named `import.cases` is the command
`cases` within the group `import`. Data go to stdout, words to stderr. Exit codes: 0 done, 1 findings,
2 usage, 3 bad input and nothing written, 4 something is missing in the environment.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import click

from stegvis.foundation.errors import Lacking, StegvisError

FINDINGS = 1
BAD_INPUT = 3


class EnvironmentProblem(click.ClickException):
    """Something outside the command is missing: an extra, a database, a setting."""

    exit_code = 4


class Commands(click.Group):
    """A group that finds its commands among entry points, and loads one only when it is asked for."""

    prefix = ""

    def _points(self) -> dict[str, EntryPoint]:
        found = entry_points(group="stegvis.commands")
        return {
            point.name[len(self.prefix) :]: point for point in found if point.name.startswith(self.prefix)
        }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({name.partition(".")[0] for name in self._points()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        points = self._points()
        if cmd_name in points:
            return _load(points[cmd_name])
        if cmd_name not in self.list_commands(ctx):
            return None
        group = Commands(cmd_name, short_help="Commands: " + ", ".join(_below(cmd_name, points)))
        group.prefix = f"{self.prefix}{cmd_name}."
        return group

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. What Stegvis refuses is said in its own words, all of it, without a traceback."""
        try:
            return super().invoke(ctx)
        except Lacking as missing:
            raise EnvironmentProblem(str(missing)) from missing
        except StegvisError as refused:
            click.echo(str(refused), err=True)
            ctx.exit(BAD_INPUT)


def _below(name: str, points: dict[str, EntryPoint]) -> list[str]:
    return sorted(point.removeprefix(f"{name}.") for point in points if point.startswith(f"{name}."))


def _load(point: EntryPoint) -> click.Command:
    """The command behind `point`; where an extra is not installed, one that says which."""
    try:
        command = point.load()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"stegvis", "stegvis_web"}:
            raise  # ours: a mistake, not an extra
        return _missing_extra(point)
    assert isinstance(command, click.Command)
    return command


def _missing_extra(point: EntryPoint) -> click.Command:
    needed = f"stegvis[{','.join(point.extras)}]"

    @click.command(
        point.name,
        short_help=f"Needs {needed}.",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    )
    def missing() -> None:
        raise EnvironmentProblem(f"This command needs more than the library: pip install '{needed}'")

    return missing


@click.command(cls=Commands)
@click.version_option(package_name="stegvis", message="%(prog)s %(version)s")
def main() -> None:
    """Stegvis: return to work, step by step."""

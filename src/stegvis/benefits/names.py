"""How the columns of a file are called: theirs, and ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from stegvis.foundation.errors import InputError, Problem


def parse_names(written: str) -> dict[str, str]:
    """Read `theirs=ours,theirs=ours`. Raises InputError with everything that is written otherwise."""
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for pair in filter(str.strip, written.split(",")):
        theirs, sign, ours = (part.strip() for part in pair.partition("="))
        if not (theirs and sign and ours):
            problems.append(Problem("--map", pair.strip(), "THEIRS=OURS, such as fnr=person"))
        elif theirs in names:
            problems.append(Problem("--map", pair.strip(), f"each column once; {theirs} is {names[theirs]}"))
        else:
            names[theirs] = ours
    if problems:
        raise InputError(problems)
    return names


def theirs(ours: str, usual: Collection[str], there: Collection[str], names: Mapping[str, str]) -> str | None:
    """How a file with the columns `there` calls our column: by `names`, else by the first of `usual` that it
    has; None if it has none of them."""
    for their, our in names.items():
        if our == ours and their in there:
            return their
    return next((name for name in usual if name in there and name not in names), None)


def unfit_names(names: Mapping[str, str], ours: Collection[str], there: Collection[str]) -> Iterator[Problem]:
    """Pairs whose left side is in none of the files (`there`), or whose right side is no column of ours."""
    for their, our in names.items():
        if their not in there:
            yield Problem("--map", f"{their}={our}", f"on the left a column of the files: {_few(there)}")
        if our not in ours:
            yield Problem("--map", f"{their}={our}", f"on the right one of {', '.join(sorted(ours))}")


def doubled(names: Mapping[str, str], there: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """Our columns that `names` finds more than once in one file, and how that file calls them."""
    for our in sorted(set(names.values())):
        found = [their for their, ours in names.items() if ours == our and their in there]
        if found and our in there and our not in names:
            found.append(our)
        if len(found) > 1:
            yield our, found


def _few(columns: Collection[str], most: int = 20) -> str:
    listed = sorted(columns)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")

"""Writes the invented trial: SPELLS and PEOPLE as CSV, and a word about them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random

from stegvis.foundation.errors import InputError, Problem
from stegvis.reports.invented.margins import CATEGORIES, MEASURES
from stegvis.reports.invented.people import Person, invent
from stegvis.reports.invented.register import REGISTER_END, spells

SEED = 2014
SPELLS = ("person", "start", "end", "benefit", "grade")
ENDS = ("death", "emigration", "old_age_pension")
VARIABLES = tuple(one.name for one in (*CATEGORIES, *MEASURES))
PEOPLE = ("person", "arm", "site", "index_date", *ENDS, "days_off_before", *VARIABLES)
FILES = ("spells.csv", "people.csv", "README.txt")
WORDS = f"""\
AN INVENTED TRIAL. Nobody in these files exists.

people.csv and spells.csv were drawn by `stegvis demo-trial` from a seed, so that their totals agree with
those printed in Myhre et al. 2014 (Spine 39(24):1999-2006): people by arm and site, how many returned within
twelve months under the definition myhre_2014, the median days, and the table of baseline values. All else is
chosen: pensions, deaths, emigrations, what came after a return. They say nothing about any treatment.

Inclusion August 2009 to August 2011; the register ends on {REGISTER_END}.

    stegvis report two-arm spells.csv people.csv --group arm --control control --site site \\
        --definition myhre_2014 --register-end {REGISTER_END} --invented --out report.html
"""


def write(folder: Path, *, seed: int = SEED, trials: int = 1, force: bool = False) -> int:
    """Write the files to `folder`, made if need be; how many people. `trials`: so many, one under another.

    The same seed gives the same bytes. Raises InputError where files are there already, unless `force`.
    """
    there = [name for name in FILES if (folder / name).exists()]
    if there and not force:
        expected = "a folder without it, or --force"
        raise InputError([Problem("--out", name, expected, file=str(folder)) for name in there])
    people: list[list[str]] = []
    rows: list[list[str]] = []
    for number in range(trials):
        random = Random(f"{seed} {number}")
        for person in invent(random):
            name = f"i{len(people) + 1:04}"
            people.append(_person(name, person))
            for first, last, benefit, grade in spells(random, person):
                end = "" if last is None else str(last)
                rows.append([name, str(first), end, benefit, str(grade)])
    Random(seed).shuffle(rows)  # registers are in no order
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in zip(FILES, (_csv(SPELLS, rows), _csv(PEOPLE, people), WORDS), strict=True):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return len(people)


def _person(name: str, person: Person) -> list[str]:
    ends = dict.fromkeys(ENDS, "")
    if person.ends:
        what, day = person.ends
        ends[what] = str(person.index + timedelta(days=day))
    known = {
        "person": name,
        "arm": person.arm,
        "site": person.site,
        "index_date": str(person.index),
        **ends,
        "days_off_before": str(person.off),
        **person.columns,
    }
    return [known[column] for column in PEOPLE]


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()

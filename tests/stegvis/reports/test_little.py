"""Trials too small or too odd to say much: never a crash, and wherever there is no number a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from stegvis.benefits.spells import Benefit
from stegvis.cli import main
from stegvis.reports.result import Estimate
from stegvis.reports.schema import schema

SCHEMA = Draft202012Validator(schema())
MAINS = ("myhre_2014", "jensen_2011", "lasting_return", "recurrence_after_return", "de_buck_2005_job_loss")
ENDS = ("2012-01-01", "2012-12-31", "2014-12-31")


def invent(random: Random, folder: Path) -> None:
    """Two to fourteen invented people, some without arm, site or value."""
    people = ["person,arm,site,index_date,death,emigration,old_age_pension,age,sex,score,note"]
    spells = ["person,start,end,benefit,grade"]
    for person in range(random.choice((2, 3, 5, 9, 14))):
        index = date(2011, 3, 1) + timedelta(random.randrange(400))
        arm = "ab"[person % 2] if person < 2 or random.random() < 0.9 else random.choice("ab ")
        ends = [str(index + timedelta(random.randrange(-30, 500))) for _ in range(3)]
        ends = [day if random.random() < 0.1 else "" for day in ends]
        known = (
            random.choice(("", "30", "40", "60.5")),
            random.choice("fm"),
            random.choice(("0", "1", "NA")),
        )
        cells = (
            str(person),
            arm,
            random.choice(("X", "X", "Y", "Z", "")),
            str(index),
            *ends,
            *known,
            f"n{person}",
        )
        people.append(",".join(cells))
        for _ in range(random.randrange(5)):
            start = index + timedelta(random.randrange(-100, 400))
            end = "" if random.random() < 0.2 else start + timedelta(random.randrange(300))
            benefit, grade = random.choice(tuple(Benefit)), random.choice((0, 20, 50, 100))
            spells.append(f"{person},{start},{end},{benefit},{grade}")
    (folder / "people.csv").write_text("\n".join(people) + "\n")
    (folder / "spells.csv").write_text("\n".join(spells) + "\n")


def report(folder: Path, *words: str) -> Result:
    files = (str(folder / "spells.csv"), str(folder / "people.csv"), "--group", "arm", "--quiet")
    return CliRunner().invoke(
        main,
        ["report", "two-arm", *files, "--out", str(folder / "report.json"), *words],
        catch_exceptions=False,
    )


def asked(random: Random) -> Iterator[str]:
    yield from ("--definition", random.choice(MAINS), "--register-end", random.choice(ENDS))
    for option, values in {
        "--definitions": ("all", "myhre_2014,states_four,skouen_full_month"),
        "--site": ("site",),
        "--adjust": ("age", "age,sex", "score,sex,age", "site"),
        "--subgroup": ("age", "age,sex", "score,sex,age", "site"),
        "--categorical": ("age",),
    }.items():
        if random.random() < 0.7:
            yield from (option, random.choice(values))


def estimates(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if found.keys() == Estimate.__dataclass_fields__.keys():
            yield found
        for one in found.values():
            yield from estimates(one)
    elif isinstance(found, list):
        for one in found:
            yield from estimates(one)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("seed", range(25))
def test_little_is_told_as_little(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    invent(random, tmp_path)
    done = report(tmp_path, *asked(random))
    assert done.exit_code == 0, done.stderr
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert not list(SCHEMA.iter_errors(found))
    for one in estimates(found):
        assert one["reason"] or any(one[name] is not None for name in ("value", "low", "high", "p"))
        if one["low"] is not None and one["high"] is not None:
            assert one["low"] <= one["value"] <= one["high"]
    pooled = [arm["n"] for arm in found["pooled"]["arms"]]
    assert pooled == [sum(step["by_arm"][arm] for step in found["flow"]["analysed"]) for arm in (0, 1)]
    excluded = sum(step["n"] for step in found["flow"]["excluded"])
    assert sum(pooled) + excluded == found["flow"]["read"]["n"]
    for one in found["by_site"]:
        assert one["crude"]["n"] == sum(arm["n"] for arm in one["arms"])


def two(folder: Path, returns: tuple[int | None, ...]) -> None:
    """People of two arms in turn, each sick from day 0 until the day of return, or for good."""
    people, spells = ["person,arm,index_date"], ["person,start,end,benefit,grade"]
    for person, day in enumerate(returns):
        people.append(f"{person},{'ab'[person % 2]},2011-01-01")
        end = "" if day is None else date(2011, 1, 1) + timedelta(day - 1)
        spells.append(f"{person},2011-01-01,{end},sickness_benefit,100")
    (folder / "people.csv").write_text("\n".join(people) + "\n")
    (folder / "spells.csv").write_text("\n".join(spells) + "\n")


@pytest.mark.parametrize(
    ("returns", "reason"),
    [
        ((None,) * 8, "Nobody returned in either arm."),
        (
            (30, None, 60, None, 90, None),
            "Nobody returned in one of the arms: the hazard ratio has no bounds.",
        ),
        ((30, 130, 60, 160, 90, 190), "No finite hazard ratio fits"),
    ],
)
def test_a_hazard_ratio_that_does_not_exist_is_a_reason(
    tmp_path: Path, returns: tuple[int | None, ...], reason: str
) -> None:
    two(tmp_path, returns)
    assert report(tmp_path, "--definition", "myhre_2014", "--register-end", "2014-12-31").exit_code == 0
    pooled = json.loads((tmp_path / "report.json").read_text())["pooled"]
    assert pooled["crude"]["estimate"]["value"] is None
    assert pooled["crude"]["estimate"]["reason"].startswith(reason)
    assert [arm["n"] for arm in pooled["arms"]] == [len(returns) / 2] * 2
    assert (pooled["gehan"]["p"] is None) == (returns[0] is None)

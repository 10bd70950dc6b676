"""The report's numbers are those that an independent script found in R, from the same two files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.stegvis.reports.conftest import report

PINNED = Path(__file__).parents[3] / "validation" / "report.json"
Told = dict[str, Any]


def near(expected: Any) -> Any:
    """As near as R's own iterations go."""
    return pytest.approx(expected, rel=1e-8, abs=1e-9)


@pytest.fixture(scope="module")
def pinned(trial: Path) -> Told:
    """What R said, of these very files."""
    said: Told = json.loads(PINNED.read_text(encoding="utf-8"))
    for name, digest in said["files"].items():
        assert hashlib.md5((trial / name).read_bytes()).hexdigest() == digest, "./run validate"
    return said


@pytest.fixture(scope="module")
def ours(trial: Path, tmp_path_factory: pytest.TempPathFactory) -> Told:
    out = tmp_path_factory.mktemp("report") / "report.json"
    done = report(trial, out, "--subgroup", "sex,age,education,nrs_pain_activity,odi_ndi")
    assert done.exit_code == 0, done.stderr
    told: Told = json.loads(out.read_text(encoding="utf-8"))
    return told


def comparisons(ours: Told) -> dict[str, Told]:
    return {one["site"].lower() or "pooled": one for one in (*ours["by_site"], ours["pooled"])}


def assert_ratio(ours: Told, theirs: Told) -> None:
    assert (ours["n"], ours["events"]) == (theirs["n"], theirs["events"])
    for name in ("value", "low", "high", "p"):
        assert ours["estimate"][name] == near(theirs[name])


@pytest.mark.parametrize("place", ["pooled", "oslo", "trondheim"])
def test_curves_tests_and_hazard_ratios_are_those_of_r(ours: Told, pinned: Told, place: str) -> None:
    mine, theirs = comparisons(ours)[place], pinned[place]
    for arm, name in zip(mine["arms"], ("control", "treated"), strict=True):
        said = theirs[name]
        assert (arm["n"], arm["returned"]) == (said["n"], said["returned"])
        median = arm["median"]
        assert (median["value"], median["low"], median["high"]) == (
            *(said["median"], said["low"], said["high"]),
        )
        assert arm["at_risk"][: len(said["at_risk"])] == said["at_risk"]
    assert mine["log_rank"]["p"] == near(theirs["log_rank"])
    assert mine["gehan"]["p"] == near(theirs["gehan"])
    assert mine["proportional"]["p"] == pytest.approx(theirs["proportional"], rel=1e-7)
    assert mine["restricted"]["value"] == near(theirs["restricted"])
    assert_ratio(mine["crude"], theirs["crude"])
    assert_ratio(mine["adjusted"], theirs["adjusted"])


def test_the_other_ends_are_counted_alike(ours: Told, pinned: Told) -> None:
    ends: dict[str, int] = {}
    for arm in ours["pooled"]["arms"]:
        for name, number in arm["other_ends"].items():
            ends[name] = ends.get(name, 0) + number
    codes = {"death": "2", "emigration": "3", "old_age_pension": "4"}
    assert ends == {name: pinned["events"].get(code, 0) for name, code in codes.items()}


def test_whether_sites_differ_is_as_r_says(ours: Told, pinned: Told) -> None:
    for one in ours["site_interactions"]:
        theirs = pinned["sites"]["adjusted" if one["adjusted"] else "crude"]
        assert one["likelihood_ratio"]["value"] == near(theirs["likelihood_ratio"])
        assert one["likelihood_ratio"]["p"] == near(theirs["p"])
        assert one["wald"]["value"] == near(theirs["ratio"])
        assert one["wald"]["p"] == near(theirs["wald"])


def test_subgroups_are_as_r_says(ours: Told, pinned: Told) -> None:
    assert len(ours["subgroups"]) == len(pinned["subgroups"])
    for one in ours["subgroups"]:
        theirs = pinned["subgroups"][one["variable"]]
        assert len(one["groups"]) == len(theirs["groups"])
        for group in one["groups"]:
            assert_ratio(group["ratio"], theirs["groups"][group["group"]])
        test = one["interaction"]["likelihood_ratio"]
        assert (test["value"], test["p"]) == (
            *(near(theirs["interaction"]["likelihood_ratio"]), near(theirs["interaction"]["p"])),
        )


@pytest.mark.parametrize(("id", "name"), [("gross_days_12_months", "gross"), ("net_days_12_months", "net")])
def test_days_of_sick_leave_are_as_r_counts_and_compares_them(
    ours: Told, pinned: Told, id: str, name: str
) -> None:
    mine, theirs = next(one for one in ours["days"] if one["definition"] == id), pinned[name]
    for arm, said in zip(mine["arms"], (theirs["control"], theirs["treated"]), strict=True):
        told = [arm[part] for part in ("mean", "deviation", "quartile_low", "median", "quartile_high")]
        assert told == near(said)
    assert mine["means"]["value"] == near(theirs["difference"])
    assert [mine["welch"][part] for part in ("low", "high", "p")] == near(theirs["welch"])
    assert [mine["hodges_lehmann"][part] for part in ("value", "low", "high")] == near(theirs["shift"])
    assert mine["rank_p"]["p"] == near(theirs["rank_p"])


def test_baseline_is_as_r_sums_it(ours: Told, pinned: Told) -> None:
    variables = {one["name"]: one for one in ours["baseline"]}
    for name, theirs in pinned["baseline"].items():
        for arm, said in zip(variables[name]["summaries"], theirs, strict=True):
            assert arm["n"] == said["n"]
            assert [arm["mean"], arm["deviation"]] == near([said["mean"], said["deviation"]])
            quartiles = [arm["quartile_low"], arm["median"], arm["quartile_high"]]
            assert quartiles == near([said["quartiles"][0], said["median"], said["quartiles"][1]])
    for name, theirs in pinned["counts"].items():
        for place, said in enumerate(theirs):
            levels = variables[name]["levels"]
            assert {level["name"]: level["counts"][place] for level in levels} == said


def test_other_definitions_have_the_hazard_ratios_that_r_finds(ours: Told, pinned: Told) -> None:
    sides = {one["definition"]: one for one in ours["sides"]}
    for id, theirs in pinned["under"].items():
        assert [arm["events"] for arm in sides[id]["arms"]] == theirs["returned"]
        assert_ratio(sides[id]["ratio"], theirs["hr"])

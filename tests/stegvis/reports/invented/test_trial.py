"""The invented trial has the totals that were printed, and everybody in it is made up."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import fmean, median, quantiles, stdev
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from stegvis.cli import main
from stegvis.outcomes import OUTCOMES, compare, derive
from stegvis.reports.invented.margins import ARMS, CATEGORIES, CELLS, DAYS_OFF, MEASURES
from stegvis.reports.invented.people import FIRST_DAY, LAST_DAY
from stegvis.reports.invented.register import REGISTER_END
from stegvis.reports.invented.trial import FILES, write
from stegvis.statistics.cox import cox
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.kaplan_meier import kaplan_meier

FINGERPRINTS = {
    "spells.csv": "ef277f7388805a563e44c1146ec3454c9dfd05fdca18c7a81966d0bafb726fe8",
    "people.csv": "ae45e7c0426a7cf12c84518a7b47ec168b7c62ffb6eeb9ef89750f2a23ba1f37",
}


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trial")
    assert write(folder) == 405
    return folder


@pytest.fixture(scope="module")
def people(trial: Path) -> list[dict[str, str]]:
    with (trial / "people.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def returns(trial: Path) -> dict[str, Any]:
    found = derive(
        trial / "spells.csv",
        trial / "people.csv",
        "myhre_2014",
        register_end=REGISTER_END,
        keep=["arm", "site"],
    )
    return {name: np.array(found[name].to_pylist()) for name in ("time", "event", "arm", "site", "reason")}


def test_the_same_seed_gives_the_same_bytes_on_every_machine(trial: Path) -> None:
    found = {
        name: hashlib.sha256((trial / name).read_bytes()).hexdigest() for name in ("spells.csv", "people.csv")
    }
    assert found == FINGERPRINTS


def test_people_and_returns_are_those_printed_by_arm_and_site(returns: dict[str, Any]) -> None:
    for cell in CELLS:
        mine = (returns["arm"] == cell.arm) & (returns["site"] == cell.site)
        back = returns["event"][mine] == 1
        assert (mine.sum(), back.sum()) == (cell.people, cell.returned)
        curve = kaplan_meier(follow_up(returns["time"][mine], back))[0]
        assert curve.median.time == pytest.approx(cell.median, abs=5)
    assert Counter(returns["arm"]) == {"work-focused": 203, "control": 202}
    assert Counter(returns["arm"][returns["event"] == 1]) == {"work-focused": 142, "control": 152}
    assert set(returns["event"]) == {0, 1, 2, 3, 4}
    assert set(returns["reason"]) == {None}


@pytest.mark.parametrize(("site", "printed"), [("Oslo", 1.08), ("Trondheim", 0.78), (None, 0.91)])
def test_hazard_ratios_come_near_those_printed(
    returns: dict[str, Any], site: str | None, printed: float
) -> None:
    mine = np.full(405, True) if site is None else returns["site"] == site
    rows = follow_up(returns["time"][mine], returns["event"][mine] == 1)
    fit = cox(rows, (returns["arm"][mine] == "work-focused").astype(float)[:, None])
    assert float(np.exp(fit.coefficients[0])) == pytest.approx(printed, abs=0.06)


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda one: one.name)
def test_counts_at_baseline_are_those_printed(people: list[dict[str, str]], category: Any) -> None:
    for place, arm in enumerate(ARMS):
        values = [row[category.name] for row in people if row["arm"] == arm]
        known = Counter(value for value in values if value)
        assert known.total() == category.known[place]
        assert {value: known[value] for value in category.counts} == {
            value: counts[place] for value, counts in category.counts.items()
        }


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name)
def test_means_and_deviations_at_baseline_are_those_printed(
    people: list[dict[str, str]], measure: Any
) -> None:
    for place, arm in enumerate(ARMS):
        cells = [row[measure.name] for row in people if row["arm"] == arm]
        values = [float(cell) for cell in cells if cell]
        assert len(values) == measure.known[place]
        assert round(fmean(values), measure.decimals) == measure.mean[place]
        assert round(stdev(values), 1) == measure.deviation[place]
        assert measure.low <= min(values) <= max(values) <= measure.high


def test_days_off_work_before_have_the_printed_median_and_quartiles(people: list[dict[str, str]]) -> None:
    for place, arm in enumerate(ARMS):
        days = [int(row["days_off_before"]) for row in people if row["arm"] == arm]
        assert [*quantiles(days, n=4, method="inclusive")] == pytest.approx(DAYS_OFF[place][1:4], abs=2)
        assert median(days) == pytest.approx(DAYS_OFF[place][2], abs=1)


def test_inclusion_and_register_are_those_of_the_trial(people: list[dict[str, str]], trial: Path) -> None:
    days = [date.fromisoformat(row["index_date"]) for row in people]
    assert FIRST_DAY <= min(days) <= max(days) <= LAST_DAY
    with (trial / "spells.csv").open(encoding="utf-8") as file:
        spells = list(csv.DictReader(file))
    assert max(row["start"] for row in spells) <= str(REGISTER_END)
    assert any(row["benefit"] == "disability_pension" and not row["end"] for row in spells)
    ends = {row["person"]: row["death"] or row["emigration"] or row["old_age_pension"] for row in people}
    assert all(row["start"] < ends[row["person"]] for row in spells if ends[row["person"]])
    assert all(row["end"] < ends[row["person"]] for row in spells if ends[row["person"]])


def test_definitions_disagree_about_these_people(trial: Path) -> None:
    files = trial / "spells.csv", trial / "people.csv"
    found = compare(*files, "all", register_end=REGISTER_END).to_pylist()
    counts = {row["id"]: row["events"] for row in found if row["events"] is not None and row["n"]}
    assert len(counts) >= 10
    assert len(set(counts.values())) >= 8
    answered = {row["id"] for row in found if row["n"]}
    needs_more = {"bergstrom_2012_ten_years", "hara_2018", "rodevand_competitive_employment"}
    needs_more |= {"rodevand_programme_months", "sqrp_2019_four_categories", "skouen_2006_full_month_54"}
    assert answered >= set(OUTCOMES.all()) - needs_more


def test_it_says_that_everybody_is_invented_and_writes_over_nothing(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    done = CliRunner().invoke(main, ["demo-trial", "--out", str(out), "--people", "406"])
    assert done.exit_code == 0
    assert "810 invented people" in done.stderr
    assert "AN INVENTED TRIAL" in (out / "README.txt").read_text()
    assert len((out / "people.csv").read_text().splitlines()) == 811
    before = (out / "people.csv").read_bytes()
    again = CliRunner().invoke(main, ["demo-trial", "--out", str(out)])
    assert again.exit_code == 3
    assert all(name in again.stderr for name in FILES)
    assert (out / "people.csv").read_bytes() == before
    assert CliRunner().invoke(main, ["demo-trial", "--out", str(out), "--force"]).exit_code == 0
    assert (out / "people.csv").read_bytes() != before

"""The report's numbers hang together: with each other, with the statistics behind them, either way round."""

from __future__ import annotations

import csv
import json
import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stegvis.foundation.words import Sentence
from stegvis.outcomes import derive
from stegvis.reports import estimates
from stegvis.reports.invented.register import REGISTER_END
from stegvis.statistics.cox import cox
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.two_samples import hodges_lehmann, rank_test, welch
from tests.stegvis.reports.conftest import report

STATISTICS = Path(estimates.__file__).parents[1] / "statistics"


def told(trial: Path, tmp_path: Path, *words: str) -> dict[str, Any]:
    out = tmp_path / "report.json"
    done = report(trial, out, *words)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def people(trial: Path) -> dict[str, np.ndarray]:
    """Answers under two definitions beside what PEOPLE says, by column."""
    found: dict[str, np.ndarray] = {}
    for id, name in (("myhre_2014", "event"), ("net_days_24_months", "value")):
        answers = derive(
            trial / "spells.csv",
            trial / "people.csv",
            id,
            register_end=REGISTER_END,
            keep=["arm", "site", "age", "sex", "education"],
        )
        found |= {column: np.array(answers[column].to_pylist()) for column in ("arm", "site", "age", "sex")}
        found[name] = np.array(answers[name].to_pylist())
        if id == "myhre_2014":
            found["time"] = np.array(answers["time"].to_pylist())
    return found


def test_the_crude_and_the_stratified_ratio_are_those_of_the_models(
    numbers: dict[str, Any], people: dict[str, np.ndarray]
) -> None:
    rows = follow_up(people["time"], people["event"] == 1)
    arm = (people["arm"] == "work-focused").astype(float)[:, None]
    for ratio, strata in ((numbers["pooled"]["crude"], None), (numbers["stratified"], people["site"])):
        found = cox(rows, arm, strata=strata).hazard_ratios()[0]
        said = ratio["estimate"]
        assert (said["value"], said["low"], said["high"], said["p"]) == pytest.approx(
            (found.ratio, found.low, found.high, found.p), rel=1e-10
        )


def test_the_adjusted_model_has_a_coefficient_for_each_level_but_the_first(numbers: dict[str, Any]) -> None:
    adjusted = numbers["pooled"]["adjusted"]
    assert adjusted["covariates"] == [
        *("age", "sex=male", "education=2 secondary", "education=3 university under 4 years"),
        "education=4 university 4 years or more",
    ]
    assert (adjusted["n"], adjusted["left_out"]) == (402, 3)


def test_each_arm_has_its_curve_and_loses_people_at_every_step(
    numbers: dict[str, Any], people: dict[str, np.ndarray]
) -> None:
    for arm in numbers["pooled"]["arms"]:
        mine = people["arm"] == arm["arm"]
        curve = kaplan_meier(follow_up(people["time"][mine], people["event"][mine] == 1))[0]
        assert arm["curve"]["not_back"] == pytest.approx(curve.survival.tolist())
        assert arm["median"]["value"] == curve.median.time
        assert arm["at_risk"] == sorted(arm["at_risk"], reverse=True)
        assert sum(arm["curve"]["censored"]) == arm["n"] - arm["returned"]
        assert len(arm["at_risk"]) == len(numbers["pooled"]["ticks"])


def test_shares_of_all_ends_and_of_those_still_followed_make_one(numbers: dict[str, Any]) -> None:
    """By day 365 nobody is censored who was watched for the year, so shares are counts."""
    for arm in numbers["pooled"]["arms"]:
        ends = {one["event"]: one for one in arm["others"]}
        assert set(ends) == {"death", "emigration", "old_age_pension"}
        for end, one in ends.items():
            assert one["n"] == arm["other_ends"][end]
            assert one["by_a_year"]["value"] == pytest.approx(one["n"] / arm["n"])
        assert arm["by_a_year"]["value"] == pytest.approx(arm["share"])
    returned = numbers["pooled"]["returned"]
    control, study = numbers["pooled"]["arms"]
    assert returned["value"] == pytest.approx(study["share"] - control["share"])
    assert returned["p"] == pytest.approx(0.23212942160, rel=1e-9)  # chisq.test in R 4.2.2


def test_the_difference_in_mean_days_is_that_of_the_means(numbers: dict[str, Any]) -> None:
    for one in (numbers["pooled"], *numbers["by_site"]):
        control, study = (arm["mean_days"]["value"] for arm in one["arms"])
        assert one["restricted"]["value"] == pytest.approx(study - control)
        assert one["restricted"]["low"] < one["restricted"]["value"] < one["restricted"]["high"]


def test_days_are_compared_as_the_statistics_do(
    numbers: dict[str, Any], people: dict[str, np.ndarray]
) -> None:
    days = next(one for one in numbers["days"] if one["definition"] == "net_days_24_months")
    study, control = (people["value"][people["arm"] == arm] for arm in ("work-focused", "control"))
    means, shift = welch(study, control), hodges_lehmann(study, control)
    assert (days["welch"]["value"], days["welch"]["p"]) == pytest.approx((means.estimate, means.p))
    assert (days["hodges_lehmann"]["low"], days["hodges_lehmann"]["high"]) == (shift.low, shift.high)
    assert days["rank_p"]["p"] == rank_test(study, control).p
    assert days["medians"]["value"] == pytest.approx(np.median(study) - np.median(control))
    assert days["means"]["value"] == pytest.approx(days["welch"]["value"])
    assert (days["count"], days["without"], days["window"]) == ("net", [0, 0], "24 months")


def test_the_seed_moves_resampled_limits_and_nothing_else(
    numbers: dict[str, Any], trial: Path, tmp_path: Path
) -> None:
    other = told(trial, tmp_path, "--seed", "2")
    for before, after in zip(numbers["days"], other["days"], strict=True):
        assert before["means"]["value"] == after["means"]["value"]
        assert before["means"]["low"] != after["means"]["low"]
        for name in ("welch", "hodges_lehmann", "rank_p", "arms"):
            assert before[name] == after[name]
    for name in ("pooled", "by_site", "sides", "baseline", "flow", "subgroups"):
        assert numbers[name] == other[name]


def test_the_order_of_rows_changes_nothing(numbers: dict[str, Any], trial: Path, tmp_path: Path) -> None:
    for name in ("spells.csv", "people.csv"):
        head, *lines = (trial / name).read_text().splitlines()
        random.Random(1).shuffle(lines)
        (tmp_path / name).write_text("\n".join([head, *lines]) + "\n")
    other = told(tmp_path, tmp_path)
    near(
        {name: numbers[name] for name in ("pooled", "by_site", "sides", "baseline", "flow", "subgroups")},
        other,
    )


def near(one: Any, other: Any) -> None:
    """The same, but for rounding."""
    if isinstance(one, dict):
        for name in one:
            near(one[name], other[name])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for first, second in zip(one, other, strict=True):
            near(first, second)
    elif isinstance(one, float):
        assert one == pytest.approx(other, rel=1e-7, abs=1e-9)
    else:
        assert one == other


def test_with_the_other_arm_as_control_everything_is_turned_round(
    numbers: dict[str, Any], trial: Path, tmp_path: Path
) -> None:
    other = told(trial, tmp_path, "--control", "work-focused")
    assert other["arms"] == numbers["arms"][::-1]
    for before, after in zip(
        (numbers["pooled"], *numbers["by_site"]), (other["pooled"], *other["by_site"]), strict=True
    ):
        for name in ("crude", "adjusted"):
            one, two = before[name]["estimate"], after[name]["estimate"]
            assert one["value"] * two["value"] == pytest.approx(1)
            assert one["low"] * two["high"] == pytest.approx(1)
            assert one["p"] == pytest.approx(two["p"])
        for name in ("log_rank", "gehan", "gray", "proportional"):
            assert before[name]["p"] == pytest.approx(after[name]["p"], rel=1e-6)
        for name in ("restricted", "returned"):
            assert before[name]["value"] == pytest.approx(-after[name]["value"])
            assert before[name]["low"] == pytest.approx(-after[name]["high"])
    for before, after in zip(numbers["days"], other["days"], strict=True):
        for name in ("welch", "hodges_lehmann", "means", "medians"):
            assert before[name]["value"] == pytest.approx(-after[name]["value"])
    for before, after in zip(numbers["subgroups"], other["subgroups"], strict=True):
        one, two = (each["interaction"]["likelihood_ratio"]["p"] for each in (before, after))
        assert one == pytest.approx(two, rel=1e-6)


def test_sites_differ_by_the_ratio_of_the_last_to_the_first(numbers: dict[str, Any]) -> None:
    crude = numbers["site_interactions"][0]
    assert (crude["groups"], crude["df"]) == (["Oslo", "Trondheim"], 1)
    oslo, trondheim = (one["crude"]["estimate"]["value"] for one in numbers["by_site"])
    assert crude["wald"]["value"] == pytest.approx(trondheim / oslo, rel=0.03)  # one baseline, not two
    assert crude["wald"]["p"] == pytest.approx(crude["likelihood_ratio"]["p"], rel=0.02)


def test_each_kind_of_definition_is_compared_in_its_own_way(numbers: dict[str, Any]) -> None:
    kinds: dict[str, set[bool]] = {}
    for one in numbers["sides"]:
        kinds.setdefault(one["kind"], set()).add(one["ratio"] is not None)
        assert bool(one["reason"]) == (one["kind"] == "")
    assert kinds == {"time": {True}, "mean": {False}, "share": {False}, "states": {False}, "": {False}}
    by_id = {one["definition"]: one for one in numbers["sides"]}
    states = by_id["states_four"]
    assert states["difference"]["value"] is None
    assert 0 < states["difference"]["p"] < 1
    assert sum(states["arms"][0]["categories"].values()) >= states["arms"][0]["n"]
    assert by_id["skouen_full_month"]["kind"] == "share"
    assert numbers["sides"][0]["ratio"]["estimate"] == numbers["pooled"]["crude"]["estimate"]
    assert {one["definition"] for one in numbers["sides"]} <= {one["id"] for one in numbers["definitions"]}


def test_a_column_of_numbers_can_be_told_as_categories(trial: Path, tmp_path: Path) -> None:
    found = told(trial, tmp_path, "--categorical", "nrs_pain_activity", "--subgroup", "nrs_pain_activity")
    pain = next(one for one in found["baseline"] if one["name"] == "nrs_pain_activity")
    assert pain["kind"] == "category"
    assert [level["name"] for level in pain["levels"]] == [str(one) for one in range(11)]
    groups = found["subgroups"][0]["groups"]
    assert [group["group"] for group in groups] == [str(one) for one in range(11)]
    assert found["subgroups"][0]["left_out"] == sum(pain["missing"])
    assert found["choices"]["categorical"] == ["nrs_pain_activity"]


def test_sentences_have_something_for_each_of_their_places(numbers: dict[str, Any]) -> None:
    for name in ("methods", "missing", "notes"):
        assert numbers[name]
        for one in numbers[name]:
            said = str(Sentence(one["text"], one["values"]))
            assert said.endswith(".")
            assert "%(" not in said
            assert "%%" not in said
    missing = [str(Sentence(one["text"], one["values"])) for one in numbers["missing"]]
    assert "3 of 405 people were left out of the adjusted model: no value in age, sex, education." in missing


def test_what_reading_met_stands_in_the_report(trial: Path, tmp_path: Path) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    (folder / "people.csv").write_bytes((trial / "people.csv").read_bytes())
    spells = (trial / "spells.csv").read_text()
    wrong = "i0001,2010-01-02,2010-01-01,sickness_benefit,100\nx,2010-01-01,,sickness_benefit,100\n"
    (folder / "spells.csv").write_text(spells + wrong)
    found = told(folder, tmp_path, "--on-error", "skip")
    reading = found["provenance"]["reading"]
    assert (sum(reading["wrong"].values()), reading["unknown_persons"]) == (1, 1)
    notes = [one["text"] for one in found["notes"]]
    assert any("could not be right" in text for text in notes)
    assert any("not in PEOPLE" in text for text in notes)
    assert found["provenance"]["choices"]["--on-error"] == "skip"
    (folder / "spells.csv").write_text(spells + wrong)
    out = tmp_path / "none.json"
    assert report(folder, out).exit_code == 3
    assert not out.exists()


def test_columns_that_no_table_can_hold_are_named_in_a_note(trial: Path, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "spells.csv").write_bytes((trial / "spells.csv").read_bytes())
    with (trial / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    more = [
        ["born", "address", "nothing"],
        *([f"1970-01-{1 + k % 28:02}", f"Road {k}", ""] for k in range(405)),
    ]
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*row, *extra] for row, extra in zip(rows, more, strict=True))
    found = told(folder, tmp_path)
    assert {"born", "address", "nothing"}.isdisjoint(one["name"] for one in found["baseline"])
    assert any(one["values"].get("columns") == "born, address" for one in found["notes"])


def test_what_statistics_refuse_is_known_word_for_word() -> None:
    """So that it can be translated: a sentence that was changed there would stay English here."""
    sources = "".join(file.read_text(encoding="utf-8") for file in STATISTICS.glob("*.py"))
    for sentence in estimates.REFUSED:
        assert f'"{sentence}"' in sources


def test_an_estimate_is_of_finite_numbers_or_says_why_not() -> None:
    assert estimates.estimate(math.nan, p=math.inf).reason == estimates.NO_NUMBER
    found = estimates.estimate(1.0, math.nan, 2.0)
    assert (found.value, found.low, found.high, found.reason) == (1.0, None, 2.0, "")

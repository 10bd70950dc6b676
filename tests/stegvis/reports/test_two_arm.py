"""The report's numbers: those printed of the trial, told whole, and a reason where there are none."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stegvis.outcomes import OUTCOMES
from stegvis.reports.schema import schema
from tests.stegvis.reports.conftest import report

PUBLISHED = Path(__file__).parents[3] / "docs" / "schemas" / "report-two-arm.json"


def test_the_result_keeps_to_the_published_schema(numbers: dict[str, Any]) -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert published == schema(), "run ./run docs"
    Draft202012Validator.check_schema(published)
    assert [error.message for error in Draft202012Validator(published).iter_errors(numbers)] == []


def test_table_three_has_the_printed_counts_by_site_and_together(numbers: dict[str, Any]) -> None:
    told = {
        one["site"]: [(arm["arm"], arm["n"], arm["returned"]) for arm in one["arms"]]
        for one in (*numbers["by_site"], numbers["pooled"])
    }
    assert told == {
        "Oslo": [("control", 96, 72), ("work-focused", 97, 73)],
        "Trondheim": [("control", 106, 80), ("work-focused", 106, 69)],
        "": [("control", 202, 152), ("work-focused", 203, 142)],
    }
    pooled = numbers["pooled"]
    assert pooled["crude"]["estimate"]["value"] == pytest.approx(0.91, abs=0.02)
    assert pooled["adjusted"]["left_out"] == 3
    assert pooled["arms"][0]["at_risk"][0] == 202


def test_baseline_tells_number_mean_and_missing_as_printed(numbers: dict[str, Any]) -> None:
    variables = {one["name"]: one for one in numbers["baseline"]}
    assert {"person", "arm", "site", "index_date"}.isdisjoint(variables)
    bmi = variables["bmi"]
    assert (bmi["known"], bmi["missing"]) == ([163, 176], [39, 27])
    assert [round(arm["mean"], 1) for arm in bmi["summaries"]] == [27.1, 26.9]
    assert variables["days_off_before"]["kind"] == "skewed"
    assert [round(arm["median"]) for arm in variables["days_off_before"]["summaries"]] == [115, 109]
    sex = {level["name"]: level["counts"] for level in variables["sex"]["levels"]}
    assert sex["female"] == [98, 90]


def test_all_definitions_stand_side_by_side_or_say_why_not(numbers: dict[str, Any]) -> None:
    sides = {one["definition"]: one for one in numbers["sides"]}
    assert numbers["sides"][0]["definition"] == "myhre_2014"
    assert set(sides) == set(OUTCOMES.all())
    assert sides["hara_2018"]["reason"] == "needs:jobs"
    assert sides["free_28_days"]["ratio"]["estimate"]["value"] > 0
    assert sides["free_28_days"]["differ"] > 0
    assert sides["gross_days_12_months"]["difference"]["value"] == pytest.approx(
        numbers["days"][0]["means"]["value"]
    )
    for one in sides.values():
        assert one["ratio"] or one["difference"] or one["reason"]


def test_subgroups_are_split_at_the_median_and_add_up(numbers: dict[str, Any]) -> None:
    for one in numbers["subgroups"]:
        assert len(one["groups"]) >= 2
        known = sum(sum(group["n"]) for group in one["groups"])
        assert known == one["interaction"]["n"]
    age = next(one for one in numbers["subgroups"] if one["variable"] == "age")
    assert [group["group"] for group in age["groups"]] == ["at most", "above"]
    assert numbers["tests"] == 4
    assert numbers["by_chance"] == pytest.approx(0.2)


def test_the_files_are_named_with_their_fingerprints(numbers: dict[str, Any], trial: Path) -> None:
    files = {one["name"]: one for one in numbers["provenance"]["files"]}
    spells = (trial / "spells.csv").read_bytes()
    assert files["spells.csv"]["fingerprint"] == hashlib.sha256(spells).hexdigest()
    assert files["people.csv"]["rows"] == 405
    assert numbers["provenance"]["versions"]["stegvis"]


def changed(trial: Path, folder: Path, **columns: Any) -> Path:
    """The trial's files with columns of PEOPLE made anew by a function of the row."""
    folder.mkdir()
    (folder / "spells.csv").write_bytes((trial / "spells.csv").read_bytes())
    with (trial / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        for name, make in columns.items():
            row[name] = make(number, row)
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_what_cannot_be_computed_is_a_reason_and_not_a_number(trial: Path, tmp_path: Path) -> None:
    """One site has one arm only; a covariate is the same for all; one is empty."""
    folder = changed(
        trial,
        tmp_path / "odd",
        site=lambda number, row: "C" if row["arm"] == "control" and number % 7 == 0 else row["site"],
        age=lambda number, row: "40",
        education=lambda number, row: "",
    )
    out = tmp_path / "odd.json"
    done = report(folder, out, "--adjust", "age,sex", "--subgroup", "age,education,sex")
    assert done.exit_code == 0, done.stderr
    told = json.loads(out.read_text())
    alone = next(one for one in told["by_site"] if one["site"] == "C")
    assert alone["arms"][1]["n"] == 0
    assert alone["crude"]["estimate"]["value"] is None
    assert "one arm only" in alone["crude"]["estimate"]["reason"]
    assert alone["log_rank"]["reason"]
    assert told["pooled"]["adjusted"]["estimate"]["value"] > 0
    assert "NaN" not in out.read_text()
    for kind in ("html", "docx"):
        assert report(folder, tmp_path / f"odd.{kind}", "--subgroup", "age,education,sex").exit_code == 0


def test_people_without_arm_site_or_answer_are_left_out_and_counted(trial: Path, tmp_path: Path) -> None:
    folder = changed(
        trial,
        tmp_path / "some",
        arm=lambda number, row: "" if number < 5 else row["arm"],
        site=lambda number, row: "" if 5 <= number < 8 else row["site"],
        index_date=lambda number, row: "2014-05-01" if 8 <= number < 10 else row["index_date"],
    )
    out = tmp_path / "some.json"
    assert report(folder, out).exit_code == 0
    told = json.loads(out.read_text())
    excluded = {step["text"]: step["n"] for step in told["flow"]["excluded"]}
    assert excluded == {"no arm": 5, "no site": 3, "origin_after_register_end": 2}
    assert sum(step["n"] for step in told["flow"]["analysed"]) == 395


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--group", "side"), "column --group: found 'side', expected a column of PEOPLE"),
        (("--group", "education"), "expected two arms"),
        (("--control", "nobody"), "expected control or work-focused"),
        (("--adjust", "age,height"), "found 'height', expected a column of PEOPLE"),
        (("--subgroup", "death"), "a column that holds no days"),
    ],
)
def test_bad_questions_are_told_and_nothing_is_written(
    trial: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "report.html"
    done = report(trial, out, *words)
    assert done.exit_code == 3
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_wrong_use_is_told(trial: Path, tmp_path: Path) -> None:
    assert report(trial, tmp_path / "report.txt").exit_code == 2
    assert report(trial, tmp_path / "r.html", "--definition", "gross_days_12_months").exit_code == 2
    assert report(trial, tmp_path / "r.html", "--definition", "myhre_2014,jensen_2011").exit_code == 2


def test_the_flow_before_the_files_comes_from_a_file(trial: Path, tmp_path: Path) -> None:
    steps = tmp_path / "flow.csv"
    steps.write_text("step,n\nScreened,3961\nEligible,723\n")
    out = tmp_path / "flow.json"
    assert report(trial, out, "--flow", str(steps)).exit_code == 0
    given = json.loads(out.read_text())["flow"]["given"]
    assert [(step["text"], step["n"]) for step in given] == [("Screened", 3961), ("Eligible", 723)]
    steps.write_text("step,n\nScreened,many\n,3\n")
    wrong = report(trial, tmp_path / "no.json", "--flow", str(steps))
    assert wrong.exit_code == 3
    assert wrong.stderr.count("expected a step and a whole number") == 2

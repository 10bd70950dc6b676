"""`stegvis survival` and its kin: what they print, what they refuse, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from stegvis.cli import main
from tests.stegvis.statistics.pinned import FOLDER, r

SCHEMA = json.loads((FOLDER.parent / "docs" / "schemas" / "survival.json").read_text())


def stegvis(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def survival(name: str, *arguments: str) -> Result:
    return stegvis(
        "survival", str(FOLDER / "data" / f"{name}.csv"), "--time", "time", "--event", "event", *arguments
    )


def answered(name: str, *arguments: str) -> dict[str, Any]:
    done = survival(name, *arguments, "--json")
    found = json.loads(done.stdout)
    jsonschema.validate(found, SCHEMA)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_the_6_mp_trial_in_words() -> None:
    done = survival("sixmp", "--group", "treated", "--tau", "20")
    assert (done.exit_code, done.stderr) == (0, "")
    for told in (
        "Rows: 42 of 42 used, 0 left out",
        "treated=0      21      21         0       8",
        "log-rank           16.7929   1  <.0001",
        "gehan-breslow      13.4579   1  0.0002",
        "1 - 0   7.69   4.20  11.18  <.0001",
        "-1.572125  0.412397",
    ):
        assert told in done.stdout


def test_the_6_mp_trial_as_json_has_rs_numbers() -> None:
    found = answered("sixmp", "--group", "treated")
    assert [curve["median"]["time"] for curve in found["curves"]] == [8, 23]
    assert found["curves"][1]["median"]["high"] is None
    ratio = found["models"][0]["fit"]["ratios"][0]
    assert ratio["coefficient"] == pytest.approx(r("sixmp", "cox", "efron", "coef"), rel=1e-10)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ties", ["--group", "dose", "--adjust", "age"]),
        ("sites", ["--group", "arm", "--adjust", "age", "--strata", "site", "--tau", "300"]),
        ("entry", ["--group", "arm", "--entry", "entry", "--adjust", "score"]),
        ("weights", ["--group", "arm", "--weights", "weight"]),
        ("clusters", ["--group", "arm", "--cluster", "clinic", "--adjust", "age"]),
        ("competing", ["--group", "arm", "--tau", "20"]),
        ("competing", []),
        ("pair", ["--group", "group"]),
    ],
)
def test_whatever_is_asked_the_json_keeps_to_the_schema(name: str, arguments: list[str]) -> None:
    found = answered(name, *arguments)
    assert found["format"] == "stegvis-survival/1"
    assert survival(name, *arguments).stdout.startswith("Rules: preset r")


def test_more_than_two_groups_have_trends_and_pairs() -> None:
    found = answered("ties", "--group", "dose")
    assert len(found["trends"]) == 4
    assert {pair["test"] for pair in found["pairs"]} == {"log-rank", "gehan-breslow"}
    assert "Trend over 0 < 1 < 2" in survival("ties", "--group", "dose").stdout


def test_strata_clusters_and_entries_reach_the_model() -> None:
    found = answered("sites", "--adjust", "arm,age", "--strata", "site")
    fit = found["models"][0]["fit"]
    assert [ratio["coefficient"] for ratio in fit["ratios"]] == pytest.approx(
        r("sites", "cox", "efron", "coef")
    )
    found = answered("clusters", "--adjust", "arm,age", "--cluster", "clinic")
    assert found["models"][0]["fit"]["clusters"] == 30
    found = answered("entry", "--adjust", "arm,score", "--entry", "entry", "--ties", "breslow")
    fit = found["models"][0]["fit"]
    assert [ratio["coefficient"] for ratio in fit["ratios"]] == pytest.approx(
        r("entry", "cox", "breslow", "coef")
    )


def test_weights_that_are_not_whole_make_the_model_robust_and_leave_tests_out() -> None:
    done = survival(
        "weights", "--group", "arm", "--adjust", "age", "--weights", "weight", "--tau", "20", "--json"
    )
    found = json.loads(done.stdout)
    assert found["tests"] == found["restricted_means"] == []
    assert "no tests and no restricted means" in done.stderr
    assert found["models"][1]["fit"]["robust"] is True
    assert found["curves"][0]["robust"] is True


def test_other_numbers_than_the_event_code_compete() -> None:
    found = answered("competing", "--group", "arm")
    assert [test["event"] for test in found["gray"]] == [1, 2]
    assert [test["statistic"] for test in found["gray"]] == pytest.approx(r("competing", "gray", "chisq"))
    other = answered("competing", "--group", "arm", "--event-code", "2")
    assert [test["event"] for test in other["gray"]] == [2, 1]


def test_columns_of_text_are_factors_compared_with_their_first_level(written: Path) -> None:
    written.write_text(
        "time;event;school\n1;1;upper\n2;1;basic\n3;1;upper\n4;0;basic\n5;1;upper\n6;1;basic\n"
    )
    asked = ("survival", str(written), "--time", "time", "--event", "event", "--adjust", "school", "--json")
    model = json.loads(stegvis(*asked).stdout)["models"][0]
    assert model["references"] == {"school": "basic"}
    assert [ratio["name"] for ratio in model["fit"]["ratios"]] == ["school=upper"]
    model = json.loads(stegvis(*asked, "--preset", "spss").stdout)["models"][0]
    assert model["references"] == {"school": "upper"}


def test_a_column_of_numbers_is_a_factor_where_one_says_so() -> None:
    names = [
        ratio["name"]
        for ratio in answered("ties", "--adjust", "dose,age", "--categorical", "dose")["models"][0]["fit"][
            "ratios"
        ]
    ]
    assert names == ["dose=1", "dose=2", "age"]


def test_rows_with_missing_values_are_left_out_of_what_needs_them_and_counted(written: Path) -> None:
    written.write_text(
        "time,event,g,age\n1,1,a,30\n2,1,b,NA\n3,1,b,50\n4,0,a,40\n,1,a,30\n5,1,,30\n6,1,a,45\n"
    )
    done = stegvis(
        "survival",
        str(written),
        "--time",
        "time",
        "--event",
        "event",
        "--group",
        "g",
        "--adjust",
        "age",
        "--json",
    )
    found = json.loads(done.stdout)
    assert found["rows"] == {"read": 7, "used": 5, "dropped": 2}
    assert [model["dropped"] for model in found["models"]] == [2, 3]


@pytest.mark.parametrize("preset", ["r", "spss", "sas"])
def test_a_preset_names_every_rule_and_whether_it_was_verified(preset: str) -> None:
    told = answered("sixmp", "--preset", preset)["preset"]
    assert set(told["rules"]) == {"ties", "interval", "median", "reference"}
    assert ("not verified" in told["verified"]) == (preset != "r")


def test_presets_change_limits_medians_and_ties() -> None:
    by_preset = {
        preset: answered("flat", "--preset", preset)["curves"][0]["median"]["time"]
        for preset in ("r", "spss")
    }
    assert by_preset == {"r": 3.5, "spss": 3}
    fit = answered("sixmp", "--group", "treated", "--preset", "sas")["models"][0]["fit"]
    assert fit["ratios"][0]["coefficient"] == pytest.approx(1.509191, abs=1e-6)


def test_the_definition_is_passed_on() -> None:
    assert answered("sixmp", "--definition", "five-weeks")["question"]["definition"] == "five-weeks"
    assert "by definition five-weeks" in survival("sixmp", "--definition", "five-weeks").stdout


def test_a_model_without_an_estimate_says_why_with_exit_code_1() -> None:
    done = survival("pair", "--group", "group")
    assert done.exit_code == 1
    assert "No estimate. group=1: the estimate runs away to infinity" in done.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("time,time\n1,1\n", "each by its own name"),
        ("time,event\n1\n", "row 2, column all: found '1 values', expected 2 values"),
        ("time,event\nsoon,1\n", "row 2, column time: found 'soon', expected a number"),
        ("time,event\n1,0.5\n", "row 2, column event: found '0.5', expected 0 (censored) or a whole number"),
        ("time,happened\n1,1\n", "There is no column 'event'. The file has: time, happened."),
        ("time,event\n,1\n", "No row has a value in all of: time, event."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_exit_code_3(written: Path, text: str, told: str) -> None:
    written.write_text(text)
    done = stegvis("survival", str(written), "--time", "time", "--event", "event")
    assert (done.exit_code, done.stdout) == (3, "")
    assert told in done.stderr


def test_an_entry_after_the_end_is_told_with_its_row(written: Path) -> None:
    written.write_text("from,time,event\n0,3,1\n5,4,1\n")
    done = stegvis("survival", str(written), "--time", "time", "--event", "event", "--entry", "from")
    assert done.exit_code == 3
    assert "row 3, column from: found '5', expected before 4" in done.stderr


def test_many_wrong_values_are_told_in_part_and_counted(written: Path) -> None:
    written.write_text("time,event\n" + "soon,1\n" * 25)
    told = stegvis("survival", str(written), "--time", "time", "--event", "event").stderr
    assert "5 more like these" in told


def test_a_file_that_is_not_text_is_refused(written: Path) -> None:
    written.write_bytes(b"\xff\xfe\x00")
    assert "not text in UTF-8" in stegvis("survival", str(written), "--time", "t", "--event", "e").stderr


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_figure_is_drawn(tmp_path: Path, ending: str, begins: bytes) -> None:
    pytest.importorskip("altair")
    path = tmp_path / f"curves.{ending}"
    assert survival("sixmp", "--group", "treated", "--figure", str(path)).exit_code == 0
    assert path.read_bytes().startswith(begins)


def test_a_figure_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    done = survival("sixmp", "--figure", str(tmp_path / "curves.gif"))
    assert (done.exit_code, "curves.gif does not" in done.stderr) == (3, True)


def test_without_the_extra_for_figures_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "stegvis.statistics.figure", None)
    done = survival("sixmp", "--figure", str(tmp_path / "curves.svg"))
    assert done.exit_code == 4
    assert "stegvis[figures]" in done.stderr


def test_the_sample_size_of_a_published_plan() -> None:
    done = stegvis("samplesize", "survival", "--hr", "1.7", "--people", "157", "--loss", "0.1,0.3")
    assert done.exit_code == 0
    for told in (
        "Schoenfeld  111.50     112",
        "Freedman    116.77     117",
        "divided: 250",
        "(a mistake): 224, of whom 141 stay",
    ):
        assert told in done.stdout


def test_the_sample_size_as_json_and_with_an_event_rate() -> None:
    done = stegvis("samplesize", "survival", "--hr", "1.7", "--event-rate", "0.71", "--loss", "0.1", "--json")
    found = json.loads(done.stdout)
    assert found["people"] == {"schoenfeld": 158, "freedman": 165}
    assert found["with_losses"]["schoenfeld"]["divided"] == 176
    assert "Give --event-rate" in stegvis("samplesize", "survival", "--hr", "1.7").stdout


def test_unequal_arms_are_written_with_a_colon() -> None:
    found = json.loads(
        stegvis("samplesize", "survival", "--hr", "1.7", "--allocation", "2:1", "--json").stdout
    )
    assert found["events"]["schoenfeld"]["events"] == 126
    assert stegvis("samplesize", "survival", "--hr", "1.7", "--allocation", "2").exit_code == 2
    assert stegvis("samplesize", "survival", "--hr", "1.7", "--allocation", "two:one").exit_code == 2


def test_power_by_formula_and_by_simulation() -> None:
    done = stegvis("power", "survival", "--hr", "1.4", "--events", "294")
    assert done.stdout.splitlines() == [
        "Power 0.822 with 294 events (Schoenfeld)",
        "With power 0.8 they find a hazard ratio of 1.39",
    ]
    simulated = ("power", "survival", "--simulate", "--hr", "0:2,90:1", "--hazard", "0:0.004,200:0.002")
    done = stegvis(*simulated, "--people", "60,60", "--horizon", "300", "--runs", "20", "--json")
    assert json.loads(done.stdout)["runs"] == 20
    done = stegvis(*simulated, "--people", "60,60", "--horizon", "300", "--runs", "20")
    assert "20 simulated studies" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--hr", "1.4"], ["--hr", "0:1,9:2", "--events", "9"], ["--hr", "x"], ["--hr", "1.4", "--simulate"]],
)
def test_power_says_what_it_needs_with_exit_code_2(arguments: list[str]) -> None:
    assert stegvis("power", "survival", *arguments).exit_code == 2


def test_a_published_ratio_with_too_few_events_is_a_finding() -> None:
    done = stegvis(
        "check", "published-hr", "--hr", "0.91", "--low", "0.73", "--high", "1.13", "--events", "294"
    )
    assert done.exit_code == 1
    assert "at least 306" in done.stdout
    assert "294, FEWER than the limits imply" in done.stdout


def test_a_published_ratio_that_fits_is_none() -> None:
    asked = ("check", "published-hr", "--hr", "0.91", "--low", "0.73", "--high", "1.13")
    assert stegvis(*asked).exit_code == 0
    assert json.loads(stegvis(*asked, "--events", "400", "--json").stdout)["enough"] is True
    done = stegvis("check", "published-hr", "--hr", "0.91", "--low", "0.73", "--high", "1.30")
    assert done.exit_code == 1
    assert "NOT symmetric" in done.stdout

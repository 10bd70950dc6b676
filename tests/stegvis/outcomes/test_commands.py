"""`stegvis outcomes`: what people who script against it rely on."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from stegvis.benefits import reading
from stegvis.cli import main
from stegvis.outcomes import deriving
from stegvis.outcomes.examples import PEOPLE, SPELLS
from stegvis.outcomes.outcome import OUTCOMES

Run = Callable[..., Result]
HEADER = ["person", "definition", "at", "time", "event", "value", "category", "reason"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder with four people's spells."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spells.csv").write_text("\n".join(SPELLS) + "\n")
    (tmp_path / "people.csv").write_text("\n".join(PEOPLE) + "\n")

    def command(name: str, *words: str, end: str = "2025-03-31") -> Result:
        said = [name, *words, "spells.csv", "people.csv", "--register-end", end]
        return CliRunner().invoke(main, ["outcomes", *said])

    return command


def rows(file: str = "out.csv") -> list[list[str]]:
    with Path(file).open(encoding="utf-8") as lines:
        return list(csv.reader(lines))


def test_derive_writes_a_row_for_each_person_and_outcome(run: Run) -> None:
    done = run("derive", "--definition", "myhre_2014,net_days_12_months", "--out", "out.csv")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "4 people, 10 spells" in done.stderr
    header, *found = rows()
    assert header == HEADER
    assert found[:2] == [
        ["A", "myhre_2014", "", "138", "1", "", "", ""],
        ["A", "net_days_12_months", "12 months", "", "", "80.5", "", ""],
    ]
    assert found[-1] == ["D", "net_days_12_months", "12 months", "", "", "81.2", "", ""]


def test_parquet_holds_the_same_with_types(run: Run) -> None:
    assert run("derive", "--definition", "all", "--out", "out.parquet", "--quiet").exit_code == 0
    table = pq.read_table("out.parquet")
    assert table.column_names == HEADER
    assert set(table.column("definition").to_pylist()) == OUTCOMES.all().keys()
    assert [str(field.type) for field in table.schema] == [
        *("string", "string", "string", "int32", "int8", "double", "string", "string")
    ]


def test_rows_stand_in_the_order_of_people_in_however_many_parts_they_were_made(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--definition", "all", "--quiet")
    run("derive", *words, "--out", "at_once.csv")
    monkeypatch.setattr(reading, "BYTES_A_ROW", reading.MEMORY)  # so that a batch has one row
    monkeypatch.setattr(deriving, "ROWS", 1)
    run("derive", *words, "--out", "in_parts.csv")
    found = rows("at_once.csv")
    assert rows("in_parts.csv") == found
    order = [*OUTCOMES.all()]
    places = [(row[0], order.index(row[1])) for row in found[1:]]
    assert places == sorted(places)


def test_quiet_says_nothing(run: Run) -> None:
    done = run("derive", "--definition", "myhre_2014", "--out", "out.csv", "--quiet")
    assert (done.exit_code, done.output) == (0, "")


def test_columns_of_people_can_be_kept_beside(run: Run, tmp_path: Path) -> None:
    lines = [PEOPLE[0] + ",arm", *(f"{line},{arm}" for line, arm in zip(PEOPLE[1:], "xyxy", strict=True))]
    (tmp_path / "people.csv").write_text("\n".join(lines) + "\n")
    assert run("derive", "--definition", "states_four", "--out", "out.csv", "--keep", "arm").exit_code == 0
    assert {(row[0], row[-1]) for row in rows()[1:]} == {("A", "x"), ("B", "y"), ("C", "x"), ("D", "y")}


def test_a_column_that_is_missing_is_the_reason_not_an_error(run: Run) -> None:
    words = ("--definition", "sqrp_2019_four_categories,hara_2018", "--out", "out.csv")
    assert run("derive", *words).exit_code == 0
    assert {(row[1], row[7]) for row in rows()[1:]} == {
        ("sqrp_2019_four_categories", "needs:start_date"),
        ("hara_2018", "needs:jobs"),
    }


def test_wrong_rows_stop_it_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "spells.csv").open("a") as file:
        file.write("A,2024-02-30,2024-03-01,sickness_benefit,100\nB,2024-03-01,2024-02-01,luck,140\n")
    done = run("derive", "--definition", "myhre_2014", "--out", "out.csv")
    assert done.exit_code == 3
    assert "2024-02-30" in done.stderr
    assert "luck" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.csv", "spells.csv"]
    assert (
        run("derive", "--definition", "myhre_2014", "--out", "out.csv", "--on-error", "skip").exit_code == 0
    )
    assert len(rows()) == 5


def test_an_outcome_that_is_not_there_is_a_usage_error(run: Run) -> None:
    done = run("derive", "--definition", "luck", "--out", "out.csv")
    assert done.exit_code == 2
    assert "there is no outcome 'luck'" in done.stderr
    assert run("derive", "--definition", "all", "--out", "out.txt").exit_code == 2
    assert run("derive", "--definition", "all", "--out", "nowhere/out.csv").exit_code == 2
    assert run("derive", "--definition", "all", "--out", "o.csv", "--register", "x").exit_code == 2


def test_an_outcome_of_ones_own_comes_from_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one_day.toml").write_text(
        'name = "One day"\nsource = "p. 1"\nauthor = "Ingrid"\nvalid_from = 2026-01-01\n'
        'measure = "first free period"\nbenefits = ["sickness_benefit"]\nlength = 1\n'
    )
    words = ("--definition", "one_day", "--definition-file", "one_day.toml", "--out", "out.csv")
    assert run("derive", *words).exit_code == 0
    assert [row[3] for row in rows()[1:]] == ["77", "56", "245", "91"]


def test_compare_sets_outcomes_side_by_side(run: Run) -> None:
    done = run("compare", "--definition", "myhre_2014,free_28_days", "--quiet")
    assert done.exit_code == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[1] == ["myhre_2014", "4", "0", "4", "138", "100.0%", "–", "0"]
    assert lines[2] == ["free_28_days", "4", "0", "4", "77", "100.0%", "–", "2"]
    whole = run("compare", "--definition", "gross_days_12_months", "--quiet").stdout.splitlines()
    assert whole[1].split() == ["gross_days_12_months", "12", "months", *"40", "–", "–", "–", "157.50", "0"]


def test_compare_by_groups_for_a_program(run: Run, tmp_path: Path) -> None:
    lines = [PEOPLE[0] + ",arm", *(f"{line},{arm}" for line, arm in zip(PEOPLE[1:], "xxyy", strict=True))]
    (tmp_path / "people.csv").write_text("\n".join(lines) + "\n")
    done = run("compare", "--definition", "jensen_2011", "--by", "arm", "--json", "--quiet")
    told = json.loads(done.stdout)
    assert [(side["group"], side["n"], side["events"], side["at_a_year"]) for side in told] == [
        *(("x", 2, 1, 0.5), ("y", 2, 2, 1.0))
    ]
    assert run("compare", "--definition", "jensen_2011", "--by", "side").exit_code == 3


def test_compare_tells_the_last_window_with_answers_or_each(run: Run) -> None:
    words = ("--definition", "skouen_full_month,marhold_60_days", "--json", "--quiet")
    told = json.loads(run("compare", *words).stdout)
    assert [(side["id"], side["at"], side["n"]) for side in told] == [
        *(("skouen_full_month", "month 14", 4), ("marhold_60_days", "60 days to month 6", 4))
    ]
    told = json.loads(run("compare", *words, "--windows").stdout)
    assert [(side["at"], side["n"]) for side in told][13:15] == [("month 14", 4), ("month 15", 0)]
    assert len(told) == 26


def test_compare_counts_categories_and_compares_window_by_window(run: Run) -> None:
    words = ("--definition", "states_four,states_eight", "--windows")
    told = json.loads(run("compare", *words, "--json", "--quiet").stdout)
    four = [side for side in told if side["id"] == "states_four"]
    assert four[13]["categories"] == {
        "disability pension": 1,
        "sickness absence": 1,
        "unemployment": 0,
        "work": 2,
    }
    assert {side["differ"] for side in four} == {0}
    assert "work 2" in run("compare", *words, "--quiet").stdout


def test_compare_draws_a_figure(run: Run) -> None:
    assert run("compare", "--definition", "all", "--figure", "side.svg", "--quiet").exit_code == 0
    drawn = Path("side.svg").read_text()
    assert drawn.startswith("<svg")
    assert "myhre_2014" in drawn
    assert "net_days_12_months" not in drawn
    assert run("compare", "--definition", "all", "--figure", "side.png").exit_code == 2


def test_explain_tells_why(run: Run) -> None:
    done = run("explain", "D", "--definition", "myhre_2014", "--quiet")
    assert done.exit_code == 0
    assert "day   91 to  120    30 days       0 %   free" in done.stdout
    assert "reached on day 149 (2024-06-12)." in done.stdout
    assert "███████▒▒▒▒▒▒····▒▒▒▒" in done.stdout
    nobody = run("explain", "Q", "--definition", "myhre_2014", "--quiet")
    assert nobody.exit_code == 3
    assert "found 'Q', expected somebody in PEOPLE" in nobody.stderr


def test_explain_draws_a_picture(run: Run) -> None:
    words = ("D", "--definition", "myhre_2014,states_four")
    assert run("explain", *words, "--figure", "d.svg", "--quiet").exit_code == 0
    drawn = Path("d.svg").read_text()
    assert drawn.startswith("<svg")
    assert all(f">{word}</text>" in drawn for word in ("reached", "horizon", "sickness benefit", "40 %"))
    assert run("explain", *words, "--figure", "none/d.svg").exit_code == 2


def test_list_and_show_need_no_files() -> None:
    listed = CliRunner().invoke(main, ["outcomes", "list"])
    assert listed.exit_code == 0
    assert all(id in listed.stdout for id in OUTCOMES.all())
    assert "not precise enough to compute" in listed.stdout
    shown = CliRunner().invoke(main, ["outcomes", "show", "myhre_2014"])
    assert "first period of 35 days without" in shown.stdout
    assert f"fingerprint: {OUTCOMES.get('myhre_2014').fingerprint}" in shown.stdout
    assert CliRunner().invoke(main, ["outcomes", "show", "luck"]).exit_code == 2


@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_answers_go_straight_into_a_survival_analysis(run: Run, out: str) -> None:
    assert run("derive", "--definition", "myhre_2014,free_28_days", "--out", out).exit_code == 0
    asked = ["survival", out, "--time", "time", "--event", "event"]
    done = CliRunner().invoke(main, [*asked, "--definition", "free_28_days", "--json"])
    assert json.loads(done.stdout)["rows"]["used"] == 4
    several = CliRunner().invoke(main, asked)
    assert several.exit_code == 2
    assert "answers under free_28_days, myhre_2014" in several.stderr
    none = CliRunner().invoke(main, [*asked, "--definition", "jensen_2011"])
    assert none.exit_code == 3
    assert "No row has 'jensen_2011'" in none.stderr


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("no")
    asked = ["survival", str(tmp_path / "a.parquet"), "--time", "time", "--event", "event"]
    assert CliRunner().invoke(main, asked).exit_code == 3

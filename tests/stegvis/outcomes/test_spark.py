"""Spark answers what the kernel and the reference answer, on a cluster, and where a part of it dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings

from stegvis.benefits import session
from stegvis.benefits.batch import BENEFITS, Batch
from stegvis.benefits.days import int_to_day
from stegvis.benefits.register import DAY_FORMATS, REGISTERS
from stegvis.benefits.spark import TOLD
from stegvis.cli import main
from stegvis.foundation.errors import Lacking
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.outcomes.slow import MISSING
from stegvis.outcomes.spark import _in_our_words, _parts
from tests.stegvis.outcomes.batches import ORIGINS, Days, follow_ups
from tests.stegvis.outcomes.cluster import Cluster, cluster

pytest.importorskip("pyspark", reason="Spark is not installed here; ./run test has it with the library")


def _lacking() -> str:
    try:
        session.java_home()
    except Lacking as missing:
        return str(missing)
    return ""


pytestmark = pytest.mark.skipif(bool(_lacking()), reason=_lacking())

CASES = 60
PIECES = 5
REGISTER_END = int_to_day(ORIGINS[0] + 800)
"""Before some of the spells, and before some horizons."""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with cluster(tmp_path_factory.mktemp("spark")) as found:
            yield found
            from pyspark.sql import SparkSession

            active = SparkSession.getActiveSession()
            if active is not None:
                active.stop()


class Register:
    """Files of all cases together: spells in pieces, some CSV and some Parquet, in no order."""

    def __init__(self) -> None:
        self.spells: list[list[str]] = []
        self.people: list[list[str]] = []
        self.jobs: list[list[str]] = []

    def add(self, batch: Batch, days: Days) -> None:
        for number in range(batch.persons):
            name = f"p{len(self.people)}"
            cells = [days[column][number] if column in days else MISSING for column in DAYS]
            written = ["" if day == MISSING else str(int_to_day(day)) for day in cells]
            self.people.append([name, written[0] or str(int_to_day(ORIGINS[0])), *written[1:]])
            for row in range(batch.spells.offsets[number], batch.spells.offsets[number + 1]):
                spells = batch.spells
                first, last = (str(int_to_day(int(day[row]))) for day in (spells.start, spells.end))
                grade = f"{spells.grade[row] / 100:g}"
                self.spells.append([name, first, last, BENEFITS[spells.benefit[row]], grade])
            for row in range(batch.jobs.offsets[number], batch.jobs.offsets[number + 1]):
                jobs = batch.jobs
                first, last = (str(int_to_day(int(day[row]))) for day in (jobs.start, jobs.end))
                hours, real = jobs.hours[row], jobs.competitive[row]
                told = "" if hours < 0 else f"{hours / 100:g}", "" if real < 0 else str(int(real))
                self.jobs.append([name, first, last, *told])

    def write(self, folder: Path) -> None:
        (folder / "spells").mkdir(parents=True)
        for number in range(PIECES):
            columns = zip(*self.spells[number::PIECES], strict=True)
            part = pa.table(dict(zip(SPELLS, map(pa.array, columns), strict=True)))
            if number % 2:
                for day in ("start", "end"):
                    part = part.set_column(part.column_names.index(day), day, part[day].cast(pa.date32()))
                words = part["benefit"].dictionary_encode()
                part = part.set_column(3, "benefit", words)
                part = part.set_column(4, "grade", pc.cast(part["grade"], pa.float64()))
                pq.write_table(part, folder / "spells" / f"{number}.parquet", row_group_size=50)
            else:
                pyarrow.csv.write_csv(part, folder / "spells" / f"{number}.csv")
        for name, header, rows in (
            *(("people.csv", ("person", *DAYS), self.people), ("jobs.csv", JOBS, self.jobs)),
        ):
            lines = [",".join(cells) for cells in ([*header], *rows)]
            (folder / name).write_text("\n".join(lines) + "\n")


DAYS = ("index_date", "start_date", "discharge_date", "death", "emigration", "old_age_pension")
SPELLS = ("person", "start", "end", "benefit", "grade")
JOBS = ("person", "start", "end", "hours", "competitive")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of many invented people, all in one register."""
    register = Register()

    @settings(max_examples=CASES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(people=follow_ups())
    def invent(people: tuple[Batch, Days, int, bool]) -> None:
        register.add(people[0], people[1])

    invent()
    folder = tmp_path_factory.mktemp("cases")
    register.write(folder)
    return folder


def run(command: str, folder: Path, *words: str, jobs: bool = True) -> Result:
    told = ["outcomes", command, str(folder / "spells"), str(folder / "people.csv"), "--quiet"]
    told += ["--register-end", str(REGISTER_END), *(["--jobs", str(folder / "jobs.csv")] if jobs else [])]
    return CliRunner().invoke(main, [*told, *words], catch_exceptions=False)


def on_spark(spark: Cluster, folder: Path) -> tuple[str, ...]:
    return ("--engine", "spark", "--master", spark.master, "--scratch", str(folder))


def derived(folder: Path, out: Path, *words: str) -> pa.Table:
    done = run("derive", folder, "--definition", "all", "--out", str(out), *words)
    assert done.exit_code == 0, done.stderr
    return pq.read_table(out)


def assert_same(found: pa.Table, expected: pa.Table) -> None:
    """Row by row, in the same order."""
    if not found.equals(expected):
        rows = zip(expected.to_pylist(), found.to_pylist(), strict=True)
        raise AssertionError(next(f"expected {one}\nfound    {other}" for one, other in rows if one != other))


def test_spark_the_kernel_and_the_reference_answer_the_same_in_one_job(
    spark: Cluster, cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = derived(cases, tmp_path / "here.parquet")
    assert here.num_rows >= CASES * len(OUTCOMES.all())
    monkeypatch.setitem(session.ROWS_AT_ONCE, *AT_ONCE)  # so that people come in parts
    assert_same(derived(cases, tmp_path / "there.parquet", *on_spark(spark, tmp_path)), here)
    monkeypatch.setattr(
        "stegvis.outcomes.kernel.SLOW", frozenset(one.measure for one in OUTCOMES.all().values())
    )
    assert_same(derived(cases, tmp_path / "slow.parquet"), here)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


AT_ONCE = ("spark.sql.execution.arrow.maxRecordsPerBatch", "2")


def test_an_executor_that_dies_changes_nothing(spark: Cluster, cases: Path, tmp_path: Path) -> None:
    here = derived(cases, tmp_path / "here.parquet")
    killed: list[int] = []

    def kill() -> None:
        from pyspark import SparkContext

        end = time.monotonic() + 60
        while time.monotonic() < end:
            context = SparkContext._active_spark_context
            tracker = context.statusTracker() if context else None
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()] if tracker else []
            if len(spark.executors()) == 2 and any(one and one.numActiveTasks for one in stages):
                killed.append(spark.executors()[0])
                os.kill(killed[0], signal.SIGKILL)
                return
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    there = derived(cases, tmp_path / "there.parquet", *on_spark(spark, tmp_path))
    thread.join()
    assert killed
    assert killed[0] not in spark.executors()
    assert_same(there, here)


def test_compare_on_spark_tells_the_same(spark: Cluster, cases: Path, tmp_path: Path) -> None:
    words = ("--definition", "myhre_2014,jensen_2011,states_four,gross_days_12_months", "--json")
    here, there = run("compare", cases, *words), run("compare", cases, *words, *on_spark(spark, tmp_path))
    assert json.loads(there.stdout) == json.loads(here.stdout)


@pytest.mark.parametrize("id", [id for id, one in REGISTERS.all().items() if one.unit != "spells"])
def test_registers_of_days_and_of_weeks_are_read_by_workers_too(
    spark: Cluster, tmp_path: Path, id: str
) -> None:
    register = REGISTERS.get(id)
    header, *rows = register.example_rows
    persons = sorted({row.split(",")[header.split(",").index(register.person)] for row in rows})
    first = min(date.fromisoformat(spell.split(",")[1]) for spell in register.example_spells)
    index = (first - timedelta(days=10)).strftime(DAY_FORMATS[register.day_format])
    (tmp_path / "people.csv").write_text("\n".join(["person,index_date", *(f"{p},{index}" for p in persons)]))
    (tmp_path / "spells").mkdir()
    for number, row in enumerate(rows):
        (tmp_path / "spells" / f"{number}.csv").write_text(f"{header}\n{row}\n")
    words = ("--register", id, "--definition", "hensing_spells_started,gross_days_12_months", "--out")
    assert run("derive", tmp_path, *words, str(tmp_path / "here.csv"), jobs=False).exit_code == 0
    there = run(
        "derive", tmp_path, *words, str(tmp_path / "there.csv"), *on_spark(spark, tmp_path), jobs=False
    )
    assert there.exit_code == 0
    assert (tmp_path / "there.csv").read_text() == (tmp_path / "here.csv").read_text()
    assert pc.max(pyarrow.csv.read_csv(tmp_path / "there.csv")["value"]).as_py() > 1


def test_wrong_rows_are_told_in_the_same_words_and_nothing_is_written(
    spark: Cluster, cases: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "wrong"
    shutil.copytree(cases, folder)
    with (folder / "spells" / "0.csv").open("a") as file:
        file.write(
            "p1,2023-05-02,2023-05-01,sickness_benefit,50\np1,2023-13-02,,cake,101\nstranger,2023-01-01\n"
        )
    words = ("--definition", "myhre_2014", "--out", str(tmp_path / "out.csv"))
    here, there = run("derive", folder, *words), run("derive", folder, *words, *on_spark(spark, tmp_path))
    assert (here.exit_code, there.exit_code) == (3, 3)
    assert there.stderr == here.stderr
    assert all(
        word in there.stderr for word in ("2023-13-02", "'cake'", "'101'", "5 cells, as the first row has")
    )
    assert not (tmp_path / "out.csv").exists()
    skipped = run("derive", folder, *words, "--on-error", "skip", *on_spark(spark, tmp_path))
    assert skipped.exit_code == 0
    assert skipped.stderr == run("derive", folder, *words, "--on-error", "skip").stderr


def test_a_file_that_a_worker_cannot_read_to_its_end_is_told_and_nothing_is_written(
    spark: Cluster, cases: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(cases, folder)
    damaged = folder / "spells" / "1.parquet"
    content = damaged.read_bytes()
    damaged.write_bytes(content[:4] + bytes(200) + content[204:])
    words = ("--definition", "myhre_2014", "--out", str(tmp_path / "out.csv"), *on_spark(spark, tmp_path))
    done = run("derive", folder, *words)
    assert done.exit_code == 3
    assert f"{damaged}: " in done.stderr
    assert "files that can be read to their ends" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_answers_that_did_not_come_into_the_shared_folder_are_missed(tmp_path: Path) -> None:
    def put(*shelves: int) -> None:
        pq.write_table(pa.table({"shelf": shelves}), tmp_path / f"{shelves[0]}.parquet")

    put(TOLD, 1)
    put(0)
    assert _parts(tmp_path, 2).keys() == {TOLD, 0, 1}
    for shelves in (1, 3):
        with pytest.raises(Lacking, match="--scratch"):
            _parts(tmp_path, shelves)


@pytest.mark.parametrize(
    "said",
    [
        "ModuleNotFoundError: No module named 'stegvis'",
        "[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.12 than that in driver: 3.11",
        'Caused by: java.io.IOException: Cannot run program "/opt/python": error=2, No such file',
    ],
)
def test_a_worker_without_the_right_python_is_no_fault_of_the_files(said: str) -> None:
    told = _in_our_words(Exception(f"Job aborted.\n{said}\n\tat java.lang.Thread"))
    assert isinstance(told, Lacking)
    assert "PYSPARK_PYTHON" in str(told)


def test_what_we_have_no_words_for_stays_what_it_is() -> None:
    error = Exception("Job aborted.\njava.lang.OutOfMemoryError: Java heap space")
    assert _in_our_words(error) is error


@pytest.mark.parametrize(
    "words", [("--master", "local[1]"), ("--engine", "spark", "--master", "http://127.0.0.1")]
)
def test_a_master_is_for_spark_and_one_that_it_knows(cases: Path, words: tuple[str, ...]) -> None:
    done = run("derive", cases, "--definition", "myhre_2014", "--out", "out.csv", *words)
    assert done.exit_code == 2
    assert "--master" in done.stderr

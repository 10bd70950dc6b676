"""Spark for `./run bench outcomes`, on this machine: our kernel in its workers, and the question as SQL."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from stegvis.benefits.days import day_to_int
from stegvis.benefits.opening import Request
from stegvis.benefits.register import REGISTERS
from stegvis.benefits.session import session
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.outcomes.spark import answered

END, LENGTH = date(2014, 12, 31), 35
LEVELS = (0, 20)
"""Percent that counts as free. At 0 any benefit counts; at 20 the grades of one day have to be summed."""
MANY_LEVELS, MANY_LENGTHS = (0, 20, 50, 80), tuple(range(14, 98, 7))
"""Forty-eight definitions at once."""
FOLLOWED = """
WITH p AS (
    SELECT person, unix_date(index_date) AS index_day, unix_date(add_months(index_date, 12)) AS horizon
    FROM parquet.`{folder}/people.parquet`
), s AS (
    SELECT s.person, index_day, horizon, grade, greatest(unix_date(s.start), index_day) AS a,
        least(unix_date(s.`end`), {end}) AS b
    FROM parquet.`{folder}/spells.parquet` s JOIN p USING (person)
    WHERE s.grade > 0 AND s.code IN (0, 1, 2) AND unix_date(s.`end`) >= index_day
        AND unix_date(s.start) <= {end}
)"""
SUMMED = """, t AS (
    SELECT person, index_day, horizon, day, sum(change) AS change
    FROM s LATERAL VIEW stack(2, a, grade, b + 1, -grade) changes AS day, change
    GROUP BY person, index_day, horizon, day
), l AS (
    SELECT person, index_day, horizon, day AS a, lead(day) OVER (PARTITION BY person ORDER BY day) - 1 AS b,
        sum(change) OVER (PARTITION BY person ORDER BY day) AS level
    FROM t
), busy AS (SELECT * FROM l WHERE level > {level} AND b IS NOT NULL)"""
FIRST_FREE = """, w AS (
    SELECT person, index_day, horizon, a, b,
        coalesce(max(b) OVER (
            PARTITION BY person ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), index_day - 1) AS before
    FROM {busy}
), g AS (
    SELECT person, min(CASE WHEN a - before > {length} AND before + 1 < horizon THEN before + 1 END) AS gap,
        max(b) AS last, max(horizon) AS horizon
    FROM w GROUP BY person
), f AS (
    SELECT p.person, index_day, CASE
        WHEN g.person IS NULL THEN index_day
        WHEN gap IS NOT NULL THEN gap
        WHEN last + 1 < g.horizon AND last + {length} <= {end} THEN last + 1
    END AS free
    FROM p LEFT JOIN g USING (person)
)
SELECT sum(free - index_day) + count(free) FROM f
"""


MANY = """
SELECT {sums} FROM (
    SELECT p.person, index_day, {free} FROM p LEFT JOIN (
        SELECT person, {gaps}, max(b) AS last FROM (
            SELECT person, index_day, horizon, a, b, coalesce(max(b) OVER (
                PARTITION BY person ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), index_day - 1) AS before
            FROM levels WHERE level > {level} AND b IS NOT NULL
        ) GROUP BY person
    ) g USING (person)
)
"""
GAP = "min(CASE WHEN a - before > {n} AND before + 1 < horizon THEN before + 1 END) AS gap{n}"
FREE = """CASE WHEN last IS NULL THEN index_day WHEN gap{n} IS NOT NULL THEN gap{n}
    WHEN last + 1 < horizon AND last + {n} <= {end} THEN last + 1 END AS free{n}"""
SUM = "sum(free{n} - index_day) + count(free{n})"


def main(engine: str, folder: Path) -> None:
    """Each question twice: as a session's first, for which workers start and code is compiled, and again."""
    spark = session("local[2]")
    spark.conf.set("spark.sql.shuffle.partitions", "8")  # suits two workers: SQL is faster than with 200
    spark.range(10).selectExpr("sum(id)").collect()  # so that Spark itself stands ready
    engines: dict[str, Callable[[Any, Path, int], int]] = {"kernel": kernel, "sql": sql}
    seconds: dict[str, float] = {}
    totals: dict[int, int] = {}
    for name, level in (("first", 0), *((f"again, level {level}", level) for level in LEVELS)):
        begun = time.perf_counter()
        totals[level] = engines[engine](spark, folder, level)
        seconds[name] = time.perf_counter() - begun
    begun = time.perf_counter()
    many = {"kernel": kernel_many, "sql": sql_many}[engine](spark, folder)
    seconds[f"{len(MANY_LEVELS) * len(MANY_LENGTHS)} definitions at once"] = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "sum": [*totals.values(), many]}))
    spark.stop()


def kernel(spark: Any, folder: Path, level: int) -> int:
    return _kernel(spark, folder, [(level, LENGTH)])


def kernel_many(spark: Any, folder: Path) -> int:
    return _kernel(spark, folder, [(level, length) for level in MANY_LEVELS for length in MANY_LENGTHS])


def _kernel(spark: Any, folder: Path, wanted: list[tuple[int, int]]) -> int:
    asked = Request(
        spells=folder / "spells.parquet",
        people=folder / "people.parquet",
        jobs=None,
        register=REGISTERS.get("plain"),
        end=day_to_int(END),
        names={},
        separator=",",
        encoding="utf-8",
        day_columns=(),
    )
    usual = OUTCOMES.get("free_35_days_without_baseline")
    outcomes = {f"{level}-{length}": replace(usual, level=level, length=length) for level, length in wanted}
    total = 0
    with answered(asked, outcomes, spark=spark, scratch=folder) as found:
        for part in found.answered:
            for answers in part.answers.values():
                back = answers.event[:, 0] == 1
                total += int(answers.time[back, 0].astype("int64").sum() + back.sum())
    return total


def sql(spark: Any, folder: Path, level: int) -> int:
    query = FOLLOWED + SUMMED + FIRST_FREE if level else FOLLOWED + FIRST_FREE
    busy = "busy" if level else "s"
    told = {**_told(folder), "length": LENGTH, "level": level, "busy": busy}
    return int(spark.sql(query.format(**told)).collect()[0][0])


def sql_many(spark: Any, folder: Path) -> int:
    """The level of each day once, kept; then for each level one pass that looks for all lengths."""
    told = _told(folder)
    followed = FOLLOWED.format(**told)
    spark.sql(f"{followed} SELECT * FROM p").cache().createOrReplaceTempView("p")
    summed = (FOLLOWED + SUMMED).format(**told, level=0)
    levels = spark.sql(f"{summed} SELECT l.* FROM l").cache()
    levels.createOrReplaceTempView("levels")
    total = 0
    for level in MANY_LEVELS:
        parts = {
            "sums": " + ".join(SUM.format(n=n) for n in MANY_LENGTHS),
            "free": ", ".join(FREE.format(n=n, **told) for n in MANY_LENGTHS),
            "gaps": ", ".join(GAP.format(n=n) for n in MANY_LENGTHS),
        }
        total += int(spark.sql(MANY.format(level=level, **parts)).collect()[0][0])
    return total


def _told(folder: Path) -> dict[str, object]:
    return {"folder": folder.as_uri(), "end": day_to_int(END)}


main(sys.argv[1], Path(sys.argv[2]))

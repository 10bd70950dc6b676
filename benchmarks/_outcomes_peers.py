"""Peers of `./run bench outcomes`: gaps between islands of spells, as one writes it in each of them.

Without our checks, and for one definition: no grades but zero, no pensions from before.
"""

from __future__ import annotations

import json
import resource
import sys
import time

END, LENGTH, HORIZON = 16_435, 35, 12
SQL = """
WITH s AS (
    SELECT s.person, p.index_day, p.horizon, greatest(s.start - DATE '1970-01-01', p.index_day) AS a,
        least(s."end" - DATE '1970-01-01', {end}) AS b
    FROM '{folder}/spells.parquet' s
    JOIN (
        SELECT person, index_date - DATE '1970-01-01' AS index_day,
            (index_date + INTERVAL 12 MONTH)::DATE - DATE '1970-01-01' AS horizon
        FROM '{folder}/people.parquet'
    ) p USING (person)
    WHERE s.grade > 0 AND s.code IN (0, 1, 2) AND s."end" >= DATE '1970-01-01' + p.index_day::INT
        AND s.start <= DATE '1970-01-01' + {end}
), w AS (
    SELECT person, index_day, horizon, a,
        coalesce(max(b) OVER earlier, index_day - 1) AS before
    FROM s
    WINDOW earlier AS (
        PARTITION BY person ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
), g AS (
    SELECT person, before + 1 AS free FROM w WHERE a - before > {length} AND before + 1 < horizon
    UNION ALL
    SELECT person, max(b) + 1 FROM s GROUP BY person, horizon
    HAVING max(b) + 1 < min(horizon) AND max(b) + {length} <= {end}
    UNION ALL
    SELECT person, index_date - DATE '1970-01-01' FROM '{folder}/people.parquet' p
    WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.person = p.person)
), f AS (SELECT person, min(free) AS free FROM g GROUP BY person)
SELECT sum(free - (index_date - DATE '1970-01-01')) + count(*)
FROM f JOIN '{folder}/people.parquet' USING (person)
"""


def duckdb(folder: str) -> int:
    import duckdb

    return int(duckdb.sql(SQL.format(folder=folder, end=END, length=LENGTH)).fetchall()[0][0])


def polars(folder: str) -> int:
    import polars as pl

    people = pl.scan_parquet(f"{folder}/people.parquet").with_columns(
        pl.col("index_date").dt.offset_by("12mo").to_physical().alias("horizon"),
        pl.col("index_date").to_physical().alias("index_day"),
    )
    spells = (
        pl.scan_parquet(f"{folder}/spells.parquet")
        .filter((pl.col("grade") > 0) & (pl.col("code") <= 2))
        .join(people, on="person")
        .with_columns(pl.col("start").to_physical().alias("a"), pl.col("end").to_physical().alias("b"))
        .filter((pl.col("b") >= pl.col("index_day")) & (pl.col("a") <= END))
        .with_columns(pl.max_horizontal("a", "index_day").alias("a"), pl.min_horizontal("b", END).alias("b"))
        .select("person", "index_day", "horizon", "a", "b")
        .sort("person", "a", "b")
    )
    before = pl.col("b").cum_max().shift(1).over("person").fill_null(pl.col("index_day") - 1)
    gaps = spells.with_columns(before.alias("before")).filter(
        (pl.col("a") - pl.col("before") > LENGTH) & (pl.col("before") + 1 < pl.col("horizon"))
    )
    last = spells.group_by("person").agg(pl.col("b").max(), pl.col("horizon").first())
    ends = last.filter((pl.col("b") + 1 < pl.col("horizon")) & (pl.col("b") + LENGTH <= END))
    free = pl.concat(
        [gaps.select("person", free=pl.col("before") + 1), ends.select("person", free=pl.col("b") + 1)]
    )
    first = free.group_by("person").agg(pl.col("free").min())
    nobody = people.join(last, on="person", how="anti").select("person", free=pl.col("index_day"))
    found = pl.concat([first, nobody]).join(people, on="person")
    total = found.select((pl.col("free") - pl.col("index_day")).sum() + pl.len()).collect()
    return int(total.item())


def pandas(folder: str) -> int:
    import numpy as np
    import pandas as pd

    people = pd.read_parquet(f"{folder}/people.parquet")
    index = pd.to_datetime(people["index_date"])
    epoch = pd.Timestamp("1970-01-01")
    people["index_day"] = (index - epoch).dt.days
    people["horizon"] = (index + pd.DateOffset(months=12) - epoch).dt.days
    spells = pd.read_parquet(f"{folder}/spells.parquet", columns=["person", "start", "end", "code", "grade"])
    spells = spells[(spells["grade"] > 0) & (spells["code"] <= 2)]
    spells["a"] = np.asarray(spells["start"], dtype="datetime64[D]").astype(np.int64)
    spells["b"] = np.asarray(spells["end"], dtype="datetime64[D]").astype(np.int64)
    spells = spells[["person", "a", "b"]].merge(people[["person", "index_day", "horizon"]], on="person")
    spells = spells[(spells["b"] >= spells["index_day"]) & (spells["a"] <= END)]
    spells["a"], spells["b"] = spells[["a", "index_day"]].max(axis=1), spells["b"].clip(upper=END)
    spells = spells.sort_values(["person", "a", "b"])
    reached = spells.groupby("person")["b"].cummax().groupby(spells["person"]).shift(1)
    before = reached.fillna(spells["index_day"] - 1)
    gaps = spells[(spells["a"] - before > LENGTH) & (before + 1 < spells["horizon"])]
    free = pd.DataFrame({"person": gaps["person"], "free": before[gaps.index] + 1})
    last = spells.groupby("person").agg(b=("b", "max"), horizon=("horizon", "first")).reset_index()
    ends = last[(last["b"] + 1 < last["horizon"]) & (last["b"] + LENGTH <= END)]
    none = people[~people["person"].isin(last["person"])]
    parts = [
        free,
        pd.DataFrame({"person": ends["person"], "free": ends["b"] + 1}),
        pd.DataFrame({"person": none["person"], "free": none["index_day"]}),
    ]
    first = pd.concat(parts).groupby("person")["free"].min().reset_index().merge(people, on="person")
    return int((first["free"] - first["index_day"]).sum() + len(first))


if __name__ == "__main__":
    engine, folder = sys.argv[1], sys.argv[2]
    times = []
    for _round in range(2):
        begun = time.perf_counter()
        total = {"duckdb": duckdb, "polars": polars, "pandas": pandas}[engine](folder)
        times.append(time.perf_counter() - begun)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": {"answers": min(times)}, "megabytes": most, "sum": total}))

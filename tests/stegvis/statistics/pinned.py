"""The data sets of `validation/data`, and what R said about them (`validation/survival.json`)."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.testing import assert_allclose
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats
from stegvis.statistics.cox import CoxFit, cox
from stegvis.statistics.follow_up import FollowUp, follow_up

FOLDER = Path(__file__).parents[3] / "validation"


@cache
def data(name: str) -> dict[str, Floats]:
    """The columns of a data set."""
    with (FOLDER / "data" / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


@cache
def _everything(file: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{file}.json").read_text()))


def r(name: str, *path: str, file: str = "survival") -> Any:
    """What R said, by data set and by name."""
    found = _everything(file)[name]
    for step in path:
        found = found[step]
    return found


def rows(name: str, **named: str) -> FollowUp:
    """The follow-up of a data set; `weights="weight"` takes weights from that column."""
    d = data(name)
    time = d["stop"] if "stop" in d else d["time"]
    entry = d.get("start", d.get("entry")) if name != "competing" or "entry" in named else None
    weights = d[named["weights"]] if "weights" in named else None
    return follow_up(time, d["event"], entry=entry, weights=weights)


def repeated() -> tuple[dict[str, Floats], FollowUp]:
    """The rows of `weights`, each as often as its whole weight says."""
    d = data("weights")
    times = d["whole"].astype(int)
    many = {name: np.repeat(column, times) for name, column in d.items()}
    return many, follow_up(many["time"], many["event"])


MODELS: dict[tuple[str, str], tuple[list[str], dict[str, str]]] = {
    ("sixmp", "cox"): (["treated"], {}),
    ("aml", "cox"): (["maintained"], {}),
    ("ties", "cox"): (["dose", "age"], {}),
    ("sites", "cox"): (["arm", "age"], {"strata": "site"}),
    ("sites", "crude"): (["arm"], {}),
    ("entry", "cox"): (["arm", "score"], {}),
    ("entry", "cox_strata"): (["score"], {"strata": "arm"}),
    ("weights", "cox"): (["arm", "age"], {"weights": "weight"}),
    ("weights", "cox_robust"): (["arm", "age"], {"weights": "weight", "clusters": "row"}),
    ("clusters", "cox"): (["arm", "age"], {"clusters": "clinic"}),
    ("recurrent", "cox"): (["arm", "age"], {"clusters": "person"}),
    ("unrounded", "cox"): (["arm", "x", "z"], {}),
}
"""The models that R fitted: data set and name, covariates, and what else the model has."""


@cache
def fitted(name: str, model: str, ties: str) -> CoxFit:
    """Our fit of a model that R fitted."""
    covariates, more = MODELS[name, model]
    d = data(name)
    weights = {"weights": more["weights"]} if "weights" in more else {}
    clusters = None
    if "clusters" in more:
        clusters = np.arange(len(d["time"])) if more["clusters"] == "row" else d[more["clusters"]]
    return cox(
        rows(name, **weights),
        np.column_stack([d[covariate] for covariate in covariates]),
        names=covariates,
        ties=ties,
        strata=d[more["strata"]] if "strata" in more else None,
        clusters=clusters,
    )


def equal(ours: ArrayLike, theirs: Any, relative: float = 1e-8) -> None:
    """Hold ours to R's: to 1e-8 of each number, or of the largest in its array where that is near 0."""
    expected = np.asarray(theirs, dtype=np.float64)
    found = np.asarray(ours, dtype=np.float64)
    top = float(np.nanmax(np.abs(expected))) if np.isfinite(expected).any() else 0.0
    assert_allclose(found, expected, rtol=relative, atol=relative * top * 1e-2)

"""One engine, one task, in a process of its own: `python _survival_engine.py ENGINE TASK FOLDER`.

Runs in the project's environment or in that of the peers, so it imports nothing at the top but NumPy.
Prints JSON: the median of seconds, how many runs, peak memory in MB and the answer as numbers.
"""

from __future__ import annotations

import json
import re
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

DAYS = (30, 100, 200, 300)  # at which curves are compared
BUDGET, MOST = 1.0, 200  # seconds and runs of one measurement, after the warm-up
LONG = 10.0  # seconds of a warm-up that is not repeated; beyond what loading compiled code takes
Answer = list[float]
Runs = dict[str, Callable[[], Answer]]
Data = dict[str, Any]


def load(folder: Path) -> Data:
    """The columns by name, as `benchmarks.survival` wrote them."""
    return {path.stem: np.load(path) for path in folder.glob("*.npy")}


def at_days(times: Any, survival: Any) -> Answer:
    """A curve's values at DAYS."""
    places = np.searchsorted(times, DAYS, side="right")
    return [float(value) for value in np.concatenate(([1.0], survival))[places]]


def ours(data: Data) -> Runs:
    """Stegvis."""
    s = "stegvis.statistics."
    follow_up = import_module(s + "follow_up").follow_up
    kaplan_meier = import_module(s + "kaplan_meier").kaplan_meier
    compare = import_module(s + "tests").compare
    cox = import_module(s + "cox").cox
    tables = import_module(s + "day_tables")
    t, e, g, x, k, site = (data[name] for name in ("time", "event", "group", "x", "whole", "site"))

    def km() -> Answer:
        curve = kaplan_meier(follow_up(t, e))[0]
        return at_days(curve.times, curve.survival)

    def table() -> list[Any]:
        return [
            tables.day_table(follow_up(t[here], e[here]), k[here])
            for here in (site == code for code in (0, 1, 2))
        ]

    made: list[Any] = []

    def from_tables() -> Answer:
        if not made:
            made.extend(table())
        return list(map(float, tables.fit_from_tables(made).fit.coefficients))

    return {
        "km": km,
        "log-rank": lambda: [compare(follow_up(t, e), g).statistic],
        "gehan": lambda: [compare(follow_up(t, e), g, weight="gehan-breslow").statistic],
        "cox": lambda: list(map(float, cox(follow_up(t, e), x).coefficients)),
        "pooled": lambda: list(map(float, cox(follow_up(t, e), k).coefficients)),
        "tables": lambda: [float(sum(one.count.sum() for one in table()))],
        "from-tables": from_tables,
    }


def compiled(data: Data) -> Runs:
    """Stegvis with its compiled counting loaded."""
    import_module("stegvis.statistics.compiled")
    return ours(data)


def statsmodels(data: Data) -> Runs:
    """statsmodels."""
    api = import_module("statsmodels.duration.api")
    t, e, g, x = data["time"], data["event"], data["group"], data["x"]

    def km() -> Answer:
        curve = api.SurvfuncRight(t, e)
        return at_days(curve.surv_times, curve.surv_prob)

    return {
        "km": km,
        "log-rank": lambda: [float(api.survdiff(t, e, g)[0])],
        "gehan": lambda: [float(api.survdiff(t, e, g, weight_type="gb")[0])],
        "cox": lambda: list(map(float, api.PHReg(t, x, status=e, ties="efron").fit().params)),
    }


def lifelines(data: Data) -> Runs:
    """lifelines."""
    module, tests = import_module("lifelines"), import_module("lifelines.statistics")
    frame = import_module("pandas").DataFrame(data["x"], columns=["a", "b", "c"])
    t, e, g = data["time"], data["event"], data["group"]
    frame["t"], frame["e"] = t, e

    def km() -> Answer:
        curve = module.KaplanMeierFitter().fit(t, e).survival_function_
        return at_days(curve.index.to_numpy(), curve.iloc[:, 0].to_numpy())

    def test(**named: str) -> Answer:
        one, other = g == 0, g == 1
        return [float(tests.logrank_test(t[one], t[other], e[one], e[other], **named).test_statistic)]

    return {
        "km": km,
        "log-rank": test,
        "gehan": lambda: test(weightings="wilcoxon"),
        "cox": lambda: list(map(float, module.CoxPHFitter().fit(frame, "t", "e").params_)),
    }


def scikit_survival(data: Data) -> Runs:
    """scikit-survival; it has no Gehan test."""
    nonparametric, compare = import_module("sksurv.nonparametric"), import_module("sksurv.compare")
    model = import_module("sksurv.linear_model").CoxPHSurvivalAnalysis
    y = import_module("sksurv.util").Surv.from_arrays(data["event"].astype(bool), data["time"])
    t, e, g, x = data["time"], data["event"].astype(bool), data["group"], data["x"]
    return {
        "km": lambda: at_days(*nonparametric.kaplan_meier_estimator(e, t)),
        "log-rank": lambda: [float(compare.compare_survival(y, g)[0])],
        "cox": lambda: list(map(float, model(ties="efron").fit(x, y).coef_)),
    }


ENGINES: dict[str, Callable[[Data], Runs]] = {
    "ours": ours,
    "compiled": compiled,
    "statsmodels": statsmodels,
    "lifelines": lifelines,
    "scikit-survival": scikit_survival,
}


def measure(run: Callable[[], Answer]) -> tuple[Answer, float, int]:
    """The answer, the median of seconds and how many runs. A warm-up beyond LONG is the only run."""
    seconds: list[float] = []
    started = time.perf_counter()
    answer = run()
    first = time.perf_counter() - started
    if first > LONG:
        return answer, first, 1
    while len(seconds) < 3 or (sum(seconds) < BUDGET and len(seconds) < MOST):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return answer, median(seconds), len(seconds)


def peak() -> float:
    """The most memory this process ever held, in MB."""
    found = re.search(r"^VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(), re.M)
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    engine, task, folder = sys.argv[1:]
    runs = ENGINES[engine](load(Path(folder)))
    answer, seconds, times = measure(runs[task])
    print(json.dumps({"seconds": seconds, "runs": times, "peak": peak(), "answer": answer}))

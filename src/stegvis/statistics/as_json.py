"""An analysis as JSON, by the schema `docs/schemas/survival.json`. What is no number is null."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from stegvis.statistics.analysis import Analysis, Model
from stegvis.statistics.competing import Incidence
from stegvis.statistics.cox import ChiSquared
from stegvis.statistics.kaplan_meier import Curve

FORMAT = "stegvis-survival/1"


def as_json(analysis: Analysis) -> dict[str, Any]:
    """The analysis in plain values that `json` can write."""
    question = asdict(analysis.question)
    rules = analysis.preset.rules.told()
    found = {
        "format": FORMAT,
        "question": {**question, "ties": rules["ties"]},
        "preset": {
            "name": analysis.preset.name,
            "rules": rules,
            "verified": analysis.preset.verified,
            "differs": analysis.preset.differs,
        },
        "rows": {"read": analysis.read, "used": analysis.used, "dropped": analysis.dropped},
        "curves": [_curve(curve) for curve in analysis.curves],
        "tests": [
            {
                "test": str(test.weight),
                "stratified": analysis.question.strata is not None,
                "statistic": test.statistic,
                "df": test.df,
                "p": test.p,
                "observed": test.observed,
                "expected": test.expected,
            }
            for test in analysis.tests
        ],
        "trends": [
            {"test": str(trend.weight), "scores": trend.scores, "statistic": trend.statistic, "p": trend.p}
            for trend in analysis.trends
        ],
        "pairs": [
            {"test": str(weight), **asdict(pair)} for weight, pairs in analysis.pairs for pair in pairs
        ],
        "restricted_means": [asdict(mean) for mean in analysis.means],
        "mean_differences": [asdict(gap) for gap in analysis.differences],
        "models": [_model(model) for model in analysis.models],
        "competing": [_incidence(incidence, analysis) for incidence in analysis.incidences],
        "gray": [
            {"event": _code(test.kind, analysis), "statistic": test.statistic, "df": test.df, "p": test.p}
            for test in analysis.gray
        ],
        "notes": list(analysis.notes),
    }
    plain = _plain(found)
    assert isinstance(plain, dict)
    return plain


def _curve(curve: Curve) -> dict[str, Any]:
    quantiles = {
        name: asdict(curve.quantile(p)) for name, p in (("q25", 0.25), ("median", 0.5), ("q75", 0.75))
    }
    steps = {
        name: getattr(curve, name)
        for name in ("times", "at_risk", "events", "censored", "survival", "std_error", "low", "high")
    }
    return {
        "group": curve.label,
        "people": _at_start(curve),
        "events": curve.events.sum(),
        "censored": curve.censored.sum(),
        "robust": curve.robust,
        **{name: {key: q[key] for key in ("time", "low", "high")} for name, q in quantiles.items()},
        "steps": steps,
    }


def _at_start(curve: Curve) -> float:
    return float(curve.events.sum() + curve.censored.sum())


def _model(model: Model) -> dict[str, Any]:
    fit = model.fit
    told: dict[str, Any] = {
        "name": model.name,
        "rows": model.rows,
        "dropped": model.dropped,
        "references": dict(model.references),
        "refused": model.refused,
        "fit": None,
    }
    if fit is None or model.check is None:
        return told
    told["fit"] = {
        "events": fit.events,
        "robust": fit.robust,
        "clusters": fit.clusters,
        "loglik": fit.loglik,
        "loglik_null": fit.loglik_null,
        "ratios": [asdict(ratio) for ratio in model.ratios],
        "covariance": fit.covariance,
        "likelihood_ratio": _chi_squared(fit.likelihood_ratio),
        "wald": _chi_squared(fit.wald),
        "score": _chi_squared(fit.score_test),
        "proportional_hazards": {
            "clock": str(model.check.clock),
            "terms": {name: _chi_squared(test) for name, test in model.check.terms.items()},
            "whole": _chi_squared(model.check.whole),
        },
    }
    return told


def _chi_squared(test: ChiSquared) -> dict[str, float]:
    return {"statistic": test.statistic, "df": test.df, "p": test.p}


def _incidence(incidence: Incidence, analysis: Analysis) -> dict[str, Any]:
    return {
        "group": incidence.label,
        "times": incidence.times,
        "event_free": incidence.event_free,
        "events": [
            {
                "event": _code(kind, analysis),
                **{
                    name: getattr(incidence, name)[:, column]
                    for name in ("probability", "std_error", "low", "high")
                },
            }
            for column, kind in enumerate(incidence.kinds)
        ],
    }


def _code(kind: int, analysis: Analysis) -> int:
    """The number of a kind of event in the file."""
    return (analysis.question.event_code, *analysis.codes)[kind - 1]


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [_plain(each) for each in value.tolist()]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value

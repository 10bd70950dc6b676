"""The catalogue of outcomes: each says what it means by an example, and in a sentence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stegvis.foundation.errors import DefinitionError
from stegvis.outcomes.examples import example
from stegvis.outcomes.measures import Measure
from stegvis.outcomes.methods import describe
from stegvis.outcomes.outcome import OUTCOMES, Outcome

NAMED = (
    *("myhre_2014", "jensen_2011", "haldorsen_2002_month", "skouen_full_month", "gismervik_one_month"),
    *("brendbekken_2018_three_months", "alaranta_sick_days_12_months", "marhold_60_days", "hara_2018"),
    *("sqrp_2019_four_categories", "rodevand_competitive_employment", "states_eight", "states_four"),
)


@pytest.mark.parametrize("id", OUTCOMES.all())
def test_the_example_of_an_outcome_comes_out_as_it_says(id: str) -> None:
    outcome = OUTCOMES.get(id)
    assert outcome.example_answers
    assert example(outcome) == outcome.example_answers


@pytest.mark.parametrize("id", OUTCOMES.all())
def test_an_outcome_prints_itself_as_whole_sentences(id: str) -> None:
    said = describe(OUTCOMES.get(id))
    assert re.fullmatch(r"([A-Z][^.]*(\.\d[^.]*)?\. ?)+", said), said
    assert "_" not in said
    assert "  " not in said


def test_what_papers_name_is_there() -> None:
    assert len(OUTCOMES.all()) >= 25
    assert set(NAMED) <= OUTCOMES.all().keys()


def test_every_measure_has_a_definition_that_uses_it() -> None:
    assert {outcome.measure for outcome in OUTCOMES.all().values()} == set(Measure)


def test_a_definition_of_ones_own_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "six_weeks.toml").write_text(
        'name = "Six weeks"\nsource = "protocol, p. 3"\nauthor = "Ingrid"\nvalid_from = 2026-01-01\n'
        'measure = "first free period"\nbenefits = ["sickness_benefit"]\nlength = 6\nlength_unit = "weeks"\n'
    )
    assert "6 weeks without sickness benefit" in describe(OUTCOMES.all(tmp_path)["six_weeks"])


def wrong(**changed: object) -> str:
    """What is said of a definition that is wrong in these places."""
    right: dict[str, object] = {
        "name": "Right",
        "source": "p. 1",
        "author": "Ingrid",
        "valid_from": date(2026, 1, 1),
        "measure": "first free period",
        "benefits": ("sickness_benefit",),
        "length": 28,
    }
    assert not list(Outcome(**right).problems())  # type: ignore[arg-type]
    return "; ".join(Outcome(**{**right, **changed}).problems())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"measure": "luck"}, "measure is 'luck'; write one of 'first free period'"),
        ({"benefits": ()}, "write the benefits that count"),
        ({"benefits": ("pension",)}, "benefits has 'pension'; known are sickness_benefit"),
        ({"length": 0}, "length is how long a period lasts"),
        ({"level": 100}, "write a number from 0 to 99"),
        ({"overlap": "longest"}, "overlap is 'longest'; write one of 'sum', 'maximum'"),
        ({"competing": ("holiday",)}, "competing has 'holiday'"),
        ({"horizon": 0}, "horizon is how long people are followed"),
        ({"measure": "days"}, "windows is empty"),
        ({"windows": ("a",)}, "windows, window_from and window_until belong together"),
        ({"windows": ("a",), "window_from": (2,), "window_until": (2,)}, "has no day"),
        ({"windows": (), "window_origins": ("index_date",)}, "write one for each window, or none"),
        ({"measure": "relapse"}, "run_days is how many days in a row"),
        ({"measure": "rise in participation"}, "write length_unit = 'months'"),
        ({"measure": "working time"}, "minutes_a_week"),
        ({"measure": "first day in a state"}, "states is empty"),
        ({"measure": "first day in a state", "states": ("ill",)}, "write name=benefit+benefit@percent"),
        ({"measure": "first day in a state", "states": ("ill=sickness_benefit@0",)}, "a percent from 1"),
        (
            {"measure": "states", "states": ("ill=sickness_benefit@1",), "windows": ("a",)},
            "otherwise is empty",
        ),
    ],
)
def test_a_definition_that_cannot_be_evaluated_is_refused_with_what_to_write(
    changed: dict[str, object], says: str
) -> None:
    assert says in wrong(**changed)


def test_a_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "Mine"\nmeasure = "luck"\n')
    with pytest.raises(DefinitionError, match=r"mine\.toml: source is missing"):
        OUTCOMES.all(tmp_path)

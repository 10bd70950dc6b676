"""The pieces of the survival benchmark that need no peers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks._survival_engine import load, ours
from benchmarks.survival import EXACT, equal, write


def test_every_task_of_ours_has_an_answer_on_300_rows(tmp_path: Path) -> None:
    write(tmp_path / "small", 300)
    answers = {task: run() for task, run in ours(load(tmp_path / "small")).items()}
    assert [len(answers[task]) for task in ("km", "log-rank", "gehan", "cox")] == [4, 1, 1, 3]
    assert answers["tables"] == [300.0]
    assert equal(answers["from-tables"], answers["pooled"], EXACT)


@pytest.mark.parametrize("theirs", [[1.0, 2.1], [1.0], [1.0, float("nan")]])
def test_an_answer_that_is_not_ours_is_seen(theirs: list[float]) -> None:
    assert equal([1.0, 2.0], [1.0, 2.0], EXACT)
    assert not equal(theirs, [1.0, 2.0], EXACT)

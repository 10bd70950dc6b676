"""A program that is missing is said in one line, with what to install."""

from __future__ import annotations

import os

import pytest

from tools.need import Program, need

MISSING = Program("a-package", ("no-such-program",))


def test_a_program_is_found_by_one_of_its_names() -> None:
    assert need(Program("a-package", ("no-such-program", "sh"))).name == "sh"


def test_whoever_may_not_install_reads_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as ended:
        need(MISSING)
    assert ended.value.code == 4
    assert capsys.readouterr().err == "Please install a-package (on Debian: apt-get install a-package).\n"

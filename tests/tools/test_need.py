"""A program that is missing is said in one line, with what to install."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.need import Libraries, Program, RPackages, need, want

MISSING = Program("a-package", ("no-such-program",))


def test_a_program_is_found_by_one_of_its_names() -> None:
    assert need(Program("a-package", ("no-such-program", "sh"))).name == "sh"


def test_libraries_are_found_by_the_module_that_loads_them() -> None:
    assert Libraries("a-package", "json").find() == "json"
    assert Libraries("a-package", "no_such_module").find() is None


def test_r_without_a_package_that_is_asked_for_is_not_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rscript = tmp_path / "Rscript"
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    for status, found in ((0, rscript), (1, None)):
        rscript.write_text(f"#!/bin/sh\nexit {status}\n")
        rscript.chmod(0o755)
        assert RPackages("r-base-core", ("survival",)).find() == found


def test_what_a_module_prints_about_missing_libraries_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "talkative.py").write_text("print('Follow the steps'); raise OSError('no library')")
    monkeypatch.syspath_prepend(tmp_path)
    assert Libraries("a-package", "talkative").find() is None
    assert capsys.readouterr().out == ""


def test_what_is_only_wanted_is_said_in_one_line_and_gone_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert want(MISSING, without="No music.") is None
    said = capsys.readouterr().err
    assert said == "No music. Please install a-package (on Debian: apt-get install a-package).\n"


def test_whoever_may_not_install_reads_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as ended:
        need(MISSING)
    assert ended.value.code == 4
    assert capsys.readouterr().err == "Please install a-package (on Debian: apt-get install a-package).\n"

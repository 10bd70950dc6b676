"""What Spark needs is found, or missed in one line before anything begins."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from stegvis.benefits import session
from stegvis.benefits.session import java_home
from stegvis.foundation.errors import Lacking


def java(home: Path, version: str) -> Path:
    """A folder that looks like one of Java's, as its makers lay them out."""
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_text("#!/bin/sh\n")
    (home / "bin" / "java").chmod(0o755)
    (home / "release").write_text(f'IMPLEMENTOR="Nobody"\nJAVA_VERSION="{version}"\n')
    return home


@pytest.fixture(autouse=True)
def _no_java_but_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "path").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(session, "JAVA_PLACES", (str(tmp_path / "usual" / "*"),))


def test_java_is_where_java_home_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java(tmp_path / "usual" / "21", "21")
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "ours", "17.0.15")))
    assert java_home() == tmp_path / "ours"


def test_java_is_that_of_the_command_before_one_in_a_usual_place(tmp_path: Path) -> None:
    java(tmp_path / "usual" / "21", "21")
    (tmp_path / "path" / "java").symlink_to(java(tmp_path / "ours", "17.0.15") / "bin" / "java")
    assert java_home() == tmp_path / "ours"


@pytest.mark.parametrize("old", ["11.0.2", "1.8.0_402"])
def test_java_that_is_too_old_is_passed_over(tmp_path: Path, old: str) -> None:
    (tmp_path / "path" / "java").symlink_to(java(tmp_path / "old", old) / "bin" / "java")
    with pytest.raises(Lacking, match="needs Java 17 or newer"):
        java_home()
    java(tmp_path / "usual" / "21", "21")
    assert java_home() == tmp_path / "usual" / "21"


@pytest.mark.parametrize("home", ["nowhere", "old"])
def test_a_java_home_without_the_right_java_is_told_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    java(tmp_path / "old", "11")
    java(tmp_path / "usual" / "21", "21")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / home))
    with pytest.raises(Lacking, match=f"JAVA_HOME={tmp_path / home}"):
        java_home()


def test_spark_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Lacking, match=r"stegvis\[spark\]"):
        session.session("local[1]")


def test_one_of_several_masters_is_enough() -> None:
    with socket.create_server(("127.0.0.1", 0)) as leading:
        port = leading.getsockname()[1]
        session._reach(f"spark://127.0.0.1:1,127.0.0.1:{port}")


@pytest.mark.parametrize("master", ["spark://127.0.0.1:1", "spark://127.0.0.1", "spark://127.0.0.1:99999"])
def test_a_master_that_does_not_answer_is_told_at_once(master: str) -> None:
    with pytest.raises(Lacking, match=f"No master of Spark answers at {master}"):
        session._reach(master)


def test_what_spark_says_is_heard_but_for_what_it_always_says(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    with session._without_no_news():
        words = "WARNING: Using incubator modules: x\nSpark: nobody takes the work\n"
        started = subprocess.Popen(["/bin/sh", "-c", f"printf '{words}' >&2"])
        started.wait()
    heard = ""
    while "takes the work" not in heard:
        heard += capfd.readouterr().err
    assert heard == "Spark: nobody takes the work\n"

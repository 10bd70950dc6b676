"""The demo looks after its own folder, and after nobody else's."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from stegvis_web.commands import demo_environment
from tools.demo import MADE_BY_THE_DEMO, prepare_folder, take_port

ADDRESS = "http://127.0.0.1:8000"


def contents(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_taken_port_is_told_in_one_line_before_anything_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            take_port(port)
    assert ended.value.code == 4
    assert capsys.readouterr().err == f"Port {port} is taken. Try another: ./run demo --port {port + 1}\n"


def test_a_folder_with_a_database_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "stegvis.sqlite3").write_text("real people")
    with pytest.raises(SystemExit) as ended:
        prepare_folder(tmp_path, ADDRESS, fresh=True)
    assert ended.value.code == 4
    assert contents(tmp_path) == {"stegvis.sqlite3"}


def test_started_again_the_demo_keeps_its_data_and_its_key(tmp_path: Path) -> None:
    prepare_folder(tmp_path, ADDRESS, fresh=False)
    (tmp_path / "stegvis.sqlite3").write_text("the demo's people")
    key = (tmp_path / "secret-key").read_text()
    prepare_folder(tmp_path, ADDRESS, fresh=False)
    assert (tmp_path / "stegvis.sqlite3").exists()
    assert (tmp_path / "secret-key").read_text() == key


def test_fresh_removes_what_the_demo_made_and_nothing_else(tmp_path: Path) -> None:
    prepare_folder(tmp_path, ADDRESS, fresh=False)
    (tmp_path / "my-notes.txt").touch()
    (tmp_path / "outbox").mkdir()
    for name in set(MADE_BY_THE_DEMO) - contents(tmp_path):
        (tmp_path / name).touch()
    prepare_folder(tmp_path, ADDRESS, fresh=True)
    assert contents(tmp_path) == {"my-notes.txt", "secret-key", "demo-address"}


def test_the_secret_key_is_for_the_owner_alone(tmp_path: Path) -> None:
    prepare_folder(tmp_path, ADDRESS, fresh=False)
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_commands_in_the_demos_folder_take_the_demos_settings_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_folder(tmp_path, ADDRESS, fresh=False)
    monkeypatch.setattr(os, "environ", {"PATH": "/bin", "STEGVIS_DATABASE": "postgresql://real/people"})
    demo_environment(tmp_path)
    assert os.environ == {
        "PATH": "/bin",
        "DJANGO_SETTINGS_MODULE": "stegvis_web.settings",
        "STEGVIS_DATA": str(tmp_path),
        "STEGVIS_DEMO": "1",
        "STEGVIS_URL": ADDRESS,
        "STEGVIS_SECRET_KEY": (tmp_path / "secret-key").read_text(),
    }


def test_in_any_other_folder_nothing_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"STEGVIS_DATABASE": "postgresql://real/people"})
    demo_environment(tmp_path)
    assert os.environ == {"STEGVIS_DATABASE": "postgresql://real/people"}

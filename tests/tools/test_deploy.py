"""The files in `deploy/`, as far as a machine without systemd and nginx can judge them."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

from tools import ROOT

DEPLOY = ROOT / "deploy"
NAME = re.compile(r"\bSTEGVIS_[A-Z_]*[A-Z]")
NOT_FOR_A_SERVICE = {"STEGVIS_DEMO", "STEGVIS_NUMBA"}
"""The demo's own, and what the command line of outcomes reads."""
UNITS = sorted(DEPLOY.glob("*.service"))


def read(folder: Path, pattern: str) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in folder.rglob(pattern))


def test_every_setting_that_the_site_reads_is_explained_and_no_other() -> None:
    asked = set(NAME.findall(read(ROOT / "src", "*.py"))) - NOT_FOR_A_SERVICE
    told = set(NAME.findall(read(DEPLOY, "*.env.example")))
    assert told == asked


def test_every_command_of_a_unit_is_one_of_ours() -> None:
    commands = {point.name.partition(".")[0] for point in entry_points(group="stegvis.commands")}
    for unit in UNITS:
        for command in re.findall(r"bin/stegvis (\S+)", unit.read_text()):
            assert command in commands, unit.name


def test_every_unit_runs_as_an_ordinary_user_that_can_write_one_folder() -> None:
    for unit in UNITS:
        lines = unit.read_text().splitlines()
        for line in ("User=stegvis", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
            assert line in lines, (unit.name, line)
        assert [line for line in lines if line.startswith("ReadWritePaths=")] == [
            "ReadWritePaths=/var/lib/stegvis"
        ]


def test_every_timer_has_its_service_and_is_named_in_the_how_to() -> None:
    how_to = (ROOT / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service") in UNITS
        assert timer.name in how_to


def test_no_log_holds_a_path_or_an_address() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert nginx.count("access_log off;") == nginx.count("server {")
    form = re.search(r'access_log_format = "(.*)"', (DEPLOY / "gunicorn.conf.py").read_text())
    assert form
    assert set(re.findall(r"%\((\w+)\)s", form[1])) == {"t", "m", "s", "B", "D"}


def test_the_image_pins_what_it_is_made_from_and_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert all("--locked" in line for line in lines if "uv sync" in line)
    assert "USER 10001" in lines

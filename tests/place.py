"""An installation for a test: a folder, a database, and our commands as their operator runs them."""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

RELEASES = Path(__file__).parent / "releases"


@dataclass
class Place:
    """A folder with a database, as an installation has it."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from stegvis.cli import main; main()", *arguments],
            env=self.environment(**more),
            capture_output=True,
            text=True,
        )

    def must(self, *arguments: str, **more: str) -> str:
        done = self.run(*arguments, **more)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def python(self, code: str) -> str:
        """What a program prints that has the site set up."""
        begin = "from stegvis_web.commands import site; site()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code], env=self.environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def environment(self, **more: str) -> dict[str, str]:
        mine = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
        secret = {"STEGVIS_SECRET_KEY": "only for tests " + "x" * 50, "STEGVIS_DATA": str(self.data)}
        return {**mine, **secret, "DJANGO_SETTINGS_MODULE": "stegvis_web.settings", **self.more, **more}


def newest_release() -> Path:
    def number(file: Path) -> list[int]:
        return [int(part) for part in file.name.removesuffix(".sqlite3.xz").split(".")]

    return max(RELEASES.glob("*.sqlite3.xz"), key=number)


def unpack(release: Path, place: Place) -> None:
    (place.data / "stegvis.sqlite3").write_bytes(lzma.decompress(release.read_bytes()))

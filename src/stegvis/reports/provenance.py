"""Where a report's numbers come from: files by their fingerprints, what was read, versions, choices."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from stegvis.benefits.report import Report
from stegvis.reports.result import Provenance, Reading, SourceFile

PACKAGES = ("stegvis", "numpy", "scipy", "duckdb", "pyarrow")


def provenance(
    files: Mapping[str, Path | None],
    report: Report,
    *,
    steps: int,
    register_end: date,
    choices: dict[str, str],
    made: datetime | None = None,
) -> Provenance:
    """`files` by option, None where there is none; `steps`: rows of the flow; `made`: now, unless given."""
    rows = {
        "SPELLS": report.spells.rows,
        "PEOPLE": report.people,
        "--jobs": report.jobs.rows,
        "--flow": steps,
    }
    made = made or datetime.now(UTC)
    return Provenance(
        files=tuple(_files(files, rows)),
        made=made.astimezone(UTC).isoformat(timespec="seconds"),
        versions={"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        register_end=str(register_end),
        choices=choices,
        reading=Reading(
            spells=report.spells.rows,
            kept=report.spells.kept,
            cut=report.spells.cut,
            after_end=report.spells.after_end,
            unknown_persons=report.spells.unknown_persons,
            no_benefit=report.spells.no_benefit,
            wrong=dict(report.wrong),
        ),
    )


def _files(files: Mapping[str, Path | None], rows: Mapping[str, int]) -> Iterator[SourceFile]:
    for option, path in files.items():
        if path is not None:
            yield SourceFile(path.name, fingerprint(path), rows[option], option)


def fingerprint(path: Path) -> str:
    """SHA-256. A folder's is that of its files' names and fingerprints, in the order of their names."""
    if not path.is_dir():
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    files = sorted(file for file in path.rglob("*") if file.is_file())
    together = "".join(f"{file.relative_to(path).as_posix()} {fingerprint(file)}\n" for file in files)
    return hashlib.sha256(together.encode()).hexdigest()

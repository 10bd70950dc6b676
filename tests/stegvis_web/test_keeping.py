"""What keeps a service's data, as its operator runs it: upgrade, backup, restore, the move to PostgreSQL."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest

from tests.place import RELEASES, Place, newest_release, unpack
from tools.postgres import postgres

pytestmark = pytest.mark.skipif(
    "STEGVIS_DATABASE" in os.environ, reason="Starts databases of its own, of both kinds: once is enough."
)

AUDIT = {"foundation.AuditEvent", "foundation.AuditMention", "foundation.AuditHead"}


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    (tmp_path / "empty").mkdir()
    return Place(tmp_path / "empty")


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """A PostgreSQL server with a role that owns and one that does not."""
    with postgres() as environment:
        host = environment["PGHOST"]
        with psycopg.connect(host=host, user="stegvis", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE ROLE owner LOGIN")
            connection.execute("CREATE ROLE site LOGIN")
        yield environment


@pytest.fixture
def on_postgres(server: dict[str, str], tmp_path: Path) -> Iterator[Place]:
    """An empty database on it, with the two roles as docs/how-to/deploy.md sets them up."""
    host = server["PGHOST"]
    with psycopg.connect(host=host, user="stegvis", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE kept OWNER owner")
        (tmp_path / "pg").mkdir()
        owner, site = (f"postgresql://{role}@/kept" for role in ("owner", "site"))
        yield Place(
            tmp_path / "pg",
            {"PGHOST": host, "STEGVIS_DATABASE": site, "STEGVIS_OWNER_DATABASE": owner},
        )
        connection.execute("DROP DATABASE kept WITH (FORCE)")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("key") / "backup.key"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Place:
    """The database of the last release, brought to this one; its backup key made."""
    place = Place(tmp_path_factory.mktemp("filled"))
    unpack(newest_release(), place)
    place.must("migrate")
    place.more["STEGVIS_BACKUP_KEY"] = place.must("backup-key", str(key))
    return place


def backed_up(place: Place, file: Path, **more: str) -> Path:
    place.must("backup", str(file), **more)
    return file


def lines(file: Path, key: Path) -> list[Any]:
    """What a backup holds, read without our code."""
    words = key.read_text().splitlines()
    identity = pyrage.x25519.Identity.from_str(words[-1])
    text = gzip.decompress(pyrage.decrypt(file.read_bytes(), [identity])).decode()
    return [json.loads(line) for line in text.splitlines()]


def tables(file: Path, key: Path) -> dict[str, list[Any]]:
    """The rows of a backup by table, but for the audit trail, which a restore goes on with."""
    found: dict[str, list[Any]] = {}
    for line in lines(file, key)[1:-1]:
        if isinstance(line, dict):
            found[line["table"]] = rows = []
        else:
            rows.append(line)
    return {table: rows for table, rows in found.items() if table not in AUDIT}


def count(place: Place, table: str) -> int:
    code = f"from django.apps import apps; print(apps.get_model('{table}')._default_manager.count())"
    return int(place.python(code))


# From release to release


@pytest.mark.parametrize("release", sorted(RELEASES.glob("*.xz")), ids=lambda file: file.name)
def test_a_database_of_an_earlier_release_comes_along_whole(release: Path, empty: Place) -> None:
    unpack(release, empty)
    with sqlite3.connect(empty.data / "stegvis.sqlite3") as before:
        names = [n for (n,) in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [n for n in names if n.startswith(("casework_", "people_", "foundation_"))]
        rows = {name: before.execute(f"SELECT count(*) FROM {name}").fetchone() for name in kept}
        heads = before.execute("SELECT chain, number, hash FROM foundation_audithead").fetchall()
    assert not [name for name, (number,) in rows.items() if name.startswith("casework_") and not number]
    assert "up to date" in empty.run("migrate").stderr
    with sqlite3.connect(empty.data / "stegvis.sqlite3") as after:
        assert {n: after.execute(f"SELECT count(*) FROM {n}").fetchone() for n in rows} == rows
        assert after.execute("SELECT chain, number, hash FROM foundation_audithead").fetchall() == heads
    assert "Findings: 0." in empty.run("audit", "verify").stderr
    missing = "from stegvis_web.foundation import triggers; print(triggers.missing())"
    assert empty.python(missing) == "[]"


def test_a_command_before_the_migration_says_what_to_do(empty: Place) -> None:
    unpack(newest_release(), empty)
    done = empty.run("deliver")
    assert done.returncode == 4
    assert "Run: stegvis migrate" in done.stderr


# Backup and restore


def test_what_comes_back_is_what_was_backed_up(
    filled: Place, empty: Place, key: Path, tmp_path: Path
) -> None:
    first = backed_up(filled, tmp_path / "first.age")
    said = empty.run("restore", str(first), "--key", str(key)).stderr
    assert "Restored and compared" in said
    again = backed_up(empty, tmp_path / "again.age", STEGVIS_BACKUP_KEY=filled.more["STEGVIS_BACKUP_KEY"])
    assert tables(again, key) == tables(first, key)
    assert sum(map(len, tables(first, key).values())) > 200
    assert "Findings: 0." in empty.run("audit", "verify").stderr


def test_a_service_moves_to_postgresql_and_back(
    filled: Place, on_postgres: Place, empty: Place, key: Path, tmp_path: Path
) -> None:
    public = filled.more["STEGVIS_BACKUP_KEY"]
    first = backed_up(filled, tmp_path / "first.age")
    before = tmp_path / "before.seal"
    filled.must("audit", "seal", str(before))
    on_postgres.must("restore", str(first), "--key", str(key))
    on_postgres.must("migrate")
    assert "Findings: 0." in on_postgres.run("audit", "verify", "--anchor", str(before)).stderr
    second = backed_up(on_postgres, tmp_path / "second.age", STEGVIS_BACKUP_KEY=public)
    assert tables(second, key) == tables(first, key)
    empty.must("restore", str(second), "--key", str(key))
    third = backed_up(empty, tmp_path / "third.age", STEGVIS_BACKUP_KEY=public)
    assert tables(third, key) == tables(first, key)


def test_after_a_restore_new_rows_get_new_numbers(
    filled: Place, on_postgres: Place, key: Path, tmp_path: Path
) -> None:
    on_postgres.must("restore", str(backed_up(filled, tmp_path / "b.age")), "--key", str(key))
    on_postgres.must("migrate")
    on_postgres.python(
        "from stegvis_web.people.models import Organisation, Service\n"
        "Organisation.objects.create(service=Service.objects.first(), name='New', kind='other')"
    )


def test_a_backup_is_of_one_moment_while_others_write(
    filled: Place, empty: Place, key: Path, tmp_path: Path
) -> None:
    writes = (
        "import sys\n"
        "from stegvis.foundation.viewer import Viewer\n"
        "from stegvis_web.foundation import audit\n"
        "for n in range(100000):\n"
        "    audit.record(by=Viewer('command:w', 'command'), verb='test', what=str(n), cases=['NV-0001'])\n"
        "    print(n, flush=True)\n"
    )
    begin = "from stegvis_web.commands import site; site()\n"
    writer = subprocess.Popen(
        [sys.executable, "-c", begin + writes], env=filled.environment(), stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout
    try:
        writer.stdout.readline()
        file = backed_up(filled, tmp_path / "busy.age")
        went_on = len(os.read(writer.stdout.fileno(), 1 << 20))
    finally:
        writer.kill()
        writer.communicate()
    assert went_on > 0
    empty.must("restore", str(file), "--key", str(key))
    assert "Findings: 0." in empty.run("audit", "verify").stderr


def test_a_backup_shows_nothing_to_whoever_finds_it(filled: Place, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path / "found.age")
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"Maja" not in content
    assert file.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["found.age"]


def test_a_backup_is_never_overwritten(filled: Place, tmp_path: Path) -> None:
    file = tmp_path / "mine.age"
    file.write_text("older, and the better witness")
    done = filled.run("backup", str(file))
    assert done.returncode == 2
    assert "never overwritten" in done.stderr
    assert file.read_text() == "older, and the better witness"


def test_a_backup_that_fails_leaves_nothing_behind(filled: Place, tmp_path: Path) -> None:
    done = filled.run("backup", str(tmp_path / "b.age"), "--to", "age1nonsense")
    assert done.returncode == 3
    assert "a public key, age1" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_never_overwritten(filled: Place, key: Path) -> None:
    before = key.read_text()
    assert filled.run("backup-key", str(key)).returncode == 2
    assert key.read_text() == before


def test_a_restore_with_another_key_changes_nothing(filled: Place, empty: Place, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path / "b.age")
    other = tmp_path / "other.key"
    filled.must("backup-key", str(other))
    done = empty.run("restore", str(file), "--key", str(other))
    assert done.returncode == 3
    assert "the key it was written for" in done.stderr


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_half_a_backup_is_none(filled: Place, empty: Place, key: Path, tmp_path: Path, harm: str) -> None:
    file = backed_up(filled, tmp_path / "b.age")
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle] ^= 1
    file.write_bytes(content if harm == "changed" else content[:middle])
    done = empty.run("restore", str(file), "--key", str(key))
    assert done.returncode == 3
    assert "column" in done.stderr
    empty.must("migrate")
    assert count(empty, "people.Person") == 0


def test_a_database_in_use_is_not_restored_into(filled: Place, key: Path, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path / "b.age")
    persons = count(filled, "people.Person")
    done = filled.run("restore", str(file), "--key", str(key))
    assert done.returncode == 3
    assert "an empty database: this one is in use" in done.stderr
    assert count(filled, "people.Person") == persons


def test_a_restored_backup_forgets_again_what_was_erased_since(
    filled: Place, empty: Place, key: Path, tmp_path: Path
) -> None:
    file = backed_up(filled, tmp_path / "b.age")
    persons = count(filled, "people.Person")
    case = "from stegvis_web.casework.models import Case; c = Case.objects.get()\n"
    code, person = filled.python(case + "print(c.code, c.person_id)").split()
    stones = [
        {"subject": name, "at": "2026-11-01T10:00:00+00:00", "by": "user:1", "ground": "asked"}
        for name in (f"case:{code}", f"person:{person}")
    ]
    ledger = tmp_path / "erasures.jsonl"
    ledger.write_text("".join(json.dumps(stone) + "\n" for stone in stones))
    said = empty.run("restore", str(file), "--key", str(key), "--erasures", str(ledger)).stderr
    assert "1 persons" in said
    assert count(empty, "casework.Case") == 0
    assert count(empty, "people.Person") == persons - 1


# Who may do what in PostgreSQL


def test_the_sites_role_works_with_rows_and_cannot_touch_the_trail(on_postgres: Place) -> None:
    said = on_postgres.run("migrate").stderr
    assert "owns none" in said
    on_postgres.must(
        "service", "new", "Norrvik", "--code", "NV", "--country", "sweden", "--administrator", "Åsta Lund",
        "--email", "asta@norrvik.example", STEGVIS_OWNER_DATABASE="",
    )  # fmt: skip
    with psycopg.connect(host=on_postgres.more["PGHOST"], user="site", dbname="kept", autocommit=True) as c:
        assert c.execute("SELECT count(*) FROM foundation_auditevent").fetchone() != (0,)
        for forbidden in (
            "UPDATE foundation_auditevent SET actor = 'nobody'",
            "DELETE FROM foundation_auditevent",
            "TRUNCATE foundation_auditevent CASCADE",
            "UPDATE foundation_audithead SET number = 0",
            "DELETE FROM foundation_audithead",
            "DELETE FROM foundation_erasure",
            "ALTER TABLE foundation_auditevent DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_event_follows ON foundation_auditevent",
            "CREATE TABLE mine (id int)",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                c.execute(forbidden)


def test_a_site_whose_role_owns_the_trail_does_not_start(on_postgres: Place) -> None:
    on_postgres.must("migrate")
    serve = "import stegvis_web.wsgi"
    https = {"STEGVIS_URL": "https://stegvis.example", "STEGVIS_HOSTS": "stegvis.example"}

    def start(**more: str) -> subprocess.CompletedProcess[str]:
        environment = on_postgres.environment(**https, **more)
        return subprocess.run([sys.executable, "-c", serve], env=environment, capture_output=True, text=True)

    assert start().returncode == 0
    refused = start(STEGVIS_DATABASE=on_postgres.more["STEGVIS_OWNER_DATABASE"])
    assert refused.returncode == 4
    assert "stegvis.E016" in refused.stderr

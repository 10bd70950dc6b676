"""`./run bench web [CASES] [SECONDS]`: the main pages under 16 readers, against a bare view.

100 000 cases and 10 seconds a page, on SQLite and PostgreSQL, each page with its audit event written durably.
Prints requests a second, p50 and p95 in milliseconds, the ratio of p95 to that of a bare view over the same
rows (goal: 1.5), queries a page with 100 cases and with all, and the memory of a worker.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.place import Place, newest_release, unpack
from tools import CACHE, ROOT
from tools.need import WRK, need
from tools.postgres import DURABLE, server

READERS, WORKERS = 16, 2
HERE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
P95 = """
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %f %f %f %d\\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""

SESSIONS = """
import json
from django.test import Client
from stegvis_web.casework.models import Case, PlanVersion
from stegvis_web.people import links
from stegvis_web.people.models import PartyLink, Person, User
from stegvis.foundation.viewer import Viewer
from tests.cast import come_by_link, sign_in

case = Case.objects.order_by("pk").first()
ingrid = sign_in(Client(), case.owner)
PartyLink.objects.filter(case_code=case.code, party="employer").update(revoked_at="2026-01-01T00:00Z")
johan = case.team.get(party="employer", until=None).person
by = Viewer("command:bench", "command")
employer = come_by_link(Client(), links.create(by=by, case_code=case.code, party="employer", person=johan))
cookie = lambda client: client.cookies["sessionid"].value
known = {"code": case.code, "owner": case.owner_id, "staff": cookie(ingrid), "link": cookie(employer)}
print(json.dumps(known))
"""

QUERIES = """
import json, sys
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

found = {}
for name, (path, cookie) in json.loads(PAGES).items():
    client = Client()
    client.cookies["sessionid"] = cookie
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, (name, path, answer.status_code)
    found[name] = len(queries)
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Page:
    """A page to measure: its address, whose session, and the bare view's address."""

    path: str
    cookie: str
    bare: str


@dataclass(frozen=True)
class Result:
    """What wrk measured: requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p95: float
    errors: int


def main() -> int:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    need(WRK)
    with TemporaryDirectory(prefix="stegvis-web-") as folder:
        few = _filled(Path(folder) / "few", 100)
        many = _filled(CACHE / "bench" / f"web-{cases}", cases)
        _measure("SQLite", few, many, cases, seconds, Path(folder))
        with server(DURABLE) as postgres:
            small = _moved(few, Path(folder) / "small", {**postgres.environment}, "small")
            large = _moved(many, Path(folder) / "large", {**postgres.environment}, "large")
            _measure("PostgreSQL", small, large, cases, seconds, Path(folder))
    return 0


def _filled(data: Path, cases: int) -> Place:
    """A place with so many cases; kept for the next run if it lies in the cache."""
    place = Place(data)
    if not (data / "done").exists():
        data.mkdir(parents=True, exist_ok=True)
        unpack(newest_release(), place)
        place.must("migrate")
        place.python(HERE + f"from benchmarks._world import fill\nfill({cases})")
        (data / "done").touch()
    place.must("migrate")
    return place


def _moved(source: Place, folder: Path, environment: dict[str, str], name: str) -> Place:
    folder.mkdir()
    key, file = folder / "key", folder / "moved.age"
    host = environment["PGHOST"]
    import psycopg

    with psycopg.connect(host=host, user="stegvis", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    place = Place(folder, {**environment, "STEGVIS_DATABASE": f"postgresql://stegvis@/{name}"})
    source.must("backup", str(file), "--to", source.must("backup-key", str(key)))
    place.must("restore", str(file), "--key", str(key))
    place.must("migrate")
    with psycopg.connect(host=host, user="stegvis", dbname=name, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # as autovacuum has done where a service runs
    return place


def _measure(kind: str, few: Place, many: Place, cases: int, seconds: int, folder: Path) -> None:
    small, large = _queries(few), _queries(many)
    pages = _pages(many)
    script = folder / "p95.lua"
    script.write_text(P95)
    with _serving(many, "stegvis_web.wsgi") as (address, memory):
        ours = {name: _wrk(script, address + page.path, page.cookie, seconds) for name, page in pages.items()}
        kilobytes = memory()
    with _serving(many, "benchmarks._bare_wsgi") as (address, _memory):
        bare = {name: _wrk(script, address + page.bare, "", seconds) for name, page in pages.items()}
    print(
        f"\n{kind}, {cases:,} cases, {READERS} readers, {WORKERS} workers, {kilobytes / 1024:.0f} MB a worker"
    )
    print(f"{'page':12}{'req/s':>8}{'p50':>8}{'p95':>8}   {'bare p95':>8}{'ratio':>7}   queries at 100 / all")
    for name, one in ours.items():
        ratio = one.p95 / bare[name].p95
        bad = f"  {one.errors} errors" if one.errors else ""
        same = "" if small[name] == large[name] else "  NOT EQUAL"
        print(
            f"{name:12}{one.rate:8.0f}{one.p50:8.1f}{one.p95:8.1f}   {bare[name].p95:8.1f}{ratio:7.2f}   "
            f"{small[name]} / {large[name]}{same}{bad}",
            flush=True,
        )


def _pages(place: Place) -> dict[str, Page]:
    import json

    known = json.loads(place.python(HERE + SESSIONS))
    code, owner, staff = known["code"], known["owner"], known["staff"]
    return {
        "Today": Page("/today/", staff, f"/bare/cases/{owner}/today/"),
        "Caseload": Page("/cases/", staff, f"/bare/cases/{owner}/cases/"),
        "Case": Page(f"/cases/{code}/", staff, f"/bare/case/{code}/case/"),
        "Plan": Page(f"/cases/{code}/plan/", staff, f"/bare/case/{code}/plan/"),
        "Employer": Page("/answer/", known["link"], f"/bare/case/{code}/employer/"),
    }


def _queries(place: Place) -> dict[str, int]:
    import json

    pages = {name: (page.path, page.cookie) for name, page in _pages(place).items()}
    found: dict[str, int] = json.loads(place.python(f"PAGES = {json.dumps(pages)!r}\n" + QUERIES))
    return found


@contextmanager
def _serving(place: Place, application: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """gunicorn with the site, or with the bare view; its address, and what a worker's memory is (KB, PSS)."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = place.environment(STEGVIS_URL=address, PYTHONPATH=str(ROOT))
    process = subprocess.Popen(
        [
            Path(sys.executable).parent / "gunicorn",
            "--workers",
            str(WORKERS),
            "--bind",
            f"127.0.0.1:{port}",
            application,
        ],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(1)
        yield address, lambda: _memory(process.pid)
    finally:
        process.terminate()
        process.wait()


def _memory(parent: int) -> int:
    """Proportional set size of the first worker, in KB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    rollup = Path(f"/proc/{children[0]}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])  # type: ignore[index]


def _wrk(script: Path, url: str, cookie: str, seconds: int) -> Result:
    header = ["-H", f"Cookie: sessionid={cookie}"] if cookie else []
    command = [
        "wrk",
        "-t2",
        "--timeout",
        "30s",
        f"-c{READERS}",
        f"-d{seconds}s",
        "-s",
        str(script),
        *header,
        url,
    ]
    subprocess.run([*command[:5], "-d2s", *command[6:]], capture_output=True, check=True)  # warm
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    number, duration, p50, p95, errors = re.search(r"RESULT (.*)", done.stdout)[1].split()  # type: ignore[index]
    return Result(int(number) / float(duration), float(p50), float(p95), int(errors))


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())

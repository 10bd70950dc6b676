"""`./run demo`: the whole site on this computer, filled with an invented world."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Any

import click

from stegvis_web.commands import DEMO_MARK, SECRET_KEY_FILE, demo_environment
from tools import ROOT, messages
from tools.need import PANGO, stop, want

DATABASE = "stegvis.sqlite3"
MADE_BY_THE_DEMO = (
    *(DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"),
    *("outbox", "static", SECRET_KEY_FILE, DEMO_MARK),
)

READY = """
  Stegvis is ready:  {address}

  Three things to try:
{things}

  Ctrl-C ends it. The data stay in {data}; --fresh begins anew.
"""


@click.command("demo")
@click.option("--data", type=click.Path(path_type=Path), default=ROOT / "var", help="Where the data lie.")
@click.option("--port", default=8000, show_default=True, help="0 takes any free port.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
def command(data: Path, port: int, no_browser: bool, fresh: bool) -> None:
    """The site on this computer, filled with an invented world."""
    try:
        data = data.resolve()
        door = take_port(port)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        prepare_folder(data, address, fresh)
        demo_environment(data)
        want(PANGO, without="Plans cannot be saved as PDF; all else works.")
        things = "\n".join(
            f"  {number}. {thing}" for number, thing in enumerate(_bring_up_to_date(), start=1)
        )
        words = READY.format(address=address, things=things, data=data)
        _serve(door, words, "" if no_browser else address)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


def take_port(port: int) -> socket.socket:
    """The socket on which the site will listen: taken first, so that nothing is made in vain."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(("127.0.0.1", port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        stop(f"Port {port} is taken. Try another: ./run demo --port {port + 1}")
    return door


def prepare_folder(data: Path, address: str, fresh: bool) -> None:
    """Make `data` a folder of the demo's; `fresh` empties it of what the demo made, and of nothing else."""
    mark = data / DEMO_MARK
    if (data / DATABASE).exists() and not mark.exists():
        stop(f"{data} holds a database that the demo did not make. Choose another folder with --data.")
    if fresh and mark.exists():
        for name in MADE_BY_THE_DEMO:
            _remove(data / name)
    data.mkdir(parents=True, exist_ok=True)
    key = data / SECRET_KEY_FILE
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    mark.write_text(f"{address}\n")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _bring_up_to_date() -> tuple[str, ...]:
    """Translations, tables, static files; in a new database the invented world. Returns what to try in it."""
    click.echo("Getting ready …", err=True)
    messages.compile_all()
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from stegvis_web.demo import world
    from stegvis_web.foundation.checks import mark_made_by_demo

    mark_made_by_demo()
    world.fill()
    connections.close_all()  # the processes that serve open their own
    return world.THINGS_TO_TRY


def _serve(door: socket.socket, words: str, address: str) -> None:
    """Serve, and deliver mail, until Ctrl-C; then end. When ready, say so and open `address`, if any."""
    from gunicorn.app.base import BaseApplication

    from stegvis_web.wsgi import application

    postmen: list[subprocess.Popen[bytes]] = []

    def ready(_: Any) -> None:
        # A session of its own: Ctrl-C ends the site, and the site ends its postman.
        deliver = [str(Path(sys.executable).with_name("stegvis")), "deliver", "--watch", "2"]
        postmen.append(subprocess.Popen(deliver, start_new_session=True))
        # A closed terminal means the same as Ctrl-C; to gunicorn it would mean "begin again".
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGINT))
        click.echo(words)
        if address and _has_screen():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def over(_: Any) -> None:
        for postman in postmen:
            postman.terminate()
            postman.wait()

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": f"fd://{door.fileno()}",
                "workers": 2,
                "worker_class": "gthread",
                "threads": 4,
                "loglevel": "warning",
                "control_socket_disable": True,
                "graceful_timeout": 10,
                "when_ready": ready,
                "on_exit": over,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Site().run()


def _has_screen() -> bool:
    return sys.platform == "darwin" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())

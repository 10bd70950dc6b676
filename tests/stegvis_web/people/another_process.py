"""Visitors whom other processes of the site serve, on the database of the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

Post = tuple[str, dict[str, str]]
"""An address, and what is sent there."""

PROCESS = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.test import Client
from stegvis_web.people import links
links.LINK_ALIVE.clear()  # as in all tests of this part: a link needs no case behind it
client = Client()
client.get("/sign-in/")
print("ready", flush=True)
sys.stdin.readline()
answers = [client.post(path, data).status_code for path, data in json.loads(sys.argv[2])]
print(json.dumps([*answers, client.get("/account/").status_code]))
"""


def visit_elsewhere(*visitors: Sequence[Post]) -> list[list[int]]:
    """Serve each visitor in a process of its own, all at once; returns the statuses of each one's answers.

    The last of them is that of a page behind the door: 200 for who came in.
    """
    running = [_start(posts) for posts in visitors]
    for process in running:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers: list[list[int]] = []
    for process in running:
        printed, _ = process.communicate()
        assert process.returncode == 0, printed
        answers.append(json.loads(printed))
    return answers


def _start(posts: Sequence[Post]) -> subprocess.Popen[str]:
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROCESS, name, json.dumps(posts)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=settings.PACKAGE.parent.parent,
    )

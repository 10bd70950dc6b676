"""What nobody means and somebody sends: values for fields of forms, parts of paths and headers."""

from __future__ import annotations

import random
from datetime import date
from urllib.parse import quote

Nonsense = str | bytes

LONE_SURROGATE = b"\xed\xa0\x80"
"""Half a character, in the bytes that would be its UTF-8. It reaches a page as three characters U+FFFD."""

MARKUP = "<script>alert(1)</script>"
"""No page may show this as it stands."""

WORDS: tuple[Nonsense, ...] = (
    "",
    " ",
    "x",
    "on",
    "0",
    "-1",
    "1",
    "1,5",
    "9" * 30,
    "9" * 5_000,
    "1e400",
    "1e9",
    "NaN",
    "-Infinity",
    "٣",
    "²",
    "1_000",
    "null",
    "true",
    "[]",
    "2026-11-23",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-31",
    "31/02/2026",
    "2026-W60",
    "2026-10-25T02:30",
    "2026-03-29T02:30",
    "02:30",
    "24:00",
    "25:61",
    "23:59",
    "12:5",
    "\x00",
    "a\x00b",
    LONE_SURROGATE,
    b"\xff\xfe",
    b"%",
    "\u202e\u2066",
    "\u2028",
    "\ufffe",
    "\x1b[31m\x07",
    "a\r\nBcc: x@y.example",
    "/\r\nSet-Cookie: a=b",
    "//evil.example/",
    "javascript:alert(1)",
    MARKUP,
    f'">{MARKUP}',
    "{{ 7 }}{% now %}",
    "%s %(day)s %",
    "' OR 1=1 --",
    "../../etc/passwd",
    "a@b.example",
    "a@" + "b" * 300 + ".example",
    "x" * 5_000,
    "x" * 300_000,
    "y\n" * 3_000,
    "é" * 300,
    "👩🏽‍🔬" * 40,
    "00000000-0000-0000-0000-000000000000",
    "patient",
    "employer",
    "gp",
    "accepted",
    "objection",
    "question",
    "works",
    "plan",
)

EDGES = (2**15, 2**31, 2**32, 2**53, 2**63, 2**64, 10_000, 366, 24 * 60)
"""Where a kind of number ends: a column of a database, a year, a day in minutes."""

LONGEST_IN_A_PATH = 2_000
"""Bytes. A server refuses longer lines before the site sees them."""


def nonsense(chance: random.Random, meant: str = "") -> Nonsense:
    """A value nobody would send who read the page; now and then made from what is `meant` there."""
    kind = chance.random()
    if meant and kind < 0.25:
        return _spoiled(chance, meant)
    if kind < 0.40:
        return str(chance.choice((-1, 1)) * (chance.choice(EDGES) + chance.randint(-1, 1)))
    if kind < 0.50:
        return _day(chance)
    if kind < 0.55:
        return "".join(chr(chance.choice(_CHARACTERS)) for _ in range(chance.randint(1, 40)))
    return chance.choice(WORDS)


def in_a_path(chance: random.Random, meant: str = "") -> str:
    """The same as one part of a path, quoted."""
    value = nonsense(chance, meant)
    return quote((value.encode() if isinstance(value, str) else value)[:LONGEST_IN_A_PATH], safe="")


def in_a_header(chance: random.Random, meant: str = "") -> str:
    """The same as a server hands on a header: one line of Latin-1."""
    value = nonsense(chance, meant)
    line = (value.encode() if isinstance(value, str) else value)[:LONGEST_IN_A_PATH]
    return line.replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")


_CHARACTERS = (*range(1, 0x250), *range(0x2000, 0x2070), *range(0xFE00, 0xFE10), *range(0x1F600, 0x1F640))


def _spoiled(chance: random.Random, meant: str) -> str:
    """What is meant with something before, behind, missing, twice or changed."""
    at = chance.randrange(len(meant))
    return chance.choice(
        (
            meant + " ",
            meant + "\x00",
            meant + MARKUP,
            "-" + meant,
            meant * 2,
            meant[:at],
            meant[:at] + chr(chance.choice(_CHARACTERS)) + meant[at + 1 :],
            meant.upper(),
        )
    )


def _day(chance: random.Random) -> str:
    """A day near or far, as a form writes it; now and then with a time."""
    far = chance.choice((10, 1_000, 700_000))
    day = date.fromordinal(max(1, min(date.max.toordinal(), _MIDDLE + chance.randint(-far, far))))
    return day.isoformat() if chance.random() < 0.8 else f"{day.isoformat()}T02:30"


_MIDDLE = date(2026, 11, 23).toordinal()

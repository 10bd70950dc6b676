"""The demo's outgoing mail, read as the person reads it who gets it."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path

LINK = re.compile(r"http://\S+")


def link_to(data: Path, address: str, *, after: int = 0, seconds: float = 30) -> str:
    """The link in the newest mail to `address`, waiting until the outbox has been delivered.

    `after` is how many mails this person had before. Raises TimeoutError if none comes.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        mails = mails_to(data, address)
        if len(mails) > after:
            found = LINK.search(mails[-1])
            assert found, mails[-1]
            return found[0]
        time.sleep(0.2)
    raise TimeoutError(f"no mail to {address}")


def mails_to(data: Path, address: str) -> list[str]:
    """The texts of all delivered mails to `address`, the oldest first."""
    texts = []
    for path in sorted((data / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if address in str(message["To"]):
            body = message.get_body(("plain",))
            assert body
            texts.append(body.get_content())
    return texts

"""A mail server that answers as a test tells it, or drops the line."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SILENCE = ""
"""No answer: the line drops."""


class Server(socketserver.ThreadingTCPServer):
    """A mail server that answers the recipient and the mail itself as it is told.

    `before_answer` is called when it has the whole text of a mail, `after_answer` when it has answered.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.to_sender = self.to_recipient = self.to_mail = "250 yes"
        self.mails: list[bytes] = []
        self.before_recipient = self.before_answer = self.after_answer = _nothing

    @property
    def port(self) -> int:
        return int(self.server_address[1])


def _nothing() -> None:
    pass


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"DATA":
                    self._say("354 go on")
                    body = b""
                    while (line := self.rfile.readline()) != b".\r\n":
                        body += line
                    self.server.before_answer()
                    if self.server.to_mail.startswith("250"):
                        self.server.mails.append(body)
                    if self.server.to_mail == SILENCE:
                        return
                    self._say(self.server.to_mail)
                    self.server.after_answer()
                case b"MAIL":
                    self._say(self.server.to_sender)
                case b"RCPT":
                    self.server.before_recipient()
                    if self.server.to_recipient == SILENCE:
                        return
                    self._say(self.server.to_recipient)
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def serving() -> Iterator[Server]:
    """The server at work in a thread."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()

"""Files that are sent: refused before they are read, but on pages that take one, and there of a limited size.

A view takes a file if it says so (`takes_file`), and then only from members of staff.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from stegvis_web.foundation.once import viewer_of

MOST_BYTES = 20 * 1024 * 1024
"""Of a file: half a million spells, which is more than a service of a hundred thousand people has."""

FORM_BYTES = 1024 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def takes_file(view: View) -> View:
    """The page takes one file."""
    view.takes_file = True  # type: ignore[attr-defined]  # read by OneFile below
    return view


class OneFile(TemporaryFileUploadHandler):
    """Writes a file to the disk, under a name of its own, where it stays no longer than the request lasts."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if self._is_taken() and content_length > MOST_BYTES + FORM_BYTES:
            raise RequestDataTooBig("The file is larger than this page takes.")
        self.taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self._is_taken():
            raise TooManyFilesSent("This page takes no file.")
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.taken += len(raw_data)
        if self.taken > MOST_BYTES:
            raise RequestDataTooBig("The file is larger than this page takes.")
        return super().receive_data_chunk(raw_data, start)

    def _is_taken(self) -> bool:
        """Asked before the view is: the form's key is read first, and with it all of the form."""
        assert self.request is not None
        match = self.request.resolver_match
        return bool(
            match and getattr(match.func, "takes_file", False) and viewer_of(self.request).kind == "staff"
        )

"""What goes into the log: where something went wrong, and never about whom."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

SECRET_IN_ADDRESS = re.compile(r"/[\w:.~-]{20,}(?=/|$)")
"""A part of an address that lets somebody in: tokens are longer than any word of ours."""


class Discreet(logging.Formatter):
    """Leaves out tokens in addresses, and the words of exceptions: databases quote what was typed in them."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET_IN_ADDRESS.sub("/…", super().format(record))

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines += [f"{type(error).__module__}.{type(error).__qualname__}", *reversed(places)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)

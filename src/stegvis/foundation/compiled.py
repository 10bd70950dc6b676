"""Functions as machine code, where numba is installed and wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


def numba_wanted() -> bool:
    """Whether numba is installed, and STEGVIS_NUMBA is not 0."""
    return os.environ.get("STEGVIS_NUMBA") != "0" and find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """Made machine code when first called, and kept on disk where there is a place that may be written.

    Lets other threads run meanwhile. Raises ImportError where numba is not installed.
    """
    from numba import njit

    try:
        made: Any = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no place to keep it
        made = njit(nogil=True)(function)
    return cast(Function, made)

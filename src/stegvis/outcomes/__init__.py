"""Outcomes: what a return to work is, under every definition at once.

For a notebook: `from stegvis.outcomes import OUTCOMES, compare, derive`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stegvis.outcomes.notebook import compare, derive
    from stegvis.outcomes.outcome import OUTCOMES, Outcome

__all__ = ["OUTCOMES", "Outcome", "compare", "derive"]

_WHERE = {"OUTCOMES": "outcome", "Outcome": "outcome", "compare": "notebook", "derive": "notebook"}


def __getattr__(name: str) -> Any:
    """Loads what is asked for; the catalogue alone needs neither DuckDB nor NumPy."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)

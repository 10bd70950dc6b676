"""What the statistics refuse, in plain words."""

from __future__ import annotations

from stegvis.foundation.errors import StegvisError


class Unsound(StegvisError):
    """These numbers allow no sound answer: the message says why, and no number is given instead."""

"""What the statistics refuse, in plain words."""

from __future__ import annotations

from stegvis.foundation.errors import StegvisError


class Unsound(StegvisError):
    """These numbers allow no sound answer: the message says why, and no number is given instead."""


class Infinite(Unsound):
    """An estimate runs away: events lie so that no finite value is best (monotone likelihood)."""


class Redundant(Unsound):
    """A covariate says nothing of its own: it does not vary, or is a combination of others."""

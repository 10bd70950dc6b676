"""What is to be said of a row, as bits of one number, so that a hundred million rows are counted at once."""

from __future__ import annotations

from enum import IntFlag


class State(IntFlag):
    """The first are wrong; a row with one of the others is right, and only the last is kept."""

    NO_PERSON = 1
    START = 2
    END = 4
    END_BEFORE_START = 8
    FOURTH = 16
    FIFTH = 32
    UNKNOWN_PERSON = 64
    LEFT_OUT_PERSON = 128
    NO_BENEFIT = 256
    AFTER_END = 512
    CUT = 1024


WRONG = 63
DROPPED = 1023
STATES = 2048

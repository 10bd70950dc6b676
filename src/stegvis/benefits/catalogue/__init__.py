"""Formats of benefit registers, one file each."""

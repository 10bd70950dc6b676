"""Stegvis: what return to work means, in pure Python."""

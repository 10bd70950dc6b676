"""One file, one outcome."""

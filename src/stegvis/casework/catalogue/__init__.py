"""One file, one letter."""

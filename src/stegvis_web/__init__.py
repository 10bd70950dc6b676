"""The site: stores and shows what `stegvis` defines."""

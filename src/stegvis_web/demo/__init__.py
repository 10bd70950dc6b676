"""The invented world that `./run demo` shows. Installed under STEGVIS_DEMO=1 only."""

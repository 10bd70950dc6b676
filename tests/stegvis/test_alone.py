"""The library stands alone: it works where neither Django nor the site is."""

from __future__ import annotations

import subprocess
import sys

WITHOUT_DJANGO = """
import importlib, pkgutil, sys

for name in ("django", "allauth", "stegvis_web"):
    sys.modules[name] = None  # importing it fails, as if it were not installed

import stegvis

for module in pkgutil.walk_packages(stegvis.__path__, "stegvis."):
    importlib.import_module(module.name)
    print(module.name)
"""


def test_every_module_of_the_library_can_be_imported_without_django() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_DJANGO], capture_output=True, text=True)
    assert done.stderr == ""
    assert "stegvis.casework.view" in done.stdout.splitlines()

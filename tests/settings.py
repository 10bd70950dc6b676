"""The site's own settings under the tests: no developer's environment, nothing slow, nothing left behind."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_keep = {"STEGVIS_DATABASE"}
for _name in [name for name in os.environ if name.startswith("STEGVIS_") and name not in _keep]:
    del os.environ[_name]

_data = Path(tempfile.mkdtemp(prefix="stegvis-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
(_data / "static").mkdir()
os.environ["STEGVIS_DATA"] = str(_data)
os.environ["STEGVIS_SECRET_KEY"] = "only for tests " + "x" * 50

from stegvis_web.settings import *  # noqa: E402, F403
from stegvis_web.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages name their static files as they are, so that no test waits for collectstatic.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    # A file, because threads that share SQLite's memory lock each other as no installation does.
    DATABASES["default"]["TEST"] = {"NAME": _data / "test.sqlite3"}

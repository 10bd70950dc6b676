"""What the site's commands start with: `site()` sets Django up for the data folder at hand."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from stegvis.cli import EnvironmentProblem

DEMO_MARK = "demo-address"  # by this file the demo knows a folder as its own; says where it serves
SECRET_KEY_FILE = "secret-key"


def site(*, migrated: bool = True, as_owner: bool = False) -> None:
    """Load the site's settings; every import of models comes after this.

    In a folder that the demo made, with the demo's settings. With `as_owner`, the database is reached as
    STEGVIS_OWNER_DATABASE says, if that is set: by the role that owns the tables. Raises EnvironmentProblem
    where settings are missing or the database is not there or, unless it need not be `migrated`, not up to
    date.
    """
    demo_environment(Path(os.environ.get("STEGVIS_DATA", "var")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis_web.settings")
    if as_owner and (owner := os.environ.get("STEGVIS_OWNER_DATABASE")):
        os.environ["STEGVIS_DATABASE"] = owner
    try:
        django.setup()
        if not migrated:
            connection.ensure_connection()
            return
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (ImproperlyConfigured, OperationalError) as error:
        raise EnvironmentProblem(f"The site cannot be reached: {error}") from error
    if waiting:
        raise EnvironmentProblem("The database is not up to date. Run: stegvis migrate")


def demo_environment(data: Path) -> None:
    """If the demo made the folder `data`, set what the settings ask for as the demo does."""
    if (data / DEMO_MARK).exists():
        for name in [name for name in os.environ if name.startswith("STEGVIS_")]:
            del os.environ[name]
        os.environ["DJANGO_SETTINGS_MODULE"] = "stegvis_web.settings"
        os.environ["STEGVIS_DATA"] = str(data)
        os.environ["STEGVIS_DEMO"] = "1"
        os.environ["STEGVIS_URL"] = (data / DEMO_MARK).read_text().strip()
        os.environ["STEGVIS_SECRET_KEY"] = (data / SECRET_KEY_FILE).read_text().strip()

"""The demo's world, filled once for all tests of a module, and thrown away after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from stegvis_web.casework.actions import (
    answers,
    attempts,
    cases,
    handovers,
    hours,
    imports,
    letters,
    lifecycle,
    links,
    mails,
    meetings,
    minutes,
    plans,
    referrals,
    tasks,
    worked,
)
from stegvis_web.demo import world as demo_world
from stegvis_web.demo.clock import Calendar, play
from stegvis_web.demo.lives import LIVES
from stegvis_web.demo.maja import maja
from stegvis_web.demo.society import Society, settle
from stegvis_web.demo.stories import stories

ACTIONS = (
    answers,
    attempts,
    cases,
    handovers,
    hours,
    imports,
    letters,
    lifecycle,
    links,
    mails,
    meetings,
    minutes,
    plans,
    referrals,
    tasks,
    worked,
)


@pytest.fixture(scope="module")
def world(outside_tests: Path) -> set[str]:
    """The whole world; gives the names of the actions that it took."""
    taken: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for module in ACTIONS:
            for name in actions_of(module):
                patch.setattr(module, name, _noting(getattr(module, name), name, taken))
        patch.setattr(demo_world, "import_cases", imports.import_cases)
        demo_world.fill()
    return taken


@pytest.fixture(scope="module")
def part_of_the_world(outside_tests: Path) -> None:
    """Maja's story and a few others: everybody whom a visitor can be."""
    society = Society(Calendar(timezone.localdate()))
    lives = [life for life in LIVES if life.name in {"Noor Haddad", "Robert Hallgren", "Aisha Karim"}]
    play([settle(society), maja(society), *stories(society, lives)])


@pytest.fixture(scope="module")
def outside_tests(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A transaction around all tests of a module, thrown away after them; gives the folder of its mails."""
    outbox = tmp_path_factory.mktemp("outbox")
    files = "stegvis_web.people.postboxes.Files"
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(OUTBOX=outbox, EMAIL_BACKEND=files),
    ):
        yield outbox
        transaction.set_rollback(True)


def actions_of(module: ModuleType) -> list[str]:
    """The verbs of a module of actions: its own functions that are each one transaction."""
    return [
        name
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__
        and hasattr(thing, "__wrapped__")
        and not name.startswith("_")
    ]


def _noting(action: Callable[..., Any], name: str, taken: set[str]) -> Callable[..., Any]:
    @wraps(action)
    def noted(*args: Any, **kwargs: Any) -> Any:
        taken.add(name)
        return action(*args, **kwargs)

    return noted

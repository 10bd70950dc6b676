"""What parts register stands there once, however often Django makes them ready."""

from __future__ import annotations

from django.apps import apps

from stegvis_web.foundation import holdings, navigation, registry, triggers
from stegvis_web.people.links import LINK_ALIVE


def test_an_app_that_is_made_ready_again_registers_nothing_twice() -> None:
    lists = (
        navigation.ITEMS,
        registry.TODAY,
        registry.DUE,
        registry.RESTORED,
        triggers.GUARDS,
        holdings.HOLDINGS,
        LINK_ALIVE,
    )
    before = [len(one) for one in lists]
    for app in ("people", "casework"):
        apps.get_app_config(app).ready()
    assert [len(one) for one in lists] == before
    assert min(before) > 0

"""What every test stands on. The library's tests run without Django: nothing imports it at the top."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import settings

# A machine may be slow; no test asserts seconds.
settings.register_profile("stegvis", deadline=None)
settings.load_profile("stegvis")


def pytest_collection_finish() -> None:
    """What was imported stays: looked through less often for what can go, the suite takes less time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure() -> None:
    gc.unfreeze()  # what is frozen is never freed, and libraries complain of that at the end


@pytest.fixture(autouse=find_spec("django") is not None, scope="session")
def _append_only_tables_may_be_emptied_between_tests() -> Iterator[None]:
    """The flush after a test with real transactions is all that the append-only triggers let pass."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from stegvis_web.foundation import triggers

    flush = BaseDatabaseOperations.execute_sql_flush

    def disarmed_flush(self: BaseDatabaseOperations, sql_list: Any) -> None:
        triggers.disarm(self.connection)
        flush(self, sql_list)
        triggers.arm(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", disarmed_flush)
        yield


@pytest.fixture(autouse=find_spec("django") is not None, scope="session")
def _a_page_tells_the_test_client_what_it_was_given() -> Iterator[None]:
    """`response.context`, which Django's client only has of Django's own templates."""
    from django.template.backends.jinja2 import Template
    from django.test.signals import template_rendered

    render = Template.render

    def told(self: Template, context: Any = None, request: Any = None) -> Any:
        context = {} if context is None else context
        environment = self.template.environment
        hidden = set(context) & {*environment.globals, *getattr(environment, "speaks", dict)()}
        assert not hidden, f"{self.template.name}: hides the functions {hidden}"
        template_rendered.send(sender=self, template=self, context=context)
        return render(self, context, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", told)
        yield

"""What the tests of the people part share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from stegvis_web.people import links
from tests.cast import Cast, the_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture(autouse=True)
def _links_of_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a link needs no case behind it: what ends a link from elsewhere has a test of its own."""
    monkeypatch.setattr(links, "LINK_ALIVE", [])


@pytest.fixture
def committed_cast(transactional_db: None) -> Iterator[Cast]:
    """The cast as other connections see it. Limits and used codes are no model's: emptied too."""
    yield the_cast()
    cache.clear()

"""What this part holds about a person."""

from __future__ import annotations

from stegvis.foundation.words import gettext_noop
from stegvis.rights.retention import Kind
from stegvis_web.foundation.holdings import ABOUT_NOBODY, Holding

HOLDINGS = (
    Holding(
        model="outcomes.Counted",
        title=gettext_noop("Counted among the outcomes of the service"),
        kind=Kind.CASE,
        columns="id count case index_date known_until spells jobs",
        by_case="case",
    ),
    Holding(
        model="outcomes.CountedAs",
        title=gettext_noop("What you were counted as"),
        kind=Kind.CASE,
        columns="id counted definition cell time value",
        left_out={"count": "stands in the row that it hangs on"},
        by_case="counted__case",
    ),
)

ABOUT_NOBODY["outcomes.Count"] = "numbers of many people; whom they were made of is exported and erased"

"""A report on two arms in words: which sections it has, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stegvis.reports.document import (
    Block,
    Document,
    Section,
)
from stegvis.reports.report import REPORTS
from stegvis.reports.result import (
    TwoArm,
)
from stegvis.reports.sections import checks, days, methods, returns, sides, subgroups, summary, taking_part
from stegvis.reports.sections.teller import Teller


def tell(result: TwoArm, language: str) -> Document:
    """The document, in `en`, `sv` or `nb`."""
    t = Teller(result, language)
    _ = t._
    tellers: dict[str, tuple[str, Callable[[Teller], Iterator[Block]]]] = {
        "summary": (_("In short"), summary.summary),
        "flow": (_("Who took part"), taking_part.flow),
        "baseline": (_("At baseline"), taking_part.baseline),
        "returns": (_("Return to work"), returns.returns),
        "checks": (_("Checks of the model"), checks.checks),
        "subgroups": (_("Subgroups"), subgroups.subgroups),
        "days": (_("Days of sick leave"), days.days),
        "sides": (_("All definitions side by side"), sides.sides),
        "missing": (_("What is missing"), taking_part.missing),
        "methods": (_("Methods"), methods.methods),
        "provenance": (_("Where the numbers come from"), methods.provenance),
    }
    sections = []
    for id in REPORTS.get(result.report).sections:
        title, teller = tellers[id]
        blocks = tuple(teller(t))
        if blocks:
            sections.append(Section(id, title, blocks))
    return Document(
        title=result.title or _("Return to work in two arms"),
        language=language,
        warning=_("Invented data: nobody in this report exists.") if result.invented else "",
        sections=tuple(sections),
        words={
            "contents": _("Contents"),
            "skip": _("Go to the report"),
            "data": _("Data as CSV"),
            "svg": _("Download as SVG"),
            "page": _("Page"),
        },
    )

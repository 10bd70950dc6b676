"""Methods, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterator

from stegvis.reports.document import (
    Block,
    Foreign,
    Given,
    Number,
    Paragraph,
    Points,
    Row,
    Table,
    joined,
)
from stegvis.reports.sections.teller import Teller


def methods(t: Teller) -> Iterator[Block]:
    definition = t.result.definition
    yield Paragraph((t.defined(definition),))
    if definition.left_open:
        yield Paragraph(t.say(t._("The paper leaves this open, and this was chosen:")))
        yield Points(tuple((Foreign(one),) for one in definition.left_open))
    yield Paragraph(joined(map(t.sentence, t.result.methods), " "))
    yield Paragraph(
        t.say(
            t._("Definition: %(id)s (fingerprint %(fingerprint)s). Source: %(source)s."),
            id=Given(definition.id),
            fingerprint=Given(definition.fingerprint),
            source=Given(definition.source),
        )
    )


def provenance(t: Teller) -> Iterator[Block]:
    one = t.result.provenance
    yield Table(
        caption=(t._("Files"),),
        head=((t._("File"),), (t._("Rows"),), (t._("Fingerprint"),)),
        rows=tuple(
            Row(((Given(file.name),), (Number(file.rows),), (Given(file.fingerprint),))) for file in one.files
        ),
        name="files",
    )
    yield Points(
        (
            t.say(t._("The register ends on %(day)s."), day=Given(one.register_end)),
            t.say(t._("Made %(time)s (UTC)."), time=Given(one.made)),
            t.say(
                t._("Made by: %(versions)s."),
                versions=Given(", ".join(f"{name} {number}" for name, number in one.versions.items())),
            ),
            t.say(
                t._("Asked: %(choices)s."),
                choices=Given(", ".join(f"{name} {value}" for name, value in one.choices.items() if value)),
            ),
        )
    )

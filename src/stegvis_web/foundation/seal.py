"""Proof that the audit trail is whole: seals kept outside the database, and the check of every chain.

A seal is a file of JSON lines: a first line with the time, one line for each chain with its last number and
hash, a last line with the counts. Each line's digest covers the line and the digest before it, so that a
seal cut short or changed is noticed. The chains alone show what was altered, inserted or removed; the seal
shows what chains alone cannot: the last events removed, whole chains removed, a chain written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from stegvis.foundation.errors import InputError, Problem
from stegvis_web.foundation.audit import digest, moment
from stegvis_web.foundation.models import AuditEvent, AuditHead, AuditMention

FORMAT = 1
EVENTS_AT_ONCE = 1000
HEADS_AT_ONCE = 200

T = TypeVar("T")


class Head(NamedTuple):
    """How far a chain had come: its last number, and the hash there."""

    chain: str
    number: int
    hash: str


@dataclass(frozen=True)
class Counts:
    """How many chains and events there are."""

    chains: int
    events: int


@dataclass(frozen=True)
class Finding:
    """One thing wrong with the trail: in which chain, at which number if it has one."""

    chain: str
    number: int | None
    text: str

    def __str__(self) -> str:
        return f"{self.chain} {'' if self.number is None else self.number}".rstrip() + f": {self.text}"


def write(out: TextIO) -> Counts:
    """Write a seal of all chains as they stand now."""
    chains = events = 0
    line = _digested("", {"seal": FORMAT, "at": moment(timezone.now())})
    out.write(_text(line))
    for chain, number, hash_ in (
        AuditHead.objects.order_by("chain").values_list("chain", "number", "hash").iterator()
    ):
        line = _digested(line["digest"], {"chain": chain, "number": number, "hash": hash_})
        out.write(_text(line))
        chains, events = chains + 1, events + number
    out.write(_text(_digested(line["digest"], {"chains": chains, "events": events})))
    return Counts(chains, events)


def read(path: Path) -> Iterator[Head]:
    """The heads in a seal, in its order. Raises InputError where the file is not a whole, unchanged seal."""
    before, row, last, chains, events = "", 0, {}, 0, 0
    try:
        with path.open(encoding="utf-8") as lines:
            for row, text in enumerate(lines, start=1):
                last = json.loads(text)
                claimed = last.pop("digest")
                if claimed != _digested(before, last)["digest"]:
                    raise _unreadable(row, "digest", claimed, "the digest of this line and the one before it")
                before = claimed
                if "chain" in last:
                    chains, events = chains + 1, events + last["number"]
                    yield Head(last["chain"], last["number"], last["hash"])
                elif row == 1 and last.get("seal") != FORMAT:
                    raise _unreadable(row, "seal", str(last.get("seal")), f"a seal of format {FORMAT}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(
            row, "line", type(error).__name__, "a seal that `stegvis audit seal` wrote"
        ) from error
    if last != {"chains": chains, "events": events}:
        raise _unreadable(row, "chains", "the end", "a last line with the counts: the file is cut short")


def verify(anchor: Path | None = None) -> Iterator[Finding]:
    """Everything that is wrong with the trail, in bounded memory; with `anchor`, also against that seal.

    Raises InputError before the first finding if the anchor cannot be read.
    """
    for _ in read(anchor) if anchor else ():
        pass
    yield from _broken_chains()
    yield from _wrong_heads()
    yield from _stray_mentions()
    if anchor:
        yield from _against(read(anchor))


def counts() -> Counts:
    """How many chains and events the database holds."""
    return Counts(AuditHead.objects.count(), AuditEvent.objects.count())


def _broken_chains() -> Iterator[Finding]:
    """Walk every chain from its first event: numbers without gaps, each hash its own and the next one's."""
    chain, expected, previous = None, 1, ""
    for event, codes in _events():
        if event.chain != chain:
            chain, expected, previous = event.chain, 1, ""
        if not isinstance(event.number, int):
            yield Finding(event.chain, None, "an event without a number")
            continue
        if event.number != expected:
            missing = str(expected) if event.number == expected + 1 else f"{expected} to {event.number - 1}"
            yield Finding(event.chain, expected, f"removed: {missing}")
        elif event.previous != previous:
            yield Finding(event.chain, event.number, "does not follow the event before it")
        if event.hash != _recomputed(event, codes):
            yield Finding(event.chain, event.number, "altered")
        expected, previous = event.number + 1, event.hash


def _events() -> Iterator[tuple[AuditEvent, list[str]]]:
    """All events chain by chain in order, with the cases mentioned.

    Times and lists come as text, so that what somebody else has written into them cannot stop the walk.
    """
    names = [
        "chain",
        "number",
        "actor",
        "actor_kind",
        "party",
        "verb",
        "what",
        "why",
        "outcome",
        "previous",
        "hash",
    ]
    rows = (
        AuditEvent.objects.order_by("chain", "number")
        .annotate(at_text=Cast("at", TextField()), fields_text=Cast("fields", TextField()))
        .values("pk", "at_text", "fields_text", *names)
    )
    for some in _in_pieces(rows.iterator(chunk_size=EVENTS_AT_ONCE), EVENTS_AT_ONCE):
        codes: dict[int, list[str]] = {row["pk"]: [] for row in some}
        mentions = AuditMention.objects.filter(event_id__in=codes)
        for event_id, code in mentions.values_list("event_id", "case_code"):
            codes[event_id].append(code)
        for row in some:
            at, fields = row.pop("at_text"), row.pop("fields_text")
            yield AuditEvent(**row, at=at, fields=fields), codes[row["pk"]]


def _recomputed(event: AuditEvent, codes: Iterable[str]) -> str | None:
    """The hash that the event's own content gives; None if nothing ever written could read like this."""
    try:
        at = datetime.fromisoformat(str(event.at))
        event.at = at if at.tzinfo else at.replace(tzinfo=UTC)
        event.fields = json.loads(event.fields)
        return digest(event, codes)
    except (ValueError, TypeError, OverflowError):
        return None


def _wrong_heads() -> Iterator[Finding]:
    """Heads and last events that do not fit each other."""
    there = AuditEvent.objects.filter(chain=OuterRef("chain"), number=OuterRef("number")).values("hash")
    heads = AuditHead.objects.annotate(there=Subquery(there)).order_by("chain")
    unlike = heads.filter(Q(there=None) | ~Q(there=F("hash")))
    for head in unlike.iterator():
        missing = head.there is None
        text = "removed: the last event" if missing else "the head of the chain is altered"
        yield Finding(head.chain, head.number, text)
    reached = AuditHead.objects.filter(chain=OuterRef("chain"), number__gte=OuterRef("number"))
    beyond = AuditEvent.objects.filter(~Exists(reached)).values("chain").annotate(first=Min("number"))
    for row in beyond.order_by("chain").iterator():
        yield Finding(row["chain"], row["first"], "inserted, or the head of the chain is altered")


def _stray_mentions() -> Iterator[Finding]:
    event = AuditEvent.objects.filter(pk=OuterRef("event_id"))
    for mention in AuditMention.objects.filter(~Exists(event)).order_by("pk").iterator():
        yield Finding(
            mention.case_code, None, f"mentioned by an event that is not there ({mention.event_id})"
        )


def _against(sealed: Iterable[Head]) -> Iterator[Finding]:
    """What the seal knows, and the database does not or not any more."""
    for heads in _in_pieces(sealed, HEADS_AT_ONCE):
        wanted = Q()
        for head in heads:
            wanted |= Q(chain=head.chain, number=head.number)
        rows = AuditEvent.objects.filter(wanted).values_list("chain", "number", "hash")
        there = {(chain, number): hash_ for chain, number, hash_ in rows}
        for head in heads:
            found = there.get((head.chain, head.number))
            if found is None:
                yield Finding(head.chain, head.number, "removed: sealed, but not there")
            elif found != head.hash:
                yield Finding(
                    head.chain, head.number, "altered, or another event before it: not what was sealed"
                )


def _in_pieces(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while piece := list(islice(iterator, size)):
        yield piece


def _digested(before: str, line: dict[str, Any]) -> dict[str, Any]:
    """`line` with its digest, which covers it and the digest before it."""
    return {**line, "digest": hashlib.sha256((before + _text(line)).encode()).hexdigest()}


def _text(line: dict[str, Any]) -> str:
    return json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n"


def _unreadable(row: int, column: str, value: str, expected: str) -> InputError:
    return InputError([Problem(column=column, value=value, expected=expected, row=row or None)])

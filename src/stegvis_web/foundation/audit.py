"""The audit trail: one event for every read and write, chained by hash, in one transaction with it.

A chain is one case; what concerns no case, or several at once, stands in the actor's own chain, so that
busy list pages do not wait for each other. If an event cannot be written, nothing is shown.

Whoever writes holds the end of the chain until the transaction ends. So that nobody waits in a ring: change
the rows first and record last, several chains in the order of their codes; and where that cannot be had, let
`transactions.in_one_go` begin the transaction again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from stegvis.foundation.errors import StegvisError
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation.models import AuditEvent, AuditHead, AuditMention
from stegvis_web.foundation.prepared import Children, insert, prepared


class AuditUnavailable(StegvisError):
    """An audit event could not be written, so what it was to record must not happen or be shown."""


OUT_OF_REACH = (AuditUnavailable, OperationalError, InterfaceError)
"""What says that the trail, or the database with it, cannot be reached just now."""

_unwritten: ContextVar[bool] = ContextVar("audit_unwritten", default=False)
_refused: ContextVar[tuple[Viewer, str, str] | None] = ContextVar("audit_refused", default=None)
NOT_FOUND = 404
MENTIONS = Children(AuditMention, "event_id", "case_code")


def record(
    *,
    by: Viewer,
    verb: str,
    what: str,
    cases: Sequence[str] = (),
    why: str = "",
    outcome: str = "done",
    fields: Sequence[str] = (),
    party: str = "",
) -> AuditEvent:
    """Append one event: `by` did `verb` to `what`, concerning `cases`.

    Codes, sections and names of fields only, never values. `why` is a person's own reason, as for opening a
    case one is not on the team of. Within an open transaction it stands or falls with it.
    Raises AuditUnavailable if it cannot be written; the open transaction is then lost too.
    """
    codes = sorted(set(cases))
    event = AuditEvent(
        chain=codes[0] if len(codes) == 1 else by.code,
        at=timezone.now(),
        actor=by.code,
        actor_kind=by.kind,
        party=party or by.party,
        verb=verb,
        what=what,
        why=why,
        outcome=outcome,
        fields=list(fields),
    )
    try:
        with transaction.atomic(savepoint=False):
            _append(event, codes)
    except (DatabaseError, InterfaceError) as error:
        _unwritten.set(True)
        raise AuditUnavailable("The audit trail cannot be written.") from error
    return event


def note_refused(*, by: Viewer, what: str, case: str) -> None:
    """`by` asked for a case that is not theirs, and is told that there is none.

    It is recorded when the page has been answered: what was begun for it is undone by then.
    """
    _refused.set((by, what, case))


def begin_again() -> None:
    """Forget that an event could not be written: the transaction it was lost with is done anew."""
    _unwritten.set(False)


def about(case_code: str) -> QuerySet[AuditEvent]:
    """All events that concern a case, in no order."""
    return AuditEvent.objects.filter(mentions__case_code=case_code)


def _append(event: AuditEvent, codes: Sequence[str]) -> None:
    """Write `event` at the end of its chain. Three statements at most; the database moves the head."""
    head = _locked_head(event.chain)
    event.number = head.number + 1
    event.previous = head.hash
    event.hash = digest(event, codes)
    insert(event, MENTIONS, codes)


def _locked_head(chain: str) -> AuditHead:
    """The head of a chain, held until the transaction ends; made if this is the chain's first event."""
    found = _head(chain)
    if not found:
        # Two at once may both come here: one makes it, the other waits and finds it.
        AuditHead.objects.bulk_create([AuditHead(chain=chain, number=0)], ignore_conflicts=True)
        found = _head(chain)
    (head,) = found
    return head


@prepared
def _head(chain: str) -> QuerySet[AuditHead]:
    return AuditHead.objects.select_for_update().filter(chain=chain)


def digest(event: AuditEvent, codes: Iterable[str]) -> str:
    """The hash of an event: SHA-256 over its fields, the cases it concerns and the hash before it."""
    content = {
        "chain": event.chain,
        "number": event.number,
        "at": moment(event.at),
        "actor": event.actor,
        "actor_kind": event.actor_kind,
        "party": event.party,
        "verb": event.verb,
        "what": event.what,
        "why": event.why,
        "outcome": event.outcome,
        "fields": event.fields,
        "cases": sorted(codes),
        "previous": event.previous,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def moment(at: datetime) -> str:
    """A time as it goes into the hash: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class AuditOrNothing:
    """Where the audit trail or the database cannot be reached, the page says so and shows nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _unwritten.set(False)
        _refused.set(None)
        response = self.get_response(request)
        if response.status_code == NOT_FOUND and (refused := _refused.get()):
            _record_refused(*refused)
        # Also where a view swallowed the error.
        return _unavailable(request) if _unwritten.get() else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, OUT_OF_REACH):
            return _unavailable(request)
        return None


def _record_refused(by: Viewer, what: str, case: str) -> None:
    try:
        record(by=by, verb="read", what=what, cases=[case], outcome="refused")
    except OUT_OF_REACH:
        _unwritten.set(True)


def _unavailable(request: HttpRequest) -> HttpResponseBase:
    from stegvis_web.foundation.views import unavailable  # here, because pages use this module

    return unavailable(request)

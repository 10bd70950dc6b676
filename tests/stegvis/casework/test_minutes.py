"""Minutes through each reader's eyes: nothing that the access table keeps from them, and no hole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.meetings import Came
from stegvis.casework.minutes import (
    Attended,
    Change,
    Item,
    Kind,
    Minutes,
    check_redaction,
    check_sending,
    minutes_view,
)
from stegvis.casework.party import Party
from stegvis.casework.plan import SECTION_OF, Domain
from stegvis.casework.sections import MEETINGS, NAME, STEPS, TEAM
from stegvis.foundation.errors import Refusal

SENT = datetime(2026, 3, 19, 12, tzinfo=UTC)
NAMES = {str(n): f"canary:name:{n}" for n in range(9)}
EVERYTHING = {MEETINGS, NAME, TEAM, *STEPS}


def item(number: int, domain: Domain = Domain.WORK_MODIFICATION, **more: object) -> Item:
    values: dict[str, object] = {
        "item": f"i{number}",
        "number": number,
        "kind": Kind.SAID,
        "text": f"canary:{domain}:{number}",
        "domain": domain,
    }
    return Item(**{**values, **more})  # type: ignore[arg-type]


def minutes(*items: Item, number: int = 1) -> Minutes:
    there = (
        Attended(Party.PATIENT, "1", Came.THERE),
        Attended(Party.GP, "2", Came.REPRESENTED, "canary:stand-in"),
    )
    return Minutes(number=number, author="3", items=items, attendance=there, sent_at=SENT)


def seen(this: Minutes, may: set[str], before: Minutes | None = None, party: Party | None = Party.EMPLOYER):  # type: ignore[no-untyped-def]
    return minutes_view(this, before, may=may.__contains__, party=party, names=NAMES)


@given(
    domains=st.lists(st.sampled_from(list(Domain)), max_size=6),
    earlier=st.lists(st.sampled_from(list(Domain)), max_size=6),
    may=st.sets(st.sampled_from(sorted(EVERYTHING))),
)
def test_no_reader_finds_a_word_of_a_domain_that_is_not_for_them(
    domains: list[Domain], earlier: list[Domain], may: set[str]
) -> None:
    now = minutes(*(item(n, domain) for n, domain in enumerate(domains, 1)), number=2)
    before = minutes(*(item(n, domain) for n, domain in enumerate(earlier, 1)))
    view = seen(now, may, before)
    if MEETINGS not in may:
        assert view is None
        return
    for domain in Domain:
        if SECTION_OF[domain] not in may:
            assert f"canary:{domain}" not in repr(view)
    if TEAM not in may:
        assert "stand-in" not in repr(view)
        assert "canary:name:2" not in repr(view)


def test_a_correction_shows_what_is_new_changed_and_gone() -> None:
    before = minutes(item(1), item(2), item(3))
    now = minutes(item(1), item(2, text="Other words."), item(4), number=2)
    view = seen(now, EVERYTHING, before)
    assert [(one.item.item, one.change) for one in view.items] == [
        ("i1", None),
        ("i2", Change.CHANGED),
        ("i4", Change.NEW),
        ("i3", Change.GONE),
    ]


def test_a_decision_that_is_gone_is_no_decision_any_more() -> None:
    decision = item(1, kind=Kind.DECISION, owner=Party.EMPLOYER, person="4", due=date(2026, 4, 1))
    assert seen(minutes(decision), EVERYTHING).decisions
    assert not seen(minutes(item(2), number=2), EVERYTHING, minutes(decision)).decisions


def test_only_who_reads_of_everything_is_told_that_nothing_was_decided() -> None:
    assert seen(minutes(item(1)), EVERYTHING).sees_all
    assert not seen(minutes(item(1)), EVERYTHING - {SECTION_OF[Domain.HEALTH]}).sees_all


def test_a_redacted_sentence_brings_back_no_old_words() -> None:
    redacted = item(1, text="", redacted_at=SENT, redacted_because="No place here.")
    view = seen(minutes(redacted, number=2), EVERYTHING, minutes(redacted))
    assert view.items[0].was == ""


def test_minutes_that_say_nothing_are_not_sent() -> None:
    with pytest.raises(Refusal, match="at least one sentence"):
        check_sending(minutes(), guests=[], before=None)


def test_a_correction_that_changes_nothing_is_not_sent() -> None:
    with pytest.raises(Refusal, match="Nothing is changed"):
        check_sending(minutes(item(1), number=2), guests=[], before=minutes(item(1)))
    fewer = replace(minutes(item(1), number=2), attendance=())
    check_sending(fewer, guests=[], before=minutes(item(1)))


def test_a_sentence_is_taken_out_once_and_with_a_reason() -> None:
    with pytest.raises(Refusal, match="without repeating"):
        check_redaction(item(1), " ")
    with pytest.raises(Refusal, match="already"):
        check_redaction(item(1, text="", redacted_at=SENT), "Again.")

"""The end of a case: said with a reason, nothing changes any more, and a slip can be mended for a month."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.utils import timezone

from stegvis.casework.closing import Reason
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import Party
from stegvis.casework.referral import Mode
from stegvis.foundation.errors import Refusal
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, plans
from stegvis_web.casework.actions.closing import close_case, reopen_case
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.people.models import PartyLink
from tests.cast import sign_in, the_cast, viewer
from tests.made_once import made_once
from tests.told_case import Told, changed, everyone_accepts, told_case
from tests.told_meeting import called

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return everyone_accepts(told_case(the_cast()))


def closed(told: Told) -> models.Case:
    return close_case(by=told.ingrid, code=told.code, reason=Reason.WORKS, words="Thirty hours since May.")


def test_the_plan_ends_the_links_close_and_lists_know(told: Told) -> None:
    row = closed(told)
    assert (row.stage, row.closed_on) == ("closed", timezone.localdate())
    assert versions_of(row).standing == {}
    assert versions_of(row).state(versions_of(row).plans[-1], timezone.localdate()) is PlanState.CLOSED
    assert not PartyLink.objects.filter(case_code=told.code, revoked_at__isnull=True).exists()


def test_a_draft_is_not_kept_and_what_was_sent_is(told: Told) -> None:
    changed(told)
    row = closed(told)
    assert [plan.number for plan in row.plans.all()] == [1]


def test_nothing_changes_in_a_closed_case(told: Told) -> None:
    closed(told)
    with pytest.raises(Refusal, match="was closed on"):
        cases.log_contact(
            by=told.ingrid, code=told.code, on=timezone.localdate(), mode=Mode.PHONE, reached=True
        )
    with pytest.raises(Refusal, match="was closed on"):
        plans.start_plan(by=told.maja, code=told.code)


def test_a_page_of_a_closed_case_says_so_and_keeps_what_was_typed(told: Told) -> None:
    closed(told)
    client = sign_in(Client(), told.cast.ingrid)
    answer = client.post(f"/cases/{told.code}/notes/", {"text": "typed in vain"})
    assert answer.status_code in {404, 422}


def test_the_person_still_reads_all_of_it(told: Told) -> None:
    closed(told)
    client = sign_in(Client(), told.cast.maja)
    for path in ("/me/", "/me/plan/", "/me/record/", "/me/data/", "/me/plan/versions/1/"):
        assert client.get(path).status_code == 200, path


def test_a_reason_that_says_little_needs_words(told: Told) -> None:
    for reason in (Reason.OTHER, Reason.NO_CONTACT):
        with pytest.raises(Refusal, match="Say in a sentence"):
            close_case(by=told.ingrid, code=told.code, reason=reason)
    with pytest.raises(Refusal, match="Choose why"):
        close_case(by=told.ingrid, code=told.code, reason=None)


def test_a_meeting_that_is_ahead_is_cancelled_first(told: Told) -> None:
    called(told)
    with pytest.raises(Refusal, match="Cancel it first"):
        closed(told)


def test_a_case_closes_once(told: Told) -> None:
    closed(told)
    with pytest.raises(Refusal, match="closed already"):
        closed(told)


def test_a_slip_is_mended_within_a_month_and_not_later(told: Told) -> None:
    closed(told)
    row = reopen_case(by=told.ingrid, code=told.code)
    assert (row.closed_on, row.closed_because, row.stage) == (None, "", "starting")
    plans.start_plan(by=told.maja, code=told.code)
    with pytest.raises(Refusal, match="This case is open"):
        reopen_case(by=told.ingrid, code=told.code)
    closed(told)
    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        pytest.raises(Refusal, match="new referral"),
    ):
        reopen_case(by=told.ingrid, code=told.code)


def test_only_those_who_answer_for_it_close_it(told: Told) -> None:
    for by in (told.sara, told.maja):
        with pytest.raises(Refusal):
            close_case(by=by, code=told.code, reason=Reason.WORKS)
    with pytest.raises(Http404):
        close_case(by=viewer(told.cast.kari), code=told.code, reason=Reason.WORKS)
    close_case(by=viewer(told.cast.marit), code=told.code, reason=Reason.MOVED)


def test_it_is_done_on_a_page_and_mended_on_another(told: Told) -> None:
    client = sign_in(Client(), told.cast.ingrid)
    assert client.post(f"/cases/{told.code}/close/", {"words": "x"}).status_code == 422
    done = client.post(f"/cases/{told.code}/close/", {"reason": "works", "words": "At last."}, follow=True)
    assert "Works, and needs no more support" in done.content.decode()
    again = client.post(f"/cases/{told.code}/reopen/", {}, follow=True)
    assert "The case is open again" in again.content.decode()
    link = told.invite(Party.EMPLOYER)
    assert link.url

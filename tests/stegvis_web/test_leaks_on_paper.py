"""The marked words once more, in each reader's PDF: decompressed, and looked through to its end."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.sections import GOAL, NAME, STEPS, WORDS
from tests.cast import come_by_link, sign_in
from tests.stegvis_web.test_leaks import MARKS, all_of, marked
from tests.told_case import Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Told:
    return marked()


def paper(told: Told, who: str) -> str:
    """All that is in the PDF of the plan that somebody gets for themselves."""
    if who in set(Party):
        client, address = come_by_link(Client(), told.invite(Party(who))), reverse("casework:answer-pdf")
    elif who == "maja":
        client, address = sign_in(Client(), told.cast.maja), reverse("casework:my-plan-pdf")
    else:
        client = sign_in(Client(), getattr(told.cast, who))
        address = reverse("casework:plan-pdf", args=[told.code])
    response = client.get(address)
    assert response.status_code == 200
    return all_of(response)


OF_TASKS = {"Qfitq", "Qherverdictq", "Qhisverdictq"}
"""Words about tasks; those are not on the paper of a plan."""

OF_MEETINGS = {
    *("Qsaidhealthq", "Qnewsaidhealthq", "Qdecidedhealthq", "Qpointhealthq"),
    *("Qsaidworkq", "Qpointworkq"),
}
"""What stands in minutes and agendas is not on a plan's paper."""

ON_PAPER = {mark for mark, section in MARKS.items() if section in {NAME, GOAL, *STEPS, WORDS}}
ON_PAPER -= OF_TASKS | OF_MEETINGS

PAPERS = {
    "maja": ON_PAPER,
    "ingrid": ON_PAPER,
    "sara": ON_PAPER,
    "marit": ON_PAPER,
    "employer": {"Qnameq", "Qgoalq", "Qworkq", "Qoldworkq", "Qcoordinationq", "Qemployerwordsq", "Qreplyq"},
    "insurer": {"Qnameq", "Qgoalq", "Qworkq", "Qoldworkq", "Qcoordinationq"},
    "employment_service": {"Qnameq", "Qgoalq", "Qworkq", "Qoldworkq", "Qcoordinationq"},
    "gp": ON_PAPER,
    "supporter": {
        "Qnameq",
        "Qgoalq",
        "Qworkq",
        "Qoldworkq",
        "Qcoordinationq",
        "Qhealthstepq",
        "Qoldhealthq",
        "Qnewhealthq",
    },
}
"""The marked words that stand on each reader's paper: these, and no other."""


@pytest.mark.parametrize("who", sorted(PAPERS))
def test_a_paper_holds_what_its_reader_may_read_and_not_a_byte_more(told: Told, who: str) -> None:
    found = paper(told, who)
    assert {mark for mark in MARKS if mark in found} == PAPERS[who]


@pytest.mark.parametrize("party", sorted({Party.PATIENT, Party.CLINIC, *OUTSIDE_PARTIES}))
def test_the_copy_to_hand_over_holds_what_that_party_would_get_itself(told: Told, party: Party) -> None:
    address = reverse("casework:plan-pdf-for", args=[told.code, party])
    response = sign_in(Client(), told.cast.ingrid).get(address)
    theirs = {Party.PATIENT: "maja", Party.CLINIC: "sara"}.get(party, party)
    found = all_of(response)
    assert {mark for mark in MARKS if mark in found} == PAPERS[theirs]

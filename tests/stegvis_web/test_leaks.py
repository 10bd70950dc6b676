"""Marked words in every free-text field, looked for in everything that leaves the site.

The access table says who may read which section. Here each section gets a word of its own that stands
nowhere else; every page, file and mail of every viewer is searched for all of them. A word where the
table says no is a leak; a word that turns up nowhere for whom the table says yes is a page that lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from stegvis.casework.adaptations import Worked
from stegvis.casework.answers import Kind, Word
from stegvis.casework.meetings import Purpose
from stegvis.casework.minutes import Kind as Said
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain
from stegvis.casework.referral import Door, Mode
from stegvis.casework.sections import (
    ANSWERS,
    ATTEMPTS,
    CONSENTS,
    CONTACTS,
    FUNCTION,
    GOAL,
    HANDOVERS,
    HEALTH,
    LETTERS,
    MEETINGS,
    NAME,
    PERSON,
    REFERRAL,
    RIGHTS,
    STEPS_COORDINATION,
    STEPS_HEALTH,
    STEPS_WORK,
    TABLE,
    TASKS,
    TEAM,
    WHO_LOOKED,
    WISH,
    WORDS,
    WORKED,
)
from stegvis.casework.tasks import Ability, Fit
from stegvis.rights.requests import Ask, Outcome
from stegvis_web.casework import models
from stegvis_web.casework.actions import (
    answers,
    attempts,
    cases,
    lifecycle,
    meetings,
    minutes,
    plans,
    referrals,
    rights,
    tasks,
)
from stegvis_web.casework.standing import open_case
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import mail
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import Mail, PartyLink, Person
from tests.cast import Cast, come_by_link, sign_in, the_cast, viewer
from tests.made_once import made_once
from tests.stegvis_web import papers
from tests.stegvis_web.addresses import addresses, of_other_meetings
from tests.told_case import Told, in_days, told_case
from tests.told_meeting import called, decided, everyone_was_there, guests, in_hours, said

pytestmark = pytest.mark.django_db

MARKS: dict[str, str] = {
    "Qnameq": NAME,
    "qmailq": PERSON,
    "0700112299": PERSON,
    "Qwishq": WISH,
    "Qdiagnosisq": HEALTH,
    "Qcontactq": CONTACTS,
    "Qgoalq": GOAL,
    "Qworkq": STEPS_WORK,
    "Qcoordinationq": STEPS_COORDINATION,
    "Qhealthstepq": STEPS_HEALTH,
    "Qoldworkq": STEPS_WORK,
    "Qoldhealthq": STEPS_HEALTH,
    "Qnewhealthq": STEPS_HEALTH,
    "Qclinicwordsq": WORDS,
    "Qgpwordsq": WORDS,
    "Qemployerwordsq": WORDS,
    "Qruleq": WORDS,
    "Qinsteadq": WORDS,
    "Qversionwhyq": WORDS,
    "Qstepwhyq": WORDS,
    "Qreplyq": WORDS,
    "Qoutcomeq": WORDS,
    "Qtaskq": TASKS,
    "Qtaskwordsq": TASKS,
    "Qadaptationq": TASKS,
    "Qcostq": TASKS,
    "Qpayerq": TASKS,
    "Qherverdictq": WORDS,
    "Qhisverdictq": WORDS,
    "Qfitq": WORDS,
    "Qhappenedq": ATTEMPTS,
    "Qhelpedq": ATTEMPTS,
    "Qhinderedq": ATTEMPTS,
    "Qnexttimeq": ATTEMPTS,
    "Qmeetingwhyq": MEETINGS,
    "Qplaceq": MEETINGS,
    "Qcancelwhyq": MEETINGS,
    "Qcorrectwhyq": MEETINGS,
    "Qredactwhyq": MEETINGS,
    "Qsaidhealthq": STEPS_HEALTH,
    "Qnewsaidhealthq": STEPS_HEALTH,
    "Qdecidedhealthq": STEPS_HEALTH,
    "Qpointhealthq": STEPS_HEALTH,
    "Qsaidworkq": STEPS_WORK,
    "Qpointworkq": STEPS_WORK,
    "Qaskedq": RIGHTS,
    "Qansweredq": RIGHTS,
    "Qglassq": WHO_LOOKED,
}
"""Each marked word and the section that it belongs to."""

GONE = "Qtakenoutq"
"""What was taken out of minutes that were sent: nobody reads it any more."""

WISHED = "Qmeetingwishq"
"""Why Maja asks for a meeting: for the team that answers."""

IN_THE_REGISTER = {NAME, PERSON}
"""The register of people is an administrator's work; it tells nothing of who has a case."""

OWN_WORDS = {
    Party.EMPLOYER: {"Qemployerwordsq", "Qreplyq", "Qhisverdictq", "Qfitq"},
    Party.GP: {"Qgpwordsq", "Qruleq", "Qinsteadq", "Qoutcomeq"},
}
"""What a party wrote itself, and the reply it got, it may always read."""

SHOWN_ELSEWHERE = {ANSWERS, CONSENTS, FUNCTION, HANDOVERS, LETTERS, REFERRAL, TEAM, WORKED}
"""Sections without a free text of their own, or whose text is for one person (`test_handovers`)."""


@pytest.fixture
def told() -> Told:
    return marked()


@made_once
def marked() -> Told:
    """The told case with a marked word in every free text."""
    told = told_case(_marked_cast())
    _mark(told)
    return told


def _marked_cast() -> Cast:
    cast = the_cast()
    maja = cast.maja.person
    assert maja
    maja.name = "Qnameq Lindqvist"
    maja.email = "qmailq@example.org"
    maja.phone = "0700112299"
    maja.save()
    return cast


def _mark(told: Told) -> None:
    """Put the marked words in, through the actions: into a second version in place of the first, which was
    taken back, and into a third that changes it. What the second said of two steps stands meanwhile.
    """
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="Another beginning.")
    models.Referral.objects.update(wish="Qwishq")
    cases.log_contact(
        by=told.ingrid,
        code=told.code,
        on=timezone.localdate(),
        mode=Mode.PHONE,
        reached=True,
        note="Qcontactq",
    )
    cases.write_health_note(by=told.sara, code=told.code, text="Qdiagnosisq")
    plans.start_plan(by=told.maja, code=told.code)
    for step in list(told.plan.steps.all()):
        plans.remove_step(by=told.maja, code=told.code, line=str(step.line_id))
    plans.write_goal(by=told.maja, code=told.code, goal="Qgoalq", revision=told.plan.revision)
    for what, owner, domain in (
        ("Qworkq", Party.EMPLOYER, Domain.WORK_MODIFICATION),
        ("Qcoordinationq", Party.INSURER, Domain.COORDINATION),
        ("Qhealthstepq", Party.GP, Domain.HEALTH),
        ("Qworkq too", Party.PATIENT, Domain.WORK_MODIFICATION),
        ("Qoldworkq", Party.CLINIC, Domain.WORK_MODIFICATION),
        ("Qoldhealthq", Party.CLINIC, Domain.HEALTH),
    ):
        plans.add_step(by=told.maja, code=told.code, what=what, owner=owner, due=in_days(9), domain=domain)
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    _answer(told)
    asked = rights.ask(
        by=told.maja, code=told.code, kind=Ask.CORRECTION, about="Qaskedq", words="Qaskedq, and no more."
    )
    rights.answer(
        by=told.ingrid, code=told.code, request=asked.pk, outcome=Outcome.REFUSED, answer="Qansweredq"
    )
    _mark_work(told)
    _meet(told)
    _change(told)
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10))


def _change(told: Told) -> None:
    """A third version: the clinic has agreed to two steps, and both are to be worded anew."""
    plans.start_plan(by=told.ingrid, code=told.code, because="Qversionwhyq")
    for old, new, domain in (
        ("Qoldworkq", "By phone instead", Domain.WORK_MODIFICATION),
        ("Qoldhealthq", "Qnewhealthq", Domain.HEALTH),
    ):
        step = told.plan.steps.get(what=old)
        plans.change_step(
            by=told.ingrid,
            code=told.code,
            line=str(step.line_id),
            what=new,
            owner=Party.CLINIC,
            due=in_days(12),
            domain=domain,
            revision=step.revision,
            because="Qstepwhyq",
        )


def _meet(told: Told) -> None:
    """Marked words in a meeting to which everyone is asked, in its agenda and its minutes."""
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        meeting = meetings.call_meeting(
            by=told.ingrid,
            code=told.code,
            purpose=Purpose.FOLLOW_UP,
            why="Qmeetingwhyq",
            place="Qplaceq",
            video="",
            lasts=45,
            times=[in_hours(47.5)],
            guests=guests(told, tuple(Party)),
            place_in_mail=False,
        )
        for what, domain in (("Qpointhealthq", Domain.HEALTH), ("Qpointworkq", Domain.WORK_MODIFICATION)):
            meetings.add_point(by=told.maja, code=told.code, meeting=meeting.pk, what=what, domain=domain)
    minutes.start_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    everyone_was_there(told, meeting)
    said(told, meeting, "Qsaidhealthq", Domain.HEALTH)
    said(told, meeting, "Qsaidworkq", Domain.WORK_MODIFICATION)
    said(told, meeting, GONE, Domain.WORK_MODIFICATION)
    decided(told, meeting, "Qdecidedhealthq", Party.CLINIC, Domain.HEALTH)
    minutes.send_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    _correct(told, meeting)
    off = called(told, in_hours(30), parties=tuple(Party))
    meetings.cancel_meeting(by=told.ingrid, code=told.code, meeting=off.pk, reason="Qcancelwhyq")
    meetings.wish_meeting(by=told.maja, code=told.code, words=WISHED)


def _correct(told: Told, meeting: models.Meeting) -> None:
    """A second version words the sentence about health anew; what never belonged there is taken out."""
    minutes.correct_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk, because="Qcorrectwhyq")
    draft = meeting.minutes.get(number=2)
    old = draft.items.get(text="Qsaidhealthq")
    minutes.write_item(
        by=told.ingrid,
        code=told.code,
        meeting=meeting.pk,
        kind=Said.SAID,
        text="Qnewsaidhealthq",
        domain=Domain.HEALTH,
        item=str(old.item),
        revision=draft.revision,
    )
    minutes.send_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    gone = draft.items.get(text=GONE)
    minutes.redact_item(
        by=told.ingrid, code=told.code, meeting=meeting.pk, item=str(gone.item), because="Qredactwhyq"
    )


def _mark_work(told: Told) -> None:
    """Marked words in all that is written of tasks and attempts, by all who write it."""
    task = tasks.add_task(
        by=told.maja, code=told.code, name="Qtaskq", ability=Ability.WITH_ADAPTATION, words="Qtaskwordsq"
    )
    adaptation = tasks.add_adaptation(
        by=told.maja,
        code=told.code,
        task=task.pk,
        what="Qadaptationq",
        provider=Party.EMPLOYER,
        first=in_days(-9),
        last=in_days(-1),
        cost="Qcostq",
        payer="Qpayerq",
    )
    johan = viewer_for(told.invite(Party.EMPLOYER).link)
    for by, words in ((told.maja, "Qherverdictq"), (johan, "Qhisverdictq")):
        tasks.say_whether_it_works(
            by=by, code=told.code, adaptation=adaptation.pk, worked=Worked.PARTLY, words=words
        )
    tasks.say_whether_tasks_fit(by=johan, code=told.code, fit=Fit.MISSING, words="Qfitq")
    attempts.add_attempt(
        by=told.maja,
        code=told.code,
        start=in_days(-90),
        end=in_days(-60),
        what_happened="Qhappenedq",
        helped="Qhelpedq",
        hindered="Qhinderedq",
        next_time="Qnexttimeq",
    )


def _answer(told: Told) -> None:
    version = told.plan.number

    def say(party: Party, *words: Word) -> None:
        by = told.sara if party is Party.CLINIC else viewer_for(told.invite(party).link)
        answers.answer_plan(by=by, code=told.code, version=version, words=words)

    say(Party.CLINIC, Word(Kind.RESERVATION, words="Qclinicwordsq"))
    say(Party.EMPLOYER, Word(Kind.QUESTION, line=told.line(Party.EMPLOYER), words="Qemployerwordsq"))
    say(
        Party.GP,
        Word(Kind.ACCEPTED),
        Word(Kind.OBJECTION, line=told.line(Party.GP), words="Qgpwordsq", rule="Qruleq", instead="Qinsteadq"),
    )
    question = models.Answer.objects.get(kind="question")
    answers.reply_to_question(by=told.ingrid, code=told.code, answer=question.pk, reply="Qreplyq")
    objection = models.Answer.objects.get(kind="objection")
    answers.settle_objection(
        by=told.ingrid, code=told.code, answer=objection.pk, on=timezone.localdate(), outcome="Qoutcomeq"
    )


def all_of(response: Any) -> str:
    """All that an answer holds, a PDF taken apart."""
    if response["Content-Type"] == "application/pdf":
        return papers.everything(response.content)
    if response["Content-Type"].startswith("text/calendar"):
        return unfolded(response.content.decode())
    return str(response.content.decode())


def unfolded(calendar: str) -> str:
    """A calendar file with each of its lines whole: they are cut after 75 bytes (RFC 5545)."""
    return calendar.replace("\r\n ", "").replace("\n ", "")


@dataclass(frozen=True)
class Visit:
    """All that one viewer gets from every address with GET, as one text, and who it was."""

    text: str
    may: Callable[[str], bool]
    party: Party | None


def visit(told: Told, who: str) -> Visit:
    if who in set(Party):
        new = told.invite(Party(who))
        client, by = come_by_link(Client(), new), viewer_for(new.link)
    else:
        user = getattr(told.cast, who)
        client, by = sign_in(Client(), user), viewer(user)
    pages = []
    for address in [*addresses(told), *of_other_meetings(told)]:
        response = client.get(address.path)
        if response.status_code == 200:
            pages.append(all_of(response) + str(response.headers))
    if who == "asta":
        return Visit("\n".join(pages), lambda section: section in IN_THE_REGISTER, None)
    if by.service != told.cast.norrvik.pk or who == "tomas":
        return Visit("\n".join(pages), lambda section: False, None)
    opened = open_case(by, told.code)
    return Visit("\n".join(pages), lambda section: bool(opened.may(section)), opened.party)


_visits: dict[str, Visit] = {}


def seen_by(told: Told, who: str) -> Visit:
    """What `who` gets of the case as it was told: visited once, for it is told alike for each test."""
    if who not in _visits:
        _visits[who] = visit(told, who)
    return _visits[who]


EVERYBODY = [
    "ingrid",
    "sara",
    "marit",
    "rolf",
    "asta",
    "maja",
    "tomas",
    "kari",
    "leif",
    *sorted(OUTSIDE_PARTIES),
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_reads_what_the_access_table_does_not_give(told: Told, who: str) -> None:
    seen = seen_by(told, who)
    own = OWN_WORDS.get(seen.party, set()) if seen.party else set()
    leaks = [
        mark
        for mark, section in MARKS.items()
        if mark in seen.text and not seen.may(section) and mark not in own
    ]
    assert leaks == []


@pytest.mark.parametrize("who", ["ingrid", "sara", "maja", *sorted(OUTSIDE_PARTIES)])
def test_everybody_finds_what_the_access_table_gives(told: Told, who: str) -> None:
    seen = seen_by(told, who)
    # A word beside a step that the reader does not see is not shown without its step.
    steps_hidden = {"Qgpwordsq", "Qruleq", "Qinsteadq", "Qoutcomeq"} if not seen.may(STEPS_HEALTH) else set()
    missing = [
        mark
        for mark, section in MARKS.items()
        if seen.may(section) and mark not in seen.text and mark != "Qglassq" and mark not in steps_hidden
    ]
    assert missing == []


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_what_is_being_written_reaches_no_outside_party_before_it_is_sent(told: Told, party: Party) -> None:
    plans.start_plan(by=told.maja, code=told.code, because="Qdraftwhyq")
    plans.write_goal(by=told.maja, code=told.code, goal="Qdraftgoalq", revision=told.plan.revision)
    for domain in (Domain.WORK_MODIFICATION, Domain.COORDINATION):
        plans.add_step(
            by=told.maja,
            code=told.code,
            what="Qdraftstepq",
            owner=Party.CLINIC,
            due=in_days(9),
            domain=domain,
        )
    assert "Qdraft" not in visit(told, party).text
    assert "Qdraftstepq" in visit(told, "ingrid").text


def test_every_section_of_the_table_is_marked_or_named_as_having_no_text() -> None:
    unmarked = set(TABLE.sections()) - set(MARKS.values()) - SHOWN_ELSEWHERE
    assert unmarked == {"case", "sick_leave", "new_referrals", "benefits", "outcomes"}


def test_mails_name_nobody_and_say_nothing(told: Told) -> None:
    names = [person.name for person in Person.objects.exclude(name="")]
    forbidden = [*MARKS, *names, told.code, told.cast.norrvik.name, "pain", "health", "sick", "patient"]
    for row in Mail.objects.all():
        # A calendar file says to whom it is sent, as the mail itself does.
        calendar = unfolded(row.calendar).replace(f"mailto:{row.to_address}", "")
        text = f"{row.subject}\n{row.body}\n{row.message_id}\n{calendar}"
        assert [word for word in forbidden if word.lower() in text.lower()] == []


def test_a_sentence_taken_out_of_minutes_is_nowhere_any_more(told: Told) -> None:
    for who in ("ingrid", "sara", "maja", "employer", "insurer"):
        assert GONE not in seen_by(told, who).text, who
    tables = [model for model in apps.get_models() if model._meta.app_label in {"casework", "foundation"}]
    assert [model for model in tables if GONE in str(list(model._default_manager.values()))] == []


def test_not_a_byte_of_a_mail_that_left_tells_more_than_the_mail(told: Told) -> None:
    names = [person.name for person in Person.objects.exclude(name="")]
    mail.deliver()
    letters = [message.message() for message in django_mail.outbox]
    calendars = 0
    for letter in letters:
        loads = [part.get_payload(decode=True) for part in letter.walk()]
        parts = [load for load in loads if isinstance(load, bytes)]
        calendars += sum(part.get_content_type() == "text/calendar" for part in letter.walk())
        text = "\n".join([letter["Subject"], *(unfolded(part.decode()) for part in parts)])
        text = text.replace(f"mailto:{letter['To']}", "")
        assert [
            w for w in [*MARKS, *names, GONE, WISHED, told.code, "health"] if w.lower() in text.lower()
        ] == []
    assert calendars > len(Party)


def test_a_wish_for_a_meeting_is_read_by_the_team_and_by_who_wishes(told: Told) -> None:
    readers = {who for who in EVERYBODY if WISHED in seen_by(told, who).text}
    assert readers == {"ingrid", "sara", "maja"}


def test_the_trail_holds_codes_and_no_values(told: Told) -> None:
    for who in ("ingrid", "maja", "employer"):
        visit(told, who)
    for event in AuditEvent.objects.all():
        text = f"{event.what} {event.fields} {event.actor} {event.verb} {event.outcome} {event.why}"
        assert [mark for mark in MARKS if mark.lower() in text.lower()] == []


def test_addresses_and_file_names_carry_no_name(told: Told) -> None:
    client = sign_in(Client(), told.cast.ingrid)
    for address in addresses(told):
        response = client.get(address.path)
        assert "qnameq" not in response.headers.get("Content-Disposition", "").lower()
        assert "qnameq" not in response.headers.get("Location", "").lower()


def test_a_referral_by_itself_shows_its_wish_to_the_service_alone(told: Told) -> None:
    person = told.cast.tomas.person
    assert person
    row = referrals.receive_referral(
        by=told.ingrid, person=person, door=Door.GP, received_on=timezone.localdate(), wish="Qtomaswishq"
    )
    assert row.pk
    for who in ("kari", "asta", "rolf", "maja", "employer"):
        assert "Qtomaswishq" not in visit(told, who).text


def test_a_link_that_was_replaced_leads_nowhere(told: Told) -> None:
    first = told.invite(Party.GP)
    told.invite(Party.GP)
    assert PartyLink.objects.get(pk=first.link.pk).revoked_at is not None
    assert come_by_link(Client(), first).get("/answer/").status_code == 302

"""A mail that was perhaps sent: on Today, on its page, and what staff decide about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import Party
from stegvis.foundation.errors import Refusal
from stegvis_web.casework.actions import cases
from stegvis_web.casework.actions.mails import decide_about_mail
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import mail
from stegvis_web.people.deciding import Decision
from stegvis_web.people.models import Mail
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.casework.visits import form_key, page, send, text, url, visiting
from tests.together import together
from tests.told_case import Told, told_case

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


@pytest.fixture
def unsure(told: Told) -> Mail:
    return perhaps_sent(told)


def perhaps_sent(told: Told) -> Mail:
    """The employer's invitation, whose sender was cut off."""
    told.invite(Party.EMPLOYER)
    Mail.objects.update(
        state="unsure", error=mail.CUT_OFF, tries=3, next_try_at=timezone.now() + mail.CLAIMED_FOR
    )
    return Mail.objects.get()


def decide(told: Told, row: Mail, decision: Decision) -> Mail:
    return decide_about_mail(by=told.ingrid, code=told.code, mail=row.pk, decision=decision)


def test_today_asks_whoever_works_with_the_case(told: Told, unsure: Mail) -> None:
    response = visiting(told.cast.ingrid).get(url("today"))
    assert "Maja Lindqvist Perhaps sent A mail was perhaps sent. Ask, then decide." in text(response)
    assert url("mail", told.code, unsure.pk) in response.content.decode()
    assert "could not be delivered" not in text(response)


def test_the_page_says_what_to_whom_and_why_nobody_knows(told: Told, unsure: Mail) -> None:
    shown = page(visiting(told.cast.ingrid), "mail", told.code, unsure.pk)
    assert "A mail was perhaps sent" in shown
    assert "The link to read the plan and answer" in shown
    assert "Johan Berg" in shown
    assert told.cast.johan.email in shown
    assert "Sending was cut off before we could write down whether the mail server took the mail." in shown
    assert "It arrived" in shown
    assert "Send again" in shown


def test_a_dropped_line_has_words_of_its_own(told: Told, unsure: Mail) -> None:
    Mail.objects.update(error="SMTPServerDisconnected")
    shown = page(visiting(told.cast.ingrid), "mail", told.code, unsure.pk)
    assert "The line to the mail server broke" in shown
    assert "SMTP" not in shown


def test_the_page_never_shows_what_the_mail_says(told: Told, unsure: Mail) -> None:
    shown = visiting(told.cast.ingrid).get(url("mail", told.code, unsure.pk)).content.decode()
    assert "/open/" in unsure.body
    assert "/open/" not in shown
    assert unsure.message_id not in shown


def test_reading_the_page_leaves_one_event(told: Told, unsure: Mail) -> None:
    client = visiting(told.cast.ingrid)
    before = AuditEvent.objects.count()
    page(client, "mail", told.code, unsure.pk)
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.latest("id").what == f"mail:{unsure.pk}"


def test_it_arrived(told: Told, unsure: Mail) -> None:
    client = visiting(told.cast.ingrid)
    done = send(client, "mail", told.code, unsure.pk, decision="arrived")
    assert (done.status_code, done.headers["Location"]) == (302, url("team", told.code))
    assert "Written down: the mail arrived." in page(client, "team", told.code)
    row = Mail.objects.get()
    assert (row.state, row.body, row.decided_by) == ("sent", "", told.ingrid.code)
    assert row.sent_at == mail.tried_at(unsure)
    assert mail.deliver() == mail.Delivered()
    assert "A mail was perhaps sent" not in page(client, "today")


def test_sent_again_it_goes_at_once_and_has_all_its_tries(told: Told, unsure: Mail) -> None:
    assert send(visiting(told.cast.ingrid), "mail", told.code, unsure.pk, decision="again").status_code == 302
    row = Mail.objects.get()
    assert (row.state, row.tries, row.body, row.message_id) == ("waiting", 0, unsure.body, unsure.message_id)
    assert mail.deliver() == mail.Delivered(sent=1)


def test_whoever_decided_stands_on_the_page(told: Told, unsure: Mail) -> None:
    decide(told, unsure, Decision.ARRIVED)
    shown = page(visiting(told.cast.marit), "mail", told.code, unsure.pk)
    assert "The mail was sent." in shown
    assert "Decided by Ingrid Solheim" in shown
    assert "Send again" not in shown


def test_a_decision_is_an_event_without_the_mails_words(told: Told, unsure: Mail) -> None:
    decide(told, unsure, Decision.AGAIN)
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.what, event.outcome) == ("decide", f"mail:{unsure.pk}", "again")
    assert (event.fields, event.party) == (["invitation"], Party.SPECIALIST)
    looked = page(visiting(told.cast.marit), "looked", told.code)
    assert "Decided about: A mail (To be sent again)" in looked
    mine = visiting(told.cast.maja).get(url("my-looked"))
    assert "Decided about a mail that was perhaps sent" in text(mine)


def test_whoever_comes_second_reads_that_it_is_decided(told: Told, unsure: Mail) -> None:
    client = visiting(told.cast.ingrid)
    key = form_key(client, "mail", told.code, unsure.pk)
    decide(told, unsure, Decision.ARRIVED)
    answer = send(client, "mail", told.code, unsure.pk, decision="again", form_key=key)
    assert answer.status_code == 422
    assert "Somebody has decided about this mail already. Nothing was changed." in text(answer)
    assert "Decided by Ingrid Solheim" in text(answer)
    assert Mail.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_exactly_one_wins() -> None:
    told = told_case(english_cast())
    unsure = perhaps_sent(told)
    said: list[str] = []

    def deciding(decision: Decision) -> Callable[[], None]:
        def act() -> None:
            try:
                said.append(decide(told, unsure, decision).state)
            except Refusal:
                said.append("refused")

        return act

    together(deciding(Decision.ARRIVED), deciding(Decision.AGAIN))
    won = [one for one in said if one != "refused"]
    assert len(said) == 2
    assert [Mail.objects.get().state] == won
    assert AuditEvent.objects.filter(verb="decide").count() == 1


def test_it_is_not_sent_again_to_an_employer_who_may_no_longer_be_contacted(told: Told, unsure: Mail) -> None:
    cases.set_employer_contact(by=told.maja, code=told.code, contact=EmployerContact.REFUSED)
    client = visiting(told.cast.ingrid)
    assert "Send again" not in page(client, "mail", told.code, unsure.pk)
    assert send(client, "mail", told.code, unsure.pk, decision="again").status_code == 422
    assert Mail.objects.get().state == "unsure"


def test_what_is_not_sent_again_is_let_go_and_troubles_nobody(told: Told, unsure: Mail) -> None:
    cases.leave_team(by=told.ingrid, code=told.code, member=told.case.team.get(party=Party.EMPLOYER).pk)
    client = visiting(told.cast.ingrid)
    shown = page(client, "mail", told.code, unsure.pk)
    assert "This person is no longer on the team, so this mail is not sent again." in shown
    assert send(client, "mail", told.code, unsure.pk, decision="dropped").status_code == 302
    row = Mail.objects.get()
    assert (row.state, row.body) == ("failed", "")
    assert "A mail" not in page(client, "today")
    assert "The mail is not sent again." in page(client, "mail", told.code, row.pk)


def test_whoever_has_left_the_team_still_hears_of_a_cancelled_meeting(told: Told, unsure: Mail) -> None:
    Mail.objects.update(calendar="BEGIN:VCALENDAR", calendar_method="CANCEL")
    cases.leave_team(by=told.ingrid, code=told.code, member=told.case.team.get(party=Party.EMPLOYER).pk)
    assert decide(told, unsure, Decision.AGAIN).state == "waiting"


def test_it_is_not_sent_again_to_an_address_of_yesterday(told: Told, unsure: Mail) -> None:
    told.cast.johan.email = "johan@ekbacka.example"
    told.cast.johan.save()
    with pytest.raises(Refusal, match="another mail address"):
        decide(told, unsure, Decision.AGAIN)


def test_only_those_who_write_the_team_open_it(told: Told, unsure: Mail) -> None:
    def status(who: str) -> int:
        return visiting(getattr(told.cast, who)).get(url("mail", told.code, unsure.pk)).status_code

    assert [who for who in ("ingrid", "marit") if status(who) == 200] == ["ingrid", "marit"]
    assert {who: status(who) for who in ("sara", "rolf", "asta", "kari", "maja")} == dict.fromkeys(
        ("sara", "rolf", "asta", "kari", "maja"), 404
    )


def test_another_cases_mail_is_not_found_here(told: Told, unsure: Mail) -> None:
    Mail.objects.update(case_code="NV-9999")
    client = visiting(told.cast.ingrid)
    assert client.get(url("mail", told.code, unsure.pk)).status_code == 404
    assert send(client, "mail", told.code, unsure.pk, decision="again").status_code == 404


def test_a_form_that_says_nothing_changes_nothing(told: Told, unsure: Mail) -> None:
    assert send(visiting(told.cast.ingrid), "mail", told.code, unsure.pk).status_code == 422
    assert Mail.objects.get().state == "unsure"

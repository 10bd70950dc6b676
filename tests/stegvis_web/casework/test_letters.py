"""Letters: made from what their reader may see, in their language, kept as sent; taken back for good."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import docx
import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client

from stegvis.casework.access import EmployerContact
from stegvis.casework.functions import FUNCTION_NAMES
from stegvis.casework.handover import Key, Part
from stegvis.casework.letter import LETTERS as KINDS
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain
from stegvis.casework.sections import FUNCTION, STEPS_HEALTH, STEPS_WORK, USUAL_CONSENTS
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, handovers, letters
from stegvis_web.casework.queries.letters import letter_of, letters_of
from stegvis_web.casework.standing import open_case
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import Mail
from tests.cast import come_by_link, person
from tests.made_once import made_once
from tests.stegvis_web import papers
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.casework.visits import page, send, statements, text, url, visiting
from tests.told_case import Told, changed, everyone_accepts, told_case
from tests.told_meeting import called

pytestmark = pytest.mark.django_db

WORDS = "Half an hour at a time, then five minutes of walking."


@pytest.fixture
@made_once
def told() -> Told:
    """Everyone has accepted the plan, and the clinic has said what the condition means for work."""
    told = everyone_accepts(told_case(english_cast()))
    letters.write_function(
        by=told.sara, code=told.code, abilities={"sitting": "a_while", "lifting": "not_now"}, words=WORDS
    )
    return told


def sent(told: Told, kind: str, party: Party, words: str = "", by: Viewer | None = None) -> models.Letter:
    return letters.send_letter(by=by or told.ingrid, code=told.code, kind=kind, party=party, words=words)


def link(told: Told, party: Party) -> Viewer:
    return viewer_for(told.invite(party).link)


def all_of(row: models.Letter) -> str:
    """All that a letter holds: its blocks, its PDF down to the last byte, every member of its .docx."""
    with ZipFile(BytesIO(bytes(row.docx))) as members:
        word = "\n".join(members.read(name).decode("utf-8", "ignore") for name in members.namelist())
    return json.dumps(row.blocks) + papers.everything(bytes(row.pdf)) + word


# What stands in them


def test_every_kind_of_letter_reaches_somebody(told: Told) -> None:
    called(told)
    for kind, letter in KINDS.all().items():
        if kind == "handover_note":
            continue
        for party in letter.audience:
            assert sent(told, kind, Party(party)).digest


def test_the_employer_reads_what_the_condition_means_for_work_and_no_more(told: Told) -> None:
    row = sent(told, "work_function", Party.EMPLOYER)
    shown = papers.text(bytes(row.pdf))
    assert "Sitting still Can for a while" in shown
    assert WORDS in shown
    assert "medicine" not in all_of(row)


@pytest.mark.parametrize("kind", ["plan", "work_function", "invitation"])
@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES - {Party.SUPPORTER}))
def test_no_letter_holds_a_byte_that_its_reader_may_not_read(told: Told, kind: str, party: Party) -> None:
    cases.write_health_note(by=told.sara, code=told.code, text="Qdiagnosisq")
    changed(told)
    called(told, parties=tuple(Party))
    row = sent(told, kind, party)
    held = all_of(row)
    assert "Qdiagnosisq" not in held
    assert "left no day to recover" not in held, "why a version is written is no part of a letter"
    sees = open_case(link(told, party), told.code)
    for step in told.case.plans.get(number=1).steps.all():
        section = f"plan.{step.domain}"
        if not sees.may(section):
            assert step.what not in held
        elif kind == "plan":
            assert step.what in held
    assert set(row.sections) <= {section for section in row.sections if sees.may(section)}


def test_an_employer_who_is_refused_gets_no_letter(told: Told) -> None:
    cases.set_employer_contact(by=told.maja, code=told.code, contact=EmployerContact.REFUSED)
    with pytest.raises(Refusal, match="does not want contact"):
        sent(told, "plan", Party.EMPLOYER)


def test_where_nothing_is_agreed_to_there_is_nothing_to_write(told: Told) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=[])
    for kind in ("plan", "work_function"):
        with pytest.raises(Refusal, match="nothing to write"):
            sent(told, kind, Party.INSURER)


def test_a_letter_goes_only_to_its_audience(told: Told) -> None:
    with pytest.raises(Refusal, match="not for that party"):
        sent(told, "gp_copy", Party.EMPLOYER)
    with pytest.raises(Http404):
        sent(told, "no_such_letter", Party.GP)


def test_the_note_of_a_hand_over_holds_what_the_new_person_may_read_today(told: Told) -> None:
    nils = person(told.cast.norrvik, "Nils Ek", organisation=told.cast.petra.organisation)
    member = told.case.team.get(party=Party.INSURER, until=None)
    handovers.hand_over(
        by=told.ingrid,
        code=told.code,
        member=member.pk,
        taker=nils,
        on=member.since,
        parts=[Part(Key.WORK, "The desk is agreed."), Part(Key.KNOW, "Ring in the morning.")],
    )
    assert "The desk is agreed." in papers.text(bytes(sent(told, "handover_note", Party.INSURER).pdf))
    without = set(USUAL_CONSENTS[Party.INSURER]) - {STEPS_WORK}
    cases.set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=without)
    again = sent(told, "handover_note", Party.INSURER)
    assert "desk" not in all_of(again)
    assert "Ring in the morning." in papers.text(bytes(again.pdf))


def test_an_invitation_tells_the_meeting_and_no_code(told: Told) -> None:
    called(told)
    row = sent(told, "invitation", Party.EMPLOYER)
    shown = papers.text(bytes(row.pdf))
    assert "Ekbacka library, small room" in shown
    assert "/open/" not in all_of(row)


def test_a_letter_is_in_the_language_of_whom_it_is_for(told: Told) -> None:
    told.cast.johan.language = "sv"
    told.cast.johan.save()
    row = sent(told, "work_function", Party.EMPLOYER)
    assert row.language == "sv"
    with pikepdf.open(BytesIO(bytes(row.pdf))) as opened:
        assert str(opened.Root.Lang) == "sv"


# PDF/UA and .docx


def test_the_pdf_is_tagged_titled_and_says_that_it_is_accessible(told: Told) -> None:
    row = sent(told, "plan", Party.GP)
    with pikepdf.open(BytesIO(bytes(row.pdf))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.StructTreeRoot
        assert "pdfuaid" in str(opened.open_metadata())
        assert opened.open_metadata()["dc:title"] == "The plan"


def test_the_docx_has_headings_heads_of_tables_a_language_and_no_author(told: Told) -> None:
    row = sent(told, "plan", Party.GP)
    opened = docx.Document(BytesIO(bytes(row.docx)))
    assert opened.core_properties.title == "The plan"
    assert opened.core_properties.author == ""
    assert opened.core_properties.last_modified_by == ""
    styles = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert {"Title", "Heading 1"} <= styles
    xml = opened.element.xml
    assert "w:tblHeader" in xml
    assert 'w:lang w:val="en-GB"' in opened.styles.element.xml
    cells = [cell.text for table in opened.tables for line in table.rows for cell in line.cells]
    assert "Go through the medicines together" in cells


def test_day_version_case_and_sender_stand_in_each(told: Told) -> None:
    sent(told, "plan", Party.GP)
    row = sent(told, "plan", Party.GP, words="As we said on the phone.")
    assert row.number == 2
    for shown in (papers.text(bytes(row.pdf)), "\n".join(_words(row))):
        for word in (told.code, "Ingrid Solheim", "Amir Rahimi", "As we said on the phone."):
            assert word in shown
    assert f"{told.code} · The plan · Version 2" in papers.text(bytes(row.pdf))


def _words(row: models.Letter) -> list[str]:
    opened = docx.Document(BytesIO(bytes(row.docx)))
    cells = [cell.text for table in opened.tables for line in table.rows for cell in line.cells]
    return [*(paragraph.text for paragraph in opened.paragraphs), *cells]


def test_what_cannot_stand_in_a_file_stops_no_letter(told: Told) -> None:
    row = sent(told, "work_function", Party.EMPLOYER, words="Pasted\x0b from\x01 elsewhere.")
    assert "Pasted from elsewhere." in "\n".join(_words(row))


def test_a_letter_that_changed_since_it_was_looked_at_is_not_sent_unseen(told: Told) -> None:
    ingrid = visiting(told.cast.ingrid)
    form = {"kind": "work_function", "party": "employer", "words": ""}
    looked = send(ingrid, "letter-new", told.code, **form, do="look").content.decode()
    digest = looked.split('name="looked_at" value="')[1].split('"')[0]
    letters.write_function(by=told.sara, code=told.code, abilities={"sitting": "not_now"}, words="")
    refused = send(ingrid, "letter-new", told.code, **form, do="send", looked_at=digest)
    assert refused.status_code == 422
    assert "has changed since you looked at it" in text(refused)
    assert not models.Letter.objects.exists()


def test_whoever_follows_does_not_read_the_letters_of_the_one_before(told: Told) -> None:
    row = sent(told, "plan", Party.INSURER)
    nils = person(
        told.cast.norrvik, "Nils Ek", organisation=told.cast.petra.organisation, email="n@o.example"
    )
    member = told.case.team.get(party=Party.INSURER, until=None)
    handovers.hand_over(
        by=told.ingrid,
        code=told.code,
        member=member.pk,
        taker=nils,
        on=member.since,
        parts=[Part(Key.KNOW, "Ring in the morning.")],
    )
    with pytest.raises(Http404):
        letter_of(open_case(link(told, Party.INSURER), told.code), row.pk)


# Kept as sent


def test_what_was_sent_stays_to_the_byte_whatever_becomes_of_the_plan(told: Told) -> None:
    row = sent(told, "plan", Party.EMPLOYER)
    pdf, word = bytes(row.pdf), bytes(row.docx)
    changed(told)
    row.refresh_from_db()
    assert (bytes(row.pdf), bytes(row.docx)) == (pdf, word)
    whole = json.dumps(row.blocks, sort_keys=True).encode() + pdf + word
    assert hashlib.sha256(whole).hexdigest() == row.digest


def test_not_even_a_slip_in_code_changes_a_letter(told: Told) -> None:
    sent(told, "plan", Party.EMPLOYER)
    for change in (
        lambda: models.Letter.objects.update(language="nb"),
        lambda: models.Letter.objects.update(pdf=b"x"),
        lambda: models.Letter.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            change()


def test_a_letter_taken_back_is_gone_everywhere_and_leaves_its_reason(told: Told) -> None:
    row = sent(told, "work_function", Party.EMPLOYER, words="Qwrongq")
    by = link(told, Party.EMPLOYER)
    with pytest.raises(Refusal, match="Write why"):
        letters.take_back_letter(by=told.ingrid, code=told.code, letter=row.pk, reason=" ")
    letters.take_back_letter(by=told.ingrid, code=told.code, letter=row.pk, reason="Sent by mistake.")
    kept = letter_of(open_case(by, told.code), row.pk)
    assert (kept.blocks, bytes(kept.pdf), bytes(kept.docx)) == ([], b"", b"")
    assert kept.taken_back_because == "Sent by mistake."
    assert Mail.objects.filter(kind="letter", person=told.cast.johan).exists()
    with pytest.raises(Refusal, match="already"):
        letters.take_back_letter(by=told.ingrid, code=told.code, letter=row.pk, reason="Again.")


def test_mails_about_letters_say_nothing_of_them(told: Told) -> None:
    told.invite(Party.EMPLOYER)
    sent(told, "work_function", Party.EMPLOYER, words="Qwordsq")
    [mail] = Mail.objects.filter(kind="letter")
    for word in ("Maja", told.code, "condition", "Qwordsq", "Ingrid"):
        assert word not in mail.subject + mail.body


# Who reads, who writes


def test_a_party_finds_its_own_letters_and_no_others(told: Told) -> None:
    mine, other = sent(told, "plan", Party.EMPLOYER), sent(told, "plan", Party.GP)
    johan = open_case(link(told, Party.EMPLOYER), told.code)
    assert [row.pk for row in letters_of(johan)] == [mine.pk]
    with pytest.raises(Http404):
        letter_of(johan, other.pk)
    assert len(letters_of(open_case(told.maja, told.code))) == 2


def test_a_consent_withdrawn_closes_the_letters_made_from_it(told: Told) -> None:
    row = sent(told, "plan", Party.GP)
    amir = link(told, Party.GP)
    assert letter_of(open_case(amir, told.code), row.pk)
    less = set(USUAL_CONSENTS[Party.GP]) - {STEPS_HEALTH}
    cases.set_consents(by=told.maja, code=told.code, party=Party.GP, sections=less)
    with pytest.raises(Http404):
        letter_of(open_case(amir, told.code), row.pk)


def test_only_the_clinic_says_what_the_condition_means_and_only_the_team_sends(told: Told) -> None:
    for by in (told.ingrid, told.maja, link(told, Party.EMPLOYER)):
        with pytest.raises(Refusal):
            letters.write_function(by=by, code=told.code, abilities={"sitting": "can"}, words="")
    for by in (told.maja, link(told, Party.GP)):
        with pytest.raises(Refusal):
            sent(told, "plan", Party.GP, by=by)


@pytest.mark.parametrize("abilities", [{"diagnosis": "can"}, {"sitting": "fibromyalgia"}])
def test_there_is_no_place_for_a_diagnosis_among_the_functions(told: Told, abilities: dict[str, str]) -> None:
    assert "diagnosis" not in FUNCTION_NAMES
    with pytest.raises(Refusal, match="from the list"):
        letters.write_function(by=told.sara, code=told.code, abilities=abilities, words="")


# Pages


def test_a_letter_is_looked_through_before_it_is_sent(told: Told) -> None:
    ingrid = visiting(told.cast.ingrid)
    form = {"kind": "work_function", "party": "employer", "words": "My own sentence."}
    looked = text(send(ingrid, "letter-new", told.code, **form, do="look"))
    assert "This is what Johan Berg will read" in looked
    assert "Sitting still" in looked
    assert not models.Letter.objects.exists()
    assert "My own sentence." in text(send(ingrid, "letter-new", told.code, **form, do="change"))
    to = send(ingrid, "letter-new", told.code, **form, do="send").headers["Location"]
    row = models.Letter.objects.get()
    assert to == url("letter", told.code, row.pk)
    assert "My own sentence." in page(ingrid, "letter", told.code, row.pk)
    assert ingrid.get(url("letter-pdf", told.code, row.pk)).content == bytes(row.pdf)
    johan = come_by_link(Client(), told.invite(Party.EMPLOYER))
    assert "Letters for you" in page(johan, "answer")
    assert johan.get(url("answer-letter-docx", row.pk)).content == bytes(row.docx)


def test_why_there_can_be_no_letter_is_said_with_all_that_was_typed(told: Told) -> None:
    ingrid = visiting(told.cast.ingrid)
    cases.set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=[])
    form = {"kind": "plan", "party": "insurer", "words": "My own sentence."}
    for do in ("look", "send"):
        refused = send(ingrid, "letter-new", told.code, **form, do=do)
        assert refused.status_code == 422
        assert "nothing to write" in text(refused)
        assert "My own sentence." in text(refused)


def test_the_clinic_says_it_in_one_form_and_the_patient_reads_it(told: Told) -> None:
    sara = visiting(told.cast.sara)
    done = send(sara, "function", told.code, sitting="can", noise="adapted", words="A quiet corner helps.")
    assert done.status_code == 302
    maja = page(visiting(told.cast.maja), "my-function")
    assert "Noise and interruptions" in maja
    assert "A quiet corner helps." in maja
    empty = send(sara, "function", told.code)
    assert empty.status_code == 422
    assert send(visiting(told.cast.ingrid), "function", told.code, sitting="can").status_code == 404


def test_a_letter_is_taken_back_from_its_page(told: Told) -> None:
    row = sent(told, "plan", Party.GP)
    ingrid = visiting(told.cast.ingrid)
    send(ingrid, "letter-take-back", told.code, row.pk, reason="The wrong office.")
    assert "The wrong office." in page(visiting(told.cast.maja), "my-letter", row.pk)
    assert ingrid.get(url("letter-pdf", told.code, row.pk)).status_code == 404


def test_a_list_costs_the_same_however_many_letters(told: Told) -> None:
    ingrid = visiting(told.cast.ingrid)
    sent(told, "plan", Party.GP)
    few = statements(ingrid, url("letters", told.code))
    for _ in range(4):
        sent(told, "work_function", Party.EMPLOYER)
    assert statements(ingrid, url("letters", told.code)) == few


def test_what_is_health_for_a_step_is_not_what_is_function(told: Told) -> None:
    assert FUNCTION in USUAL_CONSENTS[Party.EMPLOYER]
    assert Domain.HEALTH.value not in " ".join(FUNCTION_NAMES)

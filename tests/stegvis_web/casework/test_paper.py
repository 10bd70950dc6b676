"""The plan on paper: for each reader its own copy, and the same as the page says."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.answers import Kind
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain
from stegvis_web.casework import looks
from stegvis_web.casework.actions import answers, cases, lifecycle, plans
from stegvis_web.foundation import pdf as printing
from stegvis_web.foundation.days import paper_day_words
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import Person
from tests.cast import come_by_link, viewer
from tests.made_once import made_once
from tests.stegvis_web import papers
from tests.stegvis_web.casework.plan_visits import by_link, english_cast, ingrid, last_event, maja, says
from tests.stegvis_web.casework.visits import HOSTILE, events, page, text, url, visiting
from tests.told_case import (
    GOAL,
    STEPS,
    Told,
    agreed,
    changed,
    drafted,
    everyone_accepts,
    in_days,
    opened,
    sent_again,
    told_case,
)

pytestmark = pytest.mark.django_db

DESK, MEDICINES = STEPS[0][0], STEPS[3][0]


@pytest.fixture
@made_once
def told() -> Told:
    """Maja's plan is out; the employer has asked, the GP objects."""
    told = told_case(english_cast())
    says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "From which day?", on=Party.EMPLOYER)
    says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time before April.", on=Party.GP)
    return told


def paper(client: Client, name: str, /, *args: object) -> bytes:
    response = client.get(url(name, *args))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return bytes(response.content)


def link(told: Told, party: Party) -> Client:
    return come_by_link(Client(), told.invite(party))


# The file


def test_it_comes_as_a_file_named_by_code_and_version_alone(told: Told) -> None:
    response = ingrid(told).get(url("plan-pdf", told.code))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{told.code}-plan-v1.pdf"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "party"), [("maja", "patient"), ("ingrid", "specialist"), ("sara", "clinic"), ("marit", "")]
)
def test_each_reading_leaves_one_event(told: Told, who: str, party: str) -> None:
    client = visiting(getattr(told.cast, who))
    before = events()
    client.get(url("my-plan-pdf") if who == "maja" else url("plan-pdf", told.code))
    assert events() == before + 1
    assert last_event() == ("read", "plan.pdf", party, "done")


def test_a_party_s_reading_leaves_one_event(told: Told) -> None:
    client = link(told, Party.INSURER)
    before = events()
    paper(client, "answer-pdf")
    assert events() == before + 1
    assert last_event() == ("read", "plan.pdf", "insurer", "done")


def test_its_metadata_name_nobody(told: Told) -> None:
    made = paper(maja(told), "my-plan-pdf")
    with pikepdf.open(BytesIO(made)) as opened:
        assert str(opened.docinfo["/Title"]) == f"Plan, version 1, {told.code}"
        assert set(opened.docinfo.keys()) == {"/Title", "/Producer"}
        metadata = opened.Root.Metadata.read_bytes().decode()
    assert [name for name in Person.objects.values_list("name", flat=True) if name in metadata] == []


def test_every_page_says_whose_copy_it_is_and_which_page_of_how_many(told: Told) -> None:
    made = paper(link(told, Party.INSURER), "answer-pdf")
    with pikepdf.open(BytesIO(made)) as opened:
        pages = len(opened.pages)
        boxes = {tuple(round(float(edge)) for edge in page.MediaBox) for page in opened.pages}
    shown = papers.text(made)
    assert pages > 1
    assert boxes == {(0, 0, 595, 842)}, "A4"
    assert shown.count(f"{told.code} · Plan, version 1 · Copy for: Social insurance") == pages
    assert all(f"Page {number} of {pages}" in shown for number in range(1, pages + 1))


def test_it_is_black_and_white(told: Told) -> None:
    made = paper(maja(told), "my-plan-pdf")
    colours = set()
    with pikepdf.open(BytesIO(made)) as opened:
        for stream in [*opened.pages, *(o for o in opened.objects if isinstance(o, pikepdf.Stream))]:
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") != "/Form":
                continue
            for operands, operator in papers.drawing(stream):
                if operator in {"rg", "RG", "sc", "SC", "scn", "SCN"}:
                    colours.add(tuple(str(value) for value in operands))
    assert colours <= {("0", "0", "0"), ("1", "1", "1")}


# What it says


def test_it_says_what_the_page_says(told: Told) -> None:
    client = maja(told)
    shown, read = page(client, "my-plan"), papers.text(paper(client, "my-plan-pdf"))
    for words in (*(step[0] for step in STEPS), GOAL, "From which day?", "No time before April."):
        assert words in shown
        assert words in read
    for words in (
        "In force in part: 1 of 5 steps",
        "Asked about step 2",
        "Objects to step 4",
        "Not answered",
    ):
        assert words in read
    assert paper_day_words(told.plan.answer_by or in_days(0)) in read
    assert read.index("Maja Lindqvist, Patient") < read.index(STEPS[2][0])


def test_a_screen_reader_hears_headings_steps_and_states_in_order(told: Told) -> None:
    heard = papers.heard(paper(link(told, Party.EMPLOYER), "answer-pdf"))
    assert [said for tag, said in heard if tag in {"H1", "H2", "H3"}] == [
        "Plan, version 1",
        "The goal, in Maja Lindqvist’s own words",
        "Who has answered",
        "Steps, by who owes them",
        "Johan Berg, Employer",
        "Petra Nyström, Social insurance",
        "Ingrid Solheim, Employment specialist or coordinator",
    ]
    headers = ["No.", "Step", "By which day", "How it stands"]
    assert [said for tag, said in heard if tag == "TH"][-4:] == headers
    said = [words for _tag, words in heard]
    [asked] = [words for words in said if words.startswith("Asked a question Step 1 · Johan Berg, ")]
    at = [said.index(words) for words in (DESK, "Not agreed yet", asked, "From which day?")]
    assert at == sorted(at)
    assert ("BlockQuote", "") in heard
    assert "Figure" not in {tag for tag, _said in heard}, "the icons repeat the words beside them"


def test_the_bookmarks_lead_to_each_owner(told: Told) -> None:
    made = paper(link(told, Party.EMPLOYER), "answer-pdf")
    with pikepdf.open(BytesIO(made)) as opened, opened.open_outline() as outline:
        [plan] = outline.root
        assert plan.title == "Plan, version 1"
        assert plan.children[-1].children[0].title == "Johan Berg, Employer"


def test_the_employer_s_paper_holds_nothing_about_health_and_no_word_of_another(told: Told) -> None:
    made = paper(link(told, Party.EMPLOYER), "answer-pdf")
    everything, read = papers.everything(made), papers.text(made)
    for never in (MEDICINES, "Walk to", "No time before April.", "Amir Rahimi", "Sara Öhman"):
        assert never not in everything
    assert not {"GP", "Health", "sick", "pain"} & set(re.findall(r"\w+", read))
    for there in (DESK, GOAL, "From which day?", "Johan Berg", "Maja Lindqvist", "Ekbacka library"):
        assert there in everything


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_a_party_s_paper_holds_the_steps_of_its_page(told: Told, party: Party) -> None:
    client = link(told, party)
    shown, read = text(client.get(url("answer"))), papers.text(paper(client, "answer-pdf"))
    for what, _owner, _domain in STEPS:
        assert (what in read) == (what in shown), what
    assert ("No time before April." in read) == ("No time before April." in shown)


def test_it_is_written_in_the_reader_s_language(told: Told) -> None:
    Person.objects.filter(name="Johan Berg").update(language="sv")
    with pikepdf.open(BytesIO(paper(link(told, Party.EMPLOYER), "answer-pdf"))) as opened:
        assert str(opened.Root.Lang) == "sv"


def test_any_text_survives_the_way_onto_paper(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason=HOSTILE + " ŁódźΩ")
    read = papers.text(paper(maja(told), "my-plan-pdf"))
    assert "<script>alert('å')</script> & \"quotes\"" in read
    assert "Łódź" in read


def test_a_long_text_is_printed_to_its_last_word(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="Another beginning.")
    plans.start_plan(by=told.maja, code=told.code)
    words = "A very long word: " + "x" * 300 + " " + "and on " * 150 + "until the end."
    plans.add_step(
        by=told.maja, code=told.code, what=words, owner=Party.PATIENT, due=in_days(9), domain=Domain.HEALTH
    )
    assert "until the end." in papers.text(paper(maja(told), "my-plan-pdf"))


# How far the plan has come


def test_a_draft_says_that_it_is_one() -> None:
    told = drafted(agreed(opened(english_cast())))
    assert "A draft. It has not been sent to anyone." in papers.text(paper(maja(told), "my-plan-pdf"))


def test_a_plan_taken_back_says_so_and_why_to_those_who_may_know(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    hers = papers.text(paper(maja(told), "my-plan-pdf"))
    theirs = papers.text(paper(link(told, Party.EMPLOYER), "answer-pdf"))
    assert "Nothing is asked of anyone." in hers
    assert "Nothing is asked of anyone." in theirs
    assert "I need more time." in hers
    assert "I need more time." not in theirs


def test_an_objection_that_was_talked_over_says_what_came_of_it(told: Told) -> None:
    objection = told.plan.answers.get(kind="objection")
    answers.settle_objection(
        by=told.ingrid, code=told.code, answer=objection.pk, on=timezone.localdate(), outcome="In May, then."
    )
    read = papers.text(paper(maja(told), "my-plan-pdf"))
    assert "Talked over on" in read
    assert "In May, then." in read


def test_without_a_plan_there_is_no_paper() -> None:
    told = opened(english_cast())
    assert maja(told).get(url("my-plan-pdf")).status_code == 404


def test_where_nothing_is_shared_there_is_no_paper(told: Told) -> None:
    client = link(told, Party.EMPLOYER)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=())
    assert client.get(url("answer-pdf")).status_code == 404


def test_an_outside_party_gets_what_was_sent_and_never_the_draft_after_it(told: Told) -> None:
    client = link(told, Party.EMPLOYER)
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    plans.start_plan(by=told.maja, code=told.code)
    plans.write_goal(by=told.maja, code=told.code, goal="A goal still in the making", revision=1)
    for made in (paper(client, "answer-pdf"), paper(ingrid(told), "plan-pdf-for", told.code, "employer")):
        read = papers.text(made)
        assert GOAL in read
        assert "still in the making" not in read


# A newer version


def test_a_newer_version_says_what_changed_and_which_wording_stands_meanwhile() -> None:
    told = sent_again(told_case(english_cast()))
    read = papers.text(paper(maja(told), "my-plan-pdf"))
    assert "Plan, version 2" in read
    assert "Why this version Five days in a row left no day to recover." in read
    assert "Wednesdays are free." in read
    assert "Why: Week ten was three good days, then two at home." in read
    assert read.count("In force meanwhile") == 2
    assert "It stays in force until the one who does it and the person agree to take it out." in read
    for change in ("Changed", "New", "To be taken out"):
        assert change in read


def test_the_employer_reads_the_change_and_no_reason_that_is_not_for_it() -> None:
    told = sent_again(told_case(english_cast()))
    everything = papers.everything(paper(link(told, Party.EMPLOYER), "answer-pdf"))
    assert "Wednesdays are free." in everything
    for never in ("no day to recover", "two at home", MEDICINES):
        assert never not in everything


def test_a_plan_that_ended_says_so() -> None:
    told = everyone_accepts(told_case(english_cast()))
    lifecycle.close_plan(by=told.maja, code=told.code, reason="I work full time again.")
    read = papers.text(paper(maja(told), "my-plan-pdf"))
    assert "This plan ended on" in read
    assert "I work full time again." in read
    assert "I work full time again." not in papers.text(paper(link(told, Party.EMPLOYER), "answer-pdf"))


def test_a_plan_at_rest_says_so() -> None:
    told = everyone_accepts(told_case(english_cast()))
    lifecycle.postpone_plan(by=told.maja, code=told.code, reason="My back again.", recheck_on=in_days(20))
    read = papers.everything(paper(link(told, Party.EMPLOYER), "answer-pdf"))
    assert "This plan is resting for a while" in read
    assert "My back again." not in read


def test_while_a_change_is_written_the_paper_holds_the_version_that_stands() -> None:
    told = changed(everyone_accepts(told_case(english_cast())))
    for made in (paper(maja(told), "my-plan-pdf"), paper(ingrid(told), "plan-pdf-for", told.code, "gp")):
        read = papers.text(made)
        assert "Plan, version 1" in read
        assert "Wednesdays are free." not in read
    preview = source(ingrid(told), url("plan-preview", told.code, "gp"))
    assert "Save their copy of version 1 as PDF, to hand over" in preview


# The copy of a party, to hand over


def test_the_copy_to_hand_over_is_the_party_s_own(told: Told) -> None:
    handed = papers.text(paper(ingrid(told), "plan-pdf-for", told.code, "employer"))
    own = papers.text(paper(link(told, Party.EMPLOYER), "answer-pdf"))
    assert without_the_minute(handed) == without_the_minute(own)


def without_the_minute(read: str) -> str:
    """The text without what changes from one minute to the next: when it was printed."""
    return re.sub(r"\d\d?:\d\d", "", read)


def test_the_patient_reads_for_whom_a_copy_was_made(told: Told) -> None:
    client = ingrid(told)
    before = events()
    response = client.get(url("plan-pdf-for", told.code, "employer"))
    assert response["Content-Disposition"] == f'attachment; filename="{told.code}-plan-v1-employer.pdf"'
    assert events() == before + 1
    assert last_event() == ("read", "plan.pdf:employer", "specialist", "done")
    assert looks.deed_words("read", "plan.pdf:employer") == "Saved a copy of your plan on paper for: Employer"
    assert "Saved a copy of your plan on paper for: Employer" in page(maja(told), "my-looked")


def test_it_is_in_the_language_of_whoever_gets_it(told: Told) -> None:
    Person.objects.filter(name="Johan Berg").update(language="nb")
    with pikepdf.open(BytesIO(paper(ingrid(told), "plan-pdf-for", told.code, "employer"))) as opened:
        assert str(opened.Root.Lang) == "nb"


def test_before_it_is_sent_there_is_no_copy_for_anybody() -> None:
    told = drafted(agreed(opened(english_cast())))
    client = ingrid(told)
    for party in Party:
        assert client.get(url("plan-pdf-for", told.code, party)).status_code == 404
    assert url("plan-pdf-for", told.code, "employer") not in source(
        client, url("plan-preview", told.code, "employer")
    )


def test_there_is_no_copy_for_nobody(told: Told) -> None:
    client = ingrid(told)
    told.case.team.filter(party=Party.SUPPORTER).update(until=timezone.localdate())
    for party in ("press", Party.SUPPORTER):
        assert client.get(url("plan-pdf-for", told.code, party)).status_code == 404


# Who gets one


@pytest.mark.parametrize("outsider", ["kari", "rolf", "asta", "tomas"])
def test_outsiders_get_no_paper(told: Told, outsider: str) -> None:
    client = visiting(getattr(told.cast, outsider))
    assert client.get(url("plan-pdf", told.code)).status_code == 404
    assert client.get(url("plan-pdf-for", told.code, "employer")).status_code == 404
    assert client.get(url("my-plan-pdf")).status_code == 404
    assert client.get(url("answer-pdf")).status_code == 404
    by = viewer(getattr(told.cast, outsider)).code
    left = AuditEvent.objects.filter(actor=by, verb="read").exclude(outcome="refused")
    assert not left.exists()


# The way there


def source(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_the_pages_of_the_plan_lead_to_it(told: Told) -> None:
    assert f'href="{url("my-plan-pdf")}" download' in source(maja(told), url("my-plan"))
    assert f'href="{url("plan-pdf", told.code)}" download' in source(ingrid(told), url("plan", told.code))
    assert f'href="{url("answer-pdf")}" download' in source(link(told, Party.EMPLOYER), url("answer"))
    handed = url("plan-pdf-for", told.code, "employer")
    assert f'href="{handed}" download' in source(ingrid(told), url("plan-preview", told.code, "employer"))


# Where no PDF can be drawn


def test_without_pango_the_address_answers_with_one_clear_page(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(printing, "import_module", missing)
    client = maja(told)
    before = events()
    response = client.get(url("my-plan-pdf"))
    assert response.status_code == 503
    assert "No PDF can be made here just now" in text(response)
    assert "Content-Disposition" not in response.headers
    assert GOAL not in text(response)
    assert events() == before, "nothing was read"

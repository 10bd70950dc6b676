"""Asking a register by pseudonyms, and taking in what it answers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.benefits.spells import Benefit
from stegvis.foundation.errors import InputError, Refusal
from stegvis_web.benefits.actions import make_list, remove, take_in
from stegvis_web.benefits.models import Extract, Spell
from stegvis_web.benefits.views import harmless
from stegvis_web.foundation import uploads
from stegvis_web.foundation.models import AuditEvent, AuditMention
from stegvis_web.people.models import Pseudonym
from tests.cast import Cast, sign_in, the_cast, viewer
from tests.stegvis_web.casework.visits import statements, text, visiting
from tests.told_register import GROUND, answer_of_register, asked, many_on_leave, on_leave

pytestmark = pytest.mark.django_db

PAGE = "/registers/"
SICK = Benefit.SICKNESS_BENEFIT


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def sent(client: Client, content: str, name: str = "answer.csv", **form: object) -> Any:
    """The form with a file, as a browser sends it."""
    fields = {
        "key_list": 1,
        "register": "plain",
        "register_end": timezone.localdate().isoformat(),
        "ground": GROUND,
        **form,
    }
    return client.post(PAGE, {**fields, "file": SimpleUploadedFile(name, content.encode(), "text/csv")})


def rows_of(*rows: str) -> str:
    return "\n".join(["person,start,end,benefit,grade", *rows]) + "\n"


# Lists go out


def test_a_list_names_everybody_with_a_case_and_each_keeps_the_pseudonym(cast: Cast) -> None:
    first = on_leave(cast, "Berit Alm", 10)
    make_list(by=viewer(cast.marit))
    code = first.pseudonym
    on_leave(cast, "Dag Ek", 10)
    made = make_list(by=viewer(cast.marit))
    assert made.number == 2
    assert first.pseudonym == code
    older = visiting(cast.marit).get(reverse("benefits:list", args=[1])).content.decode()
    newer = visiting(cast.marit).get(reverse("benefits:list", args=[2])).content.decode()
    assert older.splitlines()[0] == "pseudonym,name,birth_year"
    assert f"{code},Berit Alm," in older
    assert "Dag Ek" not in older
    assert "Berit Alm" in newer
    assert "Dag Ek" in newer


def test_a_pseudonym_says_nothing_of_whom_it_is(cast: Cast) -> None:
    people = many_on_leave(cast, [1] * 30)
    make_list(by=viewer(cast.marit))
    codes = [one.pseudonym for one in people]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 10 and not code.isdigit() for code in codes)
    assert codes != sorted(codes)


def test_whoever_saves_a_list_stands_in_the_log_of_everybody_on_it(cast: Cast) -> None:
    people = many_on_leave(cast, [1, 2])
    make_list(by=viewer(cast.marit))
    visiting(cast.marit).get(reverse("benefits:list", args=[1]))
    read = AuditEvent.objects.filter(verb="read", what="pseudonyms").get()
    mentioned = set(AuditMention.objects.filter(event=read).values_list("case_code", flat=True))
    assert mentioned == {one.case.code for one in people}


def test_without_a_case_there_is_nobody_to_ask_about(cast: Cast) -> None:
    answer = visiting(cast.marit).post(reverse("benefits:list-new"))
    assert answer.status_code == 422
    assert "nobody to ask a register about" in text(answer)


def test_a_name_is_never_a_formula_in_a_spreadsheet() -> None:
    assert harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert harmless("Maja") == "Maja"


# Answers come in


def test_spells_are_matched_by_pseudonym_and_cut_where_the_register_ends(cast: Cast) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    answer = sent(
        visiting(cast.marit),
        rows_of(
            f"{berit.pseudonym},2025-01-01,2025-03-31,sickness_benefit,100",
            f"{berit.pseudonym},2025-04-01,,work_assessment_allowance,50",
            "XXXXXXXXXX,2025-01-01,2025-02-01,sickness_benefit,100",
        ),
        register_end="2025-06-30",
    )
    assert answer.status_code == 302
    spells = Spell.objects.filter(person=berit.case.person).order_by("start")
    assert [(one.start, one.end, one.benefit, one.grade) for one in spells] == [
        (date(2025, 1, 1), date(2025, 3, 31), "sickness_benefit", 10_000),
        (date(2025, 4, 1), date(2025, 6, 30), "work_assessment_allowance", 5_000),
    ]
    shown = text(visiting(cast.marit).get(PAGE))
    assert "Spells: 2. People: 1. The register ends on" in shown
    assert "One row was of nobody on the list." in shown
    assert GROUND in shown


def test_everything_wrong_in_a_file_is_told_at_once_and_nothing_is_taken_in(cast: Cast) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    answer = sent(
        visiting(cast.marit),
        rows_of(
            f"{berit.pseudonym},2025-01-01,2025-03-31,sickness_benefit,100",
            f"{berit.pseudonym},2025-04-31,,sickness_benefit,100",
            f"{berit.pseudonym},2025-05-01,2025-04-01,sickness_benefit,100",
            f"{berit.pseudonym},2025-05-01,2025-06-01,holiday,140",
        ),
    )
    assert answer.status_code == 422
    shown = text(answer)
    assert "Nothing of the file was taken in" in shown
    for told in ("2025-04-31", "2025-04-01", "holiday", "140"):
        assert told in shown
    assert GROUND in answer.content.decode()
    assert not Extract.objects.exists()
    assert not Spell.objects.exists()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"ground": " "}, "Please fill this in."),
        ({"register_end": "2999-01-01"}, "Check the year."),
        ({"key_list": 7}, "The list that it answers"),
        ({"name": "answer.xlsx"}, "Send a CSV file"),
    ],
)
def test_what_is_missing_or_impossible_is_said(cast: Cast, form: dict[str, Any], told: str) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    content = rows_of(f"{berit.pseudonym},2025-01-01,2025-03-31,sickness_benefit,100")
    answer = sent(visiting(cast.marit), content, **form)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Extract.objects.exists()


def test_a_day_to_come_is_no_end_of_a_register(cast: Cast, tmp_path: Path) -> None:
    on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refusal, match="still to come"):
        take_in(
            by=viewer(cast.marit),
            file=answer_of_register(tmp_path, []),
            key_list=1,
            register="plain",
            register_end=tomorrow,
            ground=GROUND,
        )


def test_a_file_about_nobody_on_the_list_is_refused_with_what_to_check(cast: Cast) -> None:
    on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    answer = sent(visiting(cast.marit), rows_of("XXXXXXXXXX,2025-01-01,2025-02-01,sickness_benefit,100"))
    assert answer.status_code == 422
    assert "No row is about anybody on this list." in text(answer)
    assert not Extract.objects.exists()


def test_the_same_file_is_taken_in_once(cast: Cast, tmp_path: Path) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100)])
    content = (tmp_path / "answer.csv").read_text(encoding="utf-8")
    answer = sent(visiting(cast.marit), content.replace("\r\n", "\n"))
    assert answer.status_code == 302  # other bytes
    again = sent(visiting(cast.marit), content.replace("\r\n", "\n"))
    assert again.status_code == 422
    assert "This very file was taken in" in text(again)


def test_an_extract_that_is_deleted_takes_its_spells_along(cast: Cast, tmp_path: Path) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    extract = asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100)])
    client = visiting(cast.marit)
    assert client.post(reverse("benefits:extract-remove", args=[extract.pk])).status_code == 302
    assert not Spell.objects.exists()
    assert "Deleted" in text(client.get(PAGE))
    assert client.post(reverse("benefits:extract-remove", args=[extract.pk])).status_code == 404


def test_what_came_in_stands_in_the_log_of_those_it_is_about_and_of_nobody_else(
    cast: Cast, tmp_path: Path
) -> None:
    berit, dag = many_on_leave(cast, [None, None])
    asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100)])
    event = AuditEvent.objects.get(what="extract")
    assert [mention.case_code for mention in AuditMention.objects.filter(event=event)] == [berit.case.code]
    assert event.why == GROUND
    assert dag.case.code


# Files are taken here and nowhere else, of a limited size, and from staff


def test_a_file_larger_than_the_page_takes_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    assert sent(visiting(cast.marit), "x" * 1001).status_code == 400
    assert not Extract.objects.exists()


def test_whoever_is_not_signed_in_sends_no_file(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    assert sent(Client(), "x" * 5_000_000).status_code == 400
    assert sent(sign_in(Client(), cast.maja), "x" * 5_000_000).status_code == 404
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_a_file_stays_on_the_disk(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    berit = on_leave(cast, "Berit Alm", None)
    make_list(by=viewer(cast.marit))
    row = f"{berit.pseudonym},2025-01-01,2025-03-31,sickness_benefit,100"
    response = sent(visiting(cast.marit), rows_of(row))
    assert response.status_code == 302
    response.close()
    assert list(tmp_path.iterdir()) == []


# Who may


@pytest.mark.parametrize("who", ["ingrid", "rolf", "asta", "maja", "kari"])
def test_registers_are_for_the_manager_alone(cast: Cast, tmp_path: Path, who: str) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    extract = asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100)])
    client = visiting(getattr(cast, who))
    for address in (PAGE, reverse("benefits:list", args=[1])):
        assert client.get(address).status_code == 404
    assert client.post(reverse("benefits:list-new")).status_code == 404
    assert client.post(reverse("benefits:extract-remove", args=[extract.pk])).status_code == 404
    assert Spell.objects.count() == 1


def test_a_manager_elsewhere_reads_neither_list_nor_extract(cast: Cast, tmp_path: Path) -> None:
    from stegvis.casework.party import Role
    from stegvis_web.people.models import Membership

    berit = on_leave(cast, "Berit Alm", None)
    extract = asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100)])
    Membership.objects.create(user=cast.kari, service=cast.fjordhagen, role=Role.MANAGER)
    client = visiting(cast.kari)
    assert client.get(reverse("benefits:list", args=[1])).status_code == 404
    assert client.post(reverse("benefits:extract-remove", args=[extract.pk])).status_code == 404
    assert GROUND not in text(client.get(PAGE))
    with pytest.raises(Refusal):
        take_in(
            by=viewer(cast.kari),
            file=tmp_path / "answer.csv",
            key_list=1,
            register="plain",
            register_end=timezone.localdate(),
            ground=GROUND,
        )


def test_bad_input_leaves_no_half_of_it(cast: Cast, tmp_path: Path) -> None:
    berit = on_leave(cast, "Berit Alm", None)
    with pytest.raises(InputError):
        asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100), (berit.case.person, 9, 5, SICK, 999)])
    assert not Extract.objects.exists()
    assert not AuditEvent.objects.filter(what="extract").exists()


def test_the_page_costs_the_same_with_many_people(cast: Cast, tmp_path: Path) -> None:
    few = many_on_leave(cast, [None])
    asked(cast, tmp_path, [(few[0].case.person, 100, 50, SICK, 100)])
    client = visiting(cast.marit)
    before = statements(client, PAGE)
    many = many_on_leave(cast, [None] * 40)
    asked(cast, tmp_path, [(one.case.person, 100, 50, SICK, 100) for one in many])
    assert statements(client, PAGE) == before


def test_removing_is_for_those_who_may_write(cast: Cast, tmp_path: Path) -> None:
    from django.http import Http404

    berit = on_leave(cast, "Berit Alm", None)
    extract = asked(cast, tmp_path, [(berit.case.person, 100, 50, SICK, 100)])
    with pytest.raises(Http404):
        remove(by=viewer(cast.rolf), extract=extract.pk)
    assert Pseudonym.objects.count() == 1

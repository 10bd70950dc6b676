"""`stegvis import cases`: eight cases without names, one corrected openly, and a second time nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stegvis import cli
from stegvis.casework.party import Role
from stegvis_web.casework import commands
from stegvis_web.casework.models import Case, Contact, ImportedCase, TeamMember
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import Person, User
from tests import cast

PILOT = Path(__file__).parents[3] / "src/stegvis_web/demo/facts/rodevand_table2.csv"
REASON = "2015 is a slip of the pen: it is before inclusion, and 9.2 months after it is April 2016."
SIX = ("--accept", "6:ips_termination=2016-04-17", "--reason", REASON)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_site_is_set_up_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "site", lambda: None)


@pytest.fixture
def kari() -> User:
    oslo = cast.service("IPS team Oslo", "OS", country="norway", language="nb")
    return cast.staff(oslo, "Kari Vik", Role.PRACTITIONER)


def imports(
    *arguments: str, file: Path = PILOT, service: str = "OS", owner: str = "kari.vik@os.example"
) -> Result:
    options = ("--service", service, "--owner", owner, *arguments)
    return CliRunner().invoke(cli.main, ["import", "cases", str(file), *options])


def test_the_pilot_becomes_eight_cases(kari: User) -> None:
    done = imports(*SIX)
    assert done.exit_code == 0
    assert done.stdout.split() == ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]
    assert done.stderr.splitlines()[-1] == "8 cases imported."
    three = Case.objects.get(code="P3")
    assert (three.opened_on, three.closed_on) == (date(2015, 4, 27), date(2016, 4, 17))
    assert (three.owner, three.country, three.stage) == (kari, "norway", "closed")
    assert three.imported.job_start == date(2016, 1, 11)
    assert three.imported.months_net_of_pauses == Decimal("8.6")
    assert ImportedCase.objects.get(participant=5).printed_flag == "*"


def test_nothing_is_invented_for_them(kari: User) -> None:
    imports(*SIX)
    persons = Person.objects.filter(cases__isnull=False)
    assert {(p.name, p.email, p.phone, p.birth_year) for p in persons} == {("", "", "", None)}
    assert persons.count() == 8
    assert not User.objects.filter(kind="patient").exists()
    assert not Contact.objects.exists()
    assert set(TeamMember.objects.values_list("party", flat=True)) == {"patient", "specialist"}


def test_an_impossible_day_stops_the_whole_import(kari: User) -> None:
    done = imports()
    assert (done.exit_code, done.stdout) == (3, "")
    assert "row 7, column ips_termination: found '2015-04-17'" in done.stderr
    assert "Nothing was imported." in done.stderr
    assert not Case.objects.exists()
    assert not AuditEvent.objects.exists()


def test_an_accepted_day_stays_visible_on_the_case_with_its_reason(kari: User) -> None:
    done = imports(*SIX)
    six = Case.objects.get(code="P6")
    assert six.closed_on == date(2016, 4, 17)
    assert six.imported.corrections == [
        {
            "column": "ips_termination",
            "as_printed": "2015-04-17",
            "value": "2016-04-17",
            "reason": REASON,
        }
    ]
    assert f"P6: ips_termination is 2016-04-17, not '2015-04-17' as printed: {REASON}" in done.stderr


def test_importing_again_changes_nothing(kari: User) -> None:
    imports(*SIX)
    events = AuditEvent.objects.count()
    again = imports(*SIX)
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "8 cases are there already, nothing changed.\n"
    assert (Case.objects.count(), Person.objects.filter(name="").count()) == (8, 8)
    assert AuditEvent.objects.count() == events


def test_a_longer_file_brings_only_what_is_new(kari: User, tmp_path: Path) -> None:
    imports(*SIX)
    longer = tmp_path / PILOT.name
    longer.write_text(PILOT.read_text() + "9,2015-06-18,,,,\n")
    done = imports(*SIX, file=longer)
    assert done.stdout.split() == ["P9"]
    assert done.stderr == "1 case imported. 8 cases are there already.\n"
    assert Case.objects.get(code="P9").stage == "starting"


def test_a_file_that_tells_otherwise_than_before_is_refused_whole(kari: User, tmp_path: Path) -> None:
    imports(*SIX)
    changed = tmp_path / PILOT.name
    changed.write_text(
        PILOT.read_text().replace("4.6", "4.7").replace("2016-01-11", "") + "9,2015-06-18,,,,\n"
    )
    done = imports(*SIX, file=changed)
    assert done.exit_code == 3
    assert (
        "column ips_months_net_of_pauses: found '4.7', expected 4.6, as P2 was imported before" in done.stderr
    )
    assert "column job_start: found 'nothing', expected 2016-01-11, as P3 was imported before" in done.stderr
    assert not Case.objects.filter(code="P9").exists()


def test_every_case_has_its_event_and_the_correction_one_of_its_own(kari: User) -> None:
    imports(*SIX)
    assert AuditEvent.objects.filter(verb="create", what="case", actor="command:import").count() == 8
    created, corrected = audit.about("P6").order_by("number")
    assert (created.chain, created.fields) == ("P6", ["owner", "country", "imported"])
    assert (corrected.verb, corrected.fields, corrected.why) == ("change", ["ips_termination"], REASON)


def test_all_that_is_wrong_beside_the_file_is_told_with_it(kari: User) -> None:
    done = imports("--prefix", "p/", "--country", "atlantis", owner="nobody@os.example")
    assert done.exit_code == 3
    for column in ("ips_termination", "--owner", "--prefix", "--country"):
        assert f"column {column}: " in done.stderr


def test_a_service_that_is_not_there_is_told_with_those_that_are(kari: User) -> None:
    done = imports(*SIX, service="XX")
    assert done.exit_code == 3
    assert (
        "column --service: found 'XX', expected the code of a service of this installation: OS" in done.stderr
    )


def test_only_a_practitioner_of_the_service_can_own_the_cases(kari: User) -> None:
    assert kari.person is not None
    cast.staff(kari.person.service, "Asta Lund", Role.ADMINISTRATOR)
    cast.staff(cast.service(), "Ingrid Solheim", Role.PRACTITIONER)
    for owner in ("asta.lund@os.example", "ingrid.solheim@nv.example"):
        assert "the mail address of a practitioner of OS" in imports(*SIX, owner=owner).stderr


def test_a_code_that_is_taken_asks_for_another_prefix(kari: User) -> None:
    imports(*SIX)
    norrvik = cast.service()
    cast.staff(norrvik, "Ingrid Solheim", Role.PRACTITIONER)
    ingrid = "ingrid.solheim@nv.example"
    assert (
        "another prefix: P1 is the code of another case" in imports(*SIX, service="NV", owner=ingrid).stderr
    )
    assert imports(*SIX, "--prefix", "Q", service="NV", owner=ingrid).exit_code == 0
    assert Case.objects.filter(service=norrvik, code__startswith="Q").count() == 8


@pytest.mark.parametrize(
    "wrong", [("--accept", "6:ips_termination=2016-04-17"), ("--accept", "6", "--reason", "x")]
)
def test_an_option_written_wrongly_is_wrong_usage(kari: User, wrong: tuple[str, ...]) -> None:
    assert imports(*wrong).exit_code == 2


def test_the_columns_stand_in_the_help() -> None:
    assert (
        "ips_termination: a day that has been"
        in CliRunner().invoke(cli.main, ["import", "cases", "--help"]).stdout
    )

"""Tasks and adaptations: who may write them, who says whether they work, and every no on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404

from stegvis.casework.access import EmployerContact
from stegvis.casework.adaptations import Worked
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.sections import TASKS
from stegvis.casework.tasks import MOST_TASKS, Ability, Fit
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, tasks
from stegvis_web.foundation.models import AuditEvent
from tests.cast import viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import by_link, english_cast, last_event
from tests.told_case import Told, agreed, drafted, in_days, opened, released, told_case
from tests.told_work import Work, told_work

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


@pytest.fixture
def work(told: Told) -> Work:
    return told_work(told)


def a_task(told: Told, by: Viewer, name: str = "Shelving", **more: Any) -> models.Task:
    values: dict[str, Any] = {"name": name, "ability": Ability.CAN, **more}
    return tasks.add_task(by=by, code=told.code, **values)


def an_adaptation(told: Told, by: Viewer, task: int, **more: Any) -> models.Adaptation:
    values: dict[str, Any] = {"what": "A trolley", "provider": Party.EMPLOYER, **more}
    return tasks.add_adaptation(by=by, code=told.code, task=task, **values)


def everything(told: Told) -> dict[str, int]:
    """How many rows there are: what is refused leaves them alone."""
    return {
        "tasks": models.Task.objects.count(),
        "adaptations": models.Adaptation.objects.count(),
        "verdicts": models.Verdict.objects.count(),
        "fits": models.TaskFit.objects.count(),
    }


# Who writes


@pytest.mark.parametrize("who", ["maja", "ingrid", "sara"])
def test_the_person_the_coordinator_and_the_clinic_write_tasks_and_each_is_recorded(
    told: Told, who: str
) -> None:
    by = viewer(getattr(told.cast, who))
    task = a_task(told, by, words="  Twenty minutes at a time ")
    assert (task.name, task.ability, task.words) == ("Shelving", "can", "Twenty minutes at a time")
    assert last_event()[:2] == ("create", TASKS)
    an_adaptation(told, by, task.pk)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.what, event.fields) == ("create", TASKS, ["adaptation"])


@pytest.mark.parametrize("who", ["marit", "rolf", "asta", "tomas", "kari"])
def test_nobody_outside_the_team_writes_any(told: Told, who: str) -> None:
    with pytest.raises((Refusal, Http404)):
        a_task(told, viewer(getattr(told.cast, who)))
    assert everything(told)["tasks"] == 0


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_outside_parties_write_no_task_and_no_trial(told: Told, work: Work, party: Party) -> None:
    by, before = by_link(told, party), everything(told)
    for act in (
        lambda: a_task(told, by),
        lambda: an_adaptation(told, by, work.crates),
        lambda: tasks.remove_task(by=by, code=told.code, task=work.stories),
        lambda: tasks.begin_trial(
            by=by, code=told.code, adaptation=work.desk, first=in_days(0), last=in_days(9)
        ),
        lambda: tasks.end_trial(by=by, code=told.code, adaptation=work.trolley, on=in_days(0)),
    ):
        with pytest.raises((Refusal, Http404)):
            act()
    assert everything(told) == before


def test_a_task_of_another_case_is_not_found(told: Told, work: Work) -> None:
    assert told.cast.tomas.person
    assert told.cast.ingrid.person
    other = models.Case.objects.create(
        code="NV-9999",
        service=told.cast.norrvik,
        person=told.cast.tomas.person,
        owner=told.cast.ingrid,
        country="sweden",
        opened_on=in_days(0),
    )
    task = models.Task.objects.create(case=other, name="Theirs", ability="can")
    theirs = models.Adaptation.objects.create(
        task=task, what="Theirs", provider=Party.SPECIALIST, person=told.cast.ingrid.person
    )
    for act in (
        lambda: tasks.remove_task(by=told.maja, code=told.code, task=task.pk),
        lambda: an_adaptation(told, told.maja, task.pk),
        lambda: tasks.end_trial(by=told.maja, code=told.code, adaptation=theirs.pk, on=in_days(0)),
        lambda: tasks.say_whether_it_works(
            by=told.maja, code=told.code, adaptation=theirs.pk, worked=Worked.YES
        ),
    ):
        with pytest.raises((Refusal, Http404)):
            act()


# Changing


def test_two_who_change_a_task_at_once_see_both_texts(told: Told, work: Work) -> None:
    def change(by: Viewer, words: str, revision: int = 1) -> models.Task:
        return tasks.change_task(
            by=by,
            code=told.code,
            task=work.shelving,
            name="Shelving",
            ability=Ability.CAN,
            words=words,
            revision=revision,
        )

    change(told.ingrid, "Two hours")
    with pytest.raises(Conflict) as conflict:
        change(told.maja, "One hour")
    assert conflict.value.theirs["words"] == "Two hours"
    assert change(told.maja, "One hour", revision=2).words == "One hour"
    assert last_event()[:3] == ("change", TASKS, "patient")


def test_two_who_write_the_same_agree(told: Told, work: Work) -> None:
    for by in (told.ingrid, told.maja):
        tasks.change_task(
            by=by,
            code=told.code,
            task=work.crates,
            name="Crates",
            ability=Ability.CANNOT,
            words="",
            revision=1,
        )


def test_a_task_goes_while_nothing_hangs_on_it(told: Told, work: Work) -> None:
    tasks.remove_task(by=told.maja, code=told.code, task=work.stories)
    assert last_event()[:2] == ("remove", TASKS)
    with pytest.raises(Refusal, match="Something was tried with this task"):
        tasks.remove_task(by=told.maja, code=told.code, task=work.shelving)
    with pytest.raises(Refusal, match="taken out already"):
        tasks.remove_task(by=told.maja, code=told.code, task=work.stories)


def test_a_case_takes_so_many_tasks(told: Told) -> None:
    models.Task.objects.bulk_create(
        models.Task(case=told.case, name=f"Task {number}", ability="can") for number in range(MOST_TASKS)
    )
    with pytest.raises(Refusal, match="There are 60 already"):
        a_task(told, told.maja)


def test_an_adaptation_names_a_person_of_its_party(told: Told, work: Work) -> None:
    johan, petra = told.cast.johan, told.cast.petra
    assert an_adaptation(told, told.maja, work.crates).person == johan
    assert an_adaptation(told, told.maja, work.crates, person=petra.pk).person == johan
    own = an_adaptation(told, told.maja, work.crates, provider=Party.PATIENT)
    assert own.person == told.cast.maja.person


def test_nobody_of_that_party_is_on_the_team(told: Told, work: Work) -> None:
    models.TeamMember.objects.filter(party=Party.EMPLOYER).update(until=in_days(0))
    with pytest.raises(Refusal, match="Nobody on the team speaks for that party yet"):
        an_adaptation(told, told.maja, work.crates)


def change_trolley(told: Told, work: Work, **changed: Any) -> models.Adaptation:
    row = models.Adaptation.objects.get(pk=work.trolley)
    values: dict[str, Any] = {
        "what": row.what,
        "provider": Party(row.provider),
        "person": row.person_id,
        "first": row.trial_from,
        "last": row.trial_to,
        "revision": row.revision,
    }
    return tasks.change_adaptation(by=told.ingrid, code=told.code, adaptation=row.pk, **{**values, **changed})


def test_what_somebody_has_spoken_of_keeps_its_words_and_may_go_on_longer(told: Told, work: Work) -> None:
    with pytest.raises(Refusal, match="so its words stay"):
        change_trolley(told, work, what="A cart")
    changed = change_trolley(told, work, last=in_days(60), cost="900 kronor", payer="The library")
    assert (changed.trial_to, changed.cost, changed.payer) == (in_days(60), "900 kronor", "The library")


def test_an_adaptation_changed_meanwhile_is_a_conflict(told: Told, work: Work) -> None:
    change_trolley(told, work, cost="900 kronor")
    with pytest.raises(Conflict) as conflict:
        change_trolley(told, work, cost="A lot", revision=1)
    assert conflict.value.theirs["cost"] == "900 kronor"


def test_a_provider_who_has_left_the_team_stays_named_until_somebody_chooses_anew(
    told: Told, work: Work
) -> None:
    models.TeamMember.objects.filter(party=Party.EMPLOYER).update(until=in_days(0))
    assert change_trolley(told, work, cost="Nothing").person == told.cast.johan


def test_a_trial_that_began_long_ago_can_still_be_changed(told: Told, work: Work) -> None:
    models.Adaptation.objects.filter(pk=work.trolley).update(trial_from=in_days(-900))
    assert change_trolley(told, work, cost="Nothing").cost == "Nothing"


# Trials


def test_a_trial_begins_and_ends_and_leaves_its_events(told: Told, work: Work) -> None:
    begun = tasks.begin_trial(
        by=told.maja, code=told.code, adaptation=work.desk, first=in_days(-2), last=in_days(30)
    )
    assert (begun.trial_from, begun.trial_to) == (in_days(-2), in_days(30))
    assert AuditEvent.objects.latest("pk").fields == ["trial_from", "trial_to"]
    ended = tasks.end_trial(by=told.ingrid, code=told.code, adaptation=work.desk, on=in_days(-1))
    assert ended.ended_on == in_days(-1)
    assert AuditEvent.objects.latest("pk").fields == ["ended_on"]


def test_what_runs_is_not_begun_again_and_what_is_over_is_not_ended_again(told: Told, work: Work) -> None:
    with pytest.raises(Refusal, match="has begun already"):
        tasks.begin_trial(
            by=told.maja, code=told.code, adaptation=work.trolley, first=in_days(0), last=in_days(9)
        )
    with pytest.raises(Refusal, match="over already"):
        tasks.end_trial(by=told.maja, code=told.code, adaptation=work.lamp, on=in_days(0))
    with pytest.raises(Refusal, match="not begun"):
        tasks.end_trial(by=told.maja, code=told.code, adaptation=work.desk, on=in_days(0))


# Whether it works


def says(
    told: Told, by: Viewer, adaptation: int, worked: Worked = Worked.YES, words: str = ""
) -> models.Verdict:
    return tasks.say_whether_it_works(
        by=by, code=told.code, adaptation=adaptation, worked=worked, words=words
    )


def test_the_person_and_the_employer_each_say_for_their_own_side(told: Told, work: Work) -> None:
    hers = says(told, told.maja, work.lamp, Worked.PARTLY, " In the mornings ")
    his = says(told, by_link(told, Party.EMPLOYER), work.lamp)
    assert (hers.party, hers.worked, hers.words) == ("patient", "partly", "In the mornings")
    assert (his.party, his.worked) == ("employer", "yes")
    assert last_event()[:3] == ("answer", TASKS, "employer")


def test_a_later_word_stands_beside_the_earlier_one(told: Told, work: Work) -> None:
    says(told, told.maja, work.trolley, Worked.NO)
    assert [v.worked for v in models.Verdict.objects.order_by("pk")] == ["too_early", "no"]


@pytest.mark.parametrize("who", ["ingrid", "sara", "marit"])
def test_staff_speak_for_neither_side(told: Told, work: Work, who: str) -> None:
    with pytest.raises(Refusal, match="each for themselves"):
        says(told, viewer(getattr(told.cast, who)), work.lamp)


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES - {Party.EMPLOYER}))
def test_no_other_party_says_whether_it_works(told: Told, work: Work, party: Party) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=party, sections=[TASKS])
    with pytest.raises((Refusal, Http404)):
        says(told, by_link(told, party), work.lamp)


def test_an_employer_says_nothing_of_tasks_that_it_may_not_see(told: Told, work: Work) -> None:
    johan = by_link(told, Party.EMPLOYER)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[])
    for act in (lambda: says(told, johan, work.lamp), lambda: fits(told, johan)):
        with pytest.raises(Http404):
            act()


def test_a_refused_employer_says_nothing(told: Told, work: Work) -> None:
    johan = by_link(told, Party.EMPLOYER)
    cases.set_employer_contact(by=told.maja, code=told.code, contact=EmployerContact.REFUSED)
    with pytest.raises((Refusal, Http404)):
        says(told, johan, work.lamp)


def test_before_a_plan_is_sent_an_employer_knows_of_no_task() -> None:
    told = drafted(agreed(opened(english_cast())))
    work = told_work(told)
    johan = Viewer("link:1", "link", person=told.cast.johan.pk, party="employer", case=told.code)
    for act in (lambda: says(told, johan, work.lamp), lambda: fits(told, johan)):
        with pytest.raises(Http404):
            act()
    released(told)
    assert says(told, johan, work.lamp).pk


# Whether the tasks fit


def fits(told: Told, by: Viewer, fit: Fit = Fit.FITS, words: str = "") -> models.TaskFit:
    return tasks.say_whether_tasks_fit(by=by, code=told.code, fit=fit, words=words)


def test_the_employer_says_whether_the_tasks_fit(told: Told, work: Work) -> None:
    johan = by_link(told, Party.EMPLOYER)
    said = fits(told, johan, Fit.MISSING, " The mail round ")
    assert (said.fit, said.words) == ("missing", "The mail round")
    assert AuditEvent.objects.latest("pk").fields == ["fit"]
    with pytest.raises(Refusal, match="One sentence is enough"):
        fits(told, johan, Fit.NOT_HERE)


@pytest.mark.parametrize("who", ["maja", "ingrid"])
def test_only_the_employer_says_whether_they_fit(told: Told, work: Work, who: str) -> None:
    with pytest.raises(Refusal, match="Only the employer knows"):
        fits(told, viewer(getattr(told.cast, who)))

"""Tasks and adaptations on the pages: staff's, the patient's, and the employer's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from stegvis.casework.adaptations import Worked
from stegvis.casework.party import Party
from stegvis.casework.sections import STEPS_WORK, TASKS, WORDS
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, referrals, tasks
from tests.cast import come_by_link, person
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import (
    by_link,
    english_cast,
    ingrid,
    last_event,
    maja,
)
from tests.stegvis_web.casework.visits import (
    HOSTILE,
    LONG,
    events,
    form_key,
    page,
    send,
    send_after_the_session_ended,
    statements,
    text,
    url,
    visiting,
)
from tests.told_case import Told, agreed, drafted, in_days, opened, told_case
from tests.told_work import Work, told_work

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


@pytest.fixture
def work(told: Told) -> Work:
    return told_work(told)


def by_mail(told: Told, party: Party = Party.EMPLOYER) -> Client:
    """The browser of somebody who came by a link."""
    return come_by_link(Client(), told.invite(party))


def part(shown: str, beginning: str, end: str) -> str:
    return shown.split(beginning, 1)[1].split(end, 1)[0]


def task_form(**changed: str) -> dict[str, str]:
    return {"name": "Story time", "ability": "can", "words": "", "revision": "1", **changed}


def adaptation_form(told: Told, **changed: str) -> dict[str, str]:
    values = {
        "what": "A stool",
        "provider": f"employer:{told.cast.johan.pk}",
        "first": in_days(0).isoformat(),
        "last": in_days(41).isoformat(),
        "cost": "Nothing",
        "payer": "Nobody",
        "revision": "1",
    }
    return {**values, **changed}


# The section on the plan's page


def test_the_plan_shows_every_task_with_what_is_tried_and_what_both_sides_say(told: Told, work: Work) -> None:
    shown = part(page(maja(told), "my-plan"), "Tasks and adaptations", "What we tried")
    assert "Story time Can" in shown
    assert "Book crates Cannot, for now A colleague carries them" in shown
    assert "A trolley at waist height On trial until" in shown
    assert "Too early to say My neck knows on Fridays." in shown
    assert "A lamp that does not glare Trial over: did it work?" in shown
    assert "Cost: About 6 000 kronor Pays: The library" in shown


def test_only_what_is_over_asks_for_my_word_with_the_main_button(told: Told, work: Work) -> None:
    source = maja(told).get(url("my-plan")).content.decode()
    assert source.count(f'class="btn" href="{url("my-adaptation-worked", work.lamp)}"') == 1
    assert f'class="link" href="{url("my-adaptation-worked", work.trolley)}"' in source
    assert url("my-adaptation-worked", work.desk) not in source


def test_staff_see_both_words_and_say_none(told: Told, work: Work) -> None:
    source = ingrid(told).get(url("plan", told.code)).content.decode()
    assert "Too early to say" in source
    assert "/worked/" not in source


def test_without_tasks_the_page_invites_to_begin_with_what_goes(told: Told) -> None:
    assert "Begin with what you can do." in page(maja(told), "my-plan")


def test_a_manager_reads_and_changes_nothing(told: Told, work: Work) -> None:
    client = visiting(told.cast.marit)
    source = client.get(url("plan", told.code)).content.decode()
    assert "Book crates" in source
    assert "/plan/tasks/" not in source
    for name, number in (("task", work.crates), ("adaptation", work.desk), ("adaptation-new", work.crates)):
        assert client.get(url(name, told.code, number)).status_code == 404


def test_five_tasks_cost_as_much_as_fifty(told: Told, work: Work) -> None:
    client = maja(told)
    few = statements(client, url("my-plan"))
    johan = told.cast.johan
    for number in range(45):
        task = models.Task.objects.create(case=told.case, name=f"Task {number}", ability="cannot")
        models.Adaptation.objects.create(task=task, what="Something", provider="employer", person=johan)
    assert statements(client, url("my-plan")) == few


def test_reading_the_plan_with_its_tasks_is_one_event(told: Told, work: Work) -> None:
    client = maja(told)
    before = events()
    page(client, "my-plan")
    assert events() == before + 1


def test_before_the_first_plan_tasks_can_be_written_and_read() -> None:
    told = agreed(opened(english_cast()))
    send(maja(told), "my-task-new", **task_form())
    assert "Story time Can" in page(maja(told), "my-plan")
    assert "Story time Can" in page(ingrid(told), "plan", told.code)


# Writing


def test_a_task_that_needs_an_adaptation_goes_on_to_it(told: Told) -> None:
    done = send(maja(told), "my-task-new", **task_form(ability="with_adaptation"))
    task = models.Task.objects.get()
    assert done["Location"] == url("my-adaptation-new", task.pk)
    assert "Task: Story time What do you want to try?" in page(maja(told), "my-adaptation-new", task.pk)
    done = send(maja(told), "my-adaptation-new", task.pk, **adaptation_form(told))
    assert done["Location"] == f"{url('my-plan')}#tasks"
    made = models.Adaptation.objects.get()
    assert (made.what, made.person, made.trial_to) == ("A stool", told.cast.johan, in_days(41))


def test_a_form_that_is_sent_twice_is_done_once(told: Told, work: Work) -> None:
    client = maja(told)
    key = form_key(client, "my-task-new")
    for _time in range(2):
        assert send(client, "my-task-new", form_key=key, **task_form(name="Sent twice")).status_code == 302
    assert models.Task.objects.filter(name="Sent twice").count() == 1
    key = form_key(client, "my-adaptation-worked", work.lamp)
    for _time in range(2):
        said = send(client, "my-adaptation-worked", work.lamp, form_key=key, worked="yes", words="")
        assert said.status_code == 302
    assert models.Verdict.objects.filter(adaptation=work.lamp).count() == 1


def test_staff_write_on_the_same_pages_in_their_frame(told: Told) -> None:
    done = send(ingrid(told), "task-new", told.code, **task_form())
    assert done["Location"] == f"{url('plan', told.code)}#tasks"
    assert "Story time Can" in page(ingrid(told), "plan", told.code)


def test_beside_the_field_stands_who_reads_it(told: Told) -> None:
    assert "Your team reads this, and Johan Berg and Amir Rahimi." in page(maja(told), "my-task-new")
    for party in (Party.EMPLOYER, Party.GP):
        cases.set_consents(by=told.maja, code=told.code, party=party, sections=[])
    assert "Your team reads this. Write about work" in page(maja(told), "my-task-new")
    assert "The person and the team read this. Write about work" in page(ingrid(told), "task-new", told.code)


def test_what_is_missing_is_said_beside_the_field(told: Told, work: Work) -> None:
    refused = send(maja(told), "my-task-new", name="", ability="", words="I wrote this")
    shown = text(refused)
    assert refused.status_code == 422
    assert "Write what the task is called at work." in shown
    assert "Choose whether the person can do it." in shown
    assert "I wrote this" in refused.content.decode()
    refused = send(maja(told), "my-adaptation-new", work.crates, **adaptation_form(told, last=""))
    assert refused.status_code == 422
    assert "Say until which day it is tried." in text(refused)
    assert "A stool" in refused.content.decode()


def test_a_text_of_200_kb_gets_one_clear_message(told: Told, work: Work) -> None:
    refused = send(maja(told), "my-adaptation-new", work.crates, **adaptation_form(told, what=LONG))
    assert refused.status_code == 422
    assert "Write at most" in text(refused)


def test_what_people_type_is_shown_as_typed(told: Told, work: Work) -> None:
    send(maja(told), "my-task-new", **task_form(name=HOSTILE, words=HOSTILE))
    send(maja(told), "my-adaptation-new", work.crates, **adaptation_form(told, what=HOSTILE, cost=HOSTILE))
    for client, address in ((maja(told), url("my-plan")), (by_mail(told), url("answer"))):
        source = client.get(address).content.decode()
        assert "<script>alert" not in source
        assert source.count("&lt;script&gt;") >= 4


def test_what_was_typed_survives_the_end_of_the_session(told: Told, work: Work) -> None:
    typed = task_form(name="The mail round", words="On Mondays")
    again = send_after_the_session_ended(told.cast.maja, "my-task-new", "my-task-new", **typed)
    assert "The mail round" in again
    assert not models.Task.objects.filter(name="The mail round").exists()


def test_the_second_to_change_a_task_sees_both_texts(told: Told, work: Work) -> None:
    send(ingrid(told), "task", told.code, work.crates, **task_form(name="Crates", words="Ingrid wrote this"))
    mine = task_form(name="Crates", words="Maja wrote this", ability="cannot")
    conflict = send(maja(told), "my-task", work.crates, **mine)
    shown = text(conflict)
    assert conflict.status_code == 409
    assert "Crates: Can Ingrid wrote this" in shown
    assert "Crates: Cannot, for now Maja wrote this" in shown
    revision = re.search(r'name="revision" value="(\d+)"', conflict.content.decode())
    assert revision
    again = send(maja(told), "my-task", work.crates, **{**mine, "revision": revision[1]})
    assert again.status_code == 302
    assert models.Task.objects.get(pk=work.crates).words == "Maja wrote this"


def test_the_second_to_change_an_adaptation_sees_both_texts(told: Told, work: Work) -> None:
    page_of_desk = adaptation_form(told, what="A high desk")
    assert send(ingrid(told), "adaptation", told.code, work.desk, **page_of_desk).status_code == 302
    mine = adaptation_form(told, what="A low desk", first="", last="")
    conflict = send(maja(told), "my-adaptation", work.desk, **mine)
    assert conflict.status_code == 409
    for words in ("A high desk", "A low desk", "Johan Berg, Employer"):
        assert words in text(conflict)


def test_a_task_taken_out_meanwhile_can_go_in_again(told: Told, work: Work) -> None:
    tasks.remove_task(by=told.ingrid, code=told.code, task=work.stories)
    typed = task_form(words="I wrote long on this")
    refused = send(maja(told), "my-task", work.stories, **typed)
    assert refused.status_code == 422
    assert "taken out already" in text(refused)
    assert f'action="{url("my-task-new")}"' in refused.content.decode()
    assert "I wrote long on this" in refused.content.decode()
    assert maja(told).get(url("my-task", work.stories)).status_code == 302


def test_taking_out_a_task_with_which_something_was_tried_is_refused_in_words(told: Told, work: Work) -> None:
    refused = send(maja(told), "my-task-remove", work.shelving)
    assert refused.status_code == 422
    assert "Something was tried with this task, and that stays readable." in text(refused)
    assert "Shelving" in refused.content.decode()
    assert send(maja(told), "my-task-remove", work.stories).status_code == 302


def test_opening_the_address_of_a_button_changes_nothing(told: Told, work: Work) -> None:
    assert maja(told).get(url("my-task-remove", work.stories)).status_code == 302
    assert models.Task.objects.filter(pk=work.stories).exists()


# Trials


def test_a_trial_begins_runs_and_ends_from_its_pages(told: Told, work: Work) -> None:
    days = {"first": in_days(0).isoformat(), "last": in_days(10).isoformat()}
    assert "A desk that can be raised" in page(maja(told), "my-adaptation-begin", work.desk)
    assert send(maja(told), "my-adaptation-begin", work.desk, **days).status_code == 302
    assert maja(told).get(url("my-adaptation-begin", work.desk)).status_code == 302
    assert "Both sides are asked" in page(ingrid(told), "adaptation-end", told.code, work.desk)
    ended = send(ingrid(told), "adaptation-end", told.code, work.desk, on=in_days(0).isoformat())
    assert ended.status_code == 302
    assert ingrid(told).get(url("adaptation-end", told.code, work.desk)).status_code == 302
    assert "sit or stand as she likes Trial over: did it work?" in page(maja(told), "my-plan")


def test_a_day_that_cannot_be_is_refused_and_stays_typed(told: Told, work: Work) -> None:
    refused = send(maja(told), "my-adaptation-end", work.trolley, on=in_days(3).isoformat())
    assert refused.status_code == 422
    assert "Choose a day between" in text(refused)
    assert in_days(3).isoformat() in refused.content.decode()


def test_the_patient_says_in_one_word_whether_it_works(told: Told, work: Work) -> None:
    assert "Not the employer." in page(maja(told), "my-adaptation-worked", work.lamp)
    said = send(maja(told), "my-adaptation-worked", work.lamp, worked="partly", words="")
    assert said["Location"] == f"{url('my-plan')}#tasks"
    assert "It works in part" in page(maja(told), "my-plan")
    refused = send(maja(told), "my-adaptation-worked", work.lamp, words="Only words")
    assert refused.status_code == 422
    assert "Choose whether it works." in text(refused)


def test_staff_have_no_page_to_say_it_for_others(told: Told, work: Work) -> None:
    assert ingrid(told).get(url("adaptation-worked", told.code, work.lamp)).status_code == 404


def test_when_both_have_spoken_the_trial_is_told_as_tried(told: Told, work: Work) -> None:
    tasks.say_whether_it_works(by=told.maja, code=told.code, adaptation=work.lamp, worked=Worked.YES)
    johan = by_link(told, Party.EMPLOYER)
    tasks.say_whether_it_works(by=johan, code=told.code, adaptation=work.lamp, worked=Worked.NO)
    shown = part(page(maja(told), "my-plan"), "A lamp that does not glare", "Book crates")
    assert shown.strip().startswith("Tried until")
    assert "It works Employer It does not work" in shown


# The employer, by link


def test_the_employer_sees_three_lists_and_what_is_adapted(told: Told, work: Work) -> None:
    shown = page(by_mail(told), "answer")
    assert "Tasks, as Maja Lindqvist sees them" in shown
    lists = part(shown, "Tasks, as Maja Lindqvist sees them", "Does this fit the work you have?")
    assert lists.index("Can Story time") < lists.index("Can with adaptation") < lists.index("Cannot, for now")
    assert "Provided by Johan Berg Cost: About 6 000 kronor Pays: The library" in shown


def test_the_last_day_of_a_trial_is_one_of_the_employers_dates(told: Told, work: Work) -> None:
    dates = part(page(by_mail(told), "answer"), "Your dates", "Someone to call")
    assert "Last day of the trial: A trolley at waist height" in dates
    assert "lamp" not in dates, "that trial is over"


def test_the_employer_never_reads_the_patients_words_on_a_trial(told: Told, work: Work) -> None:
    shown = page(by_mail(told), "answer")
    assert "Maja Lindqvist Too early to say" in shown
    assert "My neck" not in shown
    assert "My neck" not in page(by_mail(told), "answer-adaptation", work.trolley)


def test_the_employer_never_reads_of_attempts(told: Told, work: Work) -> None:
    for name in ("answer", "answer-tasks"):
        shown = page(by_mail(told), name)
        assert "Four weeks at 20 hours" not in shown
        assert "ttempt" not in shown


def test_without_consent_the_employer_sees_no_task(told: Told, work: Work) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[STEPS_WORK])
    client = by_mail(told)
    assert "Story time" not in page(client, "answer")
    assert client.get(url("answer-tasks")).status_code == 404
    assert client.get(url("answer-adaptation", work.lamp)).status_code == 404


def test_tasks_alone_are_enough_to_see_tasks(told: Told, work: Work) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[STEPS_WORK])
    client = by_mail(told)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[TASKS])
    shown = page(client, "answer")
    assert "Nothing to answer just now" in shown
    assert "Story time" in shown


def test_the_employer_says_in_one_word_that_the_tasks_fit(told: Told, work: Work) -> None:
    client = by_mail(told)
    done = send(client, "answer-tasks", fit="fits")
    assert (done.status_code, done["Location"]) == (302, f"{url('answer')}#tasks")
    assert last_event()[:3] == ("answer", TASKS, "employer")
    shown = page(client, "answer")
    assert "You said of this list: It fits the work there is" in shown
    assert "Does this fit the work you have?" not in shown


def test_a_no_asks_for_one_sentence_and_keeps_what_was_chosen(told: Told, work: Work) -> None:
    client = by_mail(told)
    refused = send(client, "answer-tasks", fit="not_here", words="")
    assert refused.status_code == 422
    assert "Write what is missing, or what does not work here." in text(refused)
    assert re.search(r'value="not_here"[^>]*checked', refused.content.decode())
    assert send(client, "answer-tasks", fit="not_here", words="No lift to the stacks").status_code == 302
    assert "No lift to the stacks" in page(client, "answer")
    assert "No lift to the stacks" in page(maja(told), "my-plan")
    assert "Something does not work here" in page(ingrid(told), "plan", told.code)


def test_a_list_that_changed_is_asked_about_anew(told: Told, work: Work) -> None:
    client = by_mail(told)
    send(client, "answer-tasks", fit="fits")
    send(ingrid(told), "task", told.code, work.crates, **task_form(name="Heavy crates", ability="cannot"))
    assert "Does this fit the work you have?" in page(client, "answer")
    assert "The list has changed since." in page(maja(told), "my-plan")


def test_the_employer_says_whether_an_adaptation_works(told: Told, work: Work) -> None:
    client = by_mail(told)
    assert "Write about work, never about health." in page(client, "answer-adaptation", work.lamp)
    said = send(client, "answer-adaptation", work.lamp, worked="yes", words="It does not disturb anyone")
    assert said.status_code == 302
    assert "You It works It does not disturb anyone" in page(client, "answer")
    assert "Employer It works It does not disturb anyone" in page(ingrid(told), "plan", told.code)
    early = send(client, "answer-adaptation", work.desk, worked="yes")
    assert early.status_code == 422
    assert "not begun" in text(early)


def test_who_follows_at_the_same_employer_does_not_read_what_the_one_before_wrote(
    told: Told, work: Work
) -> None:
    johan = by_link(told, Party.EMPLOYER)
    tasks.say_whether_it_works(
        by=johan, code=told.code, adaptation=work.lamp, worked=Worked.PARTLY, words="Johans own words"
    )
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        member = models.TeamMember.objects.get(party=Party.EMPLOYER, until__isnull=True)
        cases.leave_team(by=told.ingrid, code=told.code, member=member.pk)
        new = person(told.cast.norrvik, "Nora Dahl", organisation=told.cast.library)
        cases.join_team(by=told.ingrid, code=told.code, party=Party.EMPLOYER, person=new)
        shown = page(by_mail(told), "answer")
    assert "It works in part" in shown
    assert "Johans own words" not in shown


def test_other_parties_read_and_say_nothing(told: Told, work: Work) -> None:
    client = by_mail(told, Party.GP)
    shown = page(client, "answer")
    assert "Story time" in shown
    assert "My neck knows on Fridays." in shown, "the GP may read what others write"
    assert "Say whether it works" not in shown
    assert "Does this fit" not in shown
    assert client.get(url("answer-tasks")).status_code == 404
    assert send(client, "answer-adaptation", work.lamp, worked="yes").status_code == 404


def test_a_supporter_reads_tasks_by_consent_and_words_only_by_another(told: Told, work: Work) -> None:
    consents: list[list[str]] = [[STEPS_WORK, TASKS], [STEPS_WORK, TASKS, WORDS]]
    read = []
    for sections in consents:
        cases.set_consents(by=told.maja, code=told.code, party=Party.SUPPORTER, sections=sections)
        shown = page(by_mail(told, Party.SUPPORTER), "answer")
        assert "Too early to say" in shown
        read.append("My neck" in shown)
    assert read == [False, True]


def test_the_employers_pages_leave_one_event_each(told: Told, work: Work) -> None:
    client = by_mail(told)
    for name, places in (("answer", ()), ("answer-tasks", ()), ("answer-adaptation", (work.lamp,))):
        before = events()
        page(client, name, *places)
        assert events() == before + 1


# Today


def today_of(told: Told) -> str:
    return page(visiting(told.cast.ingrid), "today")


def test_a_trial_that_is_over_stands_on_today_until_both_have_spoken(told: Told, work: Work) -> None:
    assert "An adaptation was on trial until" in today_of(told)
    assert today_of(told).count("Not both sides have said whether it worked.") == 1
    tasks.say_whether_it_works(by=told.maja, code=told.code, adaptation=work.lamp, worked=Worked.YES)
    johan = by_link(told, Party.EMPLOYER)
    tasks.say_whether_it_works(by=johan, code=told.code, adaptation=work.lamp, worked=Worked.TOO_EARLY)
    assert "An adaptation was on trial" in today_of(told)
    tasks.say_whether_it_works(by=johan, code=told.code, adaptation=work.lamp, worked=Worked.PARTLY)
    assert "An adaptation was on trial" not in today_of(told)


def test_an_employer_that_cannot_say_is_not_waited_for(told: Told, work: Work) -> None:
    tasks.say_whether_it_works(by=told.maja, code=told.code, adaptation=work.lamp, worked=Worked.NO)
    assert "An adaptation was on trial" in today_of(told)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[])
    assert "An adaptation was on trial" not in today_of(told)
    assert "Tried until" in page(maja(told), "my-plan")


def test_before_the_plan_was_sent_only_the_person_is_waited_for() -> None:
    told = drafted(agreed(opened(english_cast())))
    work = told_work(told)
    assert "An adaptation was on trial" in today_of(told)
    tasks.say_whether_it_works(by=told.maja, code=told.code, adaptation=work.lamp, worked=Worked.YES)
    assert "An adaptation was on trial" not in today_of(told)


def test_a_colleagues_trial_is_not_on_my_list(told: Told, work: Work) -> None:
    assert "An adaptation was on trial" not in page(visiting(told.cast.kari), "today")


def test_many_trials_cost_today_no_more(told: Told, work: Work) -> None:
    client = visiting(told.cast.ingrid)
    few = statements(client, url("today"))
    for number in range(12):
        case = referrals.open_new_case(
            person=person(told.cast.norrvik, f"Person {number}", email=""),
            owner=told.cast.ingrid,
            country="sweden",
            opened_on=in_days(-9),
        )
        task = models.Task.objects.create(case=case, name="Mail", ability="can")
        models.Adaptation.objects.create(
            task=task,
            what="A lamp",
            provider="employer",
            person=told.cast.johan,
            trial_from=in_days(-9),
            trial_to=in_days(-2),
        )
    assert statements(client, url("today")) == few
    assert page(client, "today").count("An adaptation was on trial until") == 13


# What stands elsewhere


def test_her_first_page_asks_her_for_the_word_that_is_missing(told: Told, work: Work) -> None:
    assert "Answering readers’ mail: did it work? A lamp that does not glare" in page(maja(told), "me")
    tasks.say_whether_it_works(by=told.maja, code=told.code, adaptation=work.lamp, worked=Worked.YES)
    assert "did it work?" not in page(maja(told), "me")


def test_a_preview_shows_tasks_as_that_party_would_see_them() -> None:
    told = drafted(agreed(opened(english_cast())))
    told_work(told)
    shown = page(ingrid(told), "plan-preview", told.code, "employer")
    assert "Story time" in shown
    assert "My neck" not in shown
    assert "Four weeks at 20 hours" not in shown
    assert "Say whether it works" not in shown
    assert "Four weeks at 20 hours" in page(ingrid(told), "plan-preview", told.code, "gp")
    assert "Story time" not in page(ingrid(told), "plan-preview", told.code, "insurer")


def test_the_story_of_the_case_tells_of_attempts(told: Told, work: Work) -> None:
    assert page(ingrid(told), "case", told.code).count("An attempt to return, until") == 2


def test_who_did_what_with_tasks_stands_in_her_log_in_words(told: Told, work: Work) -> None:
    send(by_mail(told), "answer-tasks", fit="fits")
    page(ingrid(told), "task", told.code, work.crates)
    shown = page(maja(told), "my-looked")
    for words in (
        "Added to the tasks of your job",
        "Said whether the tasks fit, or whether an adaptation works",
        "Read about the tasks of your job",
        "Wrote down what you tried",
    ):
        assert words in shown

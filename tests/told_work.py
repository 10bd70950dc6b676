"""The work in Maja's case, told through the real actions: tasks, what was adapted, and what was tried."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.casework.adaptations import Worked
from stegvis.casework.party import Party
from stegvis.casework.tasks import Ability
from stegvis_web.casework import models
from stegvis_web.casework.actions import attempts, cases, tasks
from tests.told_case import Told, in_days


@dataclass(frozen=True)
class Work:
    """The rows by their number. The desk's trial has not begun, the trolley's runs, the lamp's is over."""

    stories: int
    lending: int
    shelving: int
    mail: int
    crates: int
    desk: int
    trolley: int
    lamp: int
    half_time: int
    five_days: int


def told_work(told: Told) -> Work:
    """Five tasks, three adaptations, two attempts, and the sick leave around them."""

    def task(name: str, ability: Ability, words: str = "") -> int:
        row = tasks.add_task(by=told.maja, code=told.code, name=name, ability=ability, words=words)
        return row.pk

    def adapted(
        of: int,
        what: str,
        provider: Party,
        first: int | None,
        last: int | None,
        cost: str = "",
        payer: str = "",
    ) -> int:
        row = tasks.add_adaptation(
            by=told.ingrid,
            code=told.code,
            task=of,
            what=what,
            provider=provider,
            first=None if first is None else in_days(first),
            last=None if last is None else in_days(last),
            cost=cost,
            payer=payer,
        )
        return row.pk

    stories = task("Story time", Ability.CAN)
    lending = task("Lending desk", Ability.WITH_ADAPTATION)
    shelving = task("Shelving", Ability.WITH_ADAPTATION, "Twenty minutes at a time")
    mail = task("Answering readers’ mail", Ability.WITH_ADAPTATION)
    crates = task("Book crates", Ability.CANNOT, "A colleague carries them")
    desk = adapted(
        lending,
        "A desk that can be raised; sit or stand as she likes",
        Party.EMPLOYER,
        None,
        None,
        cost="About 6 000 kronor",
        payer="The library",
    )
    trolley = adapted(shelving, "A trolley at waist height", Party.EMPLOYER, -8, 30)
    lamp = adapted(mail, "A lamp that does not glare", Party.PATIENT, -50, -3)
    tasks.say_whether_it_works(
        by=told.maja,
        code=told.code,
        adaptation=trolley,
        worked=Worked.TOO_EARLY,
        words="My neck knows on Fridays.",
    )
    _sick_leave(told)
    half_time = attempts.add_attempt(
        by=told.maja,
        code=told.code,
        start=in_days(-190),
        end=in_days(-163),
        minutes=20 * 60,
        what_happened="Four weeks at 20 hours, then full sick leave.",
        helped="Colleagues who left the radio off.",
        hindered="The first week went well. The third one told.",
        next_time="Hold every level two weeks before the next.",
    )
    five_days = attempts.add_attempt(
        by=told.ingrid,
        code=told.code,
        start=in_days(-40),
        end=in_days(-30),
        minutes=15 * 60,
        what_happened="Three good days, then two at home.",
    )
    return Work(
        stories=stories,
        lending=lending,
        shelving=shelving,
        mail=mail,
        crates=crates,
        desk=desk,
        trolley=trolley,
        lamp=lamp,
        half_time=half_time.pk,
        five_days=five_days.pk,
    )


def _sick_leave(told: Told) -> None:
    models.Case.objects.filter(code=told.code).update(first_sick_day=in_days(-420))
    for start, end, grade in ((-420, -191, 100), (-190, -163, 50), (-162, -70, 100), (-69, -15, 75)):
        cases.add_sick_note(
            by=told.ingrid, code=told.code, start=in_days(start), end=in_days(end), grade=grade
        )
    cases.add_sick_note(by=told.ingrid, code=told.code, start=in_days(-14), end=None, grade=50)

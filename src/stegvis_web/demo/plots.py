"""How the plans of `lives` go: written, sent, answered, and sometimes taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Progress
from stegvis_web.demo import words
from stegvis_web.demo.clock import Story
from stegvis_web.demo.lives import Scene
from stegvis_web.demo.places import WORKPLACES
from stegvis_web.demo.telling import Telling
from stegvis_web.demo.words import Todo

Entry = tuple[int, Callable[[], object]]

WORK_OF = {place.key: place.work for place in WORKPLACES}
UNSENT = {Scene.DRAFT, Scene.TO_SEND}
LATE_DAYS = 4
STARTED_BEFORE = 15
"""Whose day comes within so many days has been begun."""
TOLD_CLINIC = {Scene.LATE: [words.DESCRIBE], Scene.SETTLED: [words.TRAINING]}
"""What the clinic does, where the scene is about it."""


def plot(telling: Telling) -> Story:
    """The plan of one life, from its first line to today."""
    scene, told = telling.life.scene, telling.told
    sent = _sent(telling)
    steps: dict[str, tuple[Todo, date]] = {}

    def start() -> None:
        told.plan_started(telling.one((told.owner, told.patient)))

    def write() -> None:
        told.goal(telling.life.goal)
        steps.update(_write(telling, sent))

    yield from telling.agenda([(sent + 6, start), (sent + 4, write)])
    if scene is Scene.DRAFT:
        return
    yield from telling.agenda([(sent + 2, lambda: _change_one(telling, steps))])
    if scene is Scene.TO_SEND:
        # What the employer sees is left for her to decide, with everybody else's view before her.
        told.consents(party for party in _asked(telling) if party is not Party.EMPLOYER)
        return
    yield from telling.agenda([(sent, lambda: _send(telling)), *_answers(telling, steps, sent)])
    if scene is Scene.AGAIN:
        yield from _again(telling, steps)
    if scene is Scene.WITHDRAWN:
        yield from telling.agenda([(12, lambda: told.withdrew(words.WITHDRAWN))])


def _sent(telling: Telling) -> int:
    """How many days ago the plan was sent. A draft's days are those before today."""
    scene = telling.life.scene
    if scene in UNSENT:
        return 0
    if scene in {Scene.ANSWERING, Scene.UNDELIVERED}:
        return telling.random.randint(3, 5)
    if scene is Scene.UNHEARD:
        return 16
    return telling.random.randint(telling.met // 3, telling.met // 2)


def _todos(telling: Telling) -> list[Todo]:
    """The steps of this plan. While nothing is in force yet, none belongs to who has said yes already."""
    life, some, few = telling.life, telling.some, telling.random.randint(1, 2)
    at_work = words.EMPLOYER[WORK_OF[life.employer]] if life.employer else ()
    if life.scene is Scene.ANSWERING:
        return [*some(at_work, 2), *some(words.CLINIC), *some(words.INSURER)]
    if not life.employer:
        return [
            *some(words.PATIENT_SEEKER, few),
            *some(words.SPECIALIST_SEEKER, few),
            *some(words.CLINIC),
            *some(words.EMPLOYMENT_SERVICE),
        ]
    return [
        *some(words.PATIENT_EMPLOYEE, few),
        *([] if life.scene is Scene.REFUSED else some(at_work, few)),
        *some(words.SPECIALIST_EMPLOYEE),
        *(TOLD_CLINIC[life.scene] if life.scene in TOLD_CLINIC else some(words.CLINIC)),
        *some(words.INSURER),
    ]


def _write(telling: Telling, sent: int) -> dict[str, tuple[Todo, date]]:
    """The steps, their days spread from soon after sending to some weeks from today; returns them by line."""
    todos, span = _todos(telling), sent + telling.random.randint(10, 30)
    steps: dict[str, tuple[Todo, date]] = {}
    for number, todo in enumerate(todos, start=1):
        days = -LATE_DAYS if _is_late(telling, todo) else 8 - sent + span * number // len(todos)
        due = telling.calendar.workday(days)
        steps[telling.told.step(todo, due)] = (todo, due)
    return steps


def _change_one(telling: Telling, steps: dict[str, tuple[Todo, date]]) -> None:
    """Before sending, the patient gives herself a week more for the last of the steps."""
    line, (todo, due) = list(steps.items())[-1]
    later = due + timedelta(days=7)
    telling.told.changed(line, todo, later, by=telling.told.patient)
    steps[line] = (todo, later)


def _asked(telling: Telling) -> list[Party]:
    """The outside parties of the team, as the patient lets them see the plan."""
    return [party for party in telling.told.team() if party in OUTSIDE_PARTIES]


def _send(telling: Telling) -> None:
    telling.told.consents(_asked(telling))
    telling.told.released()


def _answers(telling: Telling, steps: dict[str, tuple[Todo, date]], sent: int) -> list[Entry]:
    """What happens after the plan was sent: links go out, the parties answer, steps are done in time."""
    scene, told = telling.life.scene, telling.told
    entries: list[Entry] = [(sent - 1, lambda: told.answered(Party.SPECIALIST))]
    asked = _asked(telling)
    for party in asked:
        arrives = not (scene is Scene.UNDELIVERED and party is Party.EMPLOYER)
        entries.append((sent - 1, partial(told.invited, party, arrives=arrives)))
    if scene is Scene.ANSWERING:
        entries.append((sent - 2, partial(_first_answer, telling, steps)))
    elif scene is not Scene.UNDELIVERED:
        for party in [Party.CLINIC, *asked]:
            if party is Party.SUPPORTER or (scene is Scene.UNHEARD and party is Party.INSURER):
                continue
            entries += _answer(telling, party, steps, sent)
    return entries + _progress(telling, steps, sent)


def _is_late(telling: Telling, todo: Todo) -> bool:
    return telling.life.scene is Scene.LATE and todo.owner is Party.CLINIC


def _progress(telling: Telling, steps: dict[str, tuple[Todo, date]], sent: int) -> list[Entry]:
    """What has been done by its day, and what has been begun; all but what the scene leaves open."""
    if telling.life.scene is Scene.AGAIN or sent < STARTED_BEFORE:
        return []
    ended = 13 if telling.life.scene is Scene.WITHDRAWN else 1
    entries: list[Entry] = []
    for line, (todo, due) in steps.items():
        days = (telling.calendar.today - due).days
        if _is_late(telling, todo):
            continue
        if days >= ended:
            entries.append((days, partial(telling.told.came_on, line, Progress.DONE)))
        elif days > -STARTED_BEFORE:
            entries.append((ended + 2, partial(telling.told.came_on, line, Progress.STARTED)))
    return entries


def _first_answer(telling: Telling, steps: dict[str, tuple[Todo, date]]) -> None:
    """The one party that has answered so far asks something about its own step."""
    lines = [line for line, (todo, _) in steps.items() if todo.owner is Party.EMPLOYER]
    question = Word(Kind.QUESTION, line=lines[0], words=telling.one(words.QUESTIONS[Party.EMPLOYER])[0])
    telling.told.answered(Party.EMPLOYER, question)


def _answer(telling: Telling, party: Party, steps: dict[str, tuple[Todo, date]], sent: int) -> list[Entry]:
    """One party's answer within a week, most often a plain yes."""
    told, day = telling.told, sent - telling.random.randint(2, 7)
    if telling.life.scene is Scene.SETTLED and party is Party.GP:
        return _objection_settled(telling, steps, day)
    chance = telling.random.random()
    if chance < 0.2:
        reservation = Word(Kind.RESERVATION, words=telling.one(words.RESERVATIONS[party]))
        return [(day, partial(told.answered, party, reservation))]
    if chance < 0.4 and party in words.QUESTIONS:
        return _question_replied(telling, party, day)
    return [(day, partial(told.answered, party))]


def _question_replied(telling: Telling, party: Party, day: int) -> list[Entry]:
    told = telling.told
    question, reply = telling.one(words.QUESTIONS[party])

    def ask_and_reply() -> None:
        (asked,) = told.answered(party, Word(Kind.QUESTION, words=question))
        told.replied(asked, reply)

    return [(day, ask_and_reply), (max(1, day - 2), partial(told.answered, party))]


def _objection_settled(telling: Telling, steps: dict[str, tuple[Todo, date]], day: int) -> list[Entry]:
    told = telling.told
    line = next(line for line, (todo, _) in steps.items() if todo.owner is Party.CLINIC)
    objections = []

    def object_to_it() -> None:
        objections.extend(told.answered(Party.GP, Word(Kind.OBJECTION, line=line, words=words.OBJECTION)))

    return [(day, object_to_it), (day - 5, lambda: told.settled(objections[0], words.SETTLED))]


def _again(telling: Telling, steps: dict[str, tuple[Todo, date]]) -> Story:
    """The first plan was too much: taken back, begun again by the patient with less in it, and answered."""
    told, sent = telling.told, telling.random.randint(14, 18)
    first, *_, last = steps

    def begin_again() -> None:
        told.withdrew(words.WITHDRAWN_TO_CHANGE)
        told.plan_started(told.patient)
        told.removed(last)
        del steps[last]
        for line, (todo, due) in steps.items():
            later = max(due, telling.calendar.day(telling.random.randint(8, 40)))
            told.changed(line, todo, later, by=told.patient)
            steps[line] = (todo, later)

    yield from telling.agenda([(sent + 3, begin_again), (sent, told.released)])
    entries: list[Entry] = [(sent - 1, partial(told.answered, Party.SPECIALIST))]
    for party in [Party.CLINIC, *_asked(telling)]:
        if party in OUTSIDE_PARTIES:
            entries.append((sent - 1, partial(told.invited, party)))
        if party is not Party.SUPPORTER:
            entries.append((sent - telling.random.randint(2, 8), partial(told.answered, party)))
    entries.append((sent - 9, partial(told.came_on, first, Progress.STARTED)))
    yield from telling.agenda(entries)

"""Whatever people do with a plan, and in whatever order: what was agreed stays, and nothing is lost.

A machine lets everyone do anything, through the real actions. A refusal is an answer like another; what
may never happen is written down below, and looked at after each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from stegvis.casework.answers import YES_KINDS, Kind, Word
from stegvis.casework.case import stage
from stegvis.casework.party import Party
from stegvis.casework.plan import SECTION_OF, Domain, Step
from stegvis.casework.sections import GOAL
from stegvis.casework.versions import Versions
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, lifecycle, plans
from stegvis_web.casework.queries.plans import open_plan, state_of, versions_of
from stegvis_web.casework.standing import open_case
from stegvis_web.people.links import viewer_for
from tests.cast import the_cast
from tests.told_case import Told, in_days, told_case

pytestmark = pytest.mark.django_db

OUTSIDE = (Party.EMPLOYER, Party.INSURER, Party.GP)
EVERYONE = (Party.PATIENT, Party.SPECIALIST, Party.CLINIC, *OUTSIDE)
OWNERS = (Party.PATIENT, Party.SPECIALIST, *OUTSIDE)

ADDED_ONCE = {"reply", "replied_at", "settled_on", "outcome"}
"""What is written to an answer later: the team's reply to a question, what came of an objection."""

EXAMPLES, STEPS = 24, 15

actors = st.sampled_from(EVERYONE)
movers = st.sampled_from((Party.PATIENT, Party.PATIENT, Party.SPECIALIST, Party.SPECIALIST, *EVERYONE))
writers = st.sampled_from((Party.PATIENT, Party.SPECIALIST, Party.SPECIALIST, Party.CLINIC, Party.EMPLOYER))
lines = st.integers(0, 5)
whats = st.sampled_from(("Twice a week", "Once a week", "By phone"))
Change = tuple[str, int, Party, Party | None]
changes: st.SearchStrategy[Change] = st.tuples(
    st.sampled_from(("change", "remove")),
    lines,
    st.sampled_from(OWNERS),
    st.none() | st.sampled_from(OWNERS),
)
"""What the coordinator does with whose step, and who accepts all meanwhile: its owner, or another."""
kinds = st.sampled_from((*Kind, Kind.ACCEPTED, Kind.OBJECTION))


@dataclass(frozen=True)
class World:
    """The told case, and each party's viewer."""

    told: Told
    viewers: Mapping[Party, Viewer]


def rows_of_answers(case: models.Case) -> dict[int, dict[str, Any]]:
    rows: list[dict[str, Any]] = list(models.Answer.objects.filter(plan__case=case).values())  # type: ignore[arg-type]
    return {row["id"]: {name: row[name] for name in row.keys() - ADDED_ONCE} for row in rows}


def texts_sent(case: models.Case) -> dict[int, object]:
    """All that a version said when it was sent, with all of its steps."""
    sent = models.PlanVersion.objects.filter(case=case, released_on__isnull=False)
    texts = sent.values_list("id", "number", "goal", "because", "author", "released_on", "answer_by")
    steps: dict[int, list[object]] = {}
    for step in models.Step.objects.filter(plan__in=sent).order_by("id").values():
        steps.setdefault(step["plan_id"], []).append(step)
    return {row[0]: (row, steps[row[0]]) for row in texts}


class Plan(RuleBasedStateMachine):
    """Everyone does anything with one plan."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undo: AbstractContextManager[Any] = transaction.atomic()
        self.undo.__enter__()
        self.code = self.world.told.code
        self.case = models.Case.objects.get(code=self.code)
        self.look()

    def look(self) -> None:
        """Keep how things are, to hold it against what comes."""
        self.versions = versions_of(self.case)
        self.said, self.sent = rows_of_answers(self.case), texts_sent(self.case)

    def teardown(self) -> None:
        try:
            self.everyone_reads_only_what_is_theirs()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def by(self, party: Party) -> dict[str, Any]:
        return {"by": self.world.viewers[party], "code": self.code}

    def line(self, at: int, owner: Party | None = None) -> str:
        """One of the lines of the version last written; one that `owner` owes, where there is such a one."""
        newest = self.versions.newest
        steps = sorted(newest.steps, key=lambda step: step.line) if newest else []
        steps = [step for step in steps if step.owner is owner] or steps
        return steps[at % len(steps)].line if steps else "00000000-0000-0000-0000-000000000000"

    def act(self, party: Party, action: Callable[[], object]) -> None:
        """Do it, and look at what became of the plan."""
        before, said, sent = self.versions, self.said, self.sent
        try:
            action()
        except (Refusal, Conflict, Http404):
            assert versions_of(self.case) == before, "a refusal changes nothing"
            return
        self.look()
        self.what_was_agreed_stands(party, before, self.versions)
        assert {key: self.said.get(key) for key in said} == said, "an answer is lost or changed"
        assert {key: self.sent.get(key) for key in sent} == sent, "what was sent has changed"
        self.lists_say_what_the_plan_says(self.versions)

    # What may never happen

    def what_was_agreed_stands(self, party: Party, before: Versions, after: Versions) -> None:
        for line, stood in before.standing.items():
            stands = after.standing.get(line)
            if stands is not None and stands.wording == stood.wording:
                continue
            if party is Party.PATIENT:
                continue
            # Only with her, and only the owner: both have said yes to the words that take its place.
            assert after.current is not None, f"{party} ended what was agreed"
            asked = after.current.step(line)
            assert party is asked.owner, f"{party} took {stood.what} out of force"
            assert asked.wording != stood.wording
            for who in (party, Party.PATIENT):
                assert self.last_word(who, asked) in YES_KINDS, f"without {who}"
        for line in after.standing:
            assert after.current is not None
            assert after.current.step(line), "what stands can be answered"

    def last_word(self, party: Party, step: Step) -> str | None:
        """The last yes or no of a party to these very words, straight from the rows."""
        rows = models.Answer.objects.filter(plan__case=self.case, party=party).exclude(kind="question")
        said = [
            row.kind
            for row in rows.order_by("pk")
            if step.line in row.about
            and row.plan.steps.filter(line_id=step.line, since=step.since, what=step.what).exists()
        ]
        return said[-1] if said else None

    def lists_say_what_the_plan_says(self, versions: Versions) -> None:
        case = models.Case.objects.get(code=self.code)
        assert case.stage == stage(closed_on=case.closed_on, newest_plan=state_of(versions))
        current = versions.current
        quiet = versions.resting or current is None
        asked = {} if quiet or current is None else {step.line: step.wording for step in current.steps}
        stands = {} if quiet else {line: step.wording for line, step in versions.standing.items()}
        rows = case.lines.select_related("asked", "standing")
        assert {str(row.pk): (str(row.pk), row.asked.since) for row in rows if row.asked} == asked
        assert {str(row.pk): (str(row.pk), row.standing.since) for row in rows if row.standing} == stands

    def everyone_reads_only_what_is_theirs(self) -> None:
        for viewer in self.world.viewers.values():
            opened = open_case(viewer, self.code)
            plan = open_plan(opened)
            whats = {
                step.what
                for version in plan.versions.plans
                for step in version.steps
                if opened.may(step.section)
            }
            for view in (*plan.all_sent, *filter(None, [plan.draft])):
                assert view.goal is None or opened.may(GOAL)
                for step in view.steps:
                    assert opened.may(SECTION_OF[step.domain])
                    assert step.meanwhile is None or step.meanwhile.what in whats

    # What people do

    @initialize(agreed=st.booleans(), first=changes)
    def some_have_agreed_and_a_change_goes_out(self, agreed: bool, first: Change) -> None:
        if agreed:
            for party in (Party.SPECIALIST, *OUTSIDE):
                answers.answer_plan(**self.by(party), version=1, words=[Word(Kind.ACCEPTED)])
        self.look()
        self.a_change(first)

    @rule(
        party=writers,
        do=st.sampled_from(("change", "remove", "remove", "add", "keep")),
        at=lines,
        data=st.data(),
    )
    def write(self, party: Party, do: str, at: int, data: st.DataObject) -> None:
        """Begin a version if none is being written, and do something in it."""
        by = self.by(party)
        self.act(party, lambda: plans.start_plan(**by, because="Another way."))
        line = self.line(at)
        if do == "change":
            self.change(party, line, data.draw(whats), data.draw(st.none() | st.sampled_from(OWNERS)))
        elif do == "remove":
            self.act(party, lambda: plans.remove_step(**by, line=line))
        elif do == "keep":
            self.act(party, lambda: plans.keep_step(**by, line=line))
        else:
            owner, domain = data.draw(st.sampled_from(OWNERS)), data.draw(st.sampled_from(Domain))
            self.add(party, data.draw(whats), owner, domain)

    def add(self, party: Party, what: str, owner: Party, domain: Domain) -> None:
        by, due = self.by(party), in_days(30)
        self.act(party, lambda: plans.add_step(**by, what=what, owner=owner, due=due, domain=domain))

    def change(self, party: Party, line: str, what: str, owner: Party | None) -> None:
        row = models.Step.objects.filter(line_id=line).order_by("-plan__number").first()
        if row is None:
            return
        whose = owner or Party(row.owner)
        changed: dict[str, Any] = {
            "what": what,
            "owner": whose,
            "due": in_days(20),
            "domain": Domain.WORK_MODIFICATION if whose is Party.EMPLOYER else Domain(row.domain),
            "revision": row.revision,
        }
        self.act(party, lambda: plans.change_step(**self.by(party), line=line, **changed))

    @rule(change=changes)
    def a_change_goes_out(self, change: Change) -> None:
        self.a_change(change)

    def a_change(self, change: Change) -> None:
        """The coordinator words a step anew, or leaves it out; someone accepts what stands; it is sent."""
        do, at, owner, other = change
        by = self.by(Party.SPECIALIST)
        self.act(Party.SPECIALIST, lambda: plans.start_plan(**by, because="Less at once."))
        line = self.line(at, owner)
        if do == "remove":
            self.act(Party.SPECIALIST, lambda: plans.remove_step(**by, line=line))
            self.add(Party.SPECIALIST, "Call", Party.SPECIALIST, Domain.COORDINATION)
        else:
            self.change(Party.SPECIALIST, line, f"Less than in {len(self.versions.plans)}", None)
        self.accept_all(other or owner)
        self.send(Party.PATIENT)

    @rule(party=st.sampled_from((Party.PATIENT, Party.PATIENT, Party.PATIENT, Party.SPECIALIST)))
    def send(self, party: Party) -> None:
        self.act(party, lambda: lifecycle.release_plan(**self.by(party), answer_by=in_days(10)))

    @rule(party=actors)
    def accept_all(self, party: Party) -> None:
        self.answer(party, [Word(Kind.ACCEPTED)])

    @rule(
        party=actors,
        at=lines,
        own=st.sampled_from((True, True, False)),
        kind=kinds,
        whole=st.sampled_from((None, Kind.ACCEPTED, Kind.QUESTION)),
    )
    def answer_a_step(self, party: Party, at: int, own: bool, kind: Kind, whole: Kind | None) -> None:
        line = self.line(at, party if own else None)
        word = Word(kind, line, "Words.", rule="§ 5", instead="Only on Mondays")
        self.answer(party, [Word(whole, words="Why?"), word] if whole else [word])

    def answer(self, party: Party, words: list[Word]) -> None:
        current = self.versions.current
        version = current.version if current else 1
        self.act(party, lambda: answers.answer_plan(**self.by(party), version=version, words=words))

    @rule(party=movers, move=st.sampled_from(("withdraw", "withdraw", "close", "drop")))
    def end(self, party: Party, move: str) -> None:
        by = self.by(party)
        moves: dict[str, Callable[[], object]] = {
            "withdraw": lambda: lifecycle.withdraw_plan(**by, reason="Anew."),
            "close": lambda: lifecycle.close_plan(**by, reason="Back at work."),
            "drop": lambda: plans.drop_draft(**by),
        }
        self.act(party, moves[move])

    @rule(party=movers, move=st.sampled_from(("rest", "resume", "resume", "look again")))
    def rest(self, party: Party, move: str) -> None:
        by = self.by(party)
        moves: dict[str, Callable[[], object]] = {
            "rest": lambda: lifecycle.postpone_plan(**by, reason="Ill.", recheck_on=in_days(20)),
            "resume": lambda: lifecycle.resume_plan(**by),
            "look again": lambda: lifecycle.keep_plan(**by, next_on=in_days(60)),
        }
        self.act(party, moves[move])

    @rule(party=movers, kind=st.sampled_from(("question", "objection", "objection")), settle=st.booleans())
    def talk(self, party: Party, kind: str, settle: bool) -> None:
        """Reply to the last question, talk the last objection over, or take up what it proposes."""
        row = models.Answer.objects.filter(plan__case=self.case, kind=kind).order_by("-pk").first()
        if row is None:
            return
        to, today = {**self.by(party), "answer": row.pk}, timezone.localdate()
        if kind == "question":
            self.act(party, lambda: answers.reply_to_question(**to, reply="On Monday."))
        elif settle:
            self.act(party, lambda: answers.settle_objection(**to, on=today, outcome="We try."))
        else:
            self.act(party, lambda: plans.take_up_proposal(**to))


@pytest.fixture
def world() -> World:
    told = told_case(the_cast())
    viewers = {Party.PATIENT: told.maja, Party.SPECIALIST: told.ingrid, Party.CLINIC: told.sara}
    viewers |= {party: viewer_for(told.invite(party).link) for party in OUTSIDE}
    return World(told, viewers)


def test_no_order_of_doing_things_takes_away_what_was_agreed(world: World) -> None:
    class Here(Plan):
        pass

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            phases=[Phase.generate],
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

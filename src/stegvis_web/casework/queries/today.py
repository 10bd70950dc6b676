"""Who needs me and why, in order. Each rule is one bounded query over `cases`, the viewer's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from stegvis.casework.adaptations import SIDES, Worked
from stegvis.casework.case import Stage
from stegvis.casework.party import OUTSIDE_PARTIES, PARTY_NAMES, Party
from stegvis.casework.sections import NAME, TASKS
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.queries.cases import sees
from stegvis_web.casework.queries.mine import one_of_mine, who
from stegvis_web.casework.queries.referrals import may_write_referrals
from stegvis_web.foundation.addresses import address
from stegvis_web.foundation.prepared import among, prepared
from stegvis_web.foundation.registry import TodayItem
from stegvis_web.people.deciding import DROPPED
from stegvis_web.people.models import Mail, PartyLink

MOST = 30
"""Items of one kind that Today shows. Whoever has more than this has another problem than a list."""

FIRST_CONTACT_DAYS = 7
SILENCE_DAYS = 21


def _case_url(name: str, code: str) -> str:
    return address(f"casework:{name}", code)


def shown_name(by: Viewer, row: models.Case) -> str:
    return row.person.name if sees(by, NAME) else ""


def _my_answers(cases: list[int]) -> QuerySet[models.Answer]:
    """Answers to wordings that count today, each with who speaks for its party now (`speaker`)."""
    speaker = models.TeamMember.objects.filter(
        case=OuterRef("plan__case"), party=OuterRef("party"), until__isnull=True
    ).order_by("id")
    counts = (
        Q(step__isnull=True)
        | Q(step__since=F("step__line__asked__since"))
        | Q(step__since=F("step__line__standing__since"))
    )
    return (
        models.Answer.objects.filter(counts, among("plan__case_id", cases))
        .filter(plan__withdrawn_on__isnull=True, plan__closed_on__isnull=True)
        .annotate(speaker=Subquery(speaker.values("person__name")[:1]))
        .select_related("plan__case__person", "step")
        .order_by("at")
    )


def _who(by: Viewer, name: str | None, party: str) -> str:
    """The person by name where names are for the viewer, else the party."""
    return name if name and sees(by, NAME) else PARTY_NAMES[Party(party)]


@prepared
def _questions(cases: list[int]) -> QuerySet[models.Answer]:
    return _my_answers(cases).filter(kind="question", reply="")[:MOST]


def questions(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A party asked; steps may wait for the answer."""
    for answer in _questions(cases):
        case, speaker = answer.plan.case, answer.speaker  # type: ignore[attr-defined]  # annotated
        yield TodayItem(
            kind="question",
            case_code=case.code,
            name=shown_name(by, case),
            state="question",
            chip=gettext_noop("Question"),
            text=gettext_noop("%(party)s asked a question about the plan."),
            values={"party": _who(by, speaker, answer.party)},
            due=answer.at.date(),
            url=_case_url("plan", case.code),
            action=gettext_noop("Answer"),
        )


@prepared
def _objections(cases: list[int]) -> QuerySet[models.Answer]:
    return _my_answers(cases).filter(kind="objection", settled_on__isnull=True)[:MOST]


def objections(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A party objects; there is a day to talk it over."""
    for answer in _objections(cases):
        case, speaker = answer.plan.case, answer.speaker  # type: ignore[attr-defined]  # annotated
        yield TodayItem(
            kind="objection",
            case_code=case.code,
            name=shown_name(by, case),
            state="talk",
            chip=gettext_noop("Talk"),
            text=gettext_noop("%(party)s objects to a step. Talk it over by %(day)s."),
            values={"party": _who(by, speaker, answer.party), "day": answer.talk_by},
            due=answer.talk_by or today,
            url=_case_url("plan", case.code),
            action=gettext_noop("Talk it over"),
        )


def _asked_anew(cases: list[int]) -> QuerySet[Any]:
    """Outside people of whom the newest version asks something new, and whose party is silent about it.

    Each with the version (`plan`) and its last day to answer (`answer_by`).
    """
    spoken = models.Answer.objects.filter(plan=OuterRef("plan"), party=OuterRef("party"))
    agreed = models.Consent.objects.filter(
        case=OuterRef("plan__case"),
        party=OuterRef(OuterRef("party")),
        section=OuterRef("section"),
        withdrawn_at__isnull=True,
    )
    asked = (
        models.Step.objects.filter(plan=OuterRef("plan"), since=F("plan__number"))
        .annotate(section=Concat(Value("plan."), F("domain")))
        .filter(Exists(agreed))
    )
    newest = models.PlanVersion.objects.filter(
        case=OuterRef("case"), released_on__isnull=False, withdrawn_on__isnull=True
    ).order_by("-number")
    return (
        models.TeamMember.objects.filter(
            among("case_id", cases),
            until__isnull=True,
            party__in=OUTSIDE_PARTIES - {Party.SUPPORTER},
        )
        .exclude(~Q(case__employer_contact="allowed"), party=Party.EMPLOYER)
        .exclude(Exists(models.Pause.objects.filter(case=OuterRef("case"), until__isnull=True)))
        .annotate(plan=Subquery(newest.values("pk")[:1]), answer_by=Subquery(newest.values("answer_by")[:1]))
        .annotate(ended=Subquery(newest.values("closed_on")[:1]))
        .filter(ended__isnull=True)
        .filter(~Exists(spoken), Exists(asked))
        .select_related("case__person", "person")
        .order_by("answer_by", "id")
    )


@prepared
def _to_invite(cases: list[int], today: date, now: datetime) -> QuerySet[Any]:
    links = PartyLink.objects.filter(
        case_code=OuterRef("case__code"),
        party=OuterRef("party"),
        person=OuterRef("person"),
        revoked_at__isnull=True,
        closed_at__isnull=True,
        expires_at__gt=now,
    )
    return _asked_anew(cases).filter(~Exists(links), answer_by__gte=today)[:MOST]


def parties_to_invite(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Something is asked of an outside party, and it has no link that works."""
    for member in _to_invite(cases, today, timezone.now()):
        yield TodayItem(
            kind="invite",
            case_code=member.case.code,
            name=shown_name(by, member.case),
            state="waiting",
            chip=gettext_noop("To be invited"),
            text=gettext_noop("%(party)s is asked about the plan and has no link yet."),
            values={"party": _who(by, member.person.name, member.party)},
            due=min(member.answer_by, today + timedelta(days=2)),
            url=_case_url("team", member.case.code),
            action=gettext_noop("Invite"),
        )


@prepared
def _silent(cases: list[int], since: date, until: date) -> QuerySet[Any]:
    return _asked_anew(cases).filter(answer_by__lt=until, answer_by__gt=since)[:MOST]


def silent_parties(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """The last day to answer is over, and an outside party has said nothing of what it was asked anew."""
    for member in _silent(cases, today - timedelta(days=60), today):
        yield TodayItem(
            kind="silent",
            case_code=member.case.code,
            name=shown_name(by, member.case),
            state="not-answered",
            chip=gettext_noop("Not answered"),
            text=gettext_noop("%(party)s has not answered the plan. The last day was %(day)s."),
            values={"party": _who(by, member.person.name, member.party), "day": member.answer_by},
            due=member.answer_by,
            url=_case_url("plan", member.case.code),
            action=gettext_noop("Open the plan"),
        )


@prepared
def _late(cases: list[int], today: date) -> QuerySet[Any]:
    rows = (
        models.Line.objects.filter(among("case_id", cases))
        .annotate(due=Coalesce("standing__due", "asked__due"))
        .filter(due__lt=today)
        .exclude(progress="done")
        .select_related("case__person", "standing__person", "asked__person")
        .order_by("due", "id")
    )
    return rows[:MOST]


def late_steps(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A step of a sent plan is past its day."""
    for line in _late(cases, today):
        step = line.standing or line.asked
        assert step is not None, "the query asks for a day"
        yield TodayItem(
            kind="late",
            case_code=line.case.code,
            name=shown_name(by, line.case),
            state="late",
            chip=gettext_noop("Past its day"),
            text=gettext_noop("A step that %(party)s owns is past its day, %(day)s."),
            values={"party": _who(by, step.person.name, step.owner), "day": step.due},
            due=step.due,
            url=_case_url("plan", line.case.code),
            action=gettext_noop("Open the plan"),
        )


@prepared
def _to_look_at(cases: list[int], today: date) -> QuerySet[Any]:
    later = models.PlanVersion.objects.filter(
        case=OuterRef("case"), released_on__isnull=False, withdrawn_on__isnull=True
    ).filter(number__gt=OuterRef("number"))
    looked = models.Review.objects.filter(plan=OuterRef("pk")).order_by("-pk")
    rests = models.Pause.objects.filter(case=OuterRef("case"), until__isnull=True)
    rows = (
        models.PlanVersion.objects.filter(among("case_id", cases), case__stage=Stage.IN_FORCE)
        .filter(released_on__isnull=False, withdrawn_on__isnull=True, closed_on__isnull=True)
        .exclude(Exists(later))
        .exclude(Exists(rests))
        .annotate(look_on=Coalesce(Subquery(looked.values("next_on")[:1]), "review_on"))
        .filter(look_on__lte=today)
        .select_related("case__person")
        .order_by("look_on", "id")
    )
    return rows[:MOST]


def plans_to_look_at(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """The day has come on which everyone wanted to look at the plan again."""
    for plan in _to_look_at(cases, today):
        yield TodayItem(
            kind="review",
            case_code=plan.case.code,
            name=shown_name(by, plan.case),
            state="soon",
            chip=gettext_noop("Look again"),
            text=gettext_noop("The plan was to be looked at again on %(day)s."),
            values={"day": plan.look_on},
            due=plan.look_on,
            url=_case_url("plan", plan.case.code),
            action=gettext_noop("Open the plan"),
        )


@prepared
def _resting(cases: list[int], today: date) -> QuerySet[models.Pause]:
    rows = (
        models.Pause.objects.filter(among("case_id", cases), until__isnull=True, recheck_on__lte=today)
        .select_related("case__person")
        .order_by("recheck_on", "id")
    )
    return rows[:MOST]


def resting_plans(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A plan rests, and the day has come to ask how it is."""
    for pause in _resting(cases, today):
        yield TodayItem(
            kind="resting",
            case_code=pause.case.code,
            name=shown_name(by, pause.case),
            state="soon",
            chip=gettext_noop("Ask again"),
            text=gettext_noop("The plan rests. You were to ask again on %(day)s."),
            values={"day": pause.recheck_on},
            due=pause.recheck_on,
            url=_case_url("plan", pause.case.code),
            action=gettext_noop("Open the plan"),
        )


@prepared
def _trials(cases: list[int], today: date) -> QuerySet[Any]:
    said = models.Verdict.objects.filter(adaptation=OuterRef("pk")).order_by("-pk").values("worked")
    latest = {f"{side}_says": Subquery(said.filter(party=side)[:1]) for side in SIDES}
    reads = models.Consent.objects.filter(
        case=OuterRef("task__case"), party=Party.EMPLOYER, section=TASKS, withdrawn_at__isnull=True
    )
    sent = models.PlanVersion.objects.filter(case=OuterRef("task__case"), released_on__isnull=False)
    member = models.TeamMember.objects.filter(
        case=OuterRef("task__case"), party=Party.EMPLOYER, until__isnull=True
    )
    rows = (
        models.Adaptation.objects.filter(
            Q(ended_on__isnull=False) | Q(trial_to__lt=today),
            among("task__case_id", cases),
        )
        .annotate(**latest, over=Coalesce("ended_on", "trial_to"))
        .filter(
            _unsaid(Party.PATIENT)
            | (
                _unsaid(Party.EMPLOYER)
                & Q(task__case__employer_contact="allowed")
                & Exists(reads)
                & Exists(sent)
                & Exists(member)
            )
        )
        .select_related("task__case__person")
        .order_by("over", "id")
    )
    return rows[:MOST]


def trials_to_ask_about(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A trial is over, and a side that can say whether the adaptation worked has not said."""
    for trial in _trials(cases, today):
        case, over = trial.task.case, trial.over
        yield TodayItem(
            kind="trial",
            case_code=case.code,
            name=shown_name(by, case),
            state="soon",
            chip=gettext_noop("Trial over"),
            text=gettext_noop(
                "An adaptation was on trial until %(day)s. Not both sides have said whether it worked."
            ),
            values={"day": over},
            due=over + timedelta(days=1),
            url=f"{_case_url('plan', case.code)}#adaptation-{trial.pk}",
            action=gettext_noop("Ask them"),
        )


def _unsaid(side: Party) -> Q:
    """That side has not said how a trial came out: nothing at all, or that it is too early."""
    return Q(**{f"{side}_says__isnull": True}) | Q(**{f"{side}_says": Worked.TOO_EARLY})


@prepared
def _waiting(service: int) -> QuerySet[models.Referral]:
    rows = models.Referral.objects.filter(service_id=service, state="waiting", first_contact_on__isnull=True)
    return rows.select_related("person").order_by("received_on", "id")[:MOST]


def waiting_referrals(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Nobody has spoken yet with a person who wants to work."""
    if not may_write_referrals(by):
        return
    for row in _waiting(by.service or 0):
        yield TodayItem(
            kind="referral",
            case_code="",
            name=row.person.name,
            state="waiting",
            chip=gettext_noop("Waits"),
            text=gettext_noop("Referred on %(day)s. Nobody has spoken with this person yet."),
            values={"day": row.received_on},
            due=row.received_on + timedelta(days=FIRST_CONTACT_DAYS),
            url=address("casework:referral", row.pk),
            action=gettext_noop("Call"),
        )


@prepared
def _silences(cases: list[int], limit: date) -> QuerySet[models.Case]:
    return (
        models.Case.objects.filter(among("pk", cases))
        .filter(Q(last_contact_on__lt=limit) | Q(last_contact_on__isnull=True, opened_on__lt=limit))
        .select_related("person")
        .order_by("last_contact_on", "id")[:MOST]
    )


def long_silences(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Weeks have gone by without a contact that reached the person."""
    for row in _silences(cases, today - timedelta(days=SILENCE_DAYS)):
        since = row.last_contact_on or row.opened_on
        yield TodayItem(
            kind="silence",
            case_code=row.code,
            name=shown_name(by, row),
            state="soon",
            chip=gettext_noop("Long silence"),
            text=gettext_noop("No contact since %(day)s."),
            values={"day": since},
            due=since + timedelta(days=SILENCE_DAYS + 7),
            url=_case_url("case", row.code),
            action=gettext_noop("Log a contact"),
        )


@prepared
def _failed(user: int, person: int, service: int) -> QuerySet[Mail]:
    return _mails_of_my_cases(user, person, service, Mail.State.FAILED).exclude(error=DROPPED)[:MOST]


def failed_mails(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A mail could not be delivered, and nobody else will notice."""
    for mail in _failed(*who(by)):
        yield TodayItem(
            kind="mail",
            case_code=mail.case_code,
            name="",
            state="problem",
            chip=gettext_noop("Mail failed"),
            text=gettext_noop("A mail could not be delivered. Check the address, then invite again."),
            due=today,
            url=_case_url("team", mail.case_code),
            action=gettext_noop("Open the team"),
        )


@prepared
def _unsure(user: int, person: int, service: int) -> QuerySet[Any]:
    case = models.Case.objects.filter(code=OuterRef("case_code"))
    unsure = _mails_of_my_cases(user, person, service, Mail.State.UNSURE)
    return unsure.annotate(name=Subquery(case.values("person__name")))[:MOST]


def unsure_mails(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Nobody knows whether a mail arrived, and it is not sent again by itself."""
    for mail in _unsure(*who(by)):
        yield TodayItem(
            kind="mail-unsure",
            case_code=mail.case_code,
            name=mail.name if sees(by, NAME) else "",
            state="question",
            chip=gettext_noop("Perhaps sent"),
            text=gettext_noop("A mail was perhaps sent. Ask, then decide."),
            due=today,
            url=address("casework:mail", mail.case_code, mail.pk),
            action=gettext_noop("Open the mail"),
        )


def _mails_of_my_cases(user: int, person: int, service: int, state: str) -> QuerySet[Mail]:
    """Of closed cases too; the longest waiting first."""
    own = one_of_mine(user, person, service).filter(code=OuterRef("case_code"))
    return Mail.objects.filter(Exists(own), state=state).order_by("created_at")


RULES = (
    failed_mails,
    unsure_mails,
    questions,
    objections,
    late_steps,
    plans_to_look_at,
    resting_plans,
    parties_to_invite,
    trials_to_ask_about,
    silent_parties,
    waiting_referrals,
    long_silences,
)
"""What cases and plans have to say on Today."""

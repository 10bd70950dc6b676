"""What casework holds about a person, table by table: for the export, for erasure, for retention.

Those tables come first on whose rows others hang; they are erased in the opposite order.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from stegvis.casework import answers, minutes
from stegvis.casework.access import EMPLOYER_CONTACT_NAMES
from stegvis.casework.adaptations import WORKED_NAMES
from stegvis.casework.case import STAGE_NAMES
from stegvis.casework.closing import REASON_NAMES
from stegvis.casework.functions import ABILITY_NAMES as FUNCTION_ABILITY_NAMES
from stegvis.casework.handover import KEY_NAMES
from stegvis.casework.meetings import CAME_NAMES, COMES_NAMES, PURPOSE_NAMES
from stegvis.casework.party import PARTY_NAMES
from stegvis.casework.plan import DOMAIN_NAMES, PROGRESS_NAMES
from stegvis.casework.referral import DECLINE_REASON_NAMES, DOOR_NAMES, MODE_NAMES, REFERRAL_STATE_NAMES
from stegvis.casework.sections import SECTION_NAMES
from stegvis.casework.tasks import ABILITY_NAMES, FIT_NAMES
from stegvis.foundation.words import gettext_noop
from stegvis.rights.retention import Kind
from stegvis_web.foundation.holdings import COUNTS_CHANGES, KEPT_FOR_LISTS, Holding


def _of_case(model: str, title: str, columns: str, by_case: str = "case", **more: Any) -> Holding:
    """A table of rows that hang on a case; `columns` in the order in which they are read."""
    values: dict[str, Any] = {"kind": Kind.CASE, "by_case": by_case, **more}
    left_out = dict(values.pop("left_out", {}))
    if "revision" in {column.name for column in _columns(model)}:
        left_out["revision"] = COUNTS_CHANGES
    return Holding(model=f"casework.{model}", title=title, columns=columns, left_out=left_out, **values)


def _columns(model: str) -> list[Any]:
    from stegvis_web.casework import models

    return list(getattr(models, model)._meta.concrete_fields)


@cache
def holdings() -> tuple[Holding, ...]:
    """Every table of casework, those first on which others hang."""
    party = {"party": PARTY_NAMES}
    return (
        Holding(
            model="casework.Referral",
            title=gettext_noop("Referrals"),
            kind=Kind.CASE,
            columns=(
                "id service door referrer received_on wish voluntary_explained_on "
                "voluntary_explained_by state decline_reason decline_words decided_on "
                "first_contact_on"
            ),
            left_out={"person": "that is whom it is about", "revision": COUNTS_CHANGES},
            names={"door": DOOR_NAMES, "state": REFERRAL_STATE_NAMES, "decline_reason": DECLINE_REASON_NAMES},
            by_person="person",
            dated="received_on",
        ),
        Holding(
            model="casework.Case",
            title=gettext_noop("Cases"),
            kind=Kind.CASE,
            columns=(
                "id code service referral owner country opened_on closed_on closed_because "
                "closed_words first_sick_day employer employer_contact stage last_contact_on"
            ),
            left_out={"person": "that is whom it is about", "revision": COUNTS_CHANGES},
            names={
                "employer_contact": EMPLOYER_CONTACT_NAMES,
                "stage": STAGE_NAMES,
                "closed_because": REASON_NAMES,
            },
            by_person="person",
            dated="opened_on",
        ),
        _of_case(
            "TeamMember", gettext_noop("Who was on the team"), "id case party person since until", names=party
        ),
        _of_case(
            "Consent",
            gettext_noop("Who may see what"),
            "id case party section given_at given_by withdrawn_at",
            names={**party, "section": SECTION_NAMES},
        ),
        _of_case("SickNote", gettext_noop("Sick notes"), "id case start end grade"),
        Holding(
            model="casework.Contact",
            title=gettext_noop("Contacts"),
            kind=Kind.CASE,
            columns=("id case referral on mode reached note by logged_at"),
            names={"mode": MODE_NAMES},
            by_case="case",
            by_person="referral__person",
            dated="on",
        ),
        _of_case(
            "HealthNote",
            gettext_noop("Notes of the clinic"),
            "id case on text by",
            kind=Kind.CARE,
            dated="on",
        ),
        _of_case(
            "WorkFunction",
            gettext_noop("What the condition means for work"),
            "id case on abilities words by at",
            kind=Kind.CARE,
            dated="on",
            names={"abilities": FUNCTION_ABILITY_NAMES},
        ),
        _of_case(
            "BreakGlass", gettext_noop("Opened from outside the team"), "id case user reason opened_at until"
        ),
        _of_case(
            "ImportedCase",
            gettext_noop("Where an imported case comes from"),
            "id case service source participant job_start months_net_of_pauses printed_flag corrections",
        ),
        _of_case(
            "PlanVersion",
            gettext_noop("Versions of the plan"),
            "id case number goal because author started_by started_at released_on answer_by review_on"
            " withdrawn_on withdrawn_because closed_on closed_because",
            dated="started_at",
        ),
        _of_case(
            "Line",
            gettext_noop("Steps, and how far they have come"),
            "id case progress",
            names={"progress": PROGRESS_NAMES},
            left_out={"asked": KEPT_FOR_LISTS, "standing": KEPT_FOR_LISTS},
        ),
        _of_case(
            "Step",
            gettext_noop("The words of each step"),
            "id plan line number since what owner person due domain hours ends because asked_for",
            by_case="plan__case",
            names={"owner": PARTY_NAMES, "domain": DOMAIN_NAMES},
        ),
        _of_case(
            "Answer",
            gettext_noop("Answers to the plan"),
            "id plan round party by kind step about words rule instead instead_due at talk_by"
            " settled_on outcome reply replied_at",
            by_case="plan__case",
            names={**party, "kind": answers.KIND_NAMES},
            dated="at",
        ),
        _of_case("Pause", gettext_noop("When the plan rested"), "id case on because recheck_on until by"),
        _of_case(
            "Review",
            gettext_noop("When the plan was looked at again"),
            "id plan on words next_on by",
            "plan__case",
        ),
        _of_case("WorkedDay", gettext_noop("Hours worked"), "id case day party minutes by at", names=party),
        _of_case(
            "Task", gettext_noop("Tasks"), "id case name ability words", names={"ability": ABILITY_NAMES}
        ),
        _of_case(
            "Adaptation",
            gettext_noop("Adaptations"),
            "id task what provider person trial_from trial_to cost payer ended_on",
            by_case="task__case",
            names={"provider": PARTY_NAMES},
        ),
        _of_case(
            "Verdict",
            gettext_noop("Whether an adaptation worked"),
            "id adaptation party worked words by at",
            by_case="adaptation__task__case",
            names={**party, "worked": WORKED_NAMES},
        ),
        _of_case(
            "TaskFit",
            gettext_noop("Whether the tasks fit the work there is"),
            "id case fit words about by at",
            names={"fit": FIT_NAMES},
        ),
        _of_case(
            "Attempt",
            gettext_noop("What was tried, and what it taught"),
            "id case start end minutes what_happened helped hindered next_time by at",
        ),
        _of_case(
            "Meeting",
            gettext_noop("Meetings"),
            "id case purpose why place video place_in_mail lasts starts_at answer_by called_by called_at"
            " cancelled_at cancelled_because uid sequence",
            names={"purpose": PURPOSE_NAMES},
            dated="called_at",
        ),
        _of_case("Slot", gettext_noop("Times that were asked for"), "id meeting starts_at", "meeting__case"),
        _of_case(
            "Guest",
            gettext_noop("Who was asked to a meeting"),
            "id meeting party person comes words answered_at",
            "meeting__case",
            names={**party, "comes": COMES_NAMES},
            left_out={"told_sequence": "which calendar entry a guest was told of last"},
        ),
        _of_case(
            "SlotAnswer", gettext_noop("Which times suited"), "id slot guest suits", "guest__meeting__case"
        ),
        _of_case(
            "AgendaPoint",
            gettext_noop("Points to talk about"),
            "id meeting what domain party by at",
            "meeting__case",
            names={**party, "domain": DOMAIN_NAMES},
        ),
        _of_case(
            "Minutes",
            gettext_noop("Minutes"),
            "id meeting number because author started_at sent_at",
            "meeting__case",
        ),
        _of_case(
            "Attendance",
            gettext_noop("Who was there"),
            "id minutes party person came represented_by",
            "minutes__meeting__case",
            names={**party, "came": CAME_NAMES},
        ),
        _of_case(
            "MinuteItem",
            gettext_noop("What was said and decided"),
            "id minutes item number kind text domain owner person due line redacted_at redacted_by"
            " redacted_because",
            "minutes__meeting__case",
            names={"kind": minutes.KIND_NAMES, "domain": DOMAIN_NAMES, "owner": PARTY_NAMES},
        ),
        _of_case(
            "DecidedStep", gettext_noop("Decisions that became steps"), "id item plan line", "plan__case"
        ),
        _of_case(
            "MeetingWish",
            gettext_noop("Meetings that were asked for"),
            "id case party by words at meeting declined_at declined_because",
            names=party,
        ),
        _of_case(
            "Handover",
            gettext_noop("Who followed whom"),
            "id case party giver taker owns on because by at carried_out_at called_off_at confirm_by"
            " confirmed_at confirmed_by question asked_at reply replied_at",
            names=party,
        ),
        _of_case(
            "HandoverPart",
            gettext_noop("What the new person was told"),
            "id handover number key section text",
            "handover__case",
            names={"key": KEY_NAMES, "section": SECTION_NAMES},
        ),
        _of_case(
            "Letter",
            gettext_noop("Letters"),
            "id case kind number party person language blocks pdf docx digest by author sent_at taken_back_at"
            " taken_back_by taken_back_because sections fingerprint",
            kind=Kind.LETTERS,
            dated="sent_at",
            names=party,
        ),
        _of_case(
            "RightsRequest",
            gettext_noop("What you asked for about your data"),
            "id case kind about words by asked_at answer_by outcome answer answered_by answered_at",
        ),
    )


ABOUT_NOBODY = {"casework.CaseNumber": "the last number of a service's case codes"}

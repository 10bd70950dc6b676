"""Composing a letter from what the one it goes to may see, and drawing it as PDF and .docx."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.casework.functions import ABILITY_NAMES, FUNCTION_NAMES, GROUPS, Ability
from stegvis.casework.handover import KEY_NAMES, Key
from stegvis.casework.letter import Letter, Part
from stegvis.casework.party import PARTY_NAMES
from stegvis.casework.plan import DOMAIN_NAMES, SECTION_OF, Progress
from stegvis.casework.sections import ANSWERS, FUNCTION, GOAL, HANDOVERS, MEETINGS, NAME, SICK_LEAVE, TEAM
from stegvis.casework.view import PlanView, StepView
from stegvis.foundation.document import Block, Document, Facts, Heading, Paragraph, Table, to_json
from stegvis_web.casework.phrases.casework import answer_words
from stegvis_web.casework.phrases.meetings import meeting_name
from stegvis_web.casework.queries.letters import newest_function, next_meeting, told_at_handover
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import paper_day_words, paper_words
from stegvis_web.foundation.docx import to_docx
from stegvis_web.foundation.pdf import pdf
from stegvis_web.people.models import Person

NAMES_PEOPLE = {Part.STEPS, Part.ANSWERS}
"""Parts that name others of the team to whom may know who is on it."""


@dataclass
class Composed:
    """A letter as it would be sent. `sections` are all that one must be able to read to read it.

    `is_whole` says that the part without which it says nothing is there.
    """

    document: Document
    sections: set[str] = field(default_factory=set)
    is_whole: bool = False


def compose(
    letter: Letter, seen: OpenCase, recipient: Person, *, number: int, words: str, sender: Person | None
) -> Composed:
    """The letter to `recipient`, made only from what `seen`, their party's view of the case, may read.

    In the recipient's language.
    """
    with translation.override(recipient.language):
        sections: set[str] = set()
        blocks: list[Block] = [_facts(seen, recipient, number, sender), Paragraph(_(letter.introduction))]
        there = set()
        plan = shown_plan(seen, sent=True)
        for name in letter.parts:
            part = Part(name)
            made, used = _part(part, seen, plan, recipient)
            if made:
                if part in NAMES_PEOPLE and seen.may(TEAM):
                    used = used | {TEAM}
                blocks += made
                sections |= used
                there.add(name)
        if words.strip():
            blocks += [Heading(_("From the sender")), Paragraph(words.strip())]
        blocks.append(
            Paragraph(_("Questions? Call %(phone)s.") % {"phone": seen.row.service.phone})
            if seen.row.service.phone
            else Paragraph(_("Questions? Ask whoever sent you this letter."))
        )
        title = _(letter.name)
        foot = [seen.code, title, _("Version %(n)s") % {"n": number}, paper_day_words(timezone.localdate())]
        if settings.DEMO:
            foot.append(_("Example data. Every person, workplace and office here is invented."))
        document = Document(title, recipient.language, " · ".join(foot), tuple(blocks))
    return Composed(document, sections, letter.needs in there)


def _facts(seen: OpenCase, recipient: Person, number: int, sender: Person | None) -> Facts:
    service = seen.row.service
    to = ", ".join(
        filter(None, [recipient.name, recipient.organisation.name if recipient.organisation else ""])
    )
    about = [(_("About"), seen.name)] if seen.may(NAME) and seen.name != seen.code else []
    by = ", ".join(filter(None, [sender.name if sender else "", service.name, service.phone]))
    return Facts(
        (
            (_("To"), to),
            *about,
            (_("Case"), seen.code),
            (_("Day"), paper_day_words(timezone.localdate())),
            (_("Version"), str(number)),
            (_("From"), by),
        )
    )


def _part(
    part: Part, seen: OpenCase, plan: PlanView | None, recipient: Person
) -> tuple[list[Block], set[str]]:
    """The blocks of one part, and the sections that they show; nothing where there is nothing to show."""
    if part is Part.GOAL and plan and plan.goal and seen.may(GOAL):
        return [Heading(_("The goal")), Paragraph(f"“{plan.goal}”")], {GOAL}
    if part is Part.STEPS and plan:
        return _steps(plan)
    if part is Part.ANSWERS and plan and plan.answers and seen.may(ANSWERS):
        rows = tuple(
            (answer.name or _(PARTY_NAMES[answer.state.party]), answer_words(answer, plan))
            for answer in plan.answers
        )
        return [Heading(_("Who has answered")), Table((_("Who"), _("Answer")), rows)], {ANSWERS}
    if part is Part.SICK_LEAVE and seen.may(SICK_LEAVE):
        return _sick_leave(seen)
    if part is Part.FUNCTION and seen.may(FUNCTION):
        return _function(seen)
    if part is Part.MEETING and seen.may(MEETINGS):
        return _meeting(seen, recipient)
    if part is Part.ASKED:
        return _asked(seen, plan)
    if part is Part.HANDOVER and seen.may(HANDOVERS):
        return _handover(seen, recipient)
    return [], set()


def _steps(plan: PlanView) -> tuple[list[Block], set[str]]:
    if not plan.steps or plan.withdrawn_on or plan.closed_on:
        return [], set()
    rows = tuple(
        (step.what, _who(step), paper_day_words(step.due), _(DOMAIN_NAMES[step.domain]), _stand(step))
        for step in plan.steps
    )
    head = (_("Step"), _("Who does it"), _("By which day"), _("About"), _("State"))
    return [Heading(_("The steps")), Table(head, rows)], {SECTION_OF[step.domain] for step in plan.steps}


def _who(step: StepView) -> str:
    return step.person or (_(PARTY_NAMES[step.owner]) if step.owner else "–")


def _stand(step: StepView) -> str:
    if step.progress is Progress.DONE:
        return _("Done")
    return _("In force") if step.in_force or step.meanwhile else _("Not agreed yet")


def _sick_leave(seen: OpenCase) -> tuple[list[Block], set[str]]:
    notes = list(seen.row.sick_notes.order_by("-start")[:6])
    if not notes:
        return [], set()
    rows = tuple(
        (
            paper_day_words(note.start),
            paper_day_words(note.end) if note.end else _("until further notice"),
            f"{note.grade} %",
        )
        for note in notes
    )
    return [Heading(_("Sick leave")), Table((_("From"), _("Until"), _("Grade")), rows)], {SICK_LEAVE}


def _function(seen: OpenCase) -> tuple[list[Block], set[str]]:
    row = newest_function(seen)
    if row is None:
        return [], set()
    blocks: list[Block] = [
        Paragraph(_("As the clinic sees it on %(day)s.") % {"day": paper_day_words(row.on)})
    ]
    for group, names in GROUPS.items():
        rows = tuple(
            (_(FUNCTION_NAMES[name]), _(ABILITY_NAMES[Ability(row.abilities[name])]))
            for name in names
            if name in row.abilities
        )
        if rows:
            blocks += [Heading(_(group)), Table((_("What"), _("How it goes today")), rows)]
    if row.words:
        blocks += [Heading(_("In words")), Paragraph(row.words)]
    return blocks, {FUNCTION}


def _meeting(seen: OpenCase, recipient: Person) -> tuple[list[Block], set[str]]:
    meeting = next_meeting(seen, recipient)
    if meeting is None:
        return [], set()
    at = paper_words(meeting.starts_at) if meeting.starts_at else _("The time is not set yet")
    rows = [(_("What"), meeting_name(meeting.purpose)), (_("When"), at)]
    if not meeting.starts_at:
        times = "\n".join(paper_words(slot.starts_at) for slot in meeting.slots.order_by("starts_at"))
        rows.append((_("Proposed times"), times))
    rows += [(_("Where"), meeting.place)] if meeting.place else []
    rows += [(_("By video"), meeting.video)] if meeting.video else []
    rows += [(_("What it is about"), meeting.why)] if meeting.why else []
    return [Heading(_("A meeting")), Facts(tuple(rows))], {MEETINGS}


def _asked(seen: OpenCase, plan: PlanView | None) -> tuple[list[Block], set[str]]:
    lines = []
    if plan is not None and plan.is_out and not plan.is_empty:
        lines.append(_("There is a plan that asks for your answer. It takes about five minutes."))
        if plan.answer_by:
            lines.append(_("Please answer by %(day)s.") % {"day": paper_day_words(plan.answer_by)})
    lines.append(
        _("You answer on your own page, with the link in the mail and a code that you are told: %(url)s.")
        % {"url": settings.SITE_URL}
    )
    return [Heading(_("How to answer")), Paragraph("\n".join(lines))], set()


def _handover(seen: OpenCase, recipient: Person) -> tuple[list[Block], set[str]]:
    row = told_at_handover(seen, recipient)
    if row is None:
        return [], set()
    blocks: list[Block] = []
    sections = {HANDOVERS}
    for part in sorted(row.parts.all(), key=lambda part: part.number):
        if seen.may(part.section):
            blocks += [Heading(_(KEY_NAMES[Key(part.key)])), Paragraph(part.text)]
            sections.add(part.section)
    return blocks, sections


def digest_of(document: Document) -> str:
    """What stands in a letter, as a short digest: the same until something of it changes."""
    return hashlib.sha256(json.dumps(to_json(document), sort_keys=True).encode()).hexdigest()


def letter_page(document: Document) -> str:
    """The document as the HTML page that the PDF is drawn from."""
    with translation.override(document.language):
        return render_to_string("casework/paper/letter.html", {"document": document})


def draw(document: Document) -> tuple[bytes, bytes]:
    """The PDF/UA and the .docx. Raises CannotPrint where Pango is missing."""
    return pdf(letter_page(document)), to_docx(document)

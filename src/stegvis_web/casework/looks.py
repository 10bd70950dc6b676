"""What the codes of the audit trail mean, in the reader's words. A code without words is shown as it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.sections import SECTION_NAMES, STEPS

VERBS = {
    "read": gettext_lazy("Looked at"),
    "create": gettext_lazy("Wrote"),
    "change": gettext_lazy("Changed"),
    "remove": gettext_lazy("Removed"),
    "answer": gettext_lazy("Answered"),
    "reply": gettext_lazy("Answered a question in"),
    "settle": gettext_lazy("Talked over"),
    "release": gettext_lazy("Sent out"),
    "withdraw": gettext_lazy("Withdrew"),
    "postpone": gettext_lazy("Let rest"),
    "resume": gettext_lazy("Took up again"),
    "review": gettext_lazy("Looked through and kept"),
    "close": gettext_lazy("Ended"),
    "send": gettext_lazy("Sent"),
    "revoke": gettext_lazy("Closed"),
    "decline": gettext_lazy("Declined"),
    "decide": gettext_lazy("Decided about"),
    "break-glass": gettext_lazy("Opened from outside the team"),
    "cancel": gettext_lazy("Cancelled"),
    "confirm": gettext_lazy("Confirmed"),
    "redact": gettext_lazy("Took a sentence out of"),
    "erase": gettext_lazy("Erased"),
    "backup": gettext_lazy("Wrote a backup of"),
    "restore": gettext_lazy("Restored"),
    "sign-in": gettext_lazy("Signed in"),
    "sign-out": gettext_lazy("Signed out"),
}

WHATS = {
    "plan.hours": gettext_lazy("The hours of the plan"),
    "today": gettext_lazy("Today’s list"),
    "caseload": gettext_lazy("The list of cases"),
    "case": gettext_lazy("The case"),
    "plan": gettext_lazy("The plan"),
    "plan.json": gettext_lazy("The plan as a file"),
    "plan.versions": gettext_lazy("The versions of the plan"),
    "plan.version": gettext_lazy("An earlier version of the plan"),
    "plan.compare": gettext_lazy("Two versions of the plan side by side"),
    "plan.pdf": gettext_lazy("The plan on paper"),
    "handover": gettext_lazy("A hand-over"),
    "letter": gettext_lazy("A letter"),
    "meeting": gettext_lazy("A meeting"),
    "meeting.ics": gettext_lazy("A meeting as a calendar file"),
    "meeting-wish": gettext_lazy("A wish for a meeting"),
    "minutes": gettext_lazy("The minutes of a meeting"),
    "contact": gettext_lazy("A contact"),
    "record": gettext_lazy("What is written about you"),
    "export": gettext_lazy("All data, as a file"),
    "database": gettext_lazy("All data of the service"),
    "set-aside": gettext_lazy("What a law had kept of something erased"),
    "me": gettext_lazy("The first page"),
    "imported": gettext_lazy("The imported facts"),
    "invitation": gettext_lazy("An invitation"),
    "persons": gettext_lazy("Names in the list of people"),
    "audit": gettext_lazy("The audit trail"),
    "outcomes": gettext_lazy("Outcomes of the service"),
    "benefits": gettext_lazy("Days on benefit and at work"),
    "pseudonyms": gettext_lazy("A list of names for a register"),
    "extract": gettext_lazy("What a register says"),
    "link": gettext_lazy("A link"),
    "mail": gettext_lazy("A mail"),
    "mails": gettext_lazy("Mails that were perhaps sent"),
    "referral": gettext_lazy("A referral"),
    "referrals": gettext_lazy("The list of referrals"),
    "person": gettext_lazy("A person"),
    "organisation": gettext_lazy("An organisation"),
    "service": gettext_lazy("The service"),
    "user": gettext_lazy("An account"),
}

READS = {
    "case": gettext_lazy("Read your case"),
    "me": gettext_lazy("Opened the first page"),
    "record": gettext_lazy("Read what is written about you"),
    "export": gettext_lazy("Saved all that is kept about you"),
    "rights": gettext_lazy("Read what you asked about your data"),
    "plan": gettext_lazy("Read your plan"),
    "plan.json": gettext_lazy("Saved your plan as a file"),
    "plan.versions": gettext_lazy("Looked at the versions of your plan"),
    "plan.version": gettext_lazy("Read an earlier version of your plan"),
    "plan.compare": gettext_lazy("Looked at two versions of your plan side by side"),
    "plan.pdf": gettext_lazy("Saved your plan on paper (PDF)"),
    "plan.goal": gettext_lazy("Read the goal"),
    "plan.step": gettext_lazy("Read a step of your plan"),
    "plan.hours": gettext_lazy("Read the hours of your plan"),
    "plan.worked": gettext_lazy("Read the hours worked"),
    "plan.preview": gettext_lazy("Looked at what each would see of your plan"),
    "plan.words": gettext_lazy("Read what was written beside your plan"),
    "plan.tasks": gettext_lazy("Read about the tasks of your job"),
    "plan.attempts": gettext_lazy("Read what you tried and learned"),
    "letters": gettext_lazy("Looked at your letters"),
    "letter": gettext_lazy("Read a letter"),
    "function": gettext_lazy("Read what the condition means for work"),
    "handovers": gettext_lazy("Looked at who follows whom on your team"),
    "handover": gettext_lazy("Read what a new person was told"),
    "meetings": gettext_lazy("Looked at your meetings"),
    "meeting": gettext_lazy("Read about a meeting"),
    "meeting.ics": gettext_lazy("Put a meeting into a calendar"),
    "minutes": gettext_lazy("Read the minutes of a meeting"),
    "sick_leave": gettext_lazy("Read about your sick leave"),
    "health": gettext_lazy("Read the notes from the clinic"),
    "contacts": gettext_lazy("Read about the contacts with you"),
    "team": gettext_lazy("Read who is on your team"),
    "link": gettext_lazy("Opened an invitation for your team"),
    "consents": gettext_lazy("Read who sees what"),
    "who_looked": gettext_lazy("Read who looked"),
    "today": gettext_lazy("Saw your case in the list for the day"),
    "caseload": gettext_lazy("Saw your case in the list of cases"),
    "mail": gettext_lazy("Looked at whether a mail had arrived"),
    "referral": gettext_lazy("Read your referral"),
    "referrals": gettext_lazy("Saw your case in the list of referrals"),
    "audit": gettext_lazy("Saw your case code in the audit trail"),
    "outcomes": gettext_lazy(
        "Looked at the days behind a number of the service’s outcomes, yours among them"
    ),
    "benefits": gettext_lazy("Looked at your days on benefit and at work"),
    "pseudonyms": gettext_lazy("Saved a list for a register with your name on it"),
}
"""What reading each thing is called, said to the person whose it is."""

STEP_DEEDS = {
    "create": gettext_lazy("Added a step to your plan"),
    "change": gettext_lazy("Changed a step of your plan"),
    "remove": gettext_lazy("Took a step out of your plan"),
}

FIELD_DEEDS = {
    "progress": gettext_lazy("Said how far a step has come"),
    "hours": gettext_lazy("Wrote the hours of your plan"),
    "step-down": gettext_lazy("Stepped down to fewer hours"),
}
"""What a change of a step is called, by the first of the fields that were changed."""

DEEDS = {
    ("create", "plan.worked"): gettext_lazy("Said how long you worked"),
    ("create", "outcomes"): gettext_lazy("Counted you among the outcomes of the service"),
    ("create", "pseudonyms"): gettext_lazy("Put you on a list for a register"),
    ("create", "extract"): gettext_lazy("Took in what a register says of you"),
    ("remove", "extract"): gettext_lazy("Deleted what a register had said of you"),
    ("change", "plan.worked"): gettext_lazy("Said anew how long you worked"),
    ("create", "case"): gettext_lazy("Opened your case"),
    ("close", "case"): gettext_lazy("Closed your case"),
    ("resume", "case"): gettext_lazy("Opened your case again"),
    ("create", "rights"): gettext_lazy("Asked for something about the data"),
    ("answer", "rights"): gettext_lazy("Answered what you asked about your data"),
    ("erase", "person"): gettext_lazy("Erased everything"),
    ("create", "plan"): gettext_lazy("Began a version of your plan"),
    ("remove", "plan"): gettext_lazy("Threw a draft of your plan away"),
    ("postpone", "plan"): gettext_lazy("Let the plan rest"),
    ("resume", "plan"): gettext_lazy("Took the plan up again"),
    ("review", "plan"): gettext_lazy("Looked through the plan and kept it"),
    ("close", "plan"): gettext_lazy("Ended the plan"),
    ("change", "plan.goal"): gettext_lazy("Wrote the goal"),
    ("release", "plan"): gettext_lazy("Sent the plan for answers"),
    ("answer", "plan"): gettext_lazy("Answered your plan"),
    ("withdraw", "plan"): gettext_lazy("Took the plan back"),
    ("reply", "plan.words"): gettext_lazy("Answered a question about your plan"),
    ("settle", "plan.words"): gettext_lazy("Wrote down that an objection was talked over"),
    ("create", "plan.tasks"): gettext_lazy("Added to the tasks of your job"),
    ("change", "plan.tasks"): gettext_lazy("Changed what stands about the tasks of your job"),
    ("remove", "plan.tasks"): gettext_lazy("Took a task of your job out"),
    ("answer", "plan.tasks"): gettext_lazy("Said whether the tasks fit, or whether an adaptation works"),
    ("create", "plan.attempts"): gettext_lazy("Wrote down what you tried"),
    ("change", "plan.attempts"): gettext_lazy("Changed what stands about what you tried"),
    ("send", "letter"): gettext_lazy("Sent a letter"),
    ("withdraw", "letter"): gettext_lazy("Took a letter back"),
    ("create", "function"): gettext_lazy("Wrote what the condition means for work"),
    ("create", "handover"): gettext_lazy("Handed over to a new person"),
    ("change", "handover"): gettext_lazy("A new person took over on the day"),
    ("cancel", "handover"): gettext_lazy("Called a hand-over off"),
    ("confirm", "handover"): gettext_lazy("Confirmed to have taken over"),
    ("answer", "handover"): gettext_lazy("Asked about a hand-over"),
    ("reply", "handover"): gettext_lazy("Answered a question about a hand-over"),
    ("create", "meeting"): gettext_lazy("Called a meeting"),
    ("change", "meeting"): gettext_lazy("Changed a meeting"),
    ("answer", "meeting"): gettext_lazy("Said something about coming to a meeting"),
    ("cancel", "meeting"): gettext_lazy("Cancelled a meeting"),
    ("create", "meeting-wish"): gettext_lazy("Asked for a meeting"),
    ("decline", "meeting-wish"): gettext_lazy("Said why there is no meeting now"),
    ("create", "minutes"): gettext_lazy("Began to write minutes"),
    ("change", "minutes"): gettext_lazy("Wrote minutes of a meeting"),
    ("remove", "minutes"): gettext_lazy("Threw a draft of minutes away"),
    ("send", "minutes"): gettext_lazy("Sent the minutes of a meeting"),
    ("redact", "minutes"): gettext_lazy("Took a sentence out of minutes for good"),
    ("create", "contact"): gettext_lazy("Wrote down a contact with you"),
    ("create", "health"): gettext_lazy("Wrote a note of the clinic"),
    ("send", "invitation"): gettext_lazy("Invited someone to read your plan and answer"),
    ("create", "link"): gettext_lazy("Made a link to your plan"),
    ("revoke", "link"): gettext_lazy("Closed a link to your plan"),
    ("sign-in", "link"): gettext_lazy("Came in by a link"),
    ("sign-out", "link"): gettext_lazy("Left"),
    ("send", "mail"): gettext_lazy("Sent a mail that names nobody"),
    ("decide", "mail"): gettext_lazy("Decided about a mail that was perhaps sent"),
    ("break-glass", "case"): gettext_lazy("Opened your case without being on your team"),
}

MAIL_DEEDS = {
    "tried": gettext_lazy("Began to send a mail that names nobody"),
    "unsure": gettext_lazy("Could not tell whether a mail was sent; somebody decides"),
    "failed": gettext_lazy("Could not send a mail"),
}
"""What sending a mail is called where it did not simply go."""

CASE_DEEDS = {
    "team": gettext_lazy("Changed who is on your team"),
    "consent": gettext_lazy("Changed who sees what"),
    "employer": gettext_lazy("Changed your employer"),
    "employer_contact": gettext_lazy("Changed whether your employer may be contacted"),
    "owner": gettext_lazy("Changed who owns your case"),
    "country": gettext_lazy("Changed what stands about your sick leave"),
    "sick_notes": gettext_lazy("Changed what stands about your sick leave"),
}
"""What a change of the case is called, by the first of the fields that were changed."""

OUTCOMES = {
    "refused": gettext_lazy("Refused"),
    "locked": gettext_lazy("Locked"),
    "closed": gettext_lazy("Closed"),
    "expired": gettext_lazy("Too old"),
    "ended": gettext_lazy("Time was over"),
    "off": gettext_lazy("Switched off"),
    "on": gettext_lazy("Switched on"),
    "tried": gettext_lazy("Begun"),
    "failed": gettext_lazy("Failed"),
    "unsure": gettext_lazy("Perhaps sent"),
    "arrived": gettext_lazy("It arrived"),
    "again": gettext_lazy("To be sent again"),
    "dropped": gettext_lazy("Not sent again"),
}


def verb_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def what_words(what: str) -> str:
    """ "link:7" is "A link", "plan.health" the section's name."""
    if what in SECTION_NAMES and what not in WHATS:
        return _(SECTION_NAMES[what])
    return str(WHATS.get(what.partition(":")[0], what))


def deed_words(verb: str, what: str, fields: Sequence[str] = (), outcome: str = "done") -> str:
    """What somebody did, said to the person whose case it is: "Read your plan"."""
    kind, _colon, of = what.partition(":")
    first = fields[0].partition(":")[0] if fields else ""
    if verb == "read" and kind == "plan.pdf" and of in set(Party):
        return _("Saved a copy of your plan on paper for: %(party)s") % {"party": _(PARTY_NAMES[Party(of)])}
    if verb == "read" and kind in READS:
        return str(READS[kind])
    if verb == "sign-in" and outcome != "done":
        return _("Tried to come in by a link")
    if what in STEPS and verb in STEP_DEEDS:
        return str(FIELD_DEEDS.get(first, STEP_DEEDS[verb]))
    if kind == "case" and (verb == "change" or first == "sick_notes") and first in CASE_DEEDS:
        return str(CASE_DEEDS[first])
    if (verb, kind) == ("send", "mail") and outcome in MAIL_DEEDS:
        return str(MAIL_DEEDS[outcome])
    if (verb, kind) in DEEDS:
        return str(DEEDS[verb, kind])
    return f"{verb_words(verb)}: {what_words(what)}"


def outcome_words(outcome: str) -> str:
    """Empty where it went as it should."""
    return "" if outcome == "done" else str(OUTCOMES.get(outcome, outcome))

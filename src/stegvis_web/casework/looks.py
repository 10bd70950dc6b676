"""What the codes of the audit trail mean, in the reader's words. A code without words is shown as it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.sections import SECTION_NAMES

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
    "send": gettext_lazy("Sent"),
    "revoke": gettext_lazy("Closed"),
    "decline": gettext_lazy("Declined"),
    "break-glass": gettext_lazy("Opened from outside the team"),
    "sign-in": gettext_lazy("Signed in"),
    "sign-out": gettext_lazy("Signed out"),
}

WHATS = {
    "today": gettext_lazy("Today’s list"),
    "caseload": gettext_lazy("The list of cases"),
    "case": gettext_lazy("The case"),
    "plan": gettext_lazy("The plan"),
    "plan.json": gettext_lazy("The plan as a file"),
    "contact": gettext_lazy("A contact"),
    "record": gettext_lazy("What is written about you"),
    "me": gettext_lazy("The first page"),
    "imported": gettext_lazy("The imported facts"),
    "invitation": gettext_lazy("An invitation"),
    "persons": gettext_lazy("Names in the list of people"),
    "audit": gettext_lazy("The audit trail"),
    "link": gettext_lazy("A link"),
    "mail": gettext_lazy("A mail"),
    "referral": gettext_lazy("A referral"),
    "referrals": gettext_lazy("The list of referrals"),
    "person": gettext_lazy("A person"),
    "organisation": gettext_lazy("An organisation"),
    "service": gettext_lazy("The service"),
    "user": gettext_lazy("An account"),
}

OUTCOMES = {
    "refused": gettext_lazy("Refused"),
    "locked": gettext_lazy("Locked"),
    "closed": gettext_lazy("Closed"),
    "expired": gettext_lazy("Too old"),
    "ended": gettext_lazy("Time was over"),
    "off": gettext_lazy("Switched off"),
    "on": gettext_lazy("Switched on"),
}


def verb_words(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def what_words(what: str) -> str:
    """ "link:7" is "A link", "plan.health" the section's name."""
    if what in SECTION_NAMES and what not in WHATS:
        return _(SECTION_NAMES[what])
    return str(WHATS.get(what.partition(":")[0], what))


def outcome_words(outcome: str) -> str:
    """Empty where it went as it should."""
    return "" if outcome == "done" else str(OUTCOMES.get(outcome, outcome))

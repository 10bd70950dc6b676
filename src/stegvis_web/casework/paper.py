"""A plan on paper: the copy of one party, as it stands now. Of the plan it shows a PlanView, no more."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from stegvis.casework.party import OUTSIDE_PARTIES
from stegvis.casework.view import PlanView
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.pdf import pdf
from stegvis_web.people.models import Person


def plan_on_paper(plan: PlanView, opened: OpenCase, holder: Person | None) -> bytes:
    """The plan as PDF/UA-1, in the language that is active. `holder` is the person whom the copy is for.

    `opened` is the case through the eyes of that person. Raises CannotPrint where Pango is missing.
    """
    return pdf(plan_page(plan, opened, holder))


def plan_page(plan: PlanView, opened: OpenCase, holder: Person | None) -> str:
    """The page that `plan_on_paper` draws, as HTML."""
    owner = opened.row.owner.person
    context = {
        "plan": plan,
        "case": opened,
        "holder": holder,
        "shares": plan.party in OUTSIDE_PARTIES,
        "owner": owner,
        "phone": (owner.phone if owner else "") or opened.row.service.phone,
        "now": timezone.now(),
        "demo": settings.DEMO,
    }
    return render_to_string("casework/paper/plan.html", context)


def file_name(plan: PlanView, code: str, *, copy: bool = False) -> str:
    """ "NV-0012-plan-v3.pdf"; "NV-0012-plan-v3-employer.pdf" for a copy made for a party. Never a name."""
    whose = f"-{plan.party}" if copy and plan.party else ""
    return f"{code}-plan-v{plan.version}{whose}.pdf"

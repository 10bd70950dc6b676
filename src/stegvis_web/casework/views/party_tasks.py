"""What the employer says of the tasks: whether they fit its work, and whether an adaptation works."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.casework.party import Party
from stegvis.casework.sections import TASKS
from stegvis_web.casework.actions.tasks import say_whether_it_works, say_whether_tasks_fit
from stegvis_web.casework.forms.tasks import FitForm, WorkedForm
from stegvis_web.casework.queries.tasks import ShownTasks, one_adaptation, shown_tasks
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import link_only
from stegvis_web.people.viewer import SiteRequest


def fit_form(request: SiteRequest, shown: ShownTasks | None) -> FitForm | None:
    """The form as it stands on the first screen, where the employer has not spoken of this list yet."""
    if shown is None or shown.mine is not Party.EMPLOYER or shown.fit_holds or not shown.tasks:
        return None
    return FitForm(bound_data(request, posted_to=reverse("casework:answer-tasks")))


def _opened(request: SiteRequest) -> tuple[OpenCase, ShownTasks]:
    opened = open_case(request.viewer, request.viewer.case, section=TASKS)
    shown = shown_tasks(opened)
    if shown is None or opened.party is not Party.EMPLOYER:
        raise Http404
    return opened, shown


def _back() -> str:
    return f"{reverse('casework:answer')}#tasks"


@link_only
def fit(request: SiteRequest) -> HttpResponse:
    """Whether the tasks fit the work there is."""
    opened, shown = _opened(request)
    form = FitForm(bound_data(request))

    def act() -> str:
        say_whether_tasks_fit(by=request.viewer, code=opened.code, **form.said())
        messages.success(request, _("Thank you. The person and the team read it."))
        return _back()

    def context() -> dict[str, Any]:
        note_read(request, opened, TASKS)
        return {"case": opened, "form": form, "tasks": shown}

    return form_page(request, form, act, "casework/party/fit.html", context)


@link_only
def worked(request: SiteRequest, adaptation: int) -> HttpResponse:
    """Whether an adaptation works, as the employer finds."""
    opened, shown = _opened(request)
    task, known = one_adaptation(opened, adaptation)
    form = WorkedForm(bound_data(request), side=opened.party)

    def act() -> str:
        say_whether_it_works(by=request.viewer, code=opened.code, adaptation=adaptation, **form.said())
        messages.success(request, _("Thank you. The person and the team read it."))
        return _back()

    def context() -> dict[str, Any]:
        note_read(request, opened, TASKS)
        return {"case": opened, "form": form, "tasks": shown, "task": task, "adaptation": known}

    return form_page(request, form, act, "casework/party/adaptation.html", context)

"""Tasks and adaptations: writing them, trying them, saying whether they work. For staff and patient alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.adaptations import SIDES
from stegvis.casework.sections import TASKS
from stegvis.casework.tasks import Ability
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions import tasks as actions
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.tasks import AdaptationForm, BeginForm, EndForm, TaskForm, WorkedForm
from stegvis_web.casework.queries.tasks import (
    adaptation_values,
    one_adaptation,
    one_task,
    readers_of,
    task_values,
)
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.views.common import act_or_explain, form_page
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def back_to_tasks(place: Place) -> str:
    """The section of the plan's page where tasks stand."""
    return f"{place.url('plan')}#tasks"


def _opened(request: SiteRequest, place: Place) -> OpenCase:
    opened = place.opened_to_write(request)
    if not opened.may(TASKS, Action.WRITE):
        raise Http404
    return opened


def task_new(request: SiteRequest, place: Place) -> HttpResponse:
    """Add a task; one that needs an adaptation goes on to it."""
    opened = _opened(request, place)
    form = TaskForm(bound_data(request), readers=readers_of(opened, TASKS), is_patient=place.is_patient)

    def act() -> str:
        task = actions.add_task(by=request.viewer, code=place.code, **form.task())
        messages.success(request, _("The task is in the list."))
        needs = task.ability == Ability.WITH_ADAPTATION
        return place.url("adaptation-new", task.pk) if needs else back_to_tasks(place)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, TASKS), "form": form}

    return form_page(request, form, act, "casework/tasks/task.html", context)


def task(request: SiteRequest, place: Place, task: int) -> HttpResponse:
    """Change a task."""
    opened = _opened(request, place)
    values = task_values(opened, task)
    if request.method != "POST" and not values:
        return redirect(back_to_tasks(place))
    form = TaskForm(
        bound_data(request),
        initial=values,
        readers=readers_of(opened, TASKS),
        is_patient=place.is_patient,
    )
    theirs = ""

    def act() -> str:
        nonlocal theirs
        revision = form.cleaned_data["revision"]
        try:
            actions.change_task(
                by=request.viewer, code=place.code, task=task, revision=revision, **form.task()
            )
        except Conflict:
            now = task_values(opened, task)
            rest_on(form, now["revision"])
            theirs = form.in_words(now)
            raise
        messages.success(request, _("Saved."))
        return back_to_tasks(place)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, TASKS),
            "form": form,
            "task": task,
            # Someone took it out while this was written: it can go in as a new one.
            "taken_out": not task_values(opened, task),
            "their_text": theirs,
            "my_text": form.in_words(form.cleaned_data) if theirs else "",
        }

    return form_page(request, form, act, "casework/tasks/task.html", context)


def task_remove(request: SiteRequest, place: Place, task: int) -> HttpResponse:
    """Take out a task with which nothing was tried."""
    opened = _opened(request, place)
    if request.method != "POST":
        return place.press_again(request)

    def act() -> str:
        actions.remove_task(by=request.viewer, code=place.code, task=task)
        messages.success(request, _("The task is taken out."))
        return back_to_tasks(place)

    def context() -> dict[str, Any]:
        values = task_values(opened, task)
        form = TaskForm(None, initial=values, readers=(), is_patient=place.is_patient)
        around = place.shown(request, opened, TASKS)
        return {**around, "form": form, "task": task, "taken_out": not values}

    return act_or_explain(request, act, "casework/tasks/task.html", context)


def adaptation_new(request: SiteRequest, place: Place, task: int) -> HttpResponse:
    """Name something to try with a task."""
    opened = _opened(request, place)
    whose = one_task(opened, task)
    form = AdaptationForm(
        bound_data(request),
        opened=opened,
        readers=readers_of(opened, TASKS),
        is_patient=place.is_patient,
    )

    def act() -> str:
        actions.add_adaptation(by=request.viewer, code=place.code, task=task, **form.adaptation())
        messages.success(request, _("The adaptation stands beside its task."))
        return back_to_tasks(place)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, TASKS), "form": form, "task": whose}

    return form_page(request, form, act, "casework/tasks/adaptation.html", context)


def adaptation(request: SiteRequest, place: Place, adaptation: int) -> HttpResponse:
    """Change an adaptation, as far as nobody has spoken of it."""
    opened = _opened(request, place)
    values = adaptation_values(opened, adaptation)
    whose, known = one_adaptation(opened, adaptation)
    form = AdaptationForm(
        bound_data(request),
        initial=values,
        opened=opened,
        readers=readers_of(opened, TASKS),
        is_patient=place.is_patient,
    )
    theirs = ""

    def act() -> str:
        nonlocal theirs
        revision = form.cleaned_data["revision"]
        try:
            actions.change_adaptation(
                by=request.viewer,
                code=place.code,
                adaptation=adaptation,
                revision=revision,
                **form.adaptation(),
            )
        except Conflict:
            now = adaptation_values(opened, adaptation)
            rest_on(form, now["revision"])
            theirs = form.in_words(now)
            raise
        messages.success(request, _("Saved."))
        return back_to_tasks(place)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, TASKS),
            "form": form,
            "task": whose,
            "adaptation": known,
            "their_text": theirs,
            "my_text": form.in_words(form.cleaned_data) if theirs else "",
        }

    return form_page(request, form, act, "casework/tasks/adaptation.html", context)


def begin(request: SiteRequest, place: Place, adaptation: int) -> HttpResponse:
    """Say from which day to which it is tried."""
    opened = _opened(request, place)
    _whose, known = one_adaptation(opened, adaptation)
    if request.method != "POST" and (known.has_begun(timezone.localdate()) or known.ended_on):
        return redirect(back_to_tasks(place))
    form = BeginForm(bound_data(request), first=known.first, last=known.last)

    def act() -> None:
        days = form.cleaned_data
        actions.begin_trial(by=request.viewer, code=place.code, adaptation=adaptation, **days)
        messages.success(request, _("The trial has its days. Afterwards both sides are asked."))

    return _page_of(request, place, opened, adaptation, form, act, "casework/tasks/begin.html")


def end(request: SiteRequest, place: Place, adaptation: int) -> HttpResponse:
    """End a trial before its last day."""
    opened = _opened(request, place)
    _whose, known = one_adaptation(opened, adaptation)
    today = timezone.localdate()
    if request.method != "POST" and (known.is_over(today) or not known.has_begun(today)):
        return redirect(back_to_tasks(place))
    form = EndForm(bound_data(request))

    def act() -> None:
        actions.end_trial(by=request.viewer, code=place.code, adaptation=adaptation, **form.cleaned_data)
        messages.success(request, _("The trial is over. Both sides are asked whether it worked."))

    return _page_of(request, place, opened, adaptation, form, act, "casework/tasks/end.html")


def worked(request: SiteRequest, place: Place, adaptation: int) -> HttpResponse:
    """The person says whether an adaptation works."""
    opened = _opened(request, place)
    if opened.party not in SIDES:
        raise Http404
    _whose, known = one_adaptation(opened, adaptation)
    if request.method != "POST" and not known.has_begun(timezone.localdate()):
        return redirect(back_to_tasks(place))
    form = WorkedForm(bound_data(request), side=opened.party)

    def act() -> None:
        actions.say_whether_it_works(by=request.viewer, code=place.code, adaptation=adaptation, **form.said())
        messages.success(request, _("Your word stands beside the adaptation. A later one counts instead."))

    return _page_of(request, place, opened, adaptation, form, act, "casework/tasks/worked.html")


def _page_of(
    request: SiteRequest,
    place: Place,
    opened: OpenCase,
    adaptation: int,
    form: Any,
    act: Callable[[], None],
    template: str,
) -> HttpResponse:
    """A page about one adaptation, with its one form; back to the tasks when that is done."""

    def done() -> str:
        act()
        return back_to_tasks(place)

    def context() -> dict[str, Any]:
        whose, known = one_adaptation(opened, adaptation)
        around = place.shown(request, opened, TASKS)
        return {**around, "form": form, "task": whose, "adaptation": known}

    return form_page(request, form, done, template, context)

"""Questions and objections that wait for the team."""

from __future__ import annotations

from django.http import Http404

from stegvis.casework.sections import WORDS
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase


def word_to_talk_over(opened: OpenCase, answer: int, kind: str) -> models.Answer:
    """A question or an objection of this case. Http404 if there is none, or not for this viewer."""
    row = (
        models.Answer.objects.filter(pk=answer, plan__case=opened.row, kind=kind)
        .select_related("step", "plan")
        .first()
    )
    if row is None or not opened.may(WORDS):
        raise Http404
    return row

"""Tasks, adaptations and attempts in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from markupsafe import Markup

from stegvis.casework.adaptations import (
    WORKED_NAMES,
    Adaptation,
    TrialState,
    Verdict,
    Worked,
)
from stegvis.casework.attempts import Attempt
from stegvis.casework.party import Party
from stegvis.casework.tasks import ABILITY_NAMES, FIT_NAMES, Ability, Fit
from stegvis.casework.way import Run, Way
from stegvis.foundation.periods import Period
from stegvis_web.casework.forms.attempts import hours_words
from stegvis_web.casework.forms.tasks import trial_words
from stegvis_web.casework.queries.tasks import ShownTasks
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.phrases.frame import chip
from stegvis_web.foundation.rendering import register

ABILITY_CHIPS = {
    Ability.CAN: "accepted",
    Ability.WITH_ADAPTATION: "reservation",
    Ability.CANNOT: "refused",
}
ABILITY_ICONS = {Ability.CAN: "check-circle", Ability.WITH_ADAPTATION: "half", Ability.CANNOT: "stop"}
WORKED_CHIPS = {
    Worked.YES: "accepted",
    Worked.PARTLY: "reservation",
    Worked.NO: "refused",
    Worked.TOO_EARLY: "waiting",
}
FIT_CHIPS = {Fit.FITS: "accepted", Fit.MISSING: "talk", Fit.NOT_HERE: "talk"}


@register.filter
def ability_name(code: str) -> str:
    return gettext(ABILITY_NAMES[Ability(code)])


@register.filter
def ability_icon(code: str) -> str:
    """The name of the icon that stands for an ability."""
    return ABILITY_ICONS[Ability(code)]


@register.function
def ability_chip(code: str) -> Markup:
    return chip(ABILITY_CHIPS[Ability(code)], ability_name(code))


@register.function
def fit_chip(code: str) -> Markup:
    return chip(FIT_CHIPS[Fit(code)], gettext(FIT_NAMES[Fit(code)]))


@register.function
def worked_chip(said: Verdict | None) -> Markup:
    """What one side says; "not said yet" where it has said nothing, which is never a yes."""
    if said is None:
        return chip("not-answered", gettext("Not said yet"))
    return chip(WORKED_CHIPS[said.worked], gettext(WORKED_NAMES[said.worked]))


@register.function
def trial_chip(shown: ShownTasks, adaptation: Adaptation) -> Markup:
    """Where a trial is today."""
    state, last = shown.state(adaptation), adaptation.last_day
    if state is TrialState.ON_TRIAL and last:
        return chip("started", gettext("On trial until %(day)s") % {"day": day_words(last)})
    if state is TrialState.ASKS:
        return chip("soon", gettext("Trial over: did it work?"))
    if state is TrialState.SAID and last:
        return chip("plain", gettext("Tried until %(day)s") % {"day": day_words(last)})
    if adaptation.first:
        return chip("planned", gettext("On trial from %(day)s") % {"day": day_words(adaptation.first)})
    return chip("planned", gettext("No days set yet"))


@register.filter
def trial_days(adaptation: Adaptation) -> str:
    """ "9 March – 17 April"; empty before it has days."""
    return trial_words(adaptation.first, adaptation.last_day)


@dataclass(frozen=True)
class SideWord:
    """One side and what it says of an adaptation; `mine` where the reader speaks for it."""

    side: Party
    mine: bool
    said: Verdict | None


@register.filter
def side_words(adaptation: Adaptation, shown: ShownTasks) -> list[SideWord]:
    """What both sides say, once the trial has begun: those who can say, and whoever has."""
    if not adaptation.has_begun(shown.today):
        return []
    said = {verdict.side for verdict in adaptation.verdicts}
    return [
        SideWord(side, side is shown.mine, adaptation.latest(side))
        for side in (Party.PATIENT, Party.EMPLOYER)
        if side in shown.sides or side in said
    ]


@register.filter
def has_begun(adaptation: Adaptation, shown: ShownTasks) -> bool:
    return adaptation.has_begun(shown.today)


@register.filter
def is_over(adaptation: Adaptation, shown: ShownTasks) -> bool:
    return adaptation.is_over(shown.today)


@register.filter
def asks_me(adaptation: Adaptation, shown: ShownTasks) -> bool:
    return shown.asks_me(adaptation)


@register.filter
def fit_name(code: str) -> str:
    return gettext(FIT_NAMES[Fit(code)])


@register.filter
def unlocal(number: float) -> str:
    """A number as a drawing needs it, whatever the language writes."""
    return f"{number:g}"


@register.filter
def run_days(run: Run) -> str:
    return trial_words(run.start, run.end)


@register.filter
def period_days(period: Period) -> str:
    return trial_words(period.start, period.end or period.start)


@register.filter
def way_words(way: Way) -> str:
    """How it stands today, in a sentence or two."""
    said = []
    if way.grade_today is not None:
        said.append(gettext("Sick note today: %(percent)s %% of full time.") % {"percent": way.grade_today})
    if way.planned_now is not None:
        said.append(gettext("Planned this week: %(percent)s %% of full time.") % {"percent": way.planned_now})
    if way.worked_last is not None:
        monday, percent = way.worked_last
        said.append(
            gettext("Worked in the week of %(day)s: %(percent)s %%.")
            % {"day": day_words(monday), "percent": percent}
        )
    return " ".join(said)


@register.filter
def attempt_days(attempt: Attempt) -> str:
    return trial_words(attempt.start, attempt.end)


@register.filter
def week_hours(attempt: Attempt) -> str:
    """ "20 hours a week"; empty where nobody has said."""
    if attempt.minutes is None:
        return ""
    return gettext("%(hours)s hours a week") % {"hours": hours_words(attempt.minutes)}

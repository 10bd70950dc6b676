from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Work of a day a week over eight weeks, Hara 2018"),
    source="Hara et al. 2018 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="working time",
    length=8,
    length_unit="weeks",
    minutes_a_week=450,
    competing=("death", "emigration", "old_age_pension"),
    left_open=(
        "A day of work is 7 hours 30 minutes.",
        "The eight weeks begin with a day of competitive work.",
        "Competitive jobs whose hours are not known count as none.",
        "The eight weeks may complete after the horizon.",
    ),
    example_people=("person,index_date", "A,2024-01-15", "B,2024-01-15"),
    example_spells=("person,start,end,benefit,grade",),
    example_jobs=(
        "person,start,end,hours,competitive",
        "A,2024-03-04,,15,1",
        "B,2024-03-04,2024-03-24,37.5,1",
        "B,2024-09-02,,7.5,1",
    ),
    example_answers=("A,,49,1,,,", "B,,49,1,,,"),
)

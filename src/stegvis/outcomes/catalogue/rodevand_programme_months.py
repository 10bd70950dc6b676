from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Duration of IPS, Rødevand 2018"),
    source="Rødevand et al. 2018, Table 2",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="programme",
    competing=(),
    left_open=(
        "It ends with the first competitive job, even after termination; else on the day of termination.",
        "A month is 30 days: with it the printed values come out, with 30.4375 they do not.",
    ),
    example_people=(
        "person,index_date,termination_date,pause_days",
        "1,2015-04-17,2015-05-08,",
        "2,2015-04-24,2015-07-17,",
        "3,2015-04-27,2016-04-17,",
        "4,2015-05-11,2016-04-17,65",
        "5,2015-06-03,2015-07-17,20",
        "6,2015-06-09,2015-04-17,37",
        "7,2015-06-10,2016-04-17,30",
        "8,2015-06-17,2015-07-17,",
    ),
    example_spells=("person,start,end,benefit,grade",),
    example_jobs=(
        "person,start,end,hours,competitive",
        "2,2015-09-09,,,1",
        "3,2016-01-11,,,1",
        "4,2016-04-25,,,1",
    ),
    example_register_end="2016-06-30",
    example_answers=(
        "1,,,,0.7,,",
        "2,,,,4.6,,",
        "3,,,,8.6333,,",
        "4,,,,9.5,,",
        "5,,,,0.8,,",
        "6,,,,,,termination_before_origin",
        "7,,,,9.4,,",
        "8,,,,1,,",
    ),
)

from datetime import date

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.outcome import Outcome

DEFINITION = Outcome(
    name=gettext_noop("Sick leave in four categories, SQRP 2019"),
    source="Rivano Fischer et al. 2019, Table II (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    measure="states",
    states=(
        "full permanent=disability_pension@100",
        "full temporary=sickness_benefit+work_assessment_allowance+disability_pension@100",
        "partial=sickness_benefit+work_assessment_allowance+disability_pension@1",
    ),
    otherwise="none",
    origin="start_date",
    run_days=14,
    horizon=30,
    windows=("T0", "T1", "T2", "T3"),
    window_from=(-365, -90, 320, 685),
    window_until=(-272, 1, 411, 776),
    window_unit="days",
    window_origins=("start_date", "start_date", "discharge_date", "discharge_date"),
    left_open=(
        "Who had several kinds in a window counts by the first of: full permanent, full temporary, partial.",
        "Fourteen days in a row must lie within the window.",
    ),
    example_people=(
        "person,index_date,start_date,discharge_date",
        "A,2022-01-15,2022-01-15,2022-04-15",
        "B,2022-01-15,2022-01-15,2022-04-15",
    ),
    example_spells=(
        "person,start,end,benefit,grade",
        "A,2021-11-01,2022-04-30,sickness_benefit,100",
        "A,2023-03-10,2023-03-22,sickness_benefit,50",
        "B,2021-01-01,2022-01-31,sickness_benefit,50",
        "B,2023-01-01,,disability_pension,100",
    ),
    example_register_end="2024-12-31",
    example_answers=(
        "A,T0,,,,none,",
        "A,T1,,,,full temporary,",
        "A,T2,,,,none,",
        "B,T0,,,,partial,",
        "B,T2,,,,full permanent,",
    ),
)

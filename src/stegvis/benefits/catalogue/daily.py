from datetime import date

from stegvis.benefits.register import Register

DEFINITION = Register(
    name="Days, one row each",
    source="Layout of day-level extracts: a row for each person, day and benefit (mem); our plain codes",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    unit="days",
    grade_rule="percent or full",
    left_open=(
        "A day without a grade counts in full.",
        "Two rows of one day with the same benefit and grade are one; with two grades both stand, and the"
        " outcome's overlap rule decides.",
    ),
    example_rows=(
        "person,day,benefit,grade",
        "a,2024-03-01,sickness_benefit,100",
        "a,2024-02-28,sickness_benefit,",
        "a,2024-02-29,sickness_benefit,100",
        "a,2024-03-02,sickness_benefit,50",
        "a,2024-03-04,sickness_benefit,50",
    ),
    example_spells=(
        "a,2024-02-28,2024-03-01,sickness_benefit,100",
        "a,2024-03-02,2024-03-02,sickness_benefit,50",
        "a,2024-03-04,2024-03-04,sickness_benefit,50",
    ),
)

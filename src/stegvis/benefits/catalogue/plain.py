from datetime import date

from stegvis.benefits.register import Register

DEFINITION = Register(
    name="Plain spells",
    source="Stegvis' own layout, docs/how-to/register-formats.md § The plain layout",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    example_rows=(
        "person,start,end,benefit,grade",
        "a,2024-03-01,2024-03-31,sickness_benefit,100",
        "a,2024-01-10,2024-02-29,sickness_benefit,33.335",
        "b,2024-06-01,,disability_pension,50",
    ),
    example_spells=(
        "a,2024-01-10,2024-02-29,sickness_benefit,33.34",
        "a,2024-03-01,2024-03-31,sickness_benefit,100",
        "b,2024-06-01,2024-12-31,disability_pension,50",
    ),
)

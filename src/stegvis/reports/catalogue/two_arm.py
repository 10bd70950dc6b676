from datetime import date

from stegvis.reports.report import Report

DEFINITION = Report(
    name="Return to work in a trial of two arms",
    source="Layout of Myhre et al. 2014, Tables 2 and 3, Figure 2 (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    days=(
        *("gross_days_12_months", "net_days_12_months"),
        *("gross_days_24_months", "net_days_24_months"),
    ),
)

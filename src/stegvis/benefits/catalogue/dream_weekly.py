from datetime import date

from stegvis.benefits.register import Register

DEFINITION = Register(
    name="DREAM-like weeks, one column each",
    source="The Danish register DREAM: a row for each person, a column y_YYWW for each week, one three-digit"
    " code a week, empty where no transfer was paid (mem); meaning of codes (mem)",
    author="Stegvis",
    valid_from=date(2026, 11, 23),
    unit="weeks",
    layout="wide",
    person="pnr",
    week_columns="y_{}",
    week_format="YYWW",
    first_year=1991,
    grade_rule="full",
    codes=(
        "111=unemployment_benefit",
        "130-138=social_assistance",
        "651-652=education_grant",
        "661=education_grant",
        "730-738=social_assistance",
        "781=disability_pension",
        "783=disability_pension",
        "810-818=work_assessment_allowance",
        "870-878=work_assessment_allowance",
        "881=parental_benefit",
        "890-899=sickness_benefit",
        "997=none",
        "998=old_age_pension",
        "999=none",
    ),
    unknown_codes="wrong",
    left_open=(
        "A code stands for a week in which the benefit was paid on at least one day (mem); here it counts for"
        " all seven days, Monday to Sunday, in full, as the register tells neither the days nor a grade.",
        "One code a week: where several benefits were paid the register keeps one of them.",
        "Sickness benefit begins in the register only after the employer's own period of pay.",
        "Resource and job clarification courses (810-818, 870-878) are taken for what elsewhere is a work"
        " assessment allowance.",
        "Codes of 997 (emigrated) and 999 (dead) are no benefit: give those days in PEOPLE.",
        "Only codes that were remembered with some confidence are listed (mem), none was compared with the"
        " codebook. All others are wrong rows, not silently free weeks: holiday pay, leave, flexible jobs,"
        " early retirement and more; complete the list from the codebook of your own extract.",
    ),
    example_rows=(
        "pnr,y_0752,y_0801,y_0802,y_0803,y_0804",
        "a,,890,893,,111",
        "b,783,783,783,999,999",
    ),
    example_spells=(
        "a,2007-12-31,2008-01-13,sickness_benefit,100",
        "a,2008-01-21,2008-01-27,unemployment_benefit,100",
        "b,2007-12-24,2008-01-13,disability_pension,100",
    ),
)

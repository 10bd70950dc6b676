"""The sections of a case that casework knows, and who may do what with them."""

from __future__ import annotations

from stegvis.casework.access import AccessTable, Action, Never, Row, table
from stegvis.casework.party import OUTSIDE_PARTIES, Party, Role
from stegvis.foundation.words import gettext_noop

CASE = "case"
NAME = "name"
PERSON = "person"
REFERRAL = "referral"
WISH = "wish"
SICK_LEAVE = "sick_leave"
HEALTH = "health"
CONTACTS = "contacts"
TEAM = "team"
GOAL = "plan.goal"
STEPS_WORK = "plan.work_modification"
STEPS_COORDINATION = "plan.coordination"
STEPS_HEALTH = "plan.health"
ANSWERS = "plan.answers"
WORDS = "plan.words"
WORKED = "plan.worked"
TASKS = "plan.tasks"
ATTEMPTS = "plan.attempts"
MEETINGS = "meetings"
HANDOVERS = "handovers"
FUNCTION = "function"
LETTERS = "letters"
CONSENTS = "consents"
WHO_LOOKED = "who_looked"
RIGHTS = "rights"
BENEFITS = "benefits"
OUTCOMES = "outcomes"
NEW_REFERRALS = "new_referrals"

SECTION_NAMES: dict[str, str] = {
    CASE: gettext_noop("That there is a case"),
    NAME: gettext_noop("The person's name"),
    PERSON: gettext_noop("How to reach the person"),
    REFERRAL: gettext_noop("The referral"),
    WISH: gettext_noop("The wish to work"),
    SICK_LEAVE: gettext_noop("Sick leave: first day, periods, grade"),
    HEALTH: gettext_noop("Notes from the clinic"),
    CONTACTS: gettext_noop("Contacts and notes on them"),
    TEAM: gettext_noop("Who is on the team"),
    GOAL: gettext_noop("The goal"),
    STEPS_WORK: gettext_noop("Steps about work"),
    STEPS_COORDINATION: gettext_noop("Steps about working together"),
    STEPS_HEALTH: gettext_noop("Steps about health"),
    ANSWERS: gettext_noop("Who has answered, and how"),
    WORDS: gettext_noop("What others wrote in their answers"),
    WORKED: gettext_noop("The hours worked"),
    TASKS: gettext_noop("Tasks, and adaptations on trial"),
    ATTEMPTS: gettext_noop("What was tried, and what it taught"),
    MEETINGS: gettext_noop("Meetings: when, who comes, and the minutes"),
    HANDOVERS: gettext_noop("Who follows whom, and what they were told"),
    FUNCTION: gettext_noop("What the condition means for work"),
    LETTERS: gettext_noop("Letters that were sent"),
    CONSENTS: gettext_noop("Who sees what"),
    WHO_LOOKED: gettext_noop("Who looked"),
    RIGHTS: gettext_noop("What the person asked about the data"),
    BENEFITS: gettext_noop("Benefits day by day, from a register"),
    OUTCOMES: gettext_noop("How many came back to work, without names"),
    NEW_REFERRALS: gettext_noop("New referrals"),
}

STEPS = (STEPS_WORK, STEPS_COORDINATION, STEPS_HEALTH)
PLAN = (GOAL, *STEPS, ANSWERS, WORDS)
WORK = (WORKED, TASKS, ATTEMPTS)
TOGETHER = (MEETINGS, HANDOVERS, LETTERS)
EVERYTHING = (
    CASE,
    NAME,
    PERSON,
    REFERRAL,
    WISH,
    SICK_LEAVE,
    HEALTH,
    CONTACTS,
    TEAM,
    *PLAN,
    *WORK,
    *TOGETHER,
    FUNCTION,
    CONSENTS,
    WHO_LOOKED,
    RIGHTS,
)


def _rows(who: Party | Role, action: Action, sections: tuple[str, ...], consent: bool = False) -> list[Row]:
    return [Row(who, section, action, consent) for section in sections]


ROWS: tuple[Row, ...] = (
    # The patient reads all of her own case, and writes what is hers to say.
    *_rows(Party.PATIENT, Action.READ, (*EVERYTHING, BENEFITS)),
    *_rows(Party.PATIENT, Action.WRITE, (WISH, GOAL, *STEPS, *WORK, CONSENTS, RIGHTS)),
    *_rows(Party.PATIENT, Action.ANSWER, (*STEPS, MEETINGS)),
    # The team of the service works with the whole case; the clinic's notes stay with the clinic
    # until the patient agrees.
    *_rows(Party.CLINIC, Action.READ, EVERYTHING),
    *_rows(
        Party.CLINIC,
        Action.WRITE,
        (SICK_LEAVE, HEALTH, CONTACTS, *STEPS, TASKS, ATTEMPTS, *TOGETHER, FUNCTION),
    ),
    *_rows(Party.CLINIC, Action.ANSWER, (*STEPS, MEETINGS, HANDOVERS)),
    *_rows(Party.SPECIALIST, Action.READ, tuple(s for s in EVERYTHING if s != HEALTH)),
    *_rows(Party.SPECIALIST, Action.READ, (HEALTH,), consent=True),
    *_rows(
        Party.SPECIALIST,
        Action.WRITE,
        (
            *(CASE, REFERRAL, SICK_LEAVE, CONTACTS, TEAM, GOAL, *STEPS, TASKS, ATTEMPTS, *TOGETHER),
            *(CONSENTS, RIGHTS),
        ),
    ),
    *_rows(Party.SPECIALIST, Action.ANSWER, (*STEPS, MEETINGS, HANDOVERS)),
    # Outside parties know whom it is about, and read what the patient has agreed to, section by section.
    *(Row(party, NAME, Action.READ) for party in sorted(OUTSIDE_PARTIES)),
    # Whoever takes over is told so, and reads the letters that came there. Each part and each letter asks
    # besides for the sections that it is made from. A supporter follows nobody.
    *(
        Row(party, section, action)
        for party in sorted(OUTSIDE_PARTIES - {Party.SUPPORTER})
        for section, action in (
            (HANDOVERS, Action.READ),
            (HANDOVERS, Action.ANSWER),
            (LETTERS, Action.READ),
        )
    ),
    *(
        Row(party, MEETINGS, action, consent=True)
        for party in sorted(OUTSIDE_PARTIES)
        for action in (Action.READ, Action.ANSWER)
    ),
    *(Row(party, FUNCTION, Action.READ, True) for party in sorted(OUTSIDE_PARTIES - {Party.SUPPORTER})),
    *_rows(
        Party.EMPLOYER,
        Action.READ,
        (GOAL, STEPS_WORK, STEPS_COORDINATION, TEAM, ANSWERS, WORKED, TASKS),
        consent=True,
    ),
    *_rows(Party.EMPLOYER, Action.WRITE, (WORKED,), consent=True),
    *_rows(Party.EMPLOYER, Action.ANSWER, (TASKS,), consent=True),
    *_rows(Party.EMPLOYER, Action.ANSWER, (STEPS_WORK, STEPS_COORDINATION), consent=True),
    *_rows(Party.INSURER, Action.READ, (SICK_LEAVE, TEAM, *PLAN, *WORK), consent=True),
    *_rows(Party.INSURER, Action.ANSWER, STEPS, consent=True),
    *_rows(Party.EMPLOYMENT_SERVICE, Action.READ, (SICK_LEAVE, TEAM, *PLAN, *WORK), consent=True),
    *_rows(Party.EMPLOYMENT_SERVICE, Action.ANSWER, STEPS, consent=True),
    *_rows(Party.GP, Action.READ, (SICK_LEAVE, TEAM, *PLAN, *WORK), consent=True),
    *_rows(Party.GP, Action.ANSWER, STEPS, consent=True),
    *_rows(Party.SUPPORTER, Action.READ, (TEAM, *PLAN, WORKED, TASKS), consent=True),
    # Staff who are not on the team.
    *_rows(Role.PRACTITIONER, Action.READ, (CASE, NAME, NEW_REFERRALS)),
    *_rows(Role.PRACTITIONER, Action.WRITE, (NEW_REFERRALS,)),
    *_rows(
        Role.MANAGER,
        Action.READ,
        (
            *(CASE, NAME, PERSON, REFERRAL, WISH, SICK_LEAVE, TEAM),
            *(*PLAN, *WORK, *TOGETHER, FUNCTION, WHO_LOOKED, NEW_REFERRALS, RIGHTS),
            *(BENEFITS, OUTCOMES),
        ),
    ),
    *_rows(
        Role.MANAGER,
        Action.WRITE,
        (*(CASE, TEAM, HANDOVERS, NEW_REFERRALS, RIGHTS), *(BENEFITS, OUTCOMES)),
    ),
    # What a register says was asked for to count by, not to work by: nobody on the team reads it of one
    # person but the person herself.
    *_rows(Role.RESEARCHER, Action.READ, (CASE, OUTCOMES)),
    *_rows(Role.RESEARCHER, Action.WRITE, (OUTCOMES,)),
)

NEVERS: tuple[Never, ...] = (
    Never(Party.EMPLOYER, HEALTH, gettext_noop("An employer never sees anything about health.")),
    Never(Party.EMPLOYER, STEPS_HEALTH, gettext_noop("An employer never sees anything about health.")),
    Never(Party.EMPLOYER, SICK_LEAVE, gettext_noop("An employer never sees anything about health.")),
    Never(Party.EMPLOYER, BENEFITS, gettext_noop("An employer never sees anything about health.")),
    Never(Party.EMPLOYER, ATTEMPTS, gettext_noop("An employer never sees anything about health.")),
    Never(Party.EMPLOYER, WORDS, gettext_noop("An employer never reads what another party wrote.")),
    Never(Role.ADMINISTRATOR, CASE, gettext_noop("An administrator sees nothing of a case.")),
    Never(Role.RESEARCHER, NAME, gettext_noop("A researcher sees no names.")),
)

TABLE: AccessTable = table(ROWS, NEVERS)
"""The table of casework alone. A site adds the rows of its other parts to it at start-up."""

USUAL_CONSENTS: dict[Party, tuple[str, ...]] = {
    Party.SPECIALIST: (),
    Party.EMPLOYER: (GOAL, STEPS_WORK, STEPS_COORDINATION, TEAM, WORKED, TASKS, MEETINGS, FUNCTION),
    Party.INSURER: (
        *(SICK_LEAVE, GOAL, STEPS_WORK, STEPS_COORDINATION, TEAM, ANSWERS, WORKED, MEETINGS, FUNCTION),
    ),
    Party.EMPLOYMENT_SERVICE: (GOAL, STEPS_WORK, STEPS_COORDINATION, TEAM, MEETINGS, FUNCTION),
    Party.GP: (SICK_LEAVE, TEAM, *PLAN, *WORK, MEETINGS, FUNCTION),
    Party.SUPPORTER: (GOAL, *STEPS, TEAM, MEETINGS),
}
"""What people usually agree to, offered to the patient as a start; nothing is agreed by default."""

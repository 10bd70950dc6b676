"""What the invented people of the demo say, agree and write down. `stories` picks from here."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.casework.party import Party
from stegvis.casework.plan import Domain

WORK, TOGETHER, HEALTH = Domain.WORK_MODIFICATION, Domain.COORDINATION, Domain.HEALTH


@dataclass(frozen=True)
class Todo:
    """A step: what, who owes it, what it is about."""

    what: str
    owner: Party
    domain: Domain = WORK


_BY_WORK: dict[str, tuple[str, ...]] = {
    "desk": (
        "A desk that can be raised, and a headset for the telephone.",
        "One task at a time in the mornings, the door closed from nine to eleven.",
        "Meetings of at most half an hour, standing if one likes.",
        "Two days a week from home, the same ones every week.",
    ),
    "care": (
        "Rounds without lifting alone; the lift is in the car or the visit waits.",
        "The same six visits each morning, planned the week before.",
        "Day shifts only, and never two late ones in a row.",
        "Medicines and families first, the heavy care goes to a colleague.",
    ),
    "school": (
        "One room for all lessons, so that nothing has to be carried.",
        "A chair that goes up and down, in the room from the first day.",
        "Lessons before noon, with twenty free minutes between two of them.",
        "A second grown-up on outings and in the gym.",
    ),
    "shop": (
        "A stool at the till, and a change of task every half hour.",
        "Deliveries go to somebody else for now.",
        "Short shifts in the afternoon, the rota out two weeks ahead.",
        "Start at the counter where people come and ask.",
    ),
    "industry": (
        "The machine at the end of the hall, where one can sit and stand.",
        "No lifts over eight kilos; the trolley stands beside the machine.",
        "Swap places every half hour, with a name for each place.",
        "Day shifts until the summer.",
    ),
    "driving": (
        "Two hours at the wheel at most, then half an hour on foot.",
        "A seat that can be adjusted, fitted before the first shift.",
        "Morning lines only, and the shift ends at the same stop.",
        "Somebody at the depot loads and unloads.",
    ),
    "kitchen": (
        "Big pots stay on the floor trolley; two people move them.",
        "A high stool at the bench, and a mat to stand on.",
        "Cold store and deliveries go to somebody else.",
        "Three days a week, the heavy day is not one of them.",
    ),
    "outdoors": (
        "The greenhouse and the cuttings, at benches of the right height.",
        "Three hours a day, longer ones only when it has gone well for two weeks.",
        "The small machine instead of the spade.",
        "A warm room and a dry pair of gloves at half time.",
    ),
}

EMPLOYER: dict[str, tuple[Todo, ...]] = {
    work: tuple(Todo(what, Party.EMPLOYER) for what in texts) for work, texts in _BY_WORK.items()
}

PATIENT_EMPLOYEE = (
    Todo("Work the agreed hours, and say so on the same day when they were too many.", Party.PATIENT),
    Todo("Try each task once and note what it cost afterwards, in a line or two.", Party.PATIENT),
    Todo(
        "Have coffee with my colleagues once a week, also in weeks when I do not work.",
        Party.PATIENT,
        TOGETHER,
    ),
    Todo("Tell my manager myself what I can do now and what I cannot.", Party.PATIENT, TOGETHER),
    Todo("Walk to work and home on two days, by the flat way.", Party.PATIENT, HEALTH),
    Todo("Rest lying down for twenty minutes at noon, on work days as on others.", Party.PATIENT, HEALTH),
)
PATIENT_SEEKER = (
    Todo("Visit two workplaces that I have chosen, and write down what I liked.", Party.PATIENT),
    Todo("Write one page on what I can do, with somebody who knows me.", Party.PATIENT),
    Todo("Ring three people who work where I would like to.", Party.PATIENT),
    Todo("Keep the hours of a short working day at home for two weeks.", Party.PATIENT, HEALTH),
    Todo("Say what I want to tell an employer about my body, and what not.", Party.PATIENT, TOGETHER),
)
SPECIALIST_EMPLOYEE = (
    Todo("Ring every Tuesday at one for the first four weeks.", Party.SPECIALIST, TOGETHER),
    Todo("Hold a meeting of everyone at the workplace.", Party.SPECIALIST, TOGETHER),
    Todo(
        "Write down after each meeting who does what, and send it the same day.", Party.SPECIALIST, TOGETHER
    ),
    Todo("Come along on the first day, and again after a week.", Party.SPECIALIST),
    Todo("Find out who pays for what the workplace needs.", Party.SPECIALIST),
)
SPECIALIST_SEEKER = (
    Todo("Speak with five employers within a month about what they need.", Party.SPECIALIST),
    Todo("Come along to the first visit at each workplace.", Party.SPECIALIST),
    Todo(
        "Go through what work would mean for the money, before anything is signed.",
        Party.SPECIALIST,
        TOGETHER,
    ),
    Todo("Ring on Mondays, and answer messages the same day.", Party.SPECIALIST, TOGETHER),
    Todo("Agree a trial of two weeks where the first visit went well.", Party.SPECIALIST),
)
DESCRIBE = Todo("Describe in plain words what the condition means for work.", Party.CLINIC)
TRAINING = Todo("Six weeks of strength training in a small group.", Party.CLINIC, HEALTH)
CLINIC = (
    DESCRIBE,
    TRAINING,
    Todo("One session on pacing, at the workplace.", Party.CLINIC, HEALTH),
    Todo("Look at the workplace together and say what to change first.", Party.CLINIC),
    Todo("Go through sleep and the evenings, three conversations.", Party.CLINIC, HEALTH),
)
GP = (
    Todo("Go through the medicines together.", Party.GP, HEALTH),
    Todo("Write the next certificate by hours and days, not by percent alone.", Party.GP, TOGETHER),
    Todo("Answer the clinic's letter about the next examination.", Party.GP, HEALTH),
)
INSURER = (
    Todo("Say whether the benefit can follow uneven days.", Party.INSURER, TOGETHER),
    Todo("Say what happens to the benefit if a week goes less well.", Party.INSURER, TOGETHER),
    Todo("Come to the meeting, or ring in for ten minutes.", Party.INSURER, TOGETHER),
)
EMPLOYMENT_SERVICE = (
    Todo("Say which wage support there is for the first half year.", Party.EMPLOYMENT_SERVICE, TOGETHER),
    Todo("Look at the workplace and say which aids can be lent.", Party.EMPLOYMENT_SERVICE),
    Todo("Name a contact person who stays the same.", Party.EMPLOYMENT_SERVICE, TOGETHER),
)

RESERVATIONS = {
    Party.EMPLOYER: (
        "Yes, but in the week of the stocktaking we need a day's notice.",
        "Fine with us. The chair may come two weeks late.",
        "We accept this until the summer and would like to look at it again then.",
    ),
    Party.CLINIC: (
        "Hold each level for three weeks before the next one.",
        "Good, if the training days stay free of work to begin with.",
    ),
    Party.INSURER: ("Agreed until the certificate ends. After that we decide anew.",),
    Party.EMPLOYMENT_SERVICE: ("Yes, if the papers are here before the month is out.",),
    Party.GP: ("I agree. Please tell me before the hours change, not after.",),
}
QUESTIONS = {
    Party.EMPLOYER: (
        (
            "Who is responsible if it becomes too much during a shift: we or the service?",
            "You lead the work as always. Ring me if something is unclear, and we look at it the same day.",
        ),
        (
            "May the hours lie in the afternoon? Our mornings are the hardest.",
            "Yes. We agreed on one to four o'clock, and look at it again after a month.",
        ),
        (
            "Do we pay for what the workplace needs, or does somebody else?",
            "You order it, and the insurance pays half. I have sent you the form.",
        ),
    ),
    Party.INSURER: (
        (
            "From which day do the new hours count?",
            "From the Monday after everyone has answered. I let you know.",
        ),
    ),
    Party.GP: (
        (
            "Is the clinic's letter on its way? I should like to read it first.",
            "It was sent this morning. Take the time you need.",
        ),
    ),
    Party.EMPLOYMENT_SERVICE: (
        (
            "Is this person registered with us already?",
            "Yes, since last week. The papers are with your colleague.",
        ),
    ),
}
OBJECTION = "There is a heart examination on the third. I should like this to wait for its result."
SETTLED = "We talked on the phone. It begins the week after the examination, if nothing speaks against it."
WITHDRAWN = (
    "I am to have an operation and will not work for a while. Thank you for waiting; I come back to this."
)
WITHDRAWN_TO_CHANGE = "The hours were too many from the start. I should like to begin again, smaller."

CONTACT_NOTES = (
    "Talked about the week. Two good days, one at home.",
    "Wants to try the new task before we write it down.",
    "Asked what happens with the money. Went through it together.",
    "Tired, and content with it. No change wanted.",
    "The manager rang her himself. That helped.",
    "Slept badly, worked anyway, went home an hour early. Agreed that this is all right.",
    "Short call. Everything goes as planned.",
    "Thinks of asking for one day more. We wait two weeks.",
    "Went through the rota together.",
    "Does not want to be rung before ten.",
)
FIRST_CONTACT_NOTES = (
    "First call. Told how we work, and that taking part is voluntary and a no changes nothing.",
    "First call. Was glad that somebody rang. Wants to meet next week.",
    "First call, in two parts, because the line was bad. Wants to begin.",
)
NO_ANSWER_NOTE = "No answer. Left no message."
HEALTH_NOTES = (
    "Widespread pain (fibromyalgia), known since 2019. Sleeps five hours. No sign of anything new.",
    "Lumbar disc herniation, operated on; leg pain better, back stiff in the mornings.",
    "Neck and shoulder pain after whiplash injury. Headache by the evening on work days.",
    "Osteoarthritis of both knees. Training group, no surgery for now.",
    "Rheumatoid arthritis, well treated. Fatigue is what hinders.",
    "Low back pain without a finding that explains it. Afraid of lifting; we practise it.",
    "Complex regional pain syndrome of the right hand, improving. Warm hands, short tasks.",
    "Depressive mood, treated by the GP. Pain follows sleep more than load.",
)
OPENED_IN_ABSENCE = (
    "Ingrid is ill today and Leif has rung about tomorrow's visit. I need the time and the place."
)

CALL_IN_THE_MORNING = (
    "Ring between nine and ten, that is the best hour. "
    "The story has been told often enough; begin with the plan."
)
NOT_FROM_THE_BEGINNING = (
    "The plan is agreed with the officer before you and stands. Please do not ask for the whole story again."
)
WHO_PAYS = "Who pays for the way to work until the next decision?"
THE_OFFICE_PAYS = (
    "Your office does, by the decision of last month. It stands in the plan under working together."
)
IN_PLAIN_WORDS = (
    "Half an hour in one position, then a few minutes of walking. Three hours are enough for a day; "
    "a day between work days makes the next one possible. Quiet in the back room helps."
)

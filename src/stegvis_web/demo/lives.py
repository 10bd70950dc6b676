"""The invented people of the demo: who they are, what they want, and how far they have come.

Each line is one person's case. Names, ages and words are made up; nobody was asked, because nobody exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stegvis.casework.referral import DeclineReason
from stegvis_web.demo.places import STAFF


class Scene(StrEnum):
    """How far a case has come, and what is special about it."""

    STARTING = "starting"
    """Accepted; no plan yet."""
    DRAFT = "draft"
    """A plan is being written."""
    TO_SEND = "to-send"
    """The draft is whole and waits for the patient to send it."""
    ANSWERING = "answering"
    """The plan is out, nothing is in force yet."""
    IN_FORCE = "in-force"
    LATE = "late"
    """In force; a step of the clinic is past its day."""
    QUIET = "quiet"
    """In force; no contact for weeks."""
    UNHEARD = "unheard"
    """In force; the last day to answer is over and a party has said nothing."""
    SETTLED = "settled"
    """In force; an objection was talked over."""
    REFUSED = "refused"
    """In force without the employer, whom the patient does not want contacted."""
    UNDELIVERED = "undelivered"
    """The mail with the link did not arrive."""
    WITHDRAWN = "withdrawn"
    """The patient took the plan back."""
    AGAIN = "again"
    """The first plan was withdrawn; the second is in force."""


@dataclass(frozen=True)
class Life:
    """`owner` keys the member of staff, `employer` the workplace (empty: looking for work), `days` ago is the
    referral."""

    owner: str
    name: str
    born: int
    employer: str
    door: str
    days: int
    scene: Scene
    wish: str
    goal: str = ""

    @property
    def service(self) -> str:
        """The code of the owner's service."""
        return next(colleague.service for colleague in STAFF if colleague.key == self.owner)


@dataclass(frozen=True)
class Asking:
    """Someone whose referral waits or has ended. `rung` days ago somebody spoke with her, if at all."""

    owner: str
    name: str
    born: int
    door: str
    days: int
    wish: str
    rung: int = 0
    declined: DeclineReason | None = None
    why: str = ""


S = Scene
D = DeclineReason

# fmt: off
LIVES = (
    # Ingrid Solheim's
    Life("ingrid", "Tomas Eriksen", 1974, "sawmill", "pain_clinic", 190, S.QUIET,
         "I have sawn planks for twenty years. I want to be around wood again, not on the sofa.",
         "I want four days a week at the mill, in the planing hall, and Fridays for the body."),
    Life("ingrid", "Hanna Virtanen", 1983, "homecare", "gp", 215, S.LATE,
         "I miss my old ladies. I want to go back to them, but not to all the lifting.",
         "I want to do the morning round again, half of it by bicycle, and keep my evenings."),
    Life("ingrid", "Aisha Karim", 1991, "", "job_centre", 160, S.IN_FORCE,
         "I want a job where I meet people. I learnt the language for that.",
         "I want twenty hours a week in a reception, close enough to fetch my son at four."),
    Life("ingrid", "Noor Haddad", 1986, "preschool", "rheumatology", 74, S.TO_SEND,
         "The children are why I get up. I want to be back before the summer.",
         "I want to be with the five-year-olds three mornings a week, sitting down to read when I need to."),
    Life("ingrid", "Leif Sundberg", 1969, "", "job_centre", 140, S.IN_FORCE,
         "I can still drive and I can still talk. There must be work for that.",
         "I want part-time work at a parts counter, where I know what the customers ask for."),
    Life("ingrid", "Bruno Sala", 1979, "bakery", "self", 20, S.STARTING,
         "I bake since I was fifteen. I want to bake, only maybe not at three in the night."),
    Life("ingrid", "Signe Dahl", 1977, "school", "pain_clinic", 170, S.WITHDRAWN,
         "I want to teach music again. The choir waits.",
         "I want to lead the choir on Thursdays and teach two classes, and sing at home too."),
    Life("ingrid", "Sofia Backlund", 1988, "supermarket", "gp", 52, S.ANSWERING,
         "I like the shop. I want to find out what I can do there now.",
         "I want to work at the flower counter four short days, with a stool that is mine."),
    Life("ingrid", "Mohammed Nasser", 1972, "buses", "gp", 130, S.IN_FORCE,
         "Driving is my profession. I want to keep my licence and my line.",
         "I want to drive line 4 in the mornings, two hours at a time, with a break at the depot."),
    Life("ingrid", "Elsa Norberg", 1995, "", "support_group", 33, S.DRAFT,
         "I have never had a real job because of the pain. I want a first one.",
         "I want a first job with animals or plants, ten hours a week to begin with."),
    Life("ingrid", "Katarina Vinter", 1966, "council", "pain_clinic", 240, S.SETTLED,
         "I have six years left and I want to work them.",
         "I want to do my archive work from home on two days and sit with the others on one."),
    Life("ingrid", "Robert Hallgren", 1981, "joinery", "physiotherapy", 96, S.UNDELIVERED,
         "I want to build stairs again. I would take drawing them, too.",
         "I want to measure and draw in the mornings and stand at the bench at most an hour a day."),
    Life("ingrid", "Zeinab Ali", 1984, "laundry", "gp", 61, S.ANSWERING,
         "I want my own money and my own mornings back.",
         "I want to fold and pack, not pull the wet sheets, and go home before I am finished off."),
    Life("ingrid", "Margareta Lind", 1963, "nursing", "gp", 120, S.IN_FORCE,
         "I am a good nurse still. I want to show it on fewer days.",
         "I want two day shifts a week with medicines and families, and no nights."),
    Life("ingrid", "Viktor Sjöberg", 1998, "", "self", 12, S.STARTING,
         "I want to work with computers or anything where I can move when I need to."),
    Life("ingrid", "Anna-Karin Öst", 1975, "accounts", "employer", 84, S.REFUSED,
         "I want to work with figures again. My boss need not know how I sleep.",
         "I want to do bookkeeping from home, twelve hours a week, and tell my boss about it myself."),
    Life("ingrid", "Emil Fransson", 1990, "dairy", "physiotherapy", 45, S.DRAFT,
         "I want back to the dairy, maybe to the laboratory side of it.",
         "I want to learn the laboratory work and leave the crates to others."),
    # Karin Ek's
    Life("karin", "Gunilla Persson", 1968, "kitchen", "gp", 200, S.IN_FORCE,
         "I want to cook for the children. Standing is the trouble, not the cooking.",
         "I want to plan the menus and cook three days, and have somebody else carry the pots."),
    Life("karin", "Ahmed Hussein", 1980, "parcels", "pain_clinic", 175, S.AGAIN,
         "I want to drive parcels again, but I must be able to lift my daughter after work.",
         "I want the small van with the letters, five hours a day, and no pallets."),
    Life("karin", "Ylva Åkesson", 1987, "school", "gp", 58, S.ANSWERING,
         "I want to teach maths to the ninth form. They have a year left and so have I.",
         "I want to teach in the mornings, in one room, and mark the papers lying down if I like."),
    Life("karin", "Pekka Laine", 1971, "", "job_centre", 150, S.IN_FORCE,
         "I was a welder. I know metal. There must be something between welding and nothing.",
         "I want to inspect welds or sell what welders need, twenty hours a week."),
    Life("karin", "Linnea Ström", 1993, "hotel", "self", 39, S.DRAFT,
         "I want to stay at the hotel, in the front where people arrive.",
         "I want to check guests in, sit or stand as I like, and leave the beds to others."),
    Life("karin", "Dragan Petrović", 1970, "laundry", "gp", 110, S.UNHEARD,
         "I have worked all my life. I want to stop when I say so, not when my back says so.",
         "I want to mind the machines and show the new ones how, thirty hours a week by the autumn."),
    Life("karin", "Birgitta Holmgren", 1965, "library", "rheumatology", 260, S.IN_FORCE,
         "I want to be among books until I am sixty-five.",
         "I want to look after the local collection two days a week, in my own pace."),
    Life("karin", "Sanna Mäkelä", 1989, "", "support_group", 25, S.STARTING,
         "I do not know yet what I can. I know that I want to."),
    Life("karin", "Isak Wallin", 1996, "supermarket", "physiotherapy", 70, S.IN_FORCE,
         "I want to get up in the morning for something.",
         "I want to sit in the till twice a week and see how it goes before I say more."),
    Life("karin", "Mariam Yusuf", 1982, "homecare", "gp", 18, S.STARTING,
         "I want my route back, or half of it."),
    Life("karin", "Stefan Björklund", 1976, "council", "employer", 125, S.IN_FORCE,
         "I want to be the one they ask about maps again.",
         "I want to do the maps from home on Mondays and be at the office Tuesday and Thursday."),
    Life("karin", "Agnieszka Kowalska", 1978, "garden", "gp", 48, S.DRAFT,
         "I want to be outside with things that grow.",
         "I want to do the cuttings and the greenhouse, three hours a day, sitting on the high chair."),
    Life("karin", "Oskar Nyman", 1985, "buses", "pain_clinic", 88, S.IN_FORCE,
         "I want to drive. If not passengers, then something.",
         "I want to plan the rosters half the week and drive the other half."),
    Life("karin", "Ingela Sandström", 1967, "nursing", "gp", 36, S.ANSWERING,
         "I want to say goodbye to the old people in my own time, not by a letter from the doctor.",
         "I want to run the afternoon activities, three days, and be done with lifting for good."),
    Life("karin", "Jamal Farah", 1994, "", "job_centre", 64, S.IN_FORCE,
         "I want to learn a trade that I can do with my hands and without my back.",
         "I want to repair bicycles or telephones, and earn something while I learn."),
    Life("karin", "Cecilia Borg", 1992, "preschool", "self", 9, S.STARTING,
         "I want to find a way of working with children that does not cost me the weekend."),
    # Henrik Nordin's
    Life("henrik", "Kjell Andersson", 1964, "", "job_centre", 230, S.IN_FORCE,
         "They say I am too old. I say I am too young to stop.",
         "I want two days a week where somebody needs a caretaker who knows his pipes."),
    Life("henrik", "Maryam Rezai", 1988, "", "self", 100, S.IN_FORCE,
         "I am a chemist from home. I want to work, and later as a chemist.",
         "I want a job in a pharmacy, at the till or behind it, while my papers are looked at."),
    Life("henrik", "Peter Grönlund", 1973, "joinery", "physiotherapy", 145, S.IN_FORCE,
         "I want to keep my hands in it.",
         "I want to do the fine work, windows and frames, four hours a day at my own bench."),
    Life("henrik", "Lisa Hägg", 1990, "", "support_group", 80, S.IN_FORCE,
         "I want a workplace where nobody asks what is wrong with me.",
         "I want to write and lay out texts, fifteen hours a week, mostly in the mornings."),
    Life("henrik", "Teodor Blom", 1999, "", "job_centre", 28, S.STARTING,
         "I want to try. I have not tried for two years."),
    Life("henrik", "Ewa Nowak", 1981, "hotel", "gp", 66, S.ANSWERING,
         "I like it when a room is ready. I want to go on with that somehow.",
         "I want to check the rooms and teach the new ones, twenty hours, and make no beds."),
    Life("henrik", "Håkan Rydell", 1969, "dairy", "gp", 135, S.UNHEARD,
         "I want to end my working life on my feet, at the dairy.",
         "I want to be in the control room on day shifts, with five minutes of walking each hour."),
    Life("henrik", "Sahra Warsame", 1997, "", "self", 41, S.DRAFT,
         "I want to be a hairdresser still, or close to it.",
         "I want to start in a salon reception and find out how long my arms will do a cut."),
    Life("henrik", "Fredrik Ask", 1984, "parcels", "physiotherapy", 57, S.ANSWERING,
         "I want to go back to sorting. I was the fastest. I need not be.",
         "I want to sort at the low belt, four hours, and swap places every half hour."),
    Life("henrik", "Monika Lehtonen", 1972, "kitchen", "rheumatology", 115, S.IN_FORCE,
         "I want to cook with warm hands.",
         "I want to bake and do the salads, no cold store, three days a week."),
    Life("henrik", "David Okafor", 1986, "", "job_centre", 75, S.IN_FORCE,
         "I want to pay my own rent.",
         "I want work in a warehouse office or a shop, half time by midsummer."),
    Life("henrik", "Ulrika Falkman", 1979, "accounts", "pain_clinic", 50, S.DRAFT,
         "I want to be good at something again between nine and twelve.",
         "I want to do the wages three mornings a week and close the door when I do it."),
    Life("henrik", "Jesper Lundin", 1992, "garden", "physiotherapy", 93, S.IN_FORCE,
         "I want to work outdoors. Inside I get stiff and cross.",
         "I want to look after the parks with the small machine, and no spade for now."),
    Life("henrik", "Carina Uhlin", 1970, "supermarket", "gp", 31, S.ANSWERING,
         "I want to be in the shop when my customers come in.",
         "I want to be at the information desk in the afternoons, and nowhere else for a while."),
    Life("henrik", "Mattias Kvist", 1988, "sawmill", "gp", 15, S.STARTING,
         "I want to be back before they have learnt to do without me."),
    Life("henrik", "Natalia Popova", 1983, "school", "support_group", 155, S.AGAIN,
         "I want to teach art. I can teach it sitting.",
         "I want to have the art room on Wednesdays and Thursdays, and a colleague for the heavy boxes."),
    # The team in Oslo
    Life("tone", "Ragnhild Moe", 1985, "kindergarten", "pain_clinic", 140, S.IN_FORCE,
         "I want to be with the small ones again, on the floor if the floor lets me up.",
         "I want three days a week with the two-year-olds, and a chair that goes up and down."),
    Life("tone", "Abdi Hassan", 1990, "", "gp", 118, S.IN_FORCE,
         "I want a job that has nothing to do with boxes.",
         "I want to be a driving instructor or work in a help desk, part-time at first."),
    Life("tone", "Kristin Haug", 1978, "helpdesk", "self", 60, S.ANSWERING,
         "I want to answer the hard calls. The easy ones bore me.",
         "I want to take calls from home four mornings a week, with a headset that does not hurt."),
    Life("tone", "Piotr Zieliński", 1982, "warehouse", "physiotherapy", 95, S.IN_FORCE,
         "I want to keep my job. I have a mortgage and two girls.",
         "I want to drive the truck two hours and count the stock the other two."),
    Life("tone", "Unni Bakke", 1967, "", "pain_clinic", 30, S.DRAFT,
         "I want to be asked for something before I retire.",
         "I want to mend clothes in a shop where people wait and talk."),
    Life("tone", "Solveig Berge", 1994, "", "self", 14, S.STARTING,
         "I want to study and work a little beside it, not lie and think."),
    Life("yusuf", "Rashid Malik", 1976, "canteen", "gp", 105, S.IN_FORCE,
         "I want to cook. I can run a kitchen from a stool if they let me.",
         "I want to plan and taste and order, thirty hours, and leave the big pans to the young."),
    Life("yusuf", "Marte Lien", 1988, "", "pain_clinic", 77, S.IN_FORCE,
         "I want work where a bad day is allowed.",
         "I want to proofread, ten hours a week, on the days that I choose myself."),
    Life("yusuf", "Øyvind Strand", 1973, "warehouse", "gp", 43, S.DRAFT,
         "I want to come back to the same people.",
         "I want to do the returns desk in the afternoon, sitting and standing by turns."),
    Life("yusuf", "Leyla Kaya", 1992, "", "support_group", 22, S.STARTING,
         "I want to use my degree before it is ten years old."),
)

ASKING = (
    Asking("ingrid", "Gustav Melin", 1980, "gp", 9, "I want to get out of the house and be paid for it."),
    Asking("karin", "Amina Yilmaz", 1987, "job_centre", 6, ""),
    Asking("ingrid", "Ingeborg Stål", 1971, "rheumatology", 5, "I want to sew curtains again.", rung=2),
    Asking("henrik", "Samuel Tesfaye", 1993, "self", 3, "I want to try a job before I say that I cannot."),
    Asking("karin", "Lovisa Hedman", 1998, "support_group", 2, "I want what my friends have: a Monday."),
    Asking("ingrid", "Rolf-Erik Nygren", 1962, "physiotherapy", 1, "I want to end in June, not by a letter."),
    Asking("tone", "Hilde Sæther", 1976, "gp", 4, "I want to find work nearer home.", rung=1),
    Asking("yusuf", "Omar Diallo", 1989, "self", 2, "I want to cook or drive. I am good at both."),
    Asking("ingrid", "Bengt Sundin", 1961, "job_centre", 70, "Would rather wait for the pension.", rung=60,
           declined=D.DOES_NOT_WANT_WORK, why="Says so himself, gladly. He knows where we are."),
    Asking("karin", "Tilda Engström", 1994, "self", 48, "I want to work with dogs.", rung=44,
           declined=D.SERVED_ELSEWHERE, why="Has begun with the youth project and wants to stay there."),
    Asking("henrik", "Milan Jovanović", 1975, "gp", 55, "",
           declined=D.NOT_REACHED, why="Rang three times and wrote twice. The letter says how to come back."),
    Asking("tone", "Bente Foss", 1968, "pain_clinic", 38, "I want to work from home.", rung=33,
           declined=D.LIVES_ELSEWHERE, why="Has moved to Bergen. Gave her the team's number there."),
)
# fmt: on

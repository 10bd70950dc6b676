"""What the invented trial keeps to: the numbers that Myhre et al. 2014 printed.

Spine 39(24):1999–2006 (mem), Figure 1 (flow), Table 2 (baseline), Table 3 (return to work).
"""

from __future__ import annotations

from dataclasses import dataclass

CONTROL, WORK_FOCUSED = "control", "work-focused"
ARMS = (CONTROL, WORK_FOCUSED)


@dataclass(frozen=True)
class Cell:
    """One arm at one site: people analysed, returned within twelve months, and their median day (Table 3).

    `shape`: how early the first of them return; chosen, so that hazard ratios come near those printed.
    """

    arm: str
    site: str
    people: int
    returned: int
    median: int
    shape: float


CELLS = (
    Cell(CONTROL, "Oslo", 96, 72, 158, 1.45),
    Cell(CONTROL, "Trondheim", 106, 80, 157, 1.45),
    Cell(WORK_FOCUSED, "Oslo", 97, 73, 150, 1.45),
    Cell(WORK_FOCUSED, "Trondheim", 106, 69, 176, 1.45),
)


@dataclass(frozen=True)
class Category:
    """A variable whose values are counted (Table 2): how often each is, in the order of ARMS; the rest of
    an arm has `rest`, and where `known` is less than the arm, nothing is written."""

    name: str
    counts: dict[str, tuple[int, int]]
    known: tuple[int, int]
    rest: str


@dataclass(frozen=True)
class Measure:
    """A variable with mean and standard deviation (Table 2), in the order of ARMS.

    `low`, `high`: the scale; `step`: what it is counted in; `severity`: how closely it goes with the others
    (chosen). `decimals` are those printed.
    """

    name: str
    mean: tuple[float, float]
    deviation: tuple[float, float]
    known: tuple[int, int]
    low: float
    high: float
    step: float
    severity: float
    decimals: int = 1


CATEGORIES = (
    Category("sex", {"female": (98, 90)}, (202, 203), "male"),
    Category("norwegian_mother_tongue", {"yes": (153, 162)}, (200, 203), "no"),
    Category("married_or_cohabiting", {"yes": (143, 141)}, (200, 203), "no"),
    Category("has_children", {"yes": (150, 152)}, (199, 203), "no"),
    Category(
        "education",
        {
            "1 primary": (34, 30),
            "2 secondary": (105, 123),
            "3 university under 4 years": (36, 32),
            "4 university 4 years or more": (24, 18),
        },
        (199, 203),
        "",
    ),
    Category(
        "job",
        {
            "low-skilled blue-collar": (32, 37),
            "high-skilled blue-collar": (41, 46),
            "low-skilled white-collar": (75, 64),
            "high-skilled white-collar": (53, 56),
        },
        (201, 203),
        "",
    ),
    Category("smoker", {"yes": (59, 59)}, (197, 200), "no"),
    Category("sedentary", {"yes": (25, 24)}, (194, 200), "no"),
)

AGE = Measure("age", (41.0, 40.2), (10.0, 9.7), (202, 203), 18, 60, 1, 0.1)
MEASURES = (
    AGE,
    Measure("bmi", (27.1, 26.9), (5.0, 4.7), (163, 176), 17, 48, 0.1, 0.15),
    Measure("nrs_pain_activity", (6.2, 6.1), (2.2, 2.3), (190, 194), 0, 10, 1, 0.6),
    Measure("odi_ndi", (38.2, 38.6), (12.9, 13.7), (199, 200), 0, 100, 2, 0.75),
    Measure("hscl10", (1.95, 2.04), (0.6, 0.6), (197, 196), 1, 4, 0.1, 0.6, decimals=2),
    Measure("fabq_pa", (13.8, 13.8), (5.7, 5.6), (195, 197), 0, 24, 1, 0.4),
    Measure("fabq_w", (26.7, 28.6), (10.1, 9.8), (194, 194), 0, 42, 1, 0.5),
)

DAYS_OFF = ((30, 71, 115, 189, 360), (30, 69, 109, 168, 360))
"""Days off work before inclusion, in the order of ARMS: least, quartile, median, quartile, most; the middle
three are printed, the first and last are what the trial let in (one to twelve months)."""

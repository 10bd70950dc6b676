"""Outcomes that papers name and do not say precisely enough to compute. Listed, and not guessed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unclear:
    """`named`: by whom and as what; `because`: what is missing."""

    named: str
    because: str


REVIEW = "Resilience and return to work pain interventions, Table 1"

UNCLEAR = (
    Unclear(
        f"Brendbekken 2017, return to work fully and partly; {REVIEW}",
        "the review prints that partly back is more than half of the working days on sick leave, which is"
        " reversed or not clear",
    ),
    Unclear(
        f"Bendix 1995 and 1996, work readiness; {REVIEW}",
        "having a job, being in education or seeking work is known from the person alone",
    ),
    Unclear(f"Altmaier 1992, full-time or part-time work or training; {REVIEW}", "which part-time counts"),
    Unclear(f"Lindell 2008, share and chance of return; {REVIEW}", "named and not defined in the review"),
    Unclear(f"Linton 2005, risk of long-term sick leave; {REVIEW}", "the number of days is not given"),
    Unclear(f"Macedo 2009, work days missed a month; {REVIEW}", "self-reported working days"),
    Unclear(
        "Swedish rehabilitation chain, Svanholm (mem)",
        "day 90 stands in two bands, and the task that work is judged against is in no register",
    ),
    Unclear(
        "Ravinskaya 2023, core outcome set (mem)",
        "any employment, the share back and the time: which, by which source, is left to the trial",
    ),
    Unclear(
        "Multistate models with weights (BMC Public Health 2015) and sequence clusters (Pedersen 2016)",
        "analyses of states, not outcomes of a person: the states are there",
    ),
    Unclear(
        "ReISE and IPS in Pain, sustained return to work (registrations)",
        "the exact rules are not in the excerpts",
    ),
    Unclear(
        "Øyeflaten 2012 and 2014, medical and vocational rehabilitation as states",
        "these benefits are gone since 2010 (mem); states_eight has what came instead",
    ),
)

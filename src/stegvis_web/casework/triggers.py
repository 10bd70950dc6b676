"""What was sent stays as it was sent, and what was said stays said: by the database's own word.

Of a version that was sent nothing can be changed, but what ended it can be added, once; none of its steps
can be changed or deleted. An answer takes a reply, or what came of an objection, once; nothing else.
A version that is made and sent in one go has its steps added to it, so adding a step is not refused.
All of it can be deleted once the case has a tombstone (`foundation.Erasure`), and then nothing comes back.
"""

from __future__ import annotations

from collections.abc import Iterable

from stegvis_web.foundation.triggers import TOMBSTONE, Guard, refuse

VERSION, STEP, ANSWER = "casework_planversion", "casework_step", "casework_answer"

SENT_STAYS = "A version that was sent stays as it is."
SAID_STAYS = "What was said stays said."

_TEXTS = (
    "id",
    "case_id",
    "number",
    "goal",
    "because",
    "author_id",
    "started_by",
    "started_at",
    "released_on",
    "answer_by",
    "review_on",
)
_SAID = (
    "id",
    "plan_id",
    "round",
    "party",
    '"by"',
    "kind",
    "step_id",
    "about",
    "words",
    "rule",
    "instead",
    "instead_due",
    "at",
    "talk_by",
)
_ENDED = ("withdrawn_on", "withdrawn_because", "closed_on", "closed_because")
_ADDED = ("reply", "replied_at", "settled_on", "outcome")
_WORDS = {"withdrawn_because", "closed_because", "reply", "outcome"}
"""Columns that hold nothing as an empty text; the others as NULL."""
_IS_WRITTEN = "<> ''"


def _changed(columns: Iterable[str], differ: str) -> str:
    """Any of these differs from before."""
    return " OR ".join(f"NEW.{name} {differ} OLD.{name}" for name in columns)


def _changed_again(columns: Iterable[str], differ: str) -> str:
    """Any of these differs from before, and had been written already."""
    return " OR ".join(
        f"(OLD.{name} {_IS_WRITTEN if name in _WORDS else 'IS NOT NULL'} AND NEW.{name} {differ} OLD.{name})"
        for name in columns
    )


def _version_changes(differ: str) -> str:
    either = f"{_changed(_TEXTS, differ)} OR {_changed_again(_ENDED, differ)}"
    return f"OLD.released_on IS NOT NULL AND ({either})"


def _answer_changes(differ: str) -> str:
    return f"{_changed(_SAID, differ)} OR {_changed_again(_ADDED, differ)}"


def is_erased(case: str) -> str:
    """Whether the case of that number has a tombstone, in SQL."""
    return (
        f"EXISTS (SELECT 1 FROM {TOMBSTONE} AS stone JOIN casework_case AS erased"
        f" ON stone.subject = 'case:' || erased.code WHERE erased.id = {case})"
    )


def case_of(table: str, row: str) -> str:
    """The number of the case that a row of `table` belongs to, in SQL."""
    return f"(SELECT case_id FROM {table} WHERE id = {row})"


def _is_sent(plan: str) -> str:
    return f"EXISTS (SELECT 1 FROM {VERSION} WHERE id = {plan} AND released_on IS NOT NULL)"


_AGAIN = "INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id)"
_CALL = "EXECUTE FUNCTION casework_what_was_sent_stays()"
_ROW = "BEFORE {} ON {} FOR EACH ROW WHEN ({}) " + _CALL

GUARD = Guard(
    since=("casework", "0009_what_is_erased_may_go"),
    sqlite={
        "plan_sent_no_update": refuse(f"UPDATE ON {VERSION} WHEN {_version_changes('IS NOT')}", SENT_STAYS),
        "plan_sent_no_delete": refuse(
            f"DELETE ON {VERSION} WHEN OLD.released_on IS NOT NULL AND NOT {is_erased('OLD.case_id')}",
            SENT_STAYS,
        ),
        "plan_sent_no_replace": refuse(_AGAIN.format(VERSION), SENT_STAYS),
        "step_sent_no_update": refuse(
            f"UPDATE ON {STEP} WHEN {_is_sent('OLD.plan_id')} OR {_is_sent('NEW.plan_id')}", SENT_STAYS
        ),
        "step_sent_no_delete": refuse(
            f"DELETE ON {STEP} WHEN {_is_sent('OLD.plan_id')}"
            f" AND NOT {is_erased(case_of(VERSION, 'OLD.plan_id'))}",
            SENT_STAYS,
        ),
        "step_sent_no_replace": refuse(_AGAIN.format(STEP), SENT_STAYS),
        "answer_no_update": refuse(f"UPDATE ON {ANSWER} WHEN {_answer_changes('IS NOT')}", SAID_STAYS),
        "answer_no_delete": refuse(
            f"DELETE ON {ANSWER} WHEN NOT {is_erased(case_of(VERSION, 'OLD.plan_id'))}", SAID_STAYS
        ),
        "answer_no_replace": refuse(_AGAIN.format(ANSWER), SAID_STAYS),
    },
    postgresql={
        ("plan_sent_no_update", VERSION): _ROW.format(
            "UPDATE", VERSION, _version_changes("IS DISTINCT FROM")
        ),
        ("plan_sent_no_delete", VERSION): _ROW.format("DELETE", VERSION, "OLD.released_on IS NOT NULL"),
        ("step_sent_stays", STEP): (
            f"BEFORE UPDATE OR DELETE ON {STEP} FOR EACH ROW EXECUTE FUNCTION casework_step_sent_stays()"
        ),
        ("answer_no_update", ANSWER): _ROW.format("UPDATE", ANSWER, _answer_changes("IS DISTINCT FROM")),
        ("answer_no_delete", ANSWER): f"BEFORE DELETE ON {ANSWER} FOR EACH ROW {_CALL}",
        **{
            (f"{table.removeprefix('casework_')}_no_truncate", table): (
                f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {_CALL}"
            )
            for table in (VERSION, STEP, ANSWER)
        },
    },
    functions=[
        f"""CREATE OR REPLACE FUNCTION casework_what_was_sent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{VERSION}' THEN
            IF {is_erased("OLD.case_id")} THEN RETURN OLD; END IF;
        END IF;
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{ANSWER}' THEN
            IF {is_erased(case_of(VERSION, "OLD.plan_id"))} THEN RETURN OLD; END IF;
        END IF;
        IF TG_TABLE_NAME = '{ANSWER}' THEN RAISE EXCEPTION '{SAID_STAYS}'; END IF;
        RAISE EXCEPTION '{SENT_STAYS}';
    END $$""",
        f"""CREATE OR REPLACE FUNCTION casework_step_sent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND {is_erased(case_of(VERSION, "OLD.plan_id"))} THEN RETURN OLD; END IF;
        IF {_is_sent("OLD.plan_id")} THEN RAISE EXCEPTION '{SENT_STAYS}'; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF {_is_sent("NEW.plan_id")} THEN RAISE EXCEPTION '{SENT_STAYS}'; END IF;
        RETURN NEW;
    END $$""",
    ],
)
"""Over versions, steps and answers."""

"""Minutes and letters that were sent stay as they were sent: by the database's own word.

A sentence of the minutes can be redacted, once: its text goes, its place stays and the reason is added. A
letter can be taken back, once: its content goes and the reason is added. What a person who takes over was
told stays as it was told. All of it can be deleted once the case has a tombstone (`foundation.Erasure`).
"""

from __future__ import annotations

from collections.abc import Iterable

from stegvis_web.casework.triggers import case_of, is_erased
from stegvis_web.foundation.triggers import Guard, refuse

MINUTES, ITEM, ATTENDANCE = "casework_minutes", "casework_minuteitem", "casework_attendance"
LETTER, PART = "casework_letter", "casework_handoverpart"
MEETING, HANDOVER = "casework_meeting", "casework_handover"

MINUTES_STAY = "Minutes that were sent stay as they are."
LETTER_STAYS = "A letter that was sent stays as it is."
TOLD_STAYS = "What was told at a hand-over stays."

_MINUTES = ("id", "meeting_id", "number", "because", "author_id", "started_at", "sent_at")
_ITEM = ("id", "minutes_id", "item", "number", "kind", "domain", "owner", "person_id", "due", "line_id")
_LETTER = (
    "id",
    "case_id",
    "kind",
    "fingerprint",
    "number",
    "party",
    "person_id",
    "language",
    "sections",
    "digest",
    '"by"',
    "author_id",
    "sent_at",
)


def _changed(columns: Iterable[str], differ: str) -> str:
    return " OR ".join(f"NEW.{name} {differ} OLD.{name}" for name in columns)


def _is_sent(minutes: str) -> str:
    return f"EXISTS (SELECT 1 FROM {MINUTES} WHERE id = {minutes} AND sent_at IS NOT NULL)"


def _minutes_change(differ: str) -> str:
    return f"OLD.sent_at IS NOT NULL AND ({_changed(_MINUTES, differ)})"


def _item_changes(differ: str) -> str:
    """Anything but a redaction of a sentence that was not redacted yet."""
    redacted = "OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.text = ''"
    return f"{_changed(_ITEM, differ)} OR NOT ({redacted})"


def _letter_changes(differ: str) -> str:
    """Anything but taking back a letter that was not taken back yet."""
    gone = "length(NEW.pdf) = 0 AND length(NEW.docx) = 0"
    taken_back = f"OLD.taken_back_at IS NULL AND NEW.taken_back_at IS NOT NULL AND {gone}"
    return f"{_changed(_LETTER, differ)} OR NOT ({taken_back})"


def _gone_minutes(minutes: str) -> str:
    """Whether the case of these minutes is erased."""
    meeting = f"(SELECT meeting_id FROM {MINUTES} WHERE id = {minutes})"
    return is_erased(case_of(MEETING, meeting))


_GONE_MEETING = is_erased(case_of(MEETING, "OLD.meeting_id"))
_GONE_PART = is_erased(case_of(HANDOVER, "OLD.handover_id"))
_GONE_LETTER = is_erased("OLD.case_id")

_AGAIN = "INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id)"
_CALL = "EXECUTE FUNCTION casework_papers_stay()"
_ROW = "BEFORE {} ON {} FOR EACH ROW WHEN ({}) " + _CALL
_CHILD = "BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION casework_minutes_stay()"

PAPERS = Guard(
    since=("casework", "0009_what_is_erased_may_go"),
    sqlite={
        "minutes_sent_no_update": refuse(
            f"UPDATE ON {MINUTES} WHEN {_minutes_change('IS NOT')}", MINUTES_STAY
        ),
        "minutes_sent_no_delete": refuse(
            f"DELETE ON {MINUTES} WHEN OLD.sent_at IS NOT NULL AND NOT {_GONE_MEETING}", MINUTES_STAY
        ),
        "minutes_sent_no_replace": refuse(_AGAIN.format(MINUTES), MINUTES_STAY),
        "minute_sent_no_update": refuse(
            f"UPDATE ON {ITEM} WHEN ({_is_sent('OLD.minutes_id')} OR {_is_sent('NEW.minutes_id')}) "
            f"AND ({_item_changes('IS NOT')})",
            MINUTES_STAY,
        ),
        "minute_sent_no_delete": refuse(
            f"DELETE ON {ITEM} WHEN {_is_sent('OLD.minutes_id')} AND NOT {_gone_minutes('OLD.minutes_id')}",
            MINUTES_STAY,
        ),
        "minute_sent_no_insert": refuse(f"INSERT ON {ITEM} WHEN {_is_sent('NEW.minutes_id')}", MINUTES_STAY),
        "attendance_sent_no_update": refuse(
            f"UPDATE ON {ATTENDANCE} WHEN {_is_sent('OLD.minutes_id')} OR {_is_sent('NEW.minutes_id')}",
            MINUTES_STAY,
        ),
        "attendance_sent_no_delete": refuse(
            f"DELETE ON {ATTENDANCE} WHEN {_is_sent('OLD.minutes_id')}"
            f" AND NOT {_gone_minutes('OLD.minutes_id')}",
            MINUTES_STAY,
        ),
        "attendance_sent_no_insert": refuse(
            f"INSERT ON {ATTENDANCE} WHEN {_is_sent('NEW.minutes_id')}", MINUTES_STAY
        ),
        "letter_no_update": refuse(f"UPDATE ON {LETTER} WHEN {_letter_changes('IS NOT')}", LETTER_STAYS),
        "letter_no_delete": refuse(f"DELETE ON {LETTER} WHEN NOT {_GONE_LETTER}", LETTER_STAYS),
        "letter_no_replace": refuse(_AGAIN.format(LETTER), LETTER_STAYS),
        "handover_part_no_update": refuse(f"UPDATE ON {PART}", TOLD_STAYS),
        "handover_part_no_delete": refuse(f"DELETE ON {PART} WHEN NOT {_GONE_PART}", TOLD_STAYS),
        "handover_part_no_replace": refuse(_AGAIN.format(PART), TOLD_STAYS),
    },
    postgresql={
        ("minutes_sent_no_update", MINUTES): _ROW.format(
            "UPDATE", MINUTES, _minutes_change("IS DISTINCT FROM")
        ),
        ("minutes_sent_no_delete", MINUTES): _ROW.format("DELETE", MINUTES, "OLD.sent_at IS NOT NULL"),
        ("minute_sent_stays", ITEM): _CHILD.format(ITEM),
        ("attendance_sent_stays", ATTENDANCE): _CHILD.format(ATTENDANCE),
        ("letter_no_update", LETTER): _ROW.format("UPDATE", LETTER, _letter_changes("IS DISTINCT FROM")),
        ("letter_no_delete", LETTER): f"BEFORE DELETE ON {LETTER} FOR EACH ROW {_CALL}",
        ("handover_part_stays", PART): f"BEFORE UPDATE OR DELETE ON {PART} FOR EACH ROW {_CALL}",
        **{
            (f"{table.removeprefix('casework_')}_no_truncate", table): (
                f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {_CALL}"
            )
            for table in (MINUTES, ITEM, ATTENDANCE, LETTER, PART)
        },
    },
    functions=[
        f"""CREATE OR REPLACE FUNCTION casework_papers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{LETTER}' THEN
            IF {_GONE_LETTER} THEN RETURN OLD; END IF;
        END IF;
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{PART}' THEN
            IF {_GONE_PART} THEN RETURN OLD; END IF;
        END IF;
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = '{MINUTES}' THEN
            IF {_GONE_MEETING} THEN RETURN OLD; END IF;
        END IF;
        IF TG_TABLE_NAME = '{LETTER}' THEN RAISE EXCEPTION '{LETTER_STAYS}'; END IF;
        IF TG_TABLE_NAME = '{PART}' THEN RAISE EXCEPTION '{TOLD_STAYS}'; END IF;
        RAISE EXCEPTION '{MINUTES_STAY}';
    END $$""",
        f"""CREATE OR REPLACE FUNCTION casework_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF {_is_sent("NEW.minutes_id")} THEN RAISE EXCEPTION '{MINUTES_STAY}'; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' AND {_gone_minutes("OLD.minutes_id")} THEN RETURN OLD; END IF;
        IF NOT {_is_sent("OLD.minutes_id")} THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF {_is_sent("NEW.minutes_id")} THEN RAISE EXCEPTION '{MINUTES_STAY}'; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' OR TG_TABLE_NAME = '{ATTENDANCE}' THEN RAISE EXCEPTION '{MINUTES_STAY}'; END IF;
        IF {_item_changes("IS DISTINCT FROM")} THEN RAISE EXCEPTION '{MINUTES_STAY}'; END IF;
        RETURN NEW;
    END $$""",
    ],
)
"""Over minutes with their sentences and attendance, letters, and what was told at hand-overs."""

"""Why the ledger cannot write, in words: by the class of the fault, for the desk tells it in one English sentence."""

from __future__ import annotations

from app.desktop.i18n import QT_TRANSLATE_NOOP, translate
from app.desktop.texts import say

FAULTS: dict[str, str] = {
    "disk is full": QT_TRANSLATE_NOOP("Faults", "the disk is full"),
    "held by another program": QT_TRANSLATE_NOOP("Faults", "another program holds the database"),
    "damaged": QT_TRANSLATE_NOOP("Faults", "the database is damaged"),
    "not a database": QT_TRANSLATE_NOOP("Faults", "the file is not a database"),
    "only be read": QT_TRANSLATE_NOOP("Faults", "the database may only be read"),
}
"""What a sentence of `domain.store` holds → what is said."""


def fault_words(sentence: str) -> str:
    """The class of `Pulse.fault`; a sentence of no known class is told as one to be looked up in the log."""
    known = next((text for part, text in FAULTS.items() if part in sentence.lower()), None)
    return say("Faults", known) if known else translate("Faults", "the cause is in the desk's log")

"""The bundle's part from the station's file: what was refused, kinds and times of changes, and what to hide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from app.doctor import reasons
from app.doctor.reasons import reason
from app.doctor.sentence import Sentence
from devices.redact import redact, redact_device, redact_topic
from domain.changes import Batch
from domain.events import Refusal
from domain.register import PersonFile
from domain.store import Ledger, LedgerError

LAST = 200
"""Messages and changes that are told."""

SHORTEST_PART = 3
"""Letters of a part of a name that is hidden by itself; shorter ones are too often a word of the program's."""

QUARANTINE, CHANGES, COUNTS = "quarantine.jsonl", "changes.jsonl", "counts.jsonl"

_OUTLINE = re.compile(r"<\d+ bytes, not (UTF-8>|JSON> [^b-zA-Z0-8]*)")
"""A body of which the link itself has kept nothing but the outline."""

_TIMES = frozenset({"at", "ts", "time", "timestamp"})


@dataclass
class Told:
    """File of the bundle → its rows; what could not be read, and why; personal files that were altered."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    left_out: dict[str, Sentence] = field(default_factory=dict)
    altered: int = 0


def nothing() -> tuple[Told, list[str] | None]:
    """For no station at all."""
    return Told(left_out={"station": reasons.NOT_NAMED}), None


def read(station: Path) -> tuple[Told, list[str] | None]:
    """Its rows, and every value of a person in the register: to be hidden wherever it may have slipped in.

    The file is opened for reading. What cannot be read is left out and said. None instead of the values: names in Latin
    letters are then not known. They are read first, so that no damage elsewhere costs them.
    """
    told, known = Told(), None
    if not station.exists():
        return Told(left_out={"station": reasons.GONE}), None
    try:
        with Ledger.open(station, read_only=True) as ledger:
            known = _known(ledger, told)
            _fill(ledger, told)
    except LedgerError as error:
        told.left_out["station"] = reason(error)
    return told, known


def _known(ledger: Ledger, told: Told) -> list[str] | None:
    try:
        told.altered = len(ledger.altered_files())
        known = list(_values(ledger))
    except LedgerError as error:
        told.left_out["register"] = reason(error)
        return None
    if told.altered:
        told.left_out["persons"] = reasons.altered(told.altered)
    return known


def _fill(ledger: Ledger, told: Told) -> None:
    sources: dict[str, Callable[[Ledger], list[dict[str, Any]]]] = {
        COUNTS: lambda of: [
            {"what": name, "n": n} for name, n in {**of.counts(), "altered persons": told.altered}.items()
        ],
        QUARANTINE: lambda of: [_refused(refusal) for refusal in of.refusals(LAST)],
        CHANGES: changes,
    }
    for name, source in sources.items():
        try:
            told.rows[name] = source(ledger)
        except LedgerError as error:
            told.left_out[name] = reason(error)


def changes(ledger: Ledger) -> list[dict[str, Any]]:
    """The kinds of the last changes and when they were made, oldest first; none of what they say."""
    after = max(0, ledger.counts()["batches"] - LAST)
    return [row for batch in ledger.batches(after) for row in _kinds(batch)][-LAST:]


def _kinds(batch: Batch) -> Iterator[dict[str, Any]]:
    for change in batch.changes:
        yield {"seq": batch.seq, "at": batch.at, "kind": str(change.__struct_config__.tag)}


def _refused(refusal: Refusal) -> dict[str, Any]:
    """Redacted as the link did it, and once more: words become their outline, fields of pictures go altogether."""
    topic, device = redact_topic(refusal.topic), redact_device(refusal.device)
    return {
        "at": refusal.at,
        "reason": refusal.reason,
        "device": device,
        "topic": topic,
        "message": _message(refusal.body),
    }


def _message(body: str) -> Any:
    if _OUTLINE.fullmatch(body):
        return body
    kept = redact(body.encode())
    try:
        return _plain("", msgspec.json.decode(kept))
    except msgspec.DecodeError:
        return kept


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(name, kept) for name, kept in value.items() if kept != "<dropped>"}
    if isinstance(value, list):
        return [_plain(key, kept) for kept in value]
    if isinstance(value, str) and key not in _TIMES:
        return re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "9", value))
    return value


def _values(ledger: Ledger) -> Iterator[str]:
    for person in ledger.load_register().people.ids:
        file = ledger.person_file(person)
        if file is not None:
            yield from _of(file)


def _of(file: PersonFile) -> Iterable[str]:
    """Names also by their parts: a log may have met the one without the other."""
    names = (file.name, *(contact.name for contact in file.contacts))
    parts = (part for name in names for part in name.split() if len(part) >= SHORTEST_PART)
    phones = (contact.phone for contact in file.contacts)
    return (text for text in (*names, *parts, *phones, file.phone, file.id_number, file.notes) if text)

"""Commands that look at people or at the books: each leaves a row that says who looked, at whom, and why."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.access import Role, Seat, sees_place
from domain.alarms import CALLER
from domain.changes import PersonErased
from domain.commands import Contacts, ExportPicture, PersonErase, ReadAudit, ReadQuarantine, Reveal, SearchPeople
from domain.desk.core import Core
from domain.desk.outcome import Outcome
from domain.desk.replies import Refused
from domain.register import PersonFile
from domain.rules.places import home_place

FIELDS = ("name", "phone", "id_number", "born", "notes")
SEARCH_MAX = 50
ROWS_MAX = 1_000


def reveal(core: Core, command: Reveal, by: Seat, now: int) -> Outcome:
    """Fields unmasked, for a stated reason."""
    bad = next((f for f in command.fields if f not in FIELDS), None)
    if bad is not None or not command.fields:
        raise Refused("bad_field", {"field": bad or ""})
    if not command.reason.strip():
        raise Refused("reason_missing")
    _within_reach(core, command.person, by)
    file = _file(core, command.person)
    note = f"{' '.join(command.fields)}: {command.reason}"
    shown = {name: getattr(file, name) for name in command.fields}
    return Outcome(command.person, shown, len(shown), command.person, note)


def contacts(core: Core, command: Contacts, by: Seat, now: int) -> Outcome:
    """Whom to call: the contact ladder of an open alarm's subject, or the number that called an incident in.

    For the alarm's owner; a supervisor may stand in.
    """
    alarm = core.alarm(command.alarm, by)
    caller = next((step.note for step in alarm.trail if step.by == CALLER), "")
    if not alarm.subject and not caller:
        raise Refused("no_subject")
    if not alarm.open:
        raise Refused("alarm_ended")
    if by.user != alarm.owner and by.role is not Role.SUPERVISOR:
        raise Refused("not_owner", {"owner": alarm.owner})
    if not alarm.subject:
        return Outcome(alarm.id, {"person": "", "name": "", "phone": caller, "contacts": []}, 1, alarm.key, alarm.id)
    file = _file(core, alarm.subject)
    ladder: list[dict[str, Any]] = [msgspec.to_builtins(c) | {"key_holder": c.key_holder} for c in file.contacts]
    data = {"person": file.id, "name": file.name, "phone": file.phone, "contacts": ladder}
    return Outcome(alarm.subject, data, len(ladder), alarm.subject, alarm.id)


def search_people(core: Core, command: SearchPeople, by: Seat, now: int) -> Outcome:
    """Masked labels within reach; the row keeps how many there were, and not what was asked."""
    text, limit = command.text.strip(), min(max(command.limit, 1), SEARCH_MAX)
    if not text:
        raise Refused("text_too_short")
    found = [*core.ledger.search_people(text, limit * 4), *_by_address(core, text)]
    seen = [p for p in dict.fromkeys(found) if p not in core.situation.erased and _sees(core, p, by)][:limit]
    rows = [{"id": p, "label": core.situation.label(p), "home": _home(core, p)} for p in seen]
    return Outcome("", {"people": rows}, len(rows))


def erase(core: Core, command: PersonErase, by: Seat, now: int) -> Outcome:
    """The person's key is destroyed with the commit. Cannot be undone."""
    if core.register.people.row(command.person) < 0:
        raise Refused("unknown_person", {"person": command.person})
    if command.person in core.situation.erased:
        raise Refused("erased", {"person": command.person})
    if not command.reason.strip():
        raise Refused("reason_missing")
    core.book.put(PersonErased(person=command.person, at=now))
    return Outcome(command.person, note=command.reason)


def export_picture(core: Core, command: ExportPicture, by: Seat, now: int) -> Outcome:
    """The row in the audit is all that is asked for."""
    return Outcome(command.to)


def read_quarantine(core: Core, command: ReadQuarantine, by: Seat, now: int) -> Outcome:
    """The newest refused messages, redacted."""
    rows = core.ledger.refusals(min(max(command.limit, 1), ROWS_MAX))
    return Outcome("", {"rows": [msgspec.to_builtins(r) for r in rows]}, len(rows))


def read_audit(core: Core, command: ReadAudit, by: Seat, now: int) -> Outcome:
    """Audit rows, newest first, each with its number to continue below."""
    rows = core.ledger.audit_rows(min(max(command.limit, 1), ROWS_MAX), command.before)
    return Outcome("", {"rows": [{"row": n} | msgspec.to_builtins(r) for n, r in rows]}, len(rows))


def _file(core: Core, person: str) -> PersonFile:
    file = None if person in core.situation.erased else core.ledger.person_file(person)
    if file is None:
        raise Refused("erased", {"person": person})
    return file


def _within_reach(core: Core, person: str, by: Seat) -> None:
    if core.register.people.row(person) < 0:
        raise Refused("unknown_person", {"person": person})
    if not _sees(core, person, by):
        raise Refused("out_of_reach")


def _sees(core: Core, person: str, by: Seat) -> bool:
    """Whether the person's home lies within the seat's reach; one without a home is seen by the whole station only."""
    row = core.register.people.row(person)
    if row < 0:
        return False
    home = int(core.register.people.home_row[row])
    if home < 0:
        return sees_place(by, "", "")
    place = home_place(core.register, home)
    return sees_place(by, place.community, place.grid)


def _home(core: Core, person: str) -> str:
    home = int(core.register.people.home_row[core.register.people.row(person)])
    return core.register.homes.ids[home] if home >= 0 else ""


def _by_address(core: Core, text: str) -> list[str]:
    """Those who live at an address that begins so ("3-2-5" finds 3-2-501 …)."""
    if not text[0].isdigit() or "-" not in text:
        return []
    register = core.register
    homes = {row for row in range(len(register.homes)) if register.address(row).startswith(text)}
    return [key for key, home in zip(register.people.ids, register.people.home_row, strict=True) if int(home) in homes]

"""Signs of life: which events tell that an elder living alone is up and about, and which never do."""

from __future__ import annotations

from domain.events import AnyEvent, DoorMoved, LockOpened, SosPressed
from domain.register import PersonFlag, Register


def sign_of_life(event: AnyEvent, register: Register) -> str | None:
    """The elder living alone of whom the event is a trustworthy sign of life at its judged time; None for all others.

    The elder's bedroom magnet moved, a lock opened with the elder's own credential, or the elder's wearable was
    pressed. Retained messages and doubtful clocks never are a sign (wire.md); duplicates never get here.
    """
    if event.retained or event.clock_doubtful:
        return None
    person = _moved_by(event, register)
    if person < 0 or not register.people.flags[person] & PersonFlag.ELDER_ALONE:
        return None
    return register.people.ids[person]


def _moved_by(event: AnyEvent, register: Register) -> int:
    row = register.devices.row(event.device)
    if row < 0:
        return -1
    if isinstance(event, LockOpened):
        credential = register.credentials.row(event.subject)
        return int(register.credentials.person_row[credential]) if credential >= 0 else -1
    if (isinstance(event, DoorMoved) and register.devices.bedroom[row]) or isinstance(event, SosPressed):
        return int(register.devices.person_row[row])
    return -1

"""Who may be sent where (N-22): what has happened × class of responder, and how many officers it takes."""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

from domain.alarms import AlarmKind, IncidentKind
from domain.register import ResponderClass

What: TypeAlias = AlarmKind | IncidentKind
"""What a responder is sent to: an alarm's kind, or for an incident what the caller told of."""


class Permit(IntEnum):
    """NO: only by a supervisor's override. GROUND: not above the ground floor. YES: anywhere."""

    NO = 0
    GROUND = 1
    YES = 2


_O, _A, _W, _V, _P, _F, _X = ResponderClass
_N, _G, _Y = Permit


def _row(o: Permit, a: Permit, w: Permit, v: Permit, p: Permit, f: Permit) -> dict[ResponderClass, Permit]:
    """Officer, auxiliary, grid worker, volunteer, property, fire post; external services are called, never refused."""
    return {_O: o, _A: a, _W: w, _V: v, _P: p, _F: f, _X: Permit.YES}


MATRIX: dict[What, dict[ResponderClass, Permit]] = {
    AlarmKind.ELDER_SILENCE: _row(_Y, _Y, _Y, _Y, _N, _N),
    AlarmKind.UNREGISTERED_OPENER: _row(_Y, _Y, _Y, _N, _N, _N),
    AlarmKind.SMOKE: _row(_Y, _Y, _G, _G, _Y, _Y),
    AlarmKind.SOS: _row(_Y, _Y, _Y, _Y, _Y, _Y),
    AlarmKind.DEVICE_SILENT: _row(_Y, _Y, _Y, _Y, _Y, _N),
    AlarmKind.REGISTRATION_STALE: _row(_Y, _Y, _Y, _N, _N, _N),
    AlarmKind.LINK_DOWN: _row(_Y, _Y, _Y, _N, _Y, _N),
    AlarmKind.INCIDENT: _row(_Y, _Y, _Y, _N, _N, _N),
    IncidentKind.FIRE: _row(_Y, _Y, _G, _G, _Y, _Y),
    IncidentKind.MEDICAL: _row(_Y, _Y, _Y, _Y, _Y, _Y),
    IncidentKind.VIOLENCE: _row(_Y, _Y, _N, _N, _N, _N),
    IncidentKind.DISPUTE: _row(_Y, _Y, _Y, _N, _N, _N),
    IncidentKind.THEFT: _row(_Y, _Y, _Y, _N, _Y, _N),
    IncidentKind.LOST: _row(_Y, _Y, _Y, _Y, _Y, _N),
    IncidentKind.OTHER: _row(_Y, _Y, _Y, _N, _Y, _N),
}
"""Volunteers and grid workers never above a fire; violence is for officers and auxiliaries; property learns nothing
of elders, tenancy or disputes (T1-46); the fire post leaves its post for fire and life only."""

OFFICERS_MIN: dict[What, int] = {IncidentKind.VIOLENCE: 2}
"""So many officers at least, those already under way included."""

NO_LIFT: frozenset[What] = frozenset({AlarmKind.SMOKE, IncidentKind.FIRE})
"""Where the lift must not be used."""


def permit(what: What, kind: ResponderClass, floor: int) -> Permit:
    """What the matrix says for a place on `floor` (0: not on a floor, 1 ground). GROUND above the ground stays GROUND:
    such a responder may be listed for the door and the cordon, but is not to be sent up."""
    cell = MATRIX[what][kind]
    return Permit.YES if cell is Permit.GROUND and floor <= 1 else cell

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


_COLUMNS = (_O, _A, _W, _V, _P, _F)


def _row(cells: str) -> dict[ResponderClass, Permit]:
    """One letter a class: officer, auxiliary, grid worker, volunteer, property, fire post; y yes, g ground, - no.

    External services are called, never refused.
    """
    letters = {"y": Permit.YES, "g": Permit.GROUND, "-": Permit.NO}
    return {kind: letters[cell] for kind, cell in zip(_COLUMNS, cells, strict=True)} | {_X: Permit.YES}


MATRIX: dict[What, dict[ResponderClass, Permit]] = {
    AlarmKind.ELDER_SILENCE: _row("yyyy--"),
    AlarmKind.UNREGISTERED_OPENER: _row("yyy---"),
    AlarmKind.SMOKE: _row("yyggyy"),
    AlarmKind.SOS: _row("yyyyyy"),
    AlarmKind.DEVICE_SILENT: _row("yyyyy-"),
    AlarmKind.INTRUSION: _row("yyg-y-"),
    AlarmKind.REGISTRATION_STALE: _row("yyy---"),
    AlarmKind.LINK_DOWN: _row("yyy-y-"),
    AlarmKind.INCIDENT: _row("yyy---"),
    IncidentKind.FIRE: _row("yyggyy"),
    IncidentKind.MEDICAL: _row("yyyyyy"),
    IncidentKind.VIOLENCE: _row("yy----"),
    IncidentKind.DISPUTE: _row("yyy---"),
    IncidentKind.THEFT: _row("yyy-y-"),
    IncidentKind.LOST: _row("yyyyy-"),
    IncidentKind.OTHER: _row("yyy-y-"),
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

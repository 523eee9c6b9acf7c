"""Roles, and what each may do: verbs are permissions; looking at an unmasked field is a verb too."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """值班员 · 网格员 · 物业 · 所领导/指挥 · 管理员 · 审计员."""

    OPERATOR = "operator"
    GRID_WORKER = "grid_worker"
    PROPERTY = "property"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Seat(Struct, frozen=True, kw_only=True):
    """One window signed in at the station: who, as what, and how far it sees.

    `grids` and `communities` are register ids; empty for a role that sees the whole station.
    """

    user: str
    role: Role
    label: str = ""
    grids: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()


DESK_SEAT = Seat(user="desk", role=Role.SUPERVISOR, label="desk")
"""The desk itself, for what happens by time."""

_WORK = frozenset({Role.OPERATOR, Role.SUPERVISOR})
_FIELD = _WORK | {Role.GRID_WORKER}
_ALL_BUT_AUDITOR = frozenset(Role) - {Role.AUDITOR}

MAY: dict[str, frozenset[Role]] = {
    "look": _ALL_BUT_AUDITOR,
    "rank": _FIELD,
    "acknowledge": _FIELD,
    "dispatch": _WORK,
    "override_matrix": frozenset({Role.SUPERVISOR}),
    "take_back": _WORK,
    "relay_answer": _FIELD,
    "close": _WORK,
    "false_alarm": _WORK,
    "duplicate": _WORK,
    "shelve": _WORK,
    "resume": _WORK,
    "report_incident": _FIELD,
    "reveal": _FIELD,
    "contacts": _FIELD,
    "search_people": _FIELD,
    "export_picture": _FIELD,
    "erase": frozenset({Role.ADMINISTRATOR}),
    "make_user": frozenset({Role.ADMINISTRATOR}),
    "watch_cameras": _WORK,
    "draw_zone": _WORK,
    "draw": _FIELD | {Role.ADMINISTRATOR},
    "draw_grid": frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    "read_quarantine": frozenset({Role.ADMINISTRATOR}),
    "read_audit": frozenset({Role.AUDITOR}),
}
"""Verb → roles. A verb that is not here is nobody's."""


def may(seat: Seat, verb: str) -> bool:
    """Whether the seat's role holds the verb (the seat's reach on the ground is a second question: `within`)."""
    return seat.role in MAY.get(verb, frozenset())


def sees_place(seat: Seat, community: str, grid: str) -> bool:
    """Whether a place in `community` and `grid` (ids, "" none) lies within the seat's reach (T1-34, T1-46).

    A grid worker sees his grids, a property seat its communities, other roles everything.
    """
    if seat.role is Role.GRID_WORKER:
        return grid in seat.grids
    if seat.role is Role.PROPERTY:
        return community in seat.communities
    return True


PROPERTY_SEES = frozenset({"smoke", "device_silent", "incident", "link_down", "intrusion"})
"""Alarm kinds that a property seat may see: never tenancy, elders, watch entries (T1-46)."""

PROPERTY_INCIDENTS = frozenset({"fire", "theft", "lost", "other"})
"""Kinds of incident that a property seat may see: never a dispute, violence or a medical case at somebody's home."""

"""What the page of drawings is given to show: values only, worked out from the situation and the work in the hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.desktop.i18n import translate
from domain.access import Seat, may
from domain.drawings import DrawingKind
from domain.situation import Situation, gate_locked
from layers import names
from layers.districts import grid_rings
from layers.drawing_words import kind_words, name_words, state_words
from layers.picture import Picture
from layers.plan import Plan
from map.tool import Ground

ARC_POINTS = 4


@dataclass(frozen=True)
class Row:
    """One thing that is drawn."""

    id: str
    name: str
    what: str
    """Kind, and a gate's state."""
    gate: bool


@dataclass(frozen=True)
class Choice:
    """A grid or a gate of the register; `locked` of a gate as it is now."""

    id: str
    name: str
    locked: bool = False


@dataclass(frozen=True)
class Work:
    """What is in the hand. `named`: it has a name of its own. `held`: on the map; else it was put down, not lost."""

    title: str
    named: bool
    size: str
    held: bool
    whole: bool
    asking: bool
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True)
class View:
    """The whole page; `why_not`: why this seat may not draw, "" where it may."""

    rows: tuple[Row, ...] = ()
    grids: tuple[Choice, ...] = ()
    gates: tuple[Choice, ...] = ()
    cameras: tuple[Choice, ...] = ()
    why_not: str = ""
    work: Work | None = None
    can_bring_back: bool = False


def rows_of(situation: Situation) -> tuple[Row, ...]:
    """Everything drawn, by kind and name."""
    found = [
        Row(
            d.id,
            name_words(d, situation.register),
            " · ".join(word for word in (kind_words(d.sketch.kind), state_words(d)) if word),
            d.sketch.kind is DrawingKind.GATE,
        )
        for d in situation.drawings.values()
    ]
    return tuple(sorted(found, key=lambda row: (row.what, row.name, row.id)))


def grids_of(situation: Situation, seat: Seat) -> tuple[Choice, ...]:
    """The grids that this seat may draw anew."""
    grids = situation.register.grids
    if not may(seat, "draw_grid"):
        return ()
    return tuple(Choice(key, names.said(name)) for key, name in zip(grids.ids, grids.name, strict=True))


def gates_of(situation: Situation) -> tuple[Choice, ...]:
    """All gates as they are now."""
    gates = situation.register.gates
    return tuple(
        Choice(key, names.said(gates.name[row]) or key, gate_locked(situation, row))
        for row, key in enumerate(gates.ids)
    )


def cameras_of(situation: Situation) -> tuple[Choice, ...]:
    """All cameras."""
    cameras = situation.register.cameras
    return tuple(Choice(key, names.said(name) or key) for key, name in zip(cameras.ids, cameras.name, strict=True))


def start_of(picture: Picture, kind: DrawingKind, of: str) -> tuple[Ground, ...]:
    """Points with which a new drawing begins, metres: a grid's and a camera's as they stand, else none."""
    if kind is DrawingKind.GRID and (row := picture.register.grids.row(of)) >= 0:
        return tuple((float(e), float(n)) for e, n in grid_rings(picture)[row])
    if kind is DrawingKind.VIEW and (row := picture.register.cameras.row(of)) >= 0:
        return wedge_of(picture.plan, row)
    return ()


def wedge_of(plan: Plan, row: int) -> tuple[Ground, ...]:
    """A camera's field of view as the register has it, as a ring in metres: where its drawing begins."""
    cameras, (east, north) = plan.register.cameras, plan.camera_xy[row]
    half, reach = float(cameras.fov[row]) / 2, float(cameras.range_m[row])
    turns = np.radians(float(cameras.bearing[row]) + np.linspace(-half, half, ARC_POINTS))
    arc = [(float(east + reach * np.sin(t)), float(north + reach * np.cos(t))) for t in turns]
    return ((float(east), float(north)), *arc)


def why_not(seat: Seat) -> str:
    """Why a seat may look and not draw; "" where it may."""
    if may(seat, "draw"):
        return ""
    return translate(
        "DrawingsPage",
        "Your role sees what is drawn and does not draw: operators, grid workers, supervisors and administrators do.",
    )

"""What the page of drawings is given to show: values only, worked out from the situation and the work in the hand."""

from __future__ import annotations

from dataclasses import dataclass

from app.desktop.i18n import translate
from domain.access import Seat, may
from domain.drawings import DrawingKind
from domain.situation import Situation, gate_locked
from layers import names
from layers.drawing_words import kind_words, name_words, state_words


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


def why_not(seat: Seat) -> str:
    """Why a seat may look and not draw; "" where it may."""
    if may(seat, "draw"):
        return ""
    return translate(
        "DrawingsPage",
        "Your role sees what is drawn and does not draw: operators, grid workers, supervisors and administrators do.",
    )

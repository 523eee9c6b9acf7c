"""Drawings: what people draw on the map – zones, no-go areas, grids, patrol routes – and the gates they set by hand."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

Points = tuple[tuple[float, float], ...]


class DrawingKind(StrEnum):
    """区域 · 禁行区 · 网格 · 道闸 · 巡逻路线 · 摄像机视野."""

    ZONE = "zone"
    NO_GO = "no_go"
    GRID = "grid"
    GATE = "gate"
    PATROL = "patrol"
    VIEW = "view"


BOUND = frozenset({DrawingKind.GRID, DrawingKind.GATE, DrawingKind.VIEW})
"""Kinds that say something of a row of the register: one drawing a row, named after it."""
OPEN_LINES = frozenset({DrawingKind.PATROL})
"""Kinds whose points are a line and not a ring."""


class Sketch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is drawn. `points` longitude, latitude in degrees WGS-84, a ring not closed; `of` the id of the grid, gate
    or camera; `locked` of a gate. `name` is free text: the ledger seals it."""

    kind: DrawingKind
    name: str = ""
    of: str = ""
    points: Points = ()
    locked: bool = False


class Drawing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sketch that stands. `rev` is counted over all drawings of the station and never comes twice; `at` epoch ms;
    `by` a user id. `community` and `grids` (ids) say who sees it: those that it touches."""

    id: str
    rev: int
    at: int
    by: str
    sketch: Sketch
    community: str = ""
    grids: tuple[str, ...] = ()


def own_id(sketch: Sketch) -> str:
    """The id of a sketch that says something of a row of the register."""
    return bound_id(sketch.kind, sketch.of)


def bound_id(kind: DrawingKind, of: str) -> str:
    """The id of the one drawing about a row of the register."""
    return f"{kind.value}:{of}"

"""What has been read so far, before it becomes a register: plain lists, degrees WGS-84, what was skipped and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from domain.datum import Datum
from domain.register import GroundKind

Ring = npt.NDArray[np.float64]
"""(n, 2) longitude, latitude in degrees; rings are not closed."""


class ImportRefused(Exception):
    """A file that cannot be taken; the message is one sentence for the person who chose it. Nothing was changed."""


@dataclass
class BuildingDraft:
    """One footprint. `nodes` are the source's node ids along it, where it has any (entrances are found by them)."""

    key: str
    ring: Ring
    name: str = ""
    levels: int = 0
    height_m: float = 0.0
    residential: bool = True
    nodes: tuple[int, ...] = ()


@dataclass
class PointDraft:
    """An entrance or a gate."""

    key: str
    lon: float
    lat: float
    name: str = ""
    node: int = 0
    locked: bool = False
    width_m: float = 3.0


@dataclass
class WayDraft:
    """A walkable way: node ids and their places, and what it is (an OpenStreetMap `highway` value)."""

    nodes: list[int]
    places: list[tuple[float, float]]
    highway: str


@dataclass
class AreaDraft:
    """A named area: a community or a grid."""

    key: str
    name: str
    ring: Ring
    walled: bool = False


@dataclass
class Draft:
    """Everything that one import has read. `datum`: what the degrees of its vector files mean, Web Mercator included
    (maps in it carry the offset of GCJ-02 too).

    `own_systems`: file → the name of the coordinate system by which it was placed, whatever `datum` says, where it is
    of neither kind. `doubts`: file → the datum in which its shapes would lie on the paths of the same import, where
    they do not.
    """

    buildings: list[BuildingDraft] = field(default_factory=list)
    entrances: list[PointDraft] = field(default_factory=list)
    gates: list[PointDraft] = field(default_factory=list)
    walls: list[Ring] = field(default_factory=list)
    ways: list[WayDraft] = field(default_factory=list)
    communities: list[AreaDraft] = field(default_factory=list)
    grids: list[AreaDraft] = field(default_factory=list)
    ground: list[tuple[GroundKind, Ring, float, str]] = field(default_factory=list)
    trees: list[tuple[float, float]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    sources: set[str] = field(default_factory=set)
    datum: Datum = Datum.WGS84
    own_systems: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, Datum] = field(default_factory=dict)

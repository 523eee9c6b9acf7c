"""The static picture as arrays: areas, lines, extruded blocks with their windows, and trees – values, never widgets.

All coordinates are metres of the local frame (east, north; heights up). A Scene is immutable: build a new one to change
the picture. Everything here may be used from any thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from map.ragged import Ragged
from map.view import Bounds

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


def _same_length(what: str, n: int, **columns: Sequence[object] | NDArray[np.generic] | None) -> None:
    for name, column in columns.items():
        if column is not None and len(column) != n:
            raise ValueError(f"{what}.{name} has {len(column)} rows, expected {n}")


def _real_rings(what: str, rings: Ragged, least: int) -> None:
    short = np.flatnonzero(np.diff(rings.starts) < least)
    if len(short):
        raise ValueError(f"{what} {int(short[0])} has fewer than {least} points")


def _nothing() -> Ragged:
    return Ragged.of([])


@dataclass(frozen=True, eq=False)
class Areas:
    """Polygons on the ground, painted in the order given.

    `styles` (m,): names in `Palette.areas`, e.g. "community", "yard", "road", "green", "water", "plaza".
    `keys` (m,) may be "" (not clickable); `labels` (m,) may be "" (no name drawn).
    """

    rings: Ragged = field(default_factory=_nothing)
    styles: Sequence[str] = ()
    keys: Sequence[str] | None = None
    labels: Sequence[str] | None = None

    def __post_init__(self) -> None:
        _same_length("Areas", len(self.rings), styles=self.styles, keys=self.keys, labels=self.labels)
        _real_rings("area", self.rings, 3)


@dataclass(frozen=True, eq=False)
class Lines:
    """Polylines on the ground: roads, walls, fences. `styles` (m,): names in `Palette.lines`; `widths` (m,) metres.

    Width 0 is a hairline (about one logical pixel at every zoom).
    """

    paths: Ragged = field(default_factory=_nothing)
    styles: Sequence[str] = ()
    widths: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        _same_length("Lines", len(self.paths), styles=self.styles, widths=self.widths)
        _real_rings("line", self.paths, 2)


@dataclass(frozen=True, eq=False)
class Windows:
    """Homes as windows on the façades of blocks; n homes, one row each.

    A home reaches through its block from the front to the back: it has panes on both long sides, and on the end wall
    too when it lies at an end. `block` (n,) int: row in Blocks. `floor` (n,) int: 1 is the lowest. `along` (n,) 0..1:
    the home's middle along the block's long axis, from its western (for exact north-south blocks: southern) end.
    `span` (n,) share of the long side that the home takes; None: the homes of a floor share it evenly.
    `rgba` (n, 4) uint8: light of the panes; alpha 0 = dark. `glow` (n,) bool: a halo that shows from far away.
    `keys` (n,): what `MapCanvas.clicked("windows", key)` reports.
    """

    block: NDArray[np.int32]
    floor: NDArray[np.int32]
    along: Floats
    rgba: Bytes
    glow: NDArray[np.bool_]
    keys: Sequence[str]
    span: Floats | None = None

    def __post_init__(self) -> None:
        _same_length(
            "Windows",
            len(self.block),
            floor=self.floor,
            along=self.along,
            rgba=self.rgba,
            glow=self.glow,
            keys=self.keys,
            span=self.span,
        )

    def __len__(self) -> int:
        return len(self.block)

    @classmethod
    def none(cls) -> "Windows":
        """No homes at all."""
        ints, flags = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_)
        return cls(ints, ints, np.zeros(0), np.zeros((0, 4), dtype=np.uint8), flags, ())


@dataclass(frozen=True, eq=False)
class Blocks:
    """Buildings as extruded footprints; m blocks.

    `footprints`: open rings in metres, either winding. `base`, `height` (m,) metres (height above the base).
    `levels` (m,) int floors. `tint` (m, 4) uint8 RGBA mixed into walls and roof as strongly as its alpha (0: none).
    `keys` (m,) unique; `labels` (m,) names drawn on the roof, "" for none. `windows`: the homes.
    """

    footprints: Ragged = field(default_factory=_nothing)
    base: Floats = field(default_factory=lambda: np.zeros(0))
    height: Floats = field(default_factory=lambda: np.zeros(0))
    levels: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    tint: Bytes = field(default_factory=lambda: np.zeros((0, 4), dtype=np.uint8))
    keys: Sequence[str] = ()
    labels: Sequence[str] = ()
    windows: Windows = field(default_factory=Windows.none)

    def __post_init__(self) -> None:
        _same_length(
            "Blocks",
            len(self.footprints),
            base=self.base,
            height=self.height,
            levels=self.levels,
            tint=self.tint,
            keys=self.keys,
            labels=self.labels,
        )
        _real_rings("block", self.footprints, 3)

    def __len__(self) -> int:
        return len(self.footprints)

    @cached_property
    def row(self) -> dict[str, int]:
        """Key -> row."""
        return {key: i for i, key in enumerate(self.keys)}


@dataclass(frozen=True, eq=False)
class Trees:
    """Tree crowns: `xy` (n, 2) metres, `radius` (n,) metres."""

    xy: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    radius: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        _same_length("Trees", len(self.xy), radius=self.radius)


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that does not move. `bounds`: what Home fits, metres; None: all that is in it."""

    areas: Areas = field(default_factory=Areas)
    lines: Lines = field(default_factory=Lines)
    blocks: Blocks = field(default_factory=Blocks)
    trees: Trees = field(default_factory=Trees)
    home: Bounds | None = None

    @cached_property
    def bounds(self) -> Bounds | None:
        """East min, north min, east max, north max of all points, metres; None when there is nothing."""
        everything = np.concatenate(
            [
                self.areas.rings.points,
                self.lines.paths.points,
                self.blocks.footprints.points,
                self.trees.xy,
            ]
        )
        if not len(everything):
            return None
        (e0, n0), (e1, n1) = everything.min(axis=0), everything.max(axis=0)
        return float(e0), float(n0), float(e1), float(n1)

    @property
    def empty(self) -> bool:
        """Nothing to draw."""
        return self.bounds is None

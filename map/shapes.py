"""What moves or changes over the static picture: named layers of frozen shapes given as arrays.

Coordinates are metres of the local frame, (n, 2) on the ground or (n, 3) with height; colours straight RGBA uint8.
Hand them to `MapCanvas.set_shapes(layer, [...])` on the GUI thread; the arrays must not be changed afterwards.
`keys` are what `clicked(layer, key)` reports; an empty key is not clickable. `from_px_per_m` hides a shape while the
map is zoomed out farther than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from map.crowd_index import CrowdIndex
from map.palette import RGBA
from map.ragged import Ragged

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


def _check(shape: object, n: int, *names: str) -> None:
    for name in names:
        column = getattr(shape, name)
        if column is not None and len(column) != n:
            raise ValueError(f"{type(shape).__name__}.{name} has {len(column)} rows, expected {n}")


@dataclass(frozen=True, eq=False)
class Dots:
    """Small glyphs that keep their size. `sprite` (n,) int16 from `map.sprites.sprite(shape, hue)`.

    `alpha` (n,) float32 0..1 (age fades); `heading` (n,) degrees clockwise from north, NaN for none: a small pointer.
    `labels` (n,) a chip beside the dot ("" none), `subs` (n,) its second line, `label_rgba` (n, 4) its frame; with
    `priority` (n,) int (higher wins room). `glide_ms`: the dot of an equal key in the layer's previous shapes glides
    here in that time. `size`: 1 is the usual size (about 14 px). `boxed`: chips with a frame.
    """

    xy: Floats
    sprite: NDArray[np.int16]
    keys: Sequence[str]
    alpha: NDArray[np.float32] | None = None
    heading: Floats | None = None
    labels: Sequence[str] | None = None
    subs: Sequence[str] | None = None
    label_rgba: Bytes | None = None
    priority: NDArray[np.int32] | None = None
    boxed: bool = False
    glide_ms: int = 0
    size: float = 1.0
    from_px_per_m: float = 0.0
    labels_from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "sprite", "keys", "alpha", "heading", "labels", "subs", "label_rgba", "priority")


@dataclass(frozen=True, eq=False)
class Discs:
    """Round areas on the ground (reach, uncertainty): `xy` (n, 2), `radius` (n,) metres, `rgba` (n, 4) edge colour.

    The fill is the edge colour at `fill` times its alpha.
    """

    xy: Floats
    radius: Floats
    rgba: Bytes
    dashed: bool = True
    fill: float = 0.12
    keys: Sequence[str] | None = None
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "radius", "rgba", "keys")


@dataclass(frozen=True, eq=False)
class Wedges:
    """Fields of view on the ground, fading outward: `bearing` (n,) compass degrees of the middle, `fov` (n,) degrees.

    `range_m` (n,) metres, `rgba` (n, 4) colour and strength at the centre.
    """

    xy: Floats
    bearing: Floats
    fov: Floats
    range_m: Floats
    rgba: Bytes
    keys: Sequence[str] | None = None
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "bearing", "fov", "range_m", "rgba", "keys")


@dataclass(frozen=True, eq=False)
class Ribbons:
    """Routes and trails: `paths` polylines in metres, `rgba` (m, 4), `width_px` in logical pixels.

    `ticks`: for each path the distances in metres along it that get a tick (minutes of walking). `fade`: transparent at
    the first point, full at the last (a trail). `dashed`: planned rather than walked.
    """

    paths: Ragged
    rgba: Bytes
    width_px: float = 4.0
    ticks: Sequence[Sequence[float]] | None = None
    fade: bool = False
    dashed: bool = False
    keys: Sequence[str] | None = None
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.paths), "rgba", "ticks", "keys")


@dataclass(frozen=True, eq=False)
class Outlines:
    """Polygon edges with a faint fill: drawn boundaries, grids, isochrones. `fill` 0..1 times the edge's alpha.

    `hatched`: diagonal hatching instead of an even fill (drills). `closed` False: an open line (while drawing).
    `heights` (m,) metres above the ground at which each ring lies (a roof's edge); None: on the ground. `grounded`:
    part of the static picture, beneath the buildings, for what is wide and changes rarely: it costs no frame anything.
    """

    rings: Ragged
    rgba: Bytes
    dashed: bool = False
    fill: float = 0.08
    width_px: float = 1.5
    hatched: bool = False
    closed: bool = True
    keys: Sequence[str] | None = None
    from_px_per_m: float = 0.0
    heights: Floats | None = None
    grounded: bool = False

    def __post_init__(self) -> None:
        _check(self, len(self.rings), "rgba", "keys", "heights")
        if self.grounded and (self.heights is not None or self.hatched):
            raise ValueError("Outlines that are grounded lie on the ground and are not hatched")

    def ring(self, i: int) -> Floats:
        """(k, 2) metres, or (k, 3) with its height."""
        ring = self.rings.part(i)
        return ring if self.heights is None else np.column_stack([ring, np.full(len(ring), self.heights[i])])


@dataclass(frozen=True, eq=False)
class Labels:
    """Texts at points, never overlapping: the one of lower `priority` moves or is dropped.

    `subs`: a smaller second line ("" none). `rgba` (n, 4): text colour, and the frame of a `boxed` chip.
    `centred`: over the point rather than beside it. `leader`: a thin line from the point when the chip had to move.
    """

    xy: Floats
    texts: Sequence[str]
    rgba: Bytes
    subs: Sequence[str] | None = None
    priority: NDArray[np.int32] | None = None
    keys: Sequence[str] | None = None
    boxed: bool = True
    centred: bool = False
    size_px: int = 13
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "texts", "rgba", "subs", "priority", "keys")


@dataclass(frozen=True, eq=False)
class Pulses:
    """Rings on the ground that widen once a second: `xy` (n, 2|3), `rgba` (n, 4), `radius_m` at the widest, metres."""

    xy: Floats
    rgba: Bytes
    radius_m: float = 40.0
    rings: int = 3
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "rgba")


@dataclass(frozen=True, eq=False)
class Glows:
    """Soft lights: `xy` (n, 2|3), `rgba` (n, 4), `radius_px` logical pixels."""

    xy: Floats
    rgba: Bytes
    radius_px: float = 18.0
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "rgba")


@dataclass(frozen=True, eq=False)
class Opened:
    """One block of the scene as glass with one floor slid out of it.

    `block`: its key. `floor`: 1 is the lowest. `colour`: the glass and its edges. `cells` (n, 4): each home of that
    floor as u0, v0, u1, v1 in 0..1 – u along the block's long axis, v across it from the front (see `map.boxes.Box`);
    `even_cells` makes them. `cell_rgba` (n, 4): fill, alpha 0 none. `dots` (k, 2): u, v of devices or people on it,
    with `dot_sprite` and `dot_keys`. `hot` u, v: the point to which the leader label's line leads (None: middle).
    `title`, `lines`, `notes`: the leader label: bold first line, plain lines, lines in `palette.amber`; "" none.
    """

    block: str
    floor: int
    colour: RGBA
    cells: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    cell_rgba: Bytes = field(default_factory=lambda: np.zeros((0, 4), dtype=np.uint8))
    cell_keys: Sequence[str] = ()
    cell_texts: Sequence[str] = ()
    dots: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    dot_sprite: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    dot_keys: Sequence[str] = ()
    hot: tuple[float, float] | None = None
    title: str = ""
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    label_key: str = ""
    from_px_per_m: float = 0.0

    def __post_init__(self) -> None:
        _check(self, len(self.cells), "cell_rgba", "cell_keys", "cell_texts")
        _check(self, len(self.dots), "dot_sprite", "dot_keys")


@dataclass(frozen=True, eq=False)
class Crowd:
    """Very many points: clusters from far away, nearer their density, nearest dots; one of them a layer.

    `xy` (n, 2) metres, float32 will do; `kind` (n,) int8: row of each point's class in `rgba` (k, 4) and `names` (k,).
    `keys` (n,): of the dots; None: dots are not clickable. A cluster's key is that of its `map.crowd_cells.Cell`.
    `spacing_m`: how far apart points lie, which says from which zoom on what is shown; None: as found (points that are
    given anew every second need a fixed one, or what is shown may change with them). `to_px_per_m`: at that zoom, where
    its points begin to be told in another way, it is gone.
    """

    xy: NDArray[np.floating]
    kind: NDArray[np.int8]
    rgba: Bytes
    names: Sequence[str]
    keys: Sequence[str] | None = None
    spacing_m: float | None = None
    from_px_per_m: float = 0.0
    to_px_per_m: float = float("inf")

    def __post_init__(self) -> None:
        _check(self, len(self.xy), "kind", "keys")
        _check(self, len(self.rgba), "names")

    @cached_property
    def index(self) -> CrowdIndex:
        """The points sorted. Ask for it off the GUI thread: it takes 0.2 s for 1.5 million points, the first time."""
        return CrowdIndex.of(self.xy, self.kind, len(self.rgba))

    @property
    def sorted(self) -> bool:
        """The index is at hand: to ask for it takes no time."""
        return "index" in vars(self)


Shape = Dots | Discs | Wedges | Ribbons | Outlines | Labels | Pulses | Glows | Opened | Crowd


def even_cells(homes: int, rows: int = 1) -> Floats:
    """(homes, 4) equal cells for `Opened.cells`, row by row from the front; a short last row is stretched."""
    rows = max(1, min(rows, homes))
    counts = [len(part) for part in np.array_split(np.arange(homes), rows)]
    return np.array(
        [(i / n, row / rows, (i + 1) / n, (row + 1) / rows) for row, n in enumerate(counts) for i in range(n)]
    ).reshape(-1, 4)

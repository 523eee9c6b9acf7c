"""Very many points, sorted once so that the cells of every size, and what lies in them, are at hand.

Cells are squares of 2^level metres whose corners lie at whole multiples of it from the frame's zero: a cell is the same
whatever else there is and however the view lies. Build it off the GUI thread; afterwards any thread may ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from map.crowd_cells import Cell, Cells, by_kind, runs, summed
from map.crowd_codes import HALF, LEVELS, Codes, codes_at, codes_of, places_of
from map.view import Bounds, View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FINEST = 0  # level of the smallest cells, 1 m; larger where a point lies more than 32 km from zero
CROWDED = 16  # points in the cell of the median point: enough to say how densely they lie
LEAST_CROWDED = 5  # level: how densely a single house is full does not matter
TILES = 12  # cells across what is in sight when its points are looked for


@dataclass(frozen=True, eq=False)
class CrowdIndex:
    """`xy` (n, 2) float32 metres and `kind` (n,) int8, sorted by cell; `order` (n,): the rows in which they were given.

    `kinds`: how many classes; `finest`: level of the smallest cells; `spacing_m`: how far apart points lie, as if they
    stood in rows, where the median one is (infinite for a handful).
    """

    xy: NDArray[np.float32]
    kind: NDArray[np.int8]
    order: NDArray[np.int32]
    kinds: int
    finest: int
    spacing_m: float
    _codes: Codes = field(repr=False)
    _known: dict[int, Cells] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, xy: NDArray[np.floating], kind: NDArray[np.int8], kinds: int) -> Self:
        """Sort (n, 2) metres with their classes. ValueError: a place is not finite, or a class not 0 … kinds - 1.

        Places are held as float32: 4 mm apart 60 km from zero.
        """
        places = np.asarray(xy, dtype=np.float32).reshape(-1, 2)
        if not np.isfinite(places).all():
            raise ValueError("a point of the crowd lies nowhere (not a finite number)")
        if len(kind) != len(places):
            raise ValueError(f"{len(places)} points of the crowd have {len(kind)} classes")
        if len(kind) and not (kind.min() >= 0 and kind.max() < kinds):
            raise ValueError(f"a point of the crowd has a class that is not 0 to {kinds - 1}")
        finest = _finest(places)
        codes = codes_of(places, finest)
        order = np.argsort(codes).astype(np.int32)
        codes = codes[order]
        return cls(places[order], kind[order].astype(np.int8), order, kinds, finest, _spacing(codes, finest), codes)

    def __len__(self) -> int:
        return len(self.xy)

    @property
    def coarsest(self) -> int:
        """The level at which at most four cells hold everything."""
        return self.finest + LEVELS - 1

    @property
    def nbytes(self) -> int:
        """What it holds, bytes."""
        own = self.xy.nbytes + self.kind.nbytes + self.order.nbytes + self._codes.nbytes
        return own + sum(cells.nbytes for cells in list(self._known.values()))

    def held(self, level: int) -> int:
        """The nearest level there is."""
        return min(max(level, self.finest), self.coarsest)

    def cells(self, level: int) -> Cells:
        """All cells of a level that hold something; worked out once, from the level below where that one is known.

        ValueError: there is no such level.
        """
        known = self._known.get(level)
        if known is None:
            if not self.finest <= level <= self.coarsest:
                raise ValueError(f"there is no level {level}, only {self.finest} to {self.coarsest}")
            below = self._known.get(level - 1)
            known = self._cells_of(slice(0, len(self)), level) if below is None else below.merged()
            self._known[level] = known
        return known

    def counts_near(self, bounds: Bounds, level: int) -> Iterator[tuple[Ints, Ints]]:
        """(m, 2) column and row, and (m, k) counts, of the cells within some bounds, metres, and of little beyond; in
        pieces, nothing of it is kept."""
        wide = max(level, self._tile_level(bounds))
        return (self._counted(piece, level)[:2] for piece in self._pieces(bounds, wide))

    def near(self, bounds: Bounds) -> Iterator[slice]:
        """Slices of the sorted points that hold everything within some bounds, metres, and little beyond."""
        return self._pieces(bounds, self._tile_level(bounds))

    def counts(self, cell: Cell) -> Ints:
        """(k,) how many points of each class lie in a cell."""
        known = self._known.get(cell.level)
        if known is not None:
            row = known.row(cell)
            return np.zeros(self.kinds, dtype=np.int64) if row is None else known.counts[row]
        first, last = self._ranges(cell.level, np.array([[cell.i, cell.j]]))[0]
        return np.bincount(self.kind[first:last], minlength=self.kinds)

    def reach(self, cell: Cell) -> Bounds | None:
        """Bounds in metres of the points in a cell; None: it is empty."""
        first, last = self._ranges(cell.level, np.array([[cell.i, cell.j]]))[0]
        if last <= first:
            return None
        (e0, n0), (e1, n1) = (getattr(self.xy[first:last], end)(axis=0).tolist() for end in ("min", "max"))
        return e0, n0, e1, n1

    def counts_in(self, view: View) -> Ints:
        """(k,) how many points of each class lie on the ground that a view shows. Off the GUI thread: 30 ms for 1.5
        million in sight."""
        counts = np.zeros(self.kinds, dtype=np.int64)
        for piece in self.near(view.visible(1.0)):
            x, y = view.project(self.xy[piece]).T
            inside = (x >= 0) & (y >= 0) & (x < view.width) & (y < view.height)
            counts += np.bincount(self.kind[piece][inside], minlength=self.kinds)
        return counts

    def _cells_of(self, piece: slice, level: int) -> Cells:
        """Of points that are all there is in some cells."""
        ij, counts, starts = self._counted(piece, level)
        off = self.xy[piece].astype(np.float64) - np.repeat(ij * 2.0**level, counts.sum(axis=1), axis=0)
        return Cells(level, ij, counts, summed(off, starts))

    def _counted(self, piece: slice, level: int) -> tuple[Ints, Ints, Ints]:
        """Column and row of each cell, its counts by class, and where its points begin in the piece."""
        shift = level - self.finest
        codes = self._codes[piece] >> np.uint32(2 * shift)
        starts = runs(codes)
        ij = places_of(codes[starts]) - (HALF >> shift)
        return ij, by_kind(self.kind[piece], starts, self.kinds), starts

    def _pieces(self, bounds: Bounds, level: int) -> Iterator[slice]:
        half = HALF >> (level - self.finest)
        e0, n0, e1, n1 = np.clip(np.floor_divide(bounds, 2.0**level), -half, half - 1).astype(np.int64).tolist()
        i, j = np.meshgrid(np.arange(e0, e1 + 1), np.arange(n0, n1 + 1))
        ranges = self._ranges(level, np.column_stack([i.ravel(), j.ravel()]))
        return (slice(first, last) for first, last in sorted(ranges.tolist()) if last > first)

    def _ranges(self, level: int, ij: Ints) -> Ints:
        """(m, 2) first and last + 1 of the sorted points in each of (m, 2) cells; 0, 0 for cells that cannot be."""
        shift = level - self.finest
        if not 0 <= shift < LEVELS:
            return np.zeros((len(ij), 2), dtype=np.int64)
        placed = ij + (HALF >> shift)
        real = np.all((placed >= 0) & (placed < 2 * (HALF >> shift)), axis=1, keepdims=True)
        low = codes_at(np.where(real, placed, 0)) << np.uint32(2 * shift)
        high = low + np.uint32((1 << (2 * shift)) - 1)
        first, last = np.searchsorted(self._codes, low), np.searchsorted(self._codes, high, side="right")
        ranges: Ints = np.column_stack([first, last]) * real
        return ranges

    def _tile_level(self, bounds: Bounds) -> int:
        span = max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-3)
        return self.held(int(np.ceil(np.log2(span / TILES))))


def _finest(xy: NDArray[np.float32]) -> int:
    reach = float(np.abs(xy).max(initial=0.0)) + 1.0
    return max(FINEST, int(np.ceil(np.log2(reach / HALF))))


def _spacing(codes: Codes, finest: int) -> float:
    for level in range(max(finest, LEAST_CROWDED), finest + LEVELS):
        starts = runs(codes >> np.uint32(2 * (level - finest)))
        counts = np.sort(np.diff(np.append(starts, len(codes))))
        middle = int(counts[np.searchsorted(np.cumsum(counts), len(codes) / 2)]) if len(counts) else 0
        if middle >= CROWDED:
            return float(2.0**level / np.sqrt(middle))
    return float("inf")

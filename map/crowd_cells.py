"""The cells of one size that hold points of a crowd: how many of each class, and where in the middle."""

from dataclasses import dataclass, field
from typing import NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from map.view import Bounds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Number = TypeVar("Number", np.int64, np.float64)


class Cell(NamedTuple):
    """The square from (i, j) · 2^level metres to (i + 1, j + 1) · 2^level; its lower edges belong to it."""

    level: int
    i: int
    j: int

    @property
    def key(self) -> str:
        """What a click on its cluster reports."""
        return f"{self.level}/{self.i}/{self.j}"

    @classmethod
    def of(cls, key: str) -> Self:
        """From `key`; ValueError for anything else."""
        level, i, j = key.split("/")
        return cls(int(level), int(i), int(j))


@dataclass(frozen=True, eq=False)
class Cells:
    """m cells of one level. `ij` (m, 2); `counts` (m, k) by class; `offsets` (m, 2): sums of the metres by which their
    points lie from the cells' lower corners."""

    level: int
    ij: Ints
    counts: Ints
    offsets: Floats = field(repr=False)

    def __len__(self) -> int:
        return len(self.ij)

    @property
    def size_m(self) -> float:
        """Side of a cell, metres."""
        return 2.0**self.level

    @property
    def totals(self) -> Ints:
        """(m,) points in each."""
        total: Ints = self.counts.sum(axis=1)
        return total

    @property
    def places(self) -> Floats:
        """(m, 2) metres: the mean of each cell's points."""
        low = self.ij * self.size_m
        mean = low + self.offsets / np.maximum(self.totals, 1)[:, None]
        return np.clip(mean, low, np.nextafter(low + self.size_m, low))  # a mean may be rounded onto the upper edge

    @property
    def nbytes(self) -> int:
        """What it holds, bytes."""
        return self.ij.nbytes + self.counts.nbytes + self.offsets.nbytes

    def cell(self, row: int) -> Cell:
        """Whose row it is."""
        return Cell(self.level, int(self.ij[row, 0]), int(self.ij[row, 1]))

    def row(self, cell: Cell) -> int | None:
        """Where a cell of this level stands; None: nothing lies in it."""
        found = np.flatnonzero((self.ij[:, 0] == cell.i) & (self.ij[:, 1] == cell.j))
        return int(found[0]) if len(found) else None

    def within(self, bounds: Bounds) -> Ints:
        """Rows of the cells that touch some bounds, metres."""
        i, j = self.ij.T
        e0, n0, e1, n1 = np.floor_divide(bounds, self.size_m)
        return np.flatnonzero((i >= e0) & (i <= e1) & (j >= n0) & (j <= n1))

    def merged(self) -> "Cells":
        """The cells of the next level. Parts of one cell must follow each other, as they do in the order of codes."""
        ij = self.ij >> 1
        starts = runs((ij[:, 0] << 32) ^ (ij[:, 1] & 0xFFFFFFFF))
        into = self.offsets + (self.ij - 2 * ij) * self.size_m * self.totals[:, None]
        return Cells(self.level + 1, ij[starts], summed(self.counts, starts), summed(into, starts))


def runs(codes: NDArray[np.integer]) -> Ints:
    """Where a new value begins in a sorted array."""
    if not len(codes):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.flatnonzero(codes[1:] != codes[:-1]) + 1])


def summed(rows: NDArray[Number], starts: Ints) -> NDArray[Number]:
    """(n, c) -> (m, c) sums of the runs that begin at `starts`."""
    return np.add.reduceat(rows, starts, axis=0) if len(starts) else rows[:0]


def by_kind(kind: NDArray[np.int8], starts: Ints, kinds: int) -> Ints:
    """(m, kinds) how many of each class each run holds."""
    run = np.repeat(np.arange(0, len(starts) * kinds, kinds), np.diff(np.append(starts, len(kind))))
    return np.bincount(run + kind, minlength=len(starts) * kinds).reshape(-1, kinds)

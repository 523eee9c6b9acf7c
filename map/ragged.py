"""Many rings or paths of unequal length as one array of points and one of starts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ragged:
    """`points` (n, 2) float64 metres; part i is points[starts[i]:starts[i + 1]]; `starts` (m + 1,) int64.

    Rings are open (the first point is not repeated).
    """

    points: Floats
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Iterable[ArrayLike], closed: bool = False) -> Self:
        """From a list of (k, 2) arrays; with `closed`, a repeated first point is dropped."""
        arrays = [np.asarray(part, dtype=np.float64).reshape(-1, 2) for part in parts]
        if closed:
            arrays = [a[:-1] if len(a) > 1 and np.array_equal(a[0], a[-1]) else a for a in arrays]
        lengths = np.array([0, *(len(a) for a in arrays)], dtype=np.int64)
        points = np.concatenate(arrays) if arrays else np.zeros((0, 2))
        return cls(points, np.cumsum(lengths))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def part(self, i: int) -> Floats:
        """The points of part i, (k, 2)."""
        return self.points[self.starts[i] : self.starts[i + 1]]

    def parts(self) -> list[Floats]:
        """All parts as views into `points`."""
        return [self.part(i) for i in range(len(self))]

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """(n,) the part to which each point belongs."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    @cached_property
    def boxes(self) -> Floats:
        """(m, 4) east min, north min, east max, north max of each part; no part may be empty."""
        if not len(self):
            return np.zeros((0, 4))
        low = np.minimum.reduceat(self.points, self.starts[:-1])
        high = np.maximum.reduceat(self.points, self.starts[:-1])
        return np.column_stack([low, high])

    @cached_property
    def centres(self) -> Floats:
        """(m, 2) middle of each part's box."""
        return (self.boxes[:, :2] + self.boxes[:, 2:]) / 2

    @cached_property
    def following(self) -> NDArray[np.int64]:
        """(n,) index of the next point in the same ring (the first after the last)."""
        after = np.arange(1, len(self.points) + 1)
        after[self.starts[1:] - 1] = self.starts[:-1]
        return after

    @cached_property
    def convex(self) -> NDArray[np.bool_]:
        """(m,) rings that turn one way only, whichever it is."""
        if not len(self):
            return np.zeros(0, dtype=np.bool_)
        edge = self.points[self.following] - self.points
        there = edge[self.following]
        turn = edge[:, 0] * there[:, 1] - edge[:, 1] * there[:, 0]
        low = np.minimum.reduceat(turn, self.starts[:-1])
        high = np.maximum.reduceat(turn, self.starts[:-1])
        found: NDArray[np.bool_] = (low >= -1e-6) | (high <= 1e-6)
        return found

    @cached_property
    def areas(self) -> Floats:
        """(m,) signed area of each ring, square metres; positive anticlockwise."""
        if not len(self):
            return np.zeros(0)
        local = self.points - self.points[self.starts[:-1]][self.owner]
        there = local[self.following]
        cross = local[:, 0] * there[:, 1] - local[:, 1] * there[:, 0]
        return np.add.reduceat(cross, self.starts[:-1]) / 2

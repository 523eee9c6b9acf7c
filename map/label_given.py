"""What labels asked for when room was last given out, and whether they may simply go along with their dots."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from map.brush import LabelJob
from map.rects import rows_of, touching
from map.view import View

Floats = NDArray[np.float64]

EDGE = 3.0  # logical pixels kept from the window's edge
STILL = 0.6  # … by which points may have moved in all while labels only go along: two of them stay apart


@dataclass(slots=True)
class Placed:
    """A label that got room at `box`, logical pixels."""

    job: LabelJob
    box: QRectF


@dataclass(frozen=True, eq=False)
class Given:
    """What was asked for when all labels were placed last, and what each got. `placed`: the job's number first."""

    view: View
    said: list[tuple[object, ...]]
    points: Floats
    kept: tuple[Floats, ...]
    placed: list[tuple[int, Placed]]

    @classmethod
    def of(cls, jobs: list[LabelJob], view: View, kept: tuple[Floats, ...], placed: list[Placed]) -> "Given":
        number = {id(job): i for i, job in enumerate(jobs)}
        return cls(view, _said(jobs), _points(jobs), kept, [(number[id(one.job)], one) for one in placed])

    def moved(self, jobs: list[LabelJob], view: View, kept: tuple[Floats, ...]) -> float:
        """By how many pixels anything has moved since, at most; infinitely far where something else is said."""
        if view != self.view or len(jobs) != len(self.said):
            return math.inf
        pairs = [(self.points, _points(jobs)), *zip(self.kept, kept, strict=True)]
        if any(a.shape != b.shape for a, b in pairs) or _said(jobs) != self.said:
            return math.inf
        return max(float(np.abs(a - b).max(initial=0.0)) for a, b in pairs)

    def meets(self, found: list[Placed], view: View, kept: tuple[Floats, ...]) -> bool:
        """A label has come upon another, upon what stays free, or out of the window."""
        before = rows_of(placed.box for _, placed in self.placed)
        now = rows_of(placed.box for placed in found)
        if np.any(now[:, :2] < 0.0) or np.any(now[:, 2:] > (view.width, view.height)):
            return True
        pairs = [(touching(now, new), touching(before, old)) for new, old in zip(kept, self.kept, strict=True)]
        return any(bool(np.any(met & ~had)) for met, had in [*pairs, (_crowded(now), _crowded(before))])


def _crowded(boxes: Floats) -> NDArray[np.bool_]:
    """(n, n) which touch which other."""
    a, b = boxes[:, None], boxes[None]
    met = (a[..., 0] < b[..., 2]) & (a[..., 2] > b[..., 0]) & (a[..., 1] < b[..., 3]) & (a[..., 3] > b[..., 1])
    np.fill_diagonal(met, val=False)
    return met


def _said(jobs: list[LabelJob]) -> list[tuple[object, ...]]:
    return [(job.memory, job.lines, job.style, job.gap, job.bright, job.leader, job.around) for job in jobs]


def _points(jobs: list[LabelJob]) -> Floats:
    return np.array([(job.x, job.y) for job in jobs], dtype=np.float64).reshape(-1, 2)

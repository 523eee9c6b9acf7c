"""The analyst of intrusion: somebody stands in a drawn zone, for long enough to mean it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.tracker import Track

STAYS_S = 0.6
"""So long the feet must be in the zone: three looks at five a second. A box that flickers over the line is nobody."""
AWAY_S = 3.0
"""The zone tells of a new intrusion only after it has been empty for so long; the desk folds what belongs together."""

Zone = tuple[tuple[float, float], ...]
"""Corners in shares of the picture, 0…1 from the upper left."""


@dataclass(frozen=True, eq=False)
class Intrusion:
    """What is told once: who (the track's number), where (box in shares of the picture), how sure."""

    track: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True)
class ZoneState:
    """What the analyst remembers of one zone: since when each track has stood in it, and when it was last entered."""

    inside: tuple[tuple[int, float], ...] = ()
    occupied: float = float("-inf")
    told: bool = False


def judge(
    state: ZoneState, zone: Zone, tracks: Sequence[Track], size: tuple[int, int], now: float
) -> tuple[ZoneState, Intrusion | None]:
    """The zone after a look at `now` (monotonic seconds), and an intrusion to be told. `size` (height, width) pixels.

    Value in, value out. Only confirmed tracks that are seen in this very look count.
    """
    since = dict(state.inside)
    here = [t for t in tracks if t.confirmed and t.seen == now and _stands_in(zone, t, size)]
    inside = tuple((t.number, since.get(t.number, now)) for t in here)
    told = state.told and (bool(here) or now - state.occupied < AWAY_S)
    occupied = now if here else state.occupied
    due = [t for t in here if now - dict(inside)[t.number] >= STAYS_S - 1e-6]
    if told or not due:
        return ZoneState(inside, occupied, told), None
    best = max(due, key=lambda t: t.score)
    return ZoneState(inside, occupied, True), Intrusion(best.number, shares(best.box, size), best.score)


def shares(box: NDArray[np.float32], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box in pixels as shares of the picture, four decimals."""
    h, w = size
    x0, y0, x1, y1 = (round(float(v) / s, 4) for v, s in zip(box, (w, h, w, h), strict=True))
    return x0, y0, x1, y1


def _stands_in(zone: Zone, track: Track, size: tuple[int, int]) -> bool:
    h, w = size
    x, y = track.foot
    return contains(zone, x / w, min(y / h, 0.9999))


def contains(zone: Zone, x: float, y: float) -> bool:
    """Whether a point lies in a polygon (even-odd; a point on an edge may count either way)."""
    inside = False
    for (x0, y0), (x1, y1) in zip(zone, (*zone[1:], *zone[:1]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
    return inside

"""The tracker: boxes of one camera become people with numbers, matched by overlap and nearness (Hungarian method)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from vision.frames import Boxes

CONFIRMED_AFTER = 3
"""Detections before a track is a person: one flicker of the detector is nobody."""
LOST_AFTER_S = 2.5
"""Longer than two looks at somebody who stands still (`vision.watch`): one miss is no farewell."""
LEAST_OVERLAP, NEAR = 0.1, 1.0
"""A box belongs to a track if they overlap, or if their middles are nearer than this many heights of the box."""
SMOOTH = 0.5
"""Share of the newest step that goes into a track's speed."""


@dataclass(frozen=True, eq=False)
class Track:
    """One person in the picture. `box` (4,) pixels; `speed` (2,) pixels a second; times in monotonic seconds."""

    number: int
    box: NDArray[np.float32]
    score: float
    seen: float
    since: float
    hits: int
    speed: NDArray[np.float64]

    @property
    def confirmed(self) -> bool:
        """Seen often enough to be somebody."""
        return self.hits >= CONFIRMED_AFTER

    @property
    def foot(self) -> tuple[float, float]:
        """The middle of the lower edge: where the person stands."""
        return float(self.box[0] + self.box[2]) / 2, float(self.box[3])


class Tracker:
    """Tracks of one camera. One thread."""

    def __init__(self) -> None:
        self._tracks: list[Track] = []
        self._next = 1

    @property
    def tracks(self) -> list[Track]:
        """All, the confirmed and the doubtful."""
        return list(self._tracks)

    def update(self, boxes: Boxes, scores: NDArray[np.float32], now: float) -> list[Track]:
        """Take the detections of one frame; the tracks that are seen in it."""
        pairs = _pairs([_ahead(t, now) for t in self._tracks], boxes)
        taken = {b: t for t, b in pairs}
        seen = []
        for row in range(len(boxes)):
            if row in taken:
                seen.append(_moved(self._tracks[taken[row]], boxes[row], float(scores[row]), now))
            else:
                seen.append(Track(self._next, boxes[row], float(scores[row]), now, now, 1, np.zeros(2)))
                self._next += 1
        unseen = [t for i, t in enumerate(self._tracks) if i not in set(taken.values())]
        self._tracks = seen + [t for t in unseen if now - t.seen <= LOST_AFTER_S]
        return seen

    def idle(self, now: float) -> None:
        """Nothing moved in this frame: whoever stands still is still there, whoever was lost is forgotten in time."""
        self._tracks = [t for t in self._tracks if now - t.seen <= LOST_AFTER_S]


def _ahead(track: Track, now: float) -> NDArray[np.float64]:
    """Where the track's box should be by now."""
    shift = track.speed * (now - track.seen)
    moved: NDArray[np.float64] = track.box + np.concatenate([shift, shift])
    return moved


def _moved(track: Track, box: NDArray[np.float32], score: float, now: float) -> Track:
    dt = max(now - track.seen, 1e-3)
    step = ((box[:2] + box[2:]) - (track.box[:2] + track.box[2:])) / 2 / dt
    speed = track.speed * (1 - SMOOTH) + step * SMOOTH
    return replace(track, box=box, score=score, seen=now, hits=track.hits + 1, speed=speed)


def _pairs(ahead: list[NDArray[np.float64]], boxes: Boxes) -> list[tuple[int, int]]:
    """(track, box) rows that belong together."""
    if not ahead or not len(boxes):
        return []
    tracks = np.array(ahead)
    overlap, apart = _overlap(tracks, boxes), _apart(tracks, boxes)
    cost = (1 - overlap) + apart
    far = (overlap < LEAST_OVERLAP) & (apart > NEAR)
    rows, columns = linear_sum_assignment(np.where(far, 1e6, cost))
    return [(int(t), int(b)) for t, b in zip(rows, columns, strict=True) if not far[t, b]]


def _overlap(a: NDArray[np.float64], b: Boxes) -> NDArray[np.float64]:
    """(n, m) intersection over union."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.clip(high - low, 0, None).prod(axis=2)
    size = (a[:, 2:] - a[:, :2]).prod(axis=1)[:, None] + (b[:, 2:] - b[:, :2]).prod(axis=1)[None]
    shared: NDArray[np.float64] = both / np.maximum(size - both, 1e-6)
    return shared


def _apart(a: NDArray[np.float64], b: Boxes) -> NDArray[np.float64]:
    """(n, m) distance of the middles in heights of the box."""
    gap = (a[:, None, :2] + a[:, None, 2:] - b[None, :, :2] - b[None, :, 2:]) / 2
    far: NDArray[np.float64] = np.hypot(gap[..., 0], gap[..., 1]) / np.maximum(b[None, :, 3] - b[None, :, 1], 1.0)
    return far

"""From where a spot is looked at: all that belongs to it in sight, and as little empty ground as can be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from map.opened import reach
from map.stage import Stage
from map.view import Bounds, View

Floats = NDArray[np.float64]

LEAST_PX_PER_M = 1.2  # farther away a floor plan is not read any more: then the spot comes before the ways to it
LESS = 0.97  # of the zoom, at least, for what does not fit yet: a floor plan does not shrink with the rest
AROUND = 48.0  # pixels on each side of the spot itself: its rings and its sign
ROUNDS = 3  # a floor may slide out to another side once the spot has moved
SAMPLES = 14  # points across a window, and as many down, at which it is looked for land
STEPS = 5  # places weighed across, and as many down
OUT_OF_SIGHT, EMPTY, OFF_CENTRE = 100.0, 1.0, 0.5  # costs: of all of the ways, of a window of nothing, of its diagonal
COVERED = 200.0  # of all of the block under something that lies over the map
NOWHERE = np.zeros((0, 4))


@dataclass(frozen=True, eq=False)
class Subject:
    """A spot `at` (2,) metres; the `block` that opens there at a `floor` ("" and 0: none); `ways` (n, 2) metres: the
    corners of the ways to it."""

    at: Floats
    block: str
    floor: int
    ways: Floats


def framed(
    view: View, stage: Stage, subject: Subject, room: Bounds, most_px_per_m: float, *, covers: Floats = NOWHERE
) -> View:
    """A view with the angles of `view` in which the subject lies within `room` (left, top, right, bottom, pixels), and
    its block under none of `covers` (k, 4), where that can be.

    As near as all of it fits, at most `most_px_per_m`; the block and its floor are in sight in any case.
    """
    found = view.but(east=float(subject.at[0]), north=float(subject.at[1]), px_per_m=most_px_per_m)
    while found.px_per_m > LEAST_PX_PER_M and (share := _share(_all(found, stage, subject), room)) < 1:
        found = found.but(px_per_m=max(found.px_per_m * min(share, LESS), LEAST_PX_PER_M))
    for _ in range(ROUNDS):
        dx, dy = _shift(found, stage, subject, room, covers)
        found = found.panned(dx, dy)
        if abs(dx) + abs(dy) < 1.0:
            break
    return found


def in_sight(view: View, stage: Stage, subject: Subject, room: Bounds) -> bool:
    """All of the subject lies within the room."""
    px = _all(view, stage, subject)
    return not _outside(px, np.array(room[:2]), np.array(room[2:])).any()


def _core(view: View, stage: Stage, subject: Subject) -> Floats:
    """(k, 2) what surrounds the spot, its block, and the floor that slides out of it, pixels."""
    around = view.project(subject.at[None]) + np.array([(-AROUND, -AROUND), (AROUND, AROUND)])
    return np.concatenate([around, reach(subject.block, subject.floor, stage, view)])


def _all(view: View, stage: Stage, subject: Subject) -> Floats:
    return np.concatenate([_core(view, stage, subject), view.project(subject.ways)])


def _outside(px: Floats, low: Floats, high: Floats) -> NDArray[np.bool_]:
    beyond: NDArray[np.bool_] = np.logical_or.reduce((px < low - 1.0) | (px > high + 1.0), axis=-1)
    return beyond


def _share(px: Floats, room: Bounds) -> float:
    """The room against what is to be put there: below 1 it does not fit."""
    return float(min((np.array(room[2:]) - room[:2]) / np.maximum(np.ptp(px, axis=0), 1.0)))


def _shift(view: View, stage: Stage, subject: Subject, room: Bounds, covers: Floats) -> tuple[float, float]:
    """By how many pixels the picture is moved: the cheapest of the places at which the core is in the room."""
    low, high = np.array(room[:2]), np.array(room[2:])
    core, ways = _core(view, stage, subject), view.project(subject.ways)
    middle = (low + high - core.min(axis=0) - core.max(axis=0)) / 2
    everything = np.concatenate([core, ways])
    whole = (low - everything.min(axis=0), high - everything.max(axis=0))
    tries = [
        _places(low[i] - core[:, i].min(), high[i] - core[:, i].max(), [0.0, middle[i], whole[0][i], whole[1][i]])
        for i in (0, 1)
    ]
    shifts = np.stack(np.meshgrid(*tries), axis=-1).reshape(-1, 2)
    cost = OFF_CENTRE * np.hypot(*(shifts - middle).T) / np.hypot(view.width, view.height)
    cost += COVERED * _covered(core, shifts, covers)
    if len(ways):
        moved = ways[None] + shifts[:, None]
        cost += OUT_OF_SIGHT * _outside(moved, low, high).mean(axis=1)
    best = int(np.argmin(cost))
    if _empty(view, stage, shifts[best : best + 1])[0] > 0.001:  # else nothing is better, and it need not be weighed
        best = int(np.argmin(cost + EMPTY * _empty(view, stage, shifts)))
    dx, dy = shifts[best].tolist()
    return dx, dy


def _covered(core: Floats, shifts: Floats, covers: Floats) -> Floats:
    """(n,) which share of the core's box lies under `covers`, once it has been moved so."""
    low, high = (core.min(axis=0) + shifts)[:, None], (core.max(axis=0) + shifts)[:, None]
    met = np.clip(np.minimum(high, covers[None, :, 2:]) - np.maximum(low, covers[None, :, :2]), 0.0, None)
    share: Floats = met.prod(axis=2).sum(axis=1) / max(float(np.ptp(core, axis=0).prod()), 1.0)
    return share


def _places(least: float, most: float, wished: list[float]) -> Floats:
    """Shifts from `least` to `most`, among them those wished for; where there is no room, the middle."""
    if least >= most:
        return np.array([(least + most) / 2])
    return np.concatenate([np.clip(wished, least, most), np.linspace(least, most, STEPS)])


def _empty(view: View, stage: Stage, shifts: Floats) -> Floats:
    """(n,) which share of the window is not land, once it has been moved so."""
    x, y = ((np.arange(SAMPLES) + 0.5) / SAMPLES * side for side in (view.width, view.height))
    px = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    held: Floats = stage.land.holds(view.unproject(px[None] - shifts[:, None])).mean(axis=1)
    return 1 - held

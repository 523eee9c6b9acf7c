"""Where the label of an opened floor stands: beside the plate, its line short and clear of what is written there."""

import numpy as np
from numpy.typing import NDArray

from map.brush import LabelJob
from map.rects import about, at_corners, crossings, touching
from map.view import View

Floats = NDArray[np.float64]

EDGE = 8.0  # kept from the window's edge
RINGS = (-34.0, 12.0, 36.0, 70.0, 120.0, 180.0, 260.0)  # gaps to the plate; the first is for its empty corners
STEPS = 15
CROSSED = 120.0  # a number under the line counts as much as so many pixels of line …
LEFTWARD = 24.0  # … and so does reading against the usual direction
KEPT = 40.0  # a label stays where it is unless that much is gained
INSET = 12.0
CLEAR = 3.0  # pixels between the label and whatever stands beside it


def leader_boxes(job: LabelJob, w: float, h: float, view: View) -> Floats:
    """(k, 4) places of a w × h label around `job.around`, all within the window."""
    x0, y0, x1, y1 = job.around or (job.x - job.gap, job.y - job.gap, job.x + job.gap, job.y + job.gap)
    found = []
    for gap in RINGS if job.around else RINGS[1:]:
        ys, xs = np.linspace(y0 - gap - h, y1 + gap, STEPS), np.linspace(x0 - gap - w, x1 + gap, STEPS)
        found += [np.column_stack([np.full(STEPS, x), ys]) for x in (x1 + gap, x0 - gap - w)]
        found += [np.column_stack([xs, np.full(STEPS, y)]) for y in (y0 - gap - h, y1 + gap)]
    most = np.maximum((view.width - w - EDGE, view.height - h - EDGE), EDGE)
    return at_corners(np.clip(np.concatenate(found), EDGE, most), np.array([w, h]))


def ends_of(job: LabelJob, boxes: Floats) -> Floats:
    """(k, 2) where the line meets each of `boxes` (k, 4): the nearest point, kept off the corners."""
    inset = np.minimum(INSET, (boxes[:, 2:] - boxes[:, :2]) / 2)
    spot = np.array([job.x, job.y])
    low, high = boxes[:, :2], boxes[:, 2:]
    side = (spot < low) | (spot > high)
    near = np.clip(spot, low, high)
    held = np.clip(spot, low + inset, high - inset)
    both = np.logical_and.reduce(side, axis=1)
    wide: Floats = np.abs(spot - near)
    wide[:, 0] += 1e-9  # a corner is met from the side
    edge = np.where(both[:, None], wide >= wide.max(axis=1, keepdims=True), side)
    ends: Floats = np.where(edge, near, held)
    return ends


def best_leader(job: LabelJob, boxes: Floats, blocked: Floats, chips: Floats, last: int | None) -> int | None:
    """Row of the free place of least cost; None: every place is taken. `last`: where it stood in the paint before."""
    spot = np.array([job.x, job.y])
    free = ~touching(boxes, np.concatenate([blocked, about(spot[None], 9.0)]), CLEAR)
    if not free.any():
        return None
    ends = ends_of(job, boxes)
    cost = np.hypot(*(ends - spot).T)
    cost += CROSSED * (crossings(spot, ends, job.written) + crossings(spot, ends, chips))
    cost += LEFTWARD * (boxes[:, 2] < spot[0])
    if last is not None and last < len(cost):
        cost[last] -= KEPT
    cost[~free] = np.inf
    return int(np.argmin(cost))

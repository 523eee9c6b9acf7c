"""Painter's order of blocks: who stands behind whom along the line of sight."""

from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from map.boxes import Boxes
from map.view import View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_COMPARED = 1500  # beyond this the blocks are specks, and sorting by their middles does


def painters_order(boxes: Boxes, base: Floats, top: Floats, rows: Ints, view: View) -> Ints:
    """`rows` of blocks from far to near. Two blocks hide each other only where their extents across the view overlap;
    there the depths are compared. `base`, `top`: metres, for blocks that stand on others.
    """
    corners = boxes.corners()[rows]
    depth = view.depth(corners)
    far_first = np.argsort(-depth.mean(axis=1), kind="stable")
    if len(rows) > MOST_COMPARED or len(rows) < 2:
        return np.asarray(rows[far_first])
    across = view.but(bearing_deg=view.bearing_deg + 90).depth(corners)
    behind, before = _pairs(across, depth, base[rows], top[rows])
    return np.asarray(rows[_sorted(behind, before, far_first)])


def _pairs(across: Floats, depth: Floats, base: Floats, top: Floats) -> tuple[Ints, Ints]:
    """Index pairs (painted first, painted later)."""
    low, high = across.min(axis=1), across.max(axis=1)
    i, j = np.nonzero(np.triu((low[:, None] < high[None, :]) & (low[None, :] < high[:, None]), 1))
    at = (np.maximum(low[i], low[j]) + np.minimum(high[i], high[j])) / 2
    further = _depth_at(across[i], depth[i], at) - _depth_at(across[j], depth[j], at)
    further = np.where(base[j] >= top[i] - 0.01, 1.0, np.where(base[i] >= top[j] - 0.01, -1.0, further))
    swap = further < 0
    return np.where(swap, j, i), np.where(swap, i, j)


def _depth_at(across: Floats, depth: Floats, at: Floats) -> Floats:
    """(k,) mean depth of each box (k, 4 corners) on the line across = at."""
    a1, d1 = np.roll(across, -1, axis=1), np.roll(depth, -1, axis=1)
    run = a1 - across
    t = (at[:, None] - across) / np.where(np.abs(run) < 1e-9, 1e-9, run)
    meets = (t >= 0) & (t <= 1)
    hit = depth + np.clip(t, 0, 1) * (d1 - depth)
    total: Floats = np.where(meets, hit, 0).sum(axis=1)
    middle: Floats = np.where(meets.any(axis=1), total / np.maximum(meets.sum(axis=1), 1), depth.mean(axis=1))
    return middle


def _sorted(behind: Ints, before: Ints, far_first: Ints) -> Ints:
    """Kahn's order, the farthest middle first; where blocks hide each other in a ring, the farthest breaks it."""
    n = len(far_first)
    rank = np.empty(n, dtype=np.int64)
    rank[far_first] = np.arange(n)
    waits = np.bincount(before, minlength=n).tolist()
    later: list[list[int]] = [[] for _ in range(n)]
    for a, b in zip(behind.tolist(), before.tolist(), strict=True):
        later[a].append(b)
    ready = [int(rank[i]) for i in range(n) if not waits[i]]
    heapify(ready)
    done, rest = [False] * n, iter(far_first.tolist())
    out: list[int] = []
    while len(out) < n:
        i = int(far_first[heappop(ready)]) if ready else next(k for k in rest if not done[k])
        if done[i]:
            continue
        done[i] = True
        out.append(i)
        for k in later[i]:
            waits[k] -= 1
            if waits[k] == 0 and not done[k]:
                heappush(ready, int(rank[k]))
    return np.array(out, dtype=np.int64)

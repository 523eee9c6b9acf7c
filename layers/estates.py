"""The communities of a register, for whoever goes from one estate to another: where each lies and what it holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.situation import Situation
from layers.plan import Plan
from map.view import Bounds


@dataclass(frozen=True)
class EstateRow:
    """One community: `bounds` in metres of the local frame; `alarms` open in it."""

    id: str
    name: str
    bounds: Bounds
    buildings: int
    alarms: int


def estates(plan: Plan, situation: Situation) -> list[EstateRow]:
    """Every community that lies somewhere, in the register's order."""
    communities = plan.register.communities
    of_building = plan.register.buildings.community_row
    counts = np.bincount(of_building[of_building >= 0], minlength=len(communities))
    found = []
    for row, (ident, name) in enumerate(zip(communities.ids, communities.name, strict=True)):
        e0, n0, e1, n1 = plan.community_bounds[row].tolist()
        if e0 <= e1:
            alarms = sum(a.open and a.place.community == ident for a in situation.alarms.values())
            found.append(EstateRow(ident, name or ident, (e0, n0, e1, n1), int(counts[row]), alarms))
    return found


def nearest(rows: list[EstateRow], east: float, north: float) -> EstateRow | None:
    """The estate that a place belongs to: the smallest that holds it, else the one least far from it."""
    if not rows:
        return None
    boxes: NDArray[np.float64] = np.array([row.bounds for row in rows])
    place = np.array([east, north])
    off = np.hypot(*np.maximum(np.maximum(boxes[:, :2] - place, place - boxes[:, 2:]), 0.0).T)
    size = np.hypot(*(boxes[:, 2:] - boxes[:, :2]).T)
    return rows[int(np.lexsort([size, off])[0])]

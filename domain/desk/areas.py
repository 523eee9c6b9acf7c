"""Which grid and community a point lies in, by their outlines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from domain.drawings import Drawing, DrawingKind, bound_id
from domain.register import Register
from domain.register.tables import F64


class Areas:
    """The register's outlines, asked now and then for one point."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def find(self, lon: float, lat: float, drawings: Mapping[str, Drawing]) -> tuple[str, str]:
        """(grid id, community id) of a point in degrees; "" where none holds it. A drawn grid is as it is drawn."""
        grids, communities = self._register.grids, self._register.communities
        grid = next((row for row in range(len(grids)) if holds(grid_ring(self._register, drawings, row), lon, lat)), -1)
        community = int(grids.community_row[grid]) if grid >= 0 else -1
        if community < 0:
            held = (row for row in range(len(communities)) if holds(communities.outline[row], lon, lat))
            community = next(held, -1)
        return grids.ids[grid] if grid >= 0 else "", communities.ids[community] if community >= 0 else ""


def grid_ring(register: Register, drawings: Mapping[str, Drawing], row: int) -> F64:
    """(n, 2) degrees, not closed: a grid's outline as it is drawn, else as the register has it."""
    drawn = drawings.get(bound_id(DrawingKind.GRID, register.grids.ids[row]))
    return np.array(drawn.sketch.points) if drawn is not None else register.grids.outline[row]


def holds(ring: F64, lon: float, lat: float) -> bool:
    """Whether a ring (n, 2), not closed, holds a point: even-odd rule (Shimrat 1962, CACM algorithm 112)."""
    if len(ring) < 3:
        return False
    x, y = ring[:, 0], ring[:, 1]
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > lat) != (y2 > lat)
    with np.errstate(divide="ignore", invalid="ignore"):
        where = x + (lat - y) * (x2 - x) / (y2 - y)
    return bool(np.count_nonzero(crosses & (lon < where)) % 2)

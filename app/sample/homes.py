"""Units and homes of every building: two homes a stairwell and floor in slabs, more in towers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.sample.land import Land
from app.sample.shapes import F64
from domain.register import Homes, Tenure

Ints = npt.NDArray[np.int64]


def furnish(land: Land) -> Homes:
    """All homes, by building, stairwell, floor, place. Tenure is VACANT until somebody moves in."""
    buildings, stairs = land.register.buildings, land.stairs
    parts = []
    for building in np.flatnonzero(land.flats > 0):
        units = np.flatnonzero(stairs.building_row == building)
        shares = np.array_split(np.arange(land.flats[building]), len(units))
        floors = np.arange(1, int(buildings.levels[building]) + 1)
        for unit, places in zip(units, shares, strict=True):
            parts.append(_stairwell(int(building), int(unit), floors, places, int(land.flats[building])))
    if not parts:
        return Homes()
    rows = np.concatenate(parts)
    return Homes(
        ids=[f"h{n:05d}" for n in range(1, len(rows) + 1)],
        name=[f"{floor}{nth:02d}" for floor, nth in rows[:, 2:4].astype(int)],
        unit_row=rows[:, 1].astype(np.int32),
        building_row=rows[:, 0].astype(np.int32),
        floor=rows[:, 2].astype(np.int16),
        along=rows[:, 4].astype(np.float32),
        tenure=np.full(len(rows), Tenure.VACANT, dtype=np.int8),
    )


def _stairwell(building: int, unit: int, floors: Ints, places: Ints, width: int) -> F64:
    """(n, 5): building, unit, floor, number on the landing, place along the façade 0…1."""
    floor, place = np.meshgrid(floors, places, indexing="ij")
    nth = place - places[0] + 1 if len(places) else place
    ones = np.ones(floor.size)
    columns = [ones * building, ones * unit, floor.ravel(), nth.ravel(), (place.ravel() + 0.5) / width]
    return np.column_stack(columns)

"""From the entrance to the floor: by stairs, or by lift where it may be used."""

from __future__ import annotations

import math

from domain.register import Register

STAIRS_UP_M_S = 0.51
"""Horizontally on indoor stairs of 32°, upwards (Fruin 1971, Pedestrian Planning and Design)."""
SLOPE = math.radians(32)
LANDING_S = 2.0
"""Two landings of 1.2 m a storey at a walk."""
STOREY_M = 2.9
"""Where a building's height is not known: the usual storey of dwellings in China (GB 50096 asks for ≥ 2.8 m)."""
LIFT_M_S = 1.5
LIFT_WAIT_S = 45.0
"""Waiting for a lift of a dwelling (CIBSE Guide D calls 45 to 60 s usual), and its doors twice."""
LIFT_DOORS_S = 10.0


def storeys(floor: int) -> int:
    """Storeys between the entrance and a floor (1 is the ground floor, −1 the first cellar, 0 no floor)."""
    if floor == 0:
        return 0
    return floor - 1 if floor > 0 else -floor


def stairs_s(count: int, storey_m: float) -> float:
    """Seconds up (or, on the safe side, down) so many storeys."""
    return count * (storey_m / math.tan(SLOPE) / STAIRS_UP_M_S + LANDING_S)


def lift_s(count: int, storey_m: float) -> float:
    """Seconds by lift, waiting included."""
    return LIFT_WAIT_S + LIFT_DOORS_S + count * storey_m / LIFT_M_S


def floor_s(register: Register, building: str, floor: int, *, lift: bool) -> tuple[float, bool]:
    """Seconds from the entrance to the floor, and whether by lift. `lift`: it may be used, where there is one."""
    row, count = register.buildings.row(building), storeys(floor)
    storey_m = STOREY_M
    if row >= 0 and register.buildings.levels[row] > 0 and register.buildings.height_m[row] > 0:
        storey_m = float(register.buildings.height_m[row]) / int(register.buildings.levels[row])
    by_stairs = stairs_s(count, storey_m)
    if not (lift and count and row >= 0 and register.buildings.has_lift[row]):
        return by_stairs, False
    by_lift = lift_s(count, storey_m)
    return (by_lift, True) if by_lift < by_stairs else (by_stairs, False)

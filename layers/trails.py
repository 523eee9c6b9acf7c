"""The last steps of each tracker, kept in memory for a minute so that a dot shows where it came from."""

import numpy as np
from numpy.typing import NDArray

from domain.clock import MINUTE
from layers.plan import Plan
from map.ragged import Ragged

Floats = NDArray[np.float64]

STEPS = 10
KEEP_MS = MINUTE


class Trails:
    """The newest STEPS fixes of each device row. GUI thread only; nothing of it is stored (off duty: forgotten, R6)."""

    def __init__(self, devices: int = 0) -> None:
        self.xy: Floats = np.full((devices, STEPS, 2), np.nan)
        self.at = np.zeros((devices, STEPS), dtype=np.int64)

    def record(self, plan: Plan, lon: Floats, lat: Floats, at: NDArray[np.int64]) -> None:
        """Take over the columns of `Situation.fixes` (one row a device): new ones are appended, lost ones forgotten."""
        self.at[at == 0] = 0
        new = np.flatnonzero(at > self.at[:, -1])
        self.xy[new, :-1], self.at[new, :-1] = self.xy[new, 1:], self.at[new, 1:]
        self.xy[new, -1] = plan.metres(lon[new], lat[new])
        self.at[new, -1] = at[new]

    def paths(
        self, now: int, kept: NDArray[np.bool_] | None = None, within: tuple[int, int] | None = None
    ) -> tuple[NDArray[np.int64], Ragged]:
        """Device rows with at least two steps within the last minute, and their paths, oldest point first.

        `kept` (devices,): of these alone; `within`: of steps from the first to the last moment (epoch ms) alone.
        """
        fresh = (self.at > now - KEEP_MS) & ~np.isnan(self.xy[:, :, 0])
        if kept is not None:
            fresh &= kept[:, None]
        if within is not None:
            fresh &= (self.at >= within[0]) & (self.at <= within[1])
        rows = np.flatnonzero(fresh.sum(axis=1) >= 2)
        kept = fresh[rows]
        starts = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int64)
        return rows, Ragged(self.xy[rows][kept], starts)

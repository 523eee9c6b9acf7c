"""`Walk`: one way on foot, as a line in metres and how far along it one is."""

from __future__ import annotations

import math

import numpy as np

from app.simulator.ground import Points


class Walk:
    """Along `line` (n ≥ 2 points, metres east and north)."""

    def __init__(self, line: Points) -> None:
        self._line = line
        lengths = np.hypot(*np.diff(line, axis=0).T)
        self._reach = np.concatenate([[0.0], np.cumsum(lengths)])
        self._done = 0.0

    @property
    def length(self) -> float:
        """Metres in all."""
        return float(self._reach[-1])

    @property
    def finished(self) -> bool:
        """Whether the end is reached."""
        return self._done >= self.length

    def advance(self, metres: float) -> float:
        """Go on; the metres left over beyond the end."""
        self._done += metres
        return max(0.0, self._done - self.length)

    def where(self) -> Points:
        """The point reached."""
        done = min(self._done, self.length)
        return np.array([np.interp(done, self._reach, self._line[:, axis]) for axis in (0, 1)])

    def heading(self) -> float:
        """Degrees clockwise from north of the stretch one is on."""
        i = int(np.searchsorted(self._reach, min(self._done, self.length), side="left"))
        i = min(max(i, 1), len(self._line) - 1)
        east, north = self._line[i] - self._line[i - 1]
        return math.degrees(math.atan2(east, north)) % 360

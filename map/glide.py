"""Dots on their way from where they were shown to where they are now said to be."""

from time import monotonic

import numpy as np
from numpy.typing import NDArray

from map.shapes import Dots

Floats = NDArray[np.float64]


class Glide:
    """Where the rows of one Dots are drawn at a time; without a predecessor they stand where they are. Times: monotonic
    seconds."""

    def __init__(self, dots: Dots, before: "Glide | None", now: float) -> None:
        self.dots = dots
        self._end = np.asarray(dots.xy, dtype=np.float64)
        self._since, self._start = now, self._end
        if before is not None and dots.glide_ms > 0:
            self._start = self._starts(before, now)

    @property
    def moving(self) -> bool:
        """Not there yet – also where nobody looks: what is hidden is not asked where it is."""
        return self._start is not self._end and (monotonic() - self._since) * 1000 < self.dots.glide_ms

    def _starts(self, before: "Glide", now: float) -> Floats:
        shown = {key: i for i, key in enumerate(before.dots.keys)}
        rows = np.array([shown.get(key, -1) if key else -1 for key in self.dots.keys], dtype=np.int64)
        old = before.xy(now)
        if not (rows >= 0).any() or old.shape[1] != self._end.shape[1]:
            return self._end
        start = np.where(rows[:, None] >= 0, old[rows], self._end)
        return self._end if np.allclose(start, self._end, atol=0.02) else start

    def xy(self, now: float) -> Floats:
        """(n, 2|3) metres at `now` seconds."""
        if self._start is self._end:
            return self._end
        share = (now - self._since) * 1000 / self.dots.glide_ms
        if share >= 1:
            self._start = self._end
            return self._end
        place: Floats = self._start + (self._end - self._start) * max(share, 0.0)
        return place

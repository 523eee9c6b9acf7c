"""Views on their way: flights, smooth zooms and turns, each a pure function of time."""

import math
from dataclasses import dataclass

import numpy as np

from map.view import View

MOST_MS = 400
FADE_S = 0.2


@dataclass(frozen=True)
class Flight:
    """From one view to another in `seconds`, from `start` (monotonic seconds). With `anchor` (x, y logical pixels) the
    ground under that pixel stays there, as it does for a zoom by the wheel.
    """

    origin: View
    target: View
    start: float
    seconds: float
    anchor: tuple[float, float] | None = None

    def done(self, now: float) -> bool:
        """Arrived."""
        return now >= self.start + self.seconds

    def at(self, now: float) -> View:
        """The view at a time."""
        if self.done(now):
            return self.target
        share = _eased((now - self.start) / max(self.seconds, 1e-3))
        a, b = self.origin, self.target
        zoom = a.px_per_m * (b.px_per_m / a.px_per_m) ** share
        view = a.but(
            px_per_m=zoom,
            bearing_deg=_turned(a.bearing_deg, b.bearing_deg, share),
            tilt_deg=a.tilt_deg + (b.tilt_deg - a.tilt_deg) * share,
        )
        if self.anchor is not None:
            return view.held(a.unproject(self.anchor), *self.anchor)
        along = _travelled(a.px_per_m, b.px_per_m, share)
        return view.but(east=a.east + (b.east - a.east) * along, north=a.north + (b.north - a.north) * along)


class Fade:
    """A number on its way to another in FADE_S seconds."""

    def __init__(self) -> None:
        self.value, self._goal, self._start, self._since = 0.0, 0.0, 0.0, 0.0

    def to(self, goal: float, now: float) -> None:
        """Set out from where it is."""
        if goal != self._goal:
            self._goal, self._start, self._since = goal, self.value, now

    def step(self, now: float) -> None:
        """Advance to `now`."""
        share = min((now - self._since) / FADE_S, 1.0)
        self.value = self._start + (self._goal - self._start) * share

    @property
    def moving(self) -> bool:
        """Not there yet."""
        return self.value != self._goal


def _eased(share: float) -> float:
    """Starts at once and lands softly (cubic ease-out)."""
    return 1 - (1 - min(max(share, 0.0), 1.0)) ** 3


def _turned(a: float, b: float, share: float) -> float:
    """The shorter way round."""
    return (a + ((b - a + 180) % 360 - 180) * share) % 360


def _travelled(zoom_a: float, zoom_b: float, share: float) -> float:
    """Share of the ground covered so that, while the zoom changes evenly in its logarithm, the target drifts straight
    on the screen: (1 - e^(-k s)) / (1 - e^(-k)) with k the logarithm of the zoom factor.
    """
    k = math.log(zoom_b / zoom_a)
    if abs(k) < 1e-3:
        return share
    return float(np.expm1(-k * share) / np.expm1(-k))

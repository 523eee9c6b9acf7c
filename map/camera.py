"""The moving eye of a canvas: the view shown, the flight it is on, and whether it still rests at home."""

from dataclasses import replace
from time import monotonic

import numpy as np

from map.motion import MOST_MS, Flight
from map.scene import Scene
from map.view import FLAT, Bounds, View

HOME_BEARING, HOME_TILT = 18.0, 44.0  # looking a little past north shows two sides of every block
HOME_PADDING = 24.0
POINT_ZOOM = 4.0  # logical px a metre when flying to a point without a zoom


class Camera:
    """Pure state; `view` changes only here. Times are monotonic seconds."""

    def __init__(self) -> None:
        self.view = View(bearing_deg=HOME_BEARING, tilt_deg=HOME_TILT)
        self.flight: Flight | None = None
        self.at_home = True  # follows the window's size until somebody moves
        self.foot = 0.0  # view pixels at the lower edge that something stands over
        self._tilt = HOME_TILT

    def aim(self) -> View:
        """Where the flight ends, or the view."""
        return self.view if self.flight is None else self.flight.target

    def jump(self, view: View) -> None:
        """There at once; any flight is over."""
        self.flight = None
        self.at_home = False
        self.view = self._sized(view)

    def fly(self, view: View, seconds: float, anchor: tuple[float, float] | None = None) -> None:
        """There smoothly, at most MOST_MS."""
        seconds = min(seconds, MOST_MS / 1000)
        if seconds <= 0:
            self.jump(view)
            return
        self.at_home = False
        self.flight = Flight(self.view, self._sized(view), monotonic(), seconds, anchor)

    def step(self, now: float) -> bool:
        """Advance the flight; True when the view changed."""
        if self.flight is None:
            return False
        self.view = self.flight.at(now)
        if self.flight.done(now):
            self.flight = None
        return True

    def resize(self, width: int, height: int, dpr: float, scene: Scene) -> None:
        """The window has another size or density."""
        self.flight = None
        self.view = self.view.but(width=max(width, 1), height=max(height, 1), dpr=dpr)
        if self.at_home:
            self.home(scene, 0.0)

    def home(self, scene: Scene, seconds: float) -> None:
        """The whole scene in sight."""
        self.fly(self._fitted(self.aim(), scene), seconds)
        self.at_home = True

    def _fitted(self, view: View, scene: Scene) -> View:
        bounds = scene.home or scene.bounds
        if bounds is None:
            return view
        tallest = float(np.max(scene.blocks.base + scene.blocks.height, initial=0.0))
        foot = min(self.foot, view.height / 3)
        above = replace(view, height=round(view.height - foot)).fit(bounds, HOME_PADDING, top_m=tallest * 0.4)
        return replace(above, height=view.height).panned(0.0, -foot / 2)

    def towards(self, target: tuple[float, float] | Bounds, px_per_m: float | None) -> View:
        """The view that shows a point or bounds."""
        if len(target) == 4:
            view = self.aim().fit(target, 80.0, most_px_per_m=px_per_m or POINT_ZOOM * 2)
            return view if px_per_m is None else view.but(px_per_m=px_per_m)
        zoom = px_per_m or max(self.aim().px_per_m, POINT_ZOOM)
        return self.aim().but(east=target[0], north=target[1], px_per_m=zoom)

    def flatten(self, flat: bool, scene: Scene, seconds: float) -> None:
        """To the plan, or to the last tilt that was not one; who is at home stays at home."""
        if not self.aim().flat:
            self._tilt = self.aim().tilt_deg
        view, home = self.aim().but(tilt_deg=FLAT if flat else self._tilt), self.at_home
        self.fly(self._fitted(view, scene) if home else view, seconds)
        self.at_home = home

    def _sized(self, view: View) -> View:
        own = self.view
        return view.but(width=own.width, height=own.height, dpr=own.dpr)

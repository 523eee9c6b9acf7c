"""A widget that looks at a scene from somewhere: its view, flights, home, and what a hand does to them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from map.camera import Camera
from map.handled import HandledWidget
from map.scene import Scene
from map.view import Bounds, View

ROOM_EDGE = 28.0


class SteeredWidget(HandledWidget):
    """GUI thread. Subclasses fill `_moved`, called whenever the view has changed or begun to fly.

    Signals: `view_changed(View)`; `user_panned()` on the first move of a manual pan, zoom, turn or key.
    """

    view_changed = Signal(object)
    user_panned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._camera = Scene(), Camera()

    def _moved(self) -> None:
        """Hook."""

    @property
    def view(self) -> View:
        """The view as it is now (in the middle of a flight: where it has got to)."""
        return self._camera.view

    def set_view(self, view: View) -> None:
        """Jump there; width, height and dpr are the widget's own."""
        self._camera.jump(view)
        self._moved()

    def fly_to(self, target: tuple[float, float] | Bounds, px_per_m: float | None = None, ms: int = 350) -> None:
        """Fly to a point (east, north) or bounds in metres within `ms` (at most 400); any gesture interrupts it."""
        self._camera.fly(self._camera.towards(target, px_per_m), ms / 1000)
        self._moved()

    def show_view(self, view: View, ms: int = 350) -> None:
        """Fly to a view within `ms` (at most 400); width, height and dpr are the widget's own."""
        self._camera.fly(view, ms / 1000)
        self._moved()

    def room(self) -> Bounds:
        """Left, top, right, bottom of what is looked at best, view pixels: off the edges, nothing lying over it."""
        view, foot = self.view, min(self._camera.foot, self.view.height / 3)
        return ROOM_EDGE, ROOM_EDGE, view.width - ROOM_EDGE, view.height - foot - ROOM_EDGE

    def fit(self, ms: int = 0) -> None:
        """The whole scene in sight."""
        self._camera.home(self._scene, ms / 1000)
        self._moved()

    def set_foot(self, px: float) -> None:
        """So many widget pixels at the lower edge lie under something: the whole scene is fitted above them."""
        if px / self.scale != self._camera.foot:
            self._camera.foot = px / self.scale
            if self._camera.at_home:
                self.fit()

    def set_flat(self, flat: bool) -> None:
        """Plan (True) or 2.5D (False)."""
        if self._camera.aim().flat != flat:
            self._camera.flatten(flat, self._scene, 0.32)
            self._moved()

    def toggle_flat(self) -> None:
        """Plan <-> 2.5D, about the middle of the window."""
        self.set_flat(not self._camera.aim().flat)

    def turn(self, deg: float) -> None:
        """Turn the bearing by `deg` clockwise, animated."""
        aim = self._camera.aim()
        self._camera.fly(aim.but(bearing_deg=aim.bearing_deg + deg), 0.25)
        self._moved()

    # -- for the gestures
    def interrupted(self) -> None:
        """A hand is on the map: any flight is over."""
        self._camera.flight = None

    def moved_by_hand(self, view: View) -> None:
        """Jump there, as part of a gesture."""
        self.set_view(view)

    def glided_by_hand(self, view: View, seconds: float, anchor: tuple[float, float] | None = None) -> None:
        """Move there smoothly, as a gesture of its own."""
        self._camera.fly(view, seconds, anchor)
        self.user_panned.emit()
        self._moved()

    def home_by_hand(self) -> None:
        """The whole scene in sight, because a hand asked for it."""
        self.user_panned.emit()
        self.fit(350)

    def aim(self) -> View:
        """Where a running animation will end, or the view."""
        return self._camera.aim()

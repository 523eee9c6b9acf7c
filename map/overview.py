"""The whole scene small: whence it is seen, what of it a window shows, and its picture, drawn off the GUI thread."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QPixmap

from map.camera import HOME_BEARING, HOME_TILT
from map.palette import Palette
from map.render import Picture, Quality
from map.scene import Scene
from map.stage import Stage
from map.view import FLAT, Bounds, View
from map.worker import RenderThread, Request

Floats = NDArray[np.float64]

PADDING = 8.0  # logical px around the scene
FLATTEST, STEEPEST = 0.45, 0.85  # height as a share of the width
LEAST_FRAME = 9.0  # logical px: a window on a single house is still to be found
UNLIT = frozenset({"windows"})  # so small their halos would run together and drown the marks upon them
SLACK = 1.0  # logical px by which a corner may lie off the window and still count as seen


def area_of(scene: Scene) -> Bounds | None:
    """What Home would show, metres; None: an empty scene."""
    return scene.home or scene.bounds


def small_view(scene: Scene, width: int, dpr: float, *, flat: bool) -> View:
    """The whole scene, `width` logical pixels wide and as high as it needs; turned as Home is, not as the window."""
    bounds = area_of(scene) or (0.0, 0.0, 1.0, 1.0)
    unit = View(bearing_deg=HOME_BEARING, tilt_deg=FLAT if flat else HOME_TILT, dpr=dpr)
    across, down = np.ptp(unit.project(corners(bounds)), axis=0)
    share = min(max(float(down) / max(float(across), 1e-3), FLATTEST), STEEPEST)
    return unit.but(width=width, height=round(width * share)).fit(bounds, PADDING)


def corners(bounds: Bounds) -> Floats:
    """(4, 2) metres, around."""
    e0, n0, e1, n1 = bounds
    return np.array([(e0, n0), (e1, n0), (e1, n1), (e0, n1)])


def window_corners(view: View) -> Floats:
    """(4, 2) logical pixels, around."""
    return corners((0.0, 0.0, float(view.width), float(view.height)))


def frame_of(window: View, small: View) -> Floats:
    """(4, 2) logical pixels of `small`: the ground that `window` shows, at least LEAST_FRAME across."""
    m = window.ground_map(small)
    ring: Floats = window_corners(window) @ m[:, :2].T + m[:, 2]
    across = float(np.ptp(ring, axis=0).max())
    middle = ring.mean(axis=0)
    return ring if across >= LEAST_FRAME else middle + (ring - middle) * (LEAST_FRAME / max(across, 1e-9))


def holds(frame: Floats, x: float, y: float) -> bool:
    """Whether a pixel lies within a frame."""
    return bool(shapely.contains_xy(shapely.Polygon(frame), x, y))


def all_seen(window: View, bounds: Bounds) -> bool:
    """Nothing of the ground within `bounds` (metres) lies off the window."""
    px = window.project(corners(bounds))
    return bool(np.all(px >= -SLACK) and np.all(px <= np.array([window.width, window.height]) + SLACK))


@dataclass(frozen=True, eq=False)
class Asked:
    """What a small picture shows."""

    stage: Stage
    palette: Palette
    view: View

    def same(self, other: "Asked | None") -> bool:
        """Would look the same."""
        return (
            other is not None
            and other.stage.scene is self.stage.scene
            and other.palette is self.palette
            and other.view == self.view
        )

    def answered_by(self, request: Request) -> bool:
        """It is this that was drawn, not what was asked for before."""
        return request.view == self.view and request.palette is self.palette and request.scene is self.stage.scene


class SmallPicture(QObject):
    """Lives on the GUI thread; draws in a thread of its own, which begins with the first picture asked for.

    `arrived()`: `pixmap` is another. Until then the former one is kept, if it is of the same palette.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap()
        self._asked: Asked | None = None
        self._thread: RenderThread | None = None

    def ask(self, wanted: Asked) -> None:
        """Draw this unless it is what was drawn last; cheap."""
        if wanted.same(self._asked):
            return
        if self._asked is not None and wanted.palette is not self._asked.palette:
            self.pixmap = QPixmap()  # plain ground for a moment rather than paper in the night
        self._asked = wanted
        if self._thread is None:
            self._begin()
        assert self._thread is not None  # noqa: S101  # _begin has made it
        scene, look = wanted.stage.scene, wanted.palette
        self._thread.ask(Request(scene, wanted.view, look, Quality.FINE, hidden=UNLIT, stage=wanted.stage))

    def _begin(self) -> None:
        self._thread = RenderThread()
        self._thread.done.connect(self._take)
        stop = self._thread.stop
        self.destroyed.connect(stop)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(stop)

    def stop(self) -> None:
        """End the thread (done by itself when the application quits or the owner is destroyed)."""
        if self._thread is not None:
            self._thread.stop()

    def _take(self, picture: Picture, request: Request) -> None:
        if self._asked is not None and self._asked.answered_by(request):
            self.pixmap = QPixmap.fromImage(picture.image)
            self.arrived.emit()

"""A band drawn by a drag: a rectangle or a free lasso on the ground, and what lies inside it."""

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from map.palette import Palette
from map.view import View

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

STEP_PX = 3.0  # a lasso takes a point no sooner
FAR_PX = 20_000.0


def inside(ring: Floats, xy: Floats) -> Bools:
    """(n,) which of (n, 2) metres lie within the ring (k, 2); where a lasso crosses itself, twice around is outside."""
    found = np.zeros(len(xy), dtype=np.bool_)
    rows = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if len(ring) < 3 or not len(rows):
        return found
    area = shapely.Polygon(ring)
    shapely.prepare(area)  # prepared, it counts edges, so a ring that crosses itself needs no repair
    found[rows] = shapely.contains_xy(area, xy[rows, 0], xy[rows, 1])
    return found


class Band:
    """GUI thread. `ring`: (k, 2) metres, as drawn so far or as it stands since; empty for none."""

    def __init__(self) -> None:
        self.ring: Floats = np.zeros((0, 2))
        self.drawing = False
        self._free = False
        self._px: list[QPointF] = []

    def begin(self, at: QPointF, *, free: bool) -> None:
        """A drag has begun at a pixel of the view; `free`: a lasso, else a rectangle as the window stands."""
        self.drawing, self._free, self._px = True, free, [at]
        self.ring = np.zeros((0, 2))

    def extend(self, view: View, at: QPointF) -> None:
        """The drag has got here."""
        if not self.drawing:
            return
        if not self._free:
            self._px[1:] = [at]
        elif (at - self._px[-1]).manhattanLength() >= STEP_PX:
            self._px.append(at)
        self.ring = view.unproject([(p.x(), p.y()) for p in self._corners()])

    def end(self) -> Floats | None:
        """The drag is over; None where nothing was enclosed, or it was given up meanwhile."""
        enclosed = self.drawing and len(self.ring) >= 3 and shapely.Polygon(self.ring).envelope.area > 0
        self.drawing = False
        if not enclosed:
            self.clear()
            return None
        return self.ring

    def clear(self) -> None:
        """No band."""
        self.drawing, self.ring = False, np.zeros((0, 2))

    def _corners(self) -> list[QPointF]:
        if self._free:
            return self._px
        a, b = self._px[0], self._px[-1]
        return [a, QPointF(b.x(), a.y()), b, QPointF(a.x(), b.y())]

    def paint(self, painter: QPainter, view: View, palette: Palette) -> None:
        """A faint area with its edge."""
        if len(self.ring) < 2:
            return
        corners = [QPointF(float(x), float(y)) for x, y in np.clip(view.project(self.ring), -FAR_PX, FAR_PX)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*palette.text[:3], 26))
        painter.drawPolygon(QPolygonF(corners))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(*palette.text[:3]), 1.4))
        painter.drawLines([QLineF(a, b) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)])

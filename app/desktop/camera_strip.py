"""The cameras beside the timeline: those that see the alarm's place best, as tiles with their age."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop.camera_tile import CameraTile
from app.desktop.theme import Theme
from domain.alarms import Alarm
from domain.drawings import Drawing, DrawingKind, bound_id
from domain.geo import metres_from
from domain.register import Register
from vision.tile import Tile

MOST = 3
TILE_W, TILE_H = 240, 135
SMALL_W, SMALL_H = 152, 86
NEAR_M = 250.0
"""A camera farther away than this shows nothing of what happened."""


class CameraStrip(QWidget):
    """`MOST` tiles, one small one when folded; those without a camera are hidden. `opened(camera)` on a double
    click; `folded()` when it has become small or large."""

    opened = Signal(str)
    folded = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = [CameraTile(theme) for _ in range(MOST)]
        self._most = MOST
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 4, 8)
        row.setSpacing(8)
        for tile in self.tiles:
            tile.setFixedSize(TILE_W, TILE_H)
            tile.opened.connect(self.opened)
            tile.hide()
            row.addWidget(tile)
        self.hide()

    @property
    def cameras(self) -> list[str]:
        """Which are on show, best first."""
        return [tile.camera for tile in self.tiles if not tile.isHidden()]

    def fold(self, fold: bool) -> None:
        """On a small screen: the best of them, small; the others' pictures go."""
        most = 1 if fold else MOST
        if most == self._most:
            return
        self._most = most
        for tile in self.tiles:
            tile.setFixedSize(*((SMALL_W, SMALL_H) if fold else (TILE_W, TILE_H)))
        for tile in self.tiles[self._most :]:
            tile.hide()
            tile.clear()
        self.folded.emit()

    def show_cameras(self, register: Register, cameras: list[str], known: dict[str, Tile]) -> None:
        """Show these, best first."""
        cameras = cameras[: self._most]
        if cameras == self.cameras:
            return
        for i, tile in enumerate(self.tiles):
            tile.setVisible(i < len(cameras))
            if i < len(cameras):
                row = register.cameras.row(cameras[i])
                tile.show_camera(cameras[i], register.cameras.name[row] or cameras[i], known.get(cameras[i]))
        self.setVisible(bool(cameras))

    def clear(self) -> None:
        """Nobody sits here: no picture stays."""
        for tile in self.tiles:
            tile.hide()
            tile.clear()
        self.hide()

    def show_tile(self, picture: Tile) -> None:
        """A new picture of one of them."""
        for tile in self.tiles:
            tile.show_tile(picture)


def cameras_for(
    register: Register, alarm: Alarm | None, watched: set[str], drawings: Mapping[str, Drawing] | None = None
) -> list[str]:
    """The alarm's own camera first, then those that have the place in view, then the nearest; all within reach. A field
    of view among `drawings` counts as it is drawn."""
    c = register.cameras
    rows = [row for row, ident in enumerate(c.ids) if ident in watched]
    if alarm is None or not rows:
        return []
    to = metres_from(alarm.place.lon, alarm.place.lat, c.lon[rows], c.lat[rows])
    far = np.hypot(to[:, 0], to[:, 1])
    bearing = np.degrees(np.arctan2(-to[:, 0], -to[:, 1]))
    off = np.abs((bearing - c.bearing[rows] + 180) % 360 - 180)
    seen = (off <= c.fov[rows] / 2) & (far <= c.range_m[rows] * 1.5)
    for i, row in enumerate(rows):
        view = (drawings or {}).get(bound_id(DrawingKind.VIEW, c.ids[row]))
        if view is not None:
            seen[i] = bool(shapely.contains_xy(shapely.Polygon(view.sketch.points), alarm.place.lon, alarm.place.lat))
    own = np.array([c.ids[row] == alarm.device for row in rows])
    order = np.lexsort((far, ~seen, ~own))
    return [c.ids[rows[i]] for i in order.tolist() if own[i] or far[i] <= NEAR_M][:MOST]

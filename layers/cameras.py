"""Cameras: a violet wedge where each one looks, never a disc."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from domain.changes import AlarmRaised, AlarmStepped, Change, DeviceChanged
from layers import health, tips
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.shapes import Dots, Shape, Wedges
from map.sprites import sprite

WEDGE_ALPHA = 110
OUT_ALPHA = 34  # a camera that is not heard from sees nothing we know of: its wedge all but goes


class CamerasLayer:
    """Field of view on the ground, fading outward; grey and faint where the camera itself is out."""

    key = "cameras"
    default_on = True
    bright = False
    period_ms = 10_000
    pace_ms = 250
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({DeviceChanged, AlarmRaised, AlarmStepped})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Cameras")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Wedges with their glyphs."""
        cameras, xy, palette = picture.register.cameras, picture.plan.camera_xy, picture.palette
        rows = np.flatnonzero(~np.isnan(xy[:, 0]))
        if not len(rows):
            return []
        out = self._out(picture)[rows]
        rgba = paint(palette.violet, len(rows), WEDGE_ALPHA)
        rgba[out] = (*palette.device[:3], OUT_ALPHA)
        keys = [key_of("camera", cameras.ids[row]) for row in rows.tolist()]
        bearing, fov, reach = (c[rows].astype(np.float64) for c in (cameras.bearing, cameras.fov, cameras.range_m))
        glyph = np.where(out, sprite("camera", "grey"), sprite("camera", "violet")).astype(np.int16)
        return [
            Wedges(xy[rows], bearing, fov, reach, rgba, keys=keys),
            Dots(xy[rows], glyph, keys, heading=bearing, size=0.8),
        ]

    def _out(self, picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        devices, bad = picture.register.devices, health.bad(picture)
        rows = [devices.row(ident) for ident in picture.register.cameras.ids]
        return np.array([row >= 0 and bool(bad[row]) for row in rows], dtype=np.bool_)

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many."""
        count = len(picture.register.cameras)
        return [LegendRow(self.key, "camera", "violet", self.title, count)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Name, view, last heard."""
        return tips.lines(key, picture)

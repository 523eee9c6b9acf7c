"""Cameras: a violet wedge where each one looks, never a disc."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import AlarmRaised, AlarmStepped, Change, DeviceChanged, Drawn
from domain.drawings import DrawingKind, bound_id
from layers import filtering, tips
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.ragged import Ragged
from map.shapes import Dots, Outlines, Shape, Wedges
from map.sprites import sprite

WEDGE_ALPHA = 110
OUT_ALPHA = 34  # a camera that is not heard from sees nothing we know of: its wedge all but goes


def views_of(picture: Picture) -> dict[int, NDArray[np.float64]]:
    """(n, 2) metres by camera row: fields of view that somebody has drawn, where a wall or a tree cuts the wedge."""
    found = {}
    for row, ident in enumerate(picture.register.cameras.ids):
        drawing = picture.situation.drawings.get(bound_id(DrawingKind.VIEW, ident))
        if drawing is not None:
            found[row] = picture.plan.frame.to_metres(drawing.sketch.points)
    return found


class CamerasLayer:
    """Field of view on the ground, fading outward; grey and faint where the camera itself is out."""

    key = "cameras"
    default_on = True
    bright = False
    period_ms = 10_000
    pace_ms = 250
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({DeviceChanged, AlarmRaised, AlarmStepped, Drawn})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Cameras")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Wedges with their glyphs."""
        cameras, xy, palette = picture.register.cameras, picture.plan.camera_xy, picture.palette
        placed, kept = ~np.isnan(xy[:, 0]), filtering.cameras(picture)
        rows = np.flatnonzero(placed if kept is None else placed & kept)
        if not len(rows):
            return []
        out = (filtering.camera_state(picture) == filtering.OUT)[rows]
        rgba = paint(palette.violet, len(rows), WEDGE_ALPHA)
        rgba[out] = (*palette.device[:3], OUT_ALPHA)
        keys = [key_of("camera", cameras.ids[row]) for row in rows.tolist()]
        bearing, fov, reach = (c[rows].astype(np.float64) for c in (cameras.bearing, cameras.fov, cameras.range_m))
        glyph = np.where(out, sprite("camera", "grey"), sprite("camera", "violet")).astype(np.int16)
        views = views_of(picture)
        wedge = np.array([row not in views for row in rows.tolist()], dtype=np.bool_)
        drawn = np.flatnonzero(~wedge).tolist()
        shown: list[Shape] = [Dots(xy[rows], glyph, keys, heading=bearing, size=0.8)]
        if drawn:
            rings = Ragged.of([views[int(rows[i])] for i in drawn], closed=True)
            shown.insert(0, Outlines(rings, rgba[drawn], fill=0.5, keys=[keys[i] for i in drawn]))
        if wedge.any():
            kept_keys = [key for key, on in zip(keys, wedge, strict=True) if on]
            cone = Wedges(xy[rows][wedge], bearing[wedge], fov[wedge], reach[wedge], rgba[wedge], keys=kept_keys)
            shown.insert(0, cone)
        return shown

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many."""
        count, kept = len(picture.register.cameras), filtering.cameras(picture)
        shown = None if kept is None else int(kept.sum())
        return [LegendRow(self.key, "camera", "violet", self.title, count, shown)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Name, view, last heard."""
        return tips.lines(key, picture)

"""Names of blocks and areas: placed once for a zoom, drawn by one call from an atlas of texts while the map pans."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from map.chips import ChipStyle, Line, plain, size_of
from map.fragments import draw_fragments
from map.palette import Palette
from map.placer import Placer
from map.rects import touching
from map.stage import Stage
from map.text_atlas import TextAtlas
from map.view import View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NAMES_FROM_PX = 1.2  # logical px a metre: below it only areas carry names
AREA_LEAST_PX = 60.0
MOST_AT_ONCE = 700
WRITTEN_A_PAINT = 12  # new names, 0.2 ms each: two hundred in one paint would hold the window up

Text = tuple[float, float, Line]  # middle in logical pixels, and what it says


@dataclass(frozen=True, eq=False)
class _Placed:
    """Names with room, as of one view: `at` (n, 2) top left corners, `size` (n, 2), `source` (n, 4) in the atlas, its
    width 0 where one is not written yet, below 0 where it finds no room there; `lines` what they say, `style` how."""

    view: View
    at: Floats
    size: Floats
    source: Floats
    lines: list[Line]
    style: ChipStyle

    @property
    def whole(self) -> bool:
        """All are written that can be."""
        return not len(self.source) or bool(self.source[:, 2].all())


CARRIED_ZOOM = 1.35
"""How much closer or farther the same names do, while the zoom is on its way."""


class Names:
    """The names of one stage. Rebuilt when zoom, angles, palette, or the stage change; a pan only shifts them."""

    def __init__(self) -> None:
        self._placed: _Placed | None = None
        self._basis: tuple[object, ...] = ()
        self._texts = TextAtlas()
        self._drawn_boxes = np.zeros((0, 4))

    @property
    def whole(self) -> bool:
        """No name waits for the next paint to be written."""
        return self._placed is None or self._placed.whole

    def boxes(self) -> list[QRectF]:
        """Where the names of the last paint are, logical pixels."""
        return [QRectF(*box) for box in self._drawn_boxes.tolist()]

    def draw(
        self, painter: QPainter, stage: Stage, view: View, palette: Palette, taken: Floats, *, moving: bool = False
    ) -> None:
        """All names in sight that touch none of the rectangles `taken` (k, 4) – names give way. `moving`: while the
        zoom changes they go along with what they name, and are given room anew once it rests."""
        if not (moving and self._carries(stage, view, palette)):
            self._prepare(stage, view, palette)
        placed = self._placed
        self._drawn_boxes = self._drawn_boxes[:0]
        if placed is None or not len(placed.at):
            return
        way = placed.view.ground_map(view)
        at = (placed.at + placed.size / 2) @ way[:, :2].T + way[:, 2] - placed.size / 2
        far = at + placed.size
        seen = (far[:, 0] > 0) & (far[:, 1] > 0) & (at[:, 0] < view.width) & (at[:, 1] < view.height)
        seen &= placed.source[:, 2] > 0
        rows = np.flatnonzero(seen)
        rows = rows[~touching(np.column_stack([at[rows], far[rows]]), taken)]
        self._drawn_boxes = np.column_stack([at, placed.size])[rows]
        dpr = view.dpr
        table = np.ones((len(rows), 10))
        corner = np.round(at[rows] * dpr)
        source = placed.source[rows]
        table[:, 0:2] = corner + source[:, 2:4] / 2
        table[:, 2:6] = source
        table[:, 8] = 0.0
        draw_fragments(painter, table, self._texts.pixmap, dpr)

    def _carries(self, stage: Stage, view: View, palette: Palette) -> bool:
        """The same names at the same angles, and not so much closer or farther that others should be there."""
        placed, (known, _, bearing, tilt, dpr, look) = self._placed, self._basis or (None,) * 6
        if (
            placed is None
            or known is not stage
            or (bearing, tilt, dpr, look) != (*_angles(view), view.dpr, palette.name)
        ):
            return False
        return 1 / CARRIED_ZOOM < view.px_per_m / placed.view.px_per_m < CARRIED_ZOOM

    def _prepare(self, stage: Stage, view: View, palette: Palette) -> None:
        basis = (stage, view.px_per_m, view.bearing_deg, view.tilt_deg, view.dpr, palette.name)
        placed = self._placed
        if basis == self._basis and placed is not None and _near(placed.view, view):
            if not placed.whole:
                source = self._texts.slots(placed.lines, placed.style, view.dpr, WRITTEN_A_PAINT)
                self._placed = replace(placed, source=source)
            return
        self._basis = basis
        wide = view.but(width=view.width * 2, height=view.height * 2)  # names for a window's width of panning around
        texts = [*_area_names(stage, wide, palette), *_block_names(stage, wide, palette)][:MOST_AT_ONCE]
        self._placed = self._laid_out(texts, wide, plain(palette))

    def _laid_out(self, texts: list[Text], view: View, style: ChipStyle) -> _Placed:
        """Greedy: the first named keeps its room."""
        placer = Placer(view.width, view.height)
        at, sizes, lines = [], [], []
        for x, y, line in texts:
            w, h = size_of((line,), style)
            if placer.put(w, h, ((x - w / 2, y - h / 2),)) is not None:
                at.append((x - w / 2, y - h / 2))
                sizes.append((w, h))
                lines.append(line)
        source = self._texts.slots(lines, style, view.dpr, WRITTEN_A_PAINT)
        return _Placed(view, np.array(at).reshape(-1, 2), np.array(sizes).reshape(-1, 2), source, lines, style)


def _angles(view: View) -> tuple[float, float]:
    return view.bearing_deg, view.tilt_deg


def _near(placed: View, view: View) -> bool:
    shift = placed.ground_map(view)[:, 2] + np.array([placed.width - view.width, placed.height - view.height]) / 2
    return bool(abs(shift[0]) < view.width * 0.4 and abs(shift[1]) < view.height * 0.4)


def _block_names(stage: Stage, view: View, palette: Palette) -> list[Text]:
    """Middles of roofs, logical pixels."""
    blocks = stage.scene.blocks
    if view.px_per_m < NAMES_FROM_PX or not len(blocks):
        return []
    px = view.project(np.column_stack([stage.boxes.middles(), stage.top]))
    return [
        (float(px[i, 0]), float(px[i, 1]), Line(blocks.labels[i], palette.text_soft, 12))
        for i in _inside(px, view)
        if blocks.labels[i]
    ]


def _area_names(stage: Stage, view: View, palette: Palette) -> list[Text]:
    areas = stage.scene.areas
    if areas.labels is None or not any(areas.labels):
        return []
    px = view.project(areas.rings.centres)
    wide = (areas.rings.boxes[:, 2] - areas.rings.boxes[:, 0]) * view.px_per_m
    return [
        (float(px[i, 0]), float(px[i, 1]), Line(areas.labels[i], palette.text_soft, 13))
        for i in _inside(px, view)
        if areas.labels[i] and wide[i] > AREA_LEAST_PX
    ]


def _inside(px: Floats, view: View) -> list[int]:
    seen = (px[:, 0] > 0) & (px[:, 0] < view.width) & (px[:, 1] > 0) & (px[:, 1] < view.height)
    rows: list[int] = np.flatnonzero(seen).tolist()
    return rows

"""Roofs of the picture: their colours, a fall of light across, edge and parapet."""

import numpy as np
from numpy.typing import NDArray

from map.mixing import mixed
from map.raster import Colour, Fixed, bgr, fill_convex, fill_ring, fixed, stroke
from map.sheet import Sheet

Floats = NDArray[np.float64]

EDGES_FROM_PX, SMOOTH_FROM_PX, PARAPET_FROM_PX = 0.45, 0.9, 3.2  # logical px a metre


AT_ONCE = 128  # roofs whose strips are worked out together: some milliseconds


class Roofs:
    """Roof colours and outlines of all blocks, projected once. `rows`: those that are drawn, in their order."""

    def __init__(self, sheet: Sheet, rows: NDArray[np.int64]) -> None:
        stage, view, palette, blocks = sheet.stage, sheet.view, sheet.palette, sheet.stage.scene.blocks
        self.sheet, self.rings = sheet, blocks.footprints
        square = np.diff(blocks.footprints.starts)[rows] == 4
        self._waiting = rows[square] if sheet.fine and sheet.zoom >= SMOOTH_FROM_PX else rows[:0]
        self._strips: dict[int, tuple[Fixed, list[list[float]]]] = {}
        self.floats = view.project(np.column_stack([self.rings.points, stage.top[self.rings.owner]]))
        self.points = fixed(self.floats)
        share = blocks.tint[:, 3:].astype(np.float64) / 255
        tint = blocks.tint[:, :3].astype(np.float64)
        over = tint * 0.72 if palette.dark else mixed(tint, (255, 255, 255), 0.35)
        self.near, self.far = mixed(palette.roof, over, share), mixed(palette.roof_far, over * 0.9, share)
        self.edge = mixed(palette.roof_edge, tint, share * 0.8)
        self.side = mixed(palette.wall_edge, tint * 0.8, share * 0.8)
        self.body = mixed(palette.wall_dark, tint * 0.45, share)

    def floor_line(self, i: int) -> Colour:
        """Colour of the lines between the floors of block i."""
        line = self.sheet.palette.floor_line
        return bgr(mixed(self.body[i], line, line[3] / 255))

    def wall_edge(self, i: int) -> Colour:
        """Colour of the corners of block i."""
        return bgr(mixed(self.body[i], self.side[i], 0.55))

    def draw(self, i: int) -> None:
        """The roof with a fall of light across it, and its edge."""
        image, thin, fine = self.sheet.image, self.sheet.hairline, self.sheet.fine
        a, b = self.rings.starts[i], self.rings.starts[i + 1]
        ring = self.points[a:b]
        strips = self._strips_of(i)
        if strips is not None:
            for quad, colour in zip(*strips, strict=True):
                fill_convex(image, quad, bgr(colour))
        else:
            fill_ring(image, ring, bgr(mixed(self.near[i], self.far[i], 0.5)))
        if self.sheet.zoom >= EDGES_FROM_PX:
            stroke(image, [ring], bgr(mixed(self.near[i], self.edge[i], 0.75)), thin, closed=True)
        if fine and self.sheet.zoom >= PARAPET_FROM_PX:
            inner = self.floats[a:b] + (self.floats[a:b].mean(axis=0) - self.floats[a:b]) * 0.07
            quiet = bgr(mixed(self.near[i], self.sheet.palette.wall_edge, 0.35))
            stroke(image, [fixed(inner)], quiet, thin, closed=True)

    def _strips_of(self, i: int) -> tuple[Fixed, list[list[float]]] | None:
        """None: a roof of another form, or too small for strips to be seen."""
        if i not in self._strips and len(self._waiting) and self._waiting[0] == i:
            self._strips = self._worked_out(self._waiting[:AT_ONCE])
            self._waiting = self._waiting[AT_ONCE:]
        return self._strips.get(i)

    def _worked_out(self, rows: NDArray[np.int64]) -> dict[int, tuple[Fixed, list[list[float]]]]:
        """Of roofs of four corners: strips along the longer side, darker to the right; more of them where they would
        be seen as steps."""
        starts = self.rings.starts
        ring = self.floats[starts[rows][:, None] + np.arange(4)]
        sides = np.hypot(*np.moveaxis(np.roll(ring, -1, axis=1) - ring, 2, 0))
        along = (sides[:, 0] >= sides[:, 1])[:, None, None]
        p, q, r, s = np.moveaxis(np.where(along, ring, np.roll(ring, -1, axis=1)), 1, 0)[:, :, None]
        count = 6 if self.sheet.zoom < PARAPET_FROM_PX else 22
        share = np.linspace(0, 1, count + 1)[:, None]
        low, high = fixed(p + (q - p) * share), fixed(s + (r - s) * share)
        quads = np.stack([low[:, :-1], low[:, 1:], high[:, 1:], high[:, :-1]], axis=2)
        fall = np.where((q[..., 0] >= p[..., 0])[..., None], share[:-1], share[:0:-1])
        colours = mixed(self.near[rows][:, None], self.far[rows][:, None], fall).tolist()
        return {row: (quads[n], colours[n]) for n, row in enumerate(rows.tolist())}

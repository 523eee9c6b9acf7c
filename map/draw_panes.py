"""Lit and dark panes of the façades, and the halos of windows that must be seen from far away."""

import cv2
import numpy as np
from numpy.typing import NDArray

from map.mixing import mixed
from map.panes import Panes
from map.raster import SHIFT, Colour, Fixed, Image, add_light, bgr, fixed, halo
from map.sheet import Sheet
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PANES_FROM_PX = 0.55  # logical px a metre: below it only halos are drawn
ALL_FROM_PX, DARK_FROM_PX = 2.6, 3.4
HALOS_FROM_PX = 0.2
LEAST_PX = 1.15  # physical; a pane never gets smaller, or it would flicker away
LEAST_GLOWING_PX = 3.4
RIM_PX = 0.9


class PaneStrokes:
    """What to draw per block row: `draw` the panes, then (over the roof) `shine` their halos."""

    def __init__(self, count: int) -> None:
        self._strokes: list[list[tuple[Fixed, Colour]]] = [[] for _ in range(count)]
        self._lights: list[list[tuple[Image, int, int]]] = [[] for _ in range(count)]

    def add(self, block: int, quads: Fixed, colour: Colour) -> None:
        """(k, 4, 2) panes of one colour."""
        self._strokes[block].append((quads, colour))

    def light(self, block: int, light: Image, x: int, y: int) -> None:
        """A halo at a pixel."""
        self._lights[block].append((light, x, y))

    def draw(self, image: Image, block: int) -> None:
        """All panes of a block: one call a colour."""
        for quads, colour in self._strokes[block]:
            cv2.fillPoly(image, quads, colour, cv2.LINE_AA, SHIFT)  # type: ignore[call-overload]  # an array is a sequence

    def shine(self, image: Image, block: int) -> None:
        """All halos of a block, and its glowing panes again: light added to a lit pane would bleach its hue."""
        for light, x, y in self._lights[block]:
            add_light(image, light, x, y)
        if self._lights[block]:
            self.draw(image, block)


def pane_strokes(sheet: Sheet, edge: Ints) -> PaneStrokes:
    """Panes on the walls `edge` (those that face the eye)."""
    stage, view, zoom = sheet.stage, sheet.view, sheet.zoom
    strokes = PaneStrokes(len(stage.base))
    if not len(stage.base) or zoom < HALOS_FROM_PX or not (len(edge) or view.flat):
        return strokes
    panes = stage.panes
    glows = stage.scene.blocks.windows.glow[panes.window]
    wall_seen = np.bincount(edge, minlength=len(stage.wall_a)) > 0
    chosen = _one_a_home(panes, glows) if view.flat else np.flatnonzero(_wanted(panes, glows, zoom, wall_seen))
    px = pane_corners(stage, view, chosen)
    least = np.where(glows[chosen], LEAST_GLOWING_PX, LEAST_PX)
    quads = fixed(_shrunk(_not_too_small(px, least * view.dpr)))
    _group(strokes, sheet, chosen, quads)
    if sheet.palette.glow > 0:
        _halos(strokes, sheet, chosen[glows[chosen]])
    return strokes


def _one_a_home(panes: Panes, glows: NDArray[np.bool_]) -> Ints:
    """In the plan there are no walls to see: a glowing home is one point on its wall."""
    rows = np.flatnonzero(glows & panes.first)
    _, chosen = np.unique(panes.window[rows], return_index=True)
    return np.sort(rows[chosen])


def _wanted(panes: Panes, glows: NDArray[np.bool_], zoom: float, wall_seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wanted = wall_seen[panes.edge]
    if zoom < ALL_FROM_PX:
        wanted &= panes.first
    if zoom < DARK_FROM_PX:
        wanted &= panes.colours[panes.colour, 3] > 0
    if zoom < PANES_FROM_PX:
        wanted &= glows
    return wanted


def pane_corners(stage: Stage, view: View, rows: Ints) -> Floats:
    """(k, 4, 2) pixels of panes: top a, top b, foot b, foot a."""
    panes = stage.panes
    a, b = stage.wall_a[panes.edge[rows]], stage.wall_b[panes.edge[rows]]
    t, z = panes.t[rows], panes.z[rows]
    p, q = view.project(a + (b - a) * t[:, :1]), view.project(a + (b - a) * t[:, 1:])
    rise = -view.px_per_m * view.rise
    foot, top = np.zeros_like(p), np.zeros_like(p)
    foot[:, 1], top[:, 1] = z[:, 0] * rise, z[:, 1] * rise
    return np.stack([p + top, q + top, q + foot, p + foot], axis=1)


def _not_too_small(px: Floats, least: Floats) -> Floats:
    """Panes grown about their middles until they are `least` pixels high and wide."""
    middle = px.mean(axis=1, keepdims=True)
    across, down = px[:, 1] - px[:, 0], px[:, 3] - px[:, 0]
    wide = np.maximum(least / np.maximum(np.hypot(across[:, 0], across[:, 1]), 1e-6), 1.0)
    high = np.maximum(least / np.maximum(np.hypot(down[:, 0], down[:, 1]), 1e-6), 1.0)
    u, v = (across * wide[:, None])[:, None] / 2, (down * high[:, None])[:, None] / 2
    return np.concatenate([middle - u - v, middle + u - v, middle + u + v, middle - u + v], axis=1)


def _shrunk(px: Floats) -> Floats:
    """Drawn panes come out about a pixel larger than they are (the soft rim of cv2's fill): taken off beforehand."""
    middle = px.mean(axis=1, keepdims=True)
    across, down = px[:, 1] - px[:, 0], px[:, 3] - px[:, 0]
    size = np.stack([np.hypot(across[:, 0], across[:, 1]), np.hypot(down[:, 0], down[:, 1])], axis=1)
    share = np.maximum(1 - RIM_PX / np.maximum(size, 1e-6), 0.15)
    u, v = across[:, None] * share[:, None, :1] / 2, down[:, None] * share[:, None, 1:] / 2
    return np.concatenate([middle - u - v, middle + u - v, middle + u + v, middle - u + v], axis=1)


def _group(strokes: PaneStrokes, sheet: Sheet, chosen: Ints, quads: Fixed) -> None:
    """One stroke for each run of equal block and colour (panes are sorted so)."""
    if not len(chosen):
        return
    panes = sheet.stage.panes
    share = panes.colours[:, 3:] / 255
    colours = [bgr(c) for c in mixed(sheet.palette.pane, panes.colours, share).tolist()]
    block, colour = panes.block[chosen], panes.colour[chosen]
    breaks = np.flatnonzero((np.diff(block) != 0) | (np.diff(colour) != 0)) + 1
    ends = [*breaks.tolist(), len(chosen)]
    begin = 0
    for end in ends:
        strokes.add(int(block[begin]), quads[begin:end], colours[colour[begin]])
        begin = end


def _halos(strokes: PaneStrokes, sheet: Sheet, rows: Ints) -> None:
    """One halo for a home on each wall, at its representative pane."""
    view, panes = sheet.view, sheet.stage.panes
    rows = rows[panes.first[rows]]
    radius = round(min(max(6.0 * view.px_per_m, 8.0 * view.dpr), 34.0 * view.dpr))
    lights: dict[int, Image] = {}
    at = np.rint(pane_corners(sheet.stage, view, rows).mean(axis=1)).astype(int).tolist()
    for row, (x, y) in zip(rows.tolist(), at, strict=True):
        colour = int(panes.colour[row])
        if colour not in lights:
            r, g, b, a = panes.colours[colour].tolist()
            lights[colour] = halo(radius, (r, g, b, a), 0.7 * sheet.palette.glow)
        strokes.light(int(panes.block[row]), lights[colour], x, y)

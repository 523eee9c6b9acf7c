"""What the painters of shapes share during one paint: painter, view, palette, and the labels that want room."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter, QTransform

from map.chips import ChipStyle, Line
from map.draw_sprites import Atlas
from map.palette import Palette
from map.stage import Stage
from map.view import View

Floats = NDArray[np.float64]


@dataclass(slots=True, eq=False)  # a hundred are made a paint: frozen ones cost three times as much
class LabelJob:
    """A label that wants room; never altered. `x`, `y`: its point, logical px; `gap`: distance kept from it; `centred`:
    over it."""

    priority: int
    x: float
    y: float
    lines: tuple[Line, ...]
    style: ChipStyle
    gap: float
    layer: str
    key: str
    alpha: float = 1.0
    centred: bool = False
    leader: bool = False  # a thin line leads from the point to the chip
    bright: bool = False  # the chip of a dot in a bright layer
    around: tuple[float, float, float, float] | None = None  # left, top, right, bottom of what a leader stands beside
    written: Floats = field(default_factory=lambda: np.zeros((0, 4)))  # what a leader's line should not run through
    memory: object = None  # identity under which the last place is remembered, so that chips do not hop


@dataclass(eq=False)
class Brush:
    """One paint. `now` seconds (monotonic); `light`, `name_light` 0..1: what focus leaves to layers that are not
    bright, and to names; `share` 0..1: how strongly the layer shows; `rests`: the view is that of the paint before;
    while it moves, what nobody can read in motion is left out; `slides`: it was only panned since."""

    painter: QPainter
    view: View
    palette: Palette
    atlas: Atlas
    stage: Stage | None
    now: float
    light: float = 1.0
    name_light: float = 1.0
    rests: bool = False
    slides: bool = False
    taken: int = 0  # pictures of shapes that this paint has taken to be kept
    layer: str = ""
    bright: bool = False
    share: float = 1.0
    labels: list[LabelJob] = field(default_factory=list)
    glyphs: list[Floats] = field(default_factory=list)  # (k, 4) boxes of bright dots: nothing is written on them

    def ground(self) -> QTransform:
        """Metres on the ground -> logical pixels."""
        m = self.view.matrix()
        return QTransform(m[0, 0], m[1, 0], m[0, 1], m[1, 1], m[0, 3], m[1, 3])

    def in_sight(self, px: Floats, reach: float) -> NDArray[np.int64]:
        """Rows of (n, 2) pixels inside the window widened by `reach` logical pixels."""
        x, y = px[:, 0], px[:, 1]
        seen = (x > -reach) & (x < self.view.width + reach) & (y > -reach) & (y < self.view.height + reach)
        return np.flatnonzero(seen)


def ink(rgba: NDArray[np.uint8] | tuple[int, int, int, int], share: float = 1.0) -> QColor:
    """A QColor from straight RGBA, its alpha times `share`."""
    r, g, b, a = (int(c) for c in rgba)
    return QColor(r, g, b, round(a * share))

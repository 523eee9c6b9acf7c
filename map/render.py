"""The static picture: a Stage drawn for a View in a Palette, by numpy and cv2 only – no widget, any thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from map.base import Underlay
from map.base_draw import draw_base
from map.draw_blocks import draw_blocks
from map.draw_ground import draw_areas, draw_edges, draw_lines, draw_shadows, draw_trees, in_sight
from map.draw_marks import Mark, draw_marks
from map.order import painters_order
from map.palette import Palette
from map.raster import Image
from map.sheet import Sheet
from map.stage import Stage
from map.view import View

Ints = NDArray[np.int64]


class Quality(Enum):
    """COARSE: without windows and fine light, for turning; FINE: everything."""

    COARSE = 0
    FINE = 1


class CancelledError(Exception):
    """Somebody asked for another picture in the meantime."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A finished picture. `view`: what it shows, margin included; `image`: RGB32 at view.dpr, backed by `pixels`."""

    view: View
    palette: Palette
    quality: Quality
    stage: Stage
    without: frozenset[str]
    hidden: frozenset[str]
    base: Underlay | None
    marks: tuple[Mark, ...]
    pixels: Image
    image: QImage = field(repr=False)


def with_margin(view: View, margin: int) -> View:
    """The same view on a window `margin` logical pixels larger on each side."""
    return view.but(width=view.width + 2 * margin, height=view.height + 2 * margin)


def render(
    stage: Stage,
    view: View,
    palette: Palette,
    *,
    quality: Quality = Quality.FINE,
    without: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(),
    base: Underlay | None = None,
    marks: tuple[Mark, ...] = (),
    cancelled: Callable[[], bool] = lambda: False,
) -> Picture:
    """Draw `view` (give it a margin by `with_margin`). `without`: keys of blocks left out (they are drawn opened);
    `hidden`: of "blocks", "windows", "trees"; `base`: the map under all of it; `marks`: outlines between ground and
    buildings. `cancelled` is asked after every small piece (a few hundred a picture); raises CancelledError when it
    says so. Holds the GIL for at most a few milliseconds at a time.
    """
    sight = view.scaled(view.dpr)
    pixels = np.empty((sight.height, sight.width, 4), dtype=np.uint8)
    sheet = Sheet(pixels, stage, sight, palette, quality is Quality.FINE)
    for _ in _pieces(sheet, without, hidden, base, marks):
        if cancelled():
            raise CancelledError
    h, w = pixels.shape[:2]
    image = QImage(pixels.data, w, h, w * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(view.dpr)
    return Picture(view, palette, quality, stage, without, hidden, base, marks, pixels, image)


def _pieces(
    sheet: Sheet, without: frozenset[str], hidden: frozenset[str], base: Underlay | None, marks: tuple[Mark, ...]
) -> Iterator[None]:
    r, g, b, _ = sheet.palette.ground
    sheet.image.view(np.uint32)[:] = np.array([b, g, r, 255], dtype=np.uint8).view(np.uint32)  # a pixel is one number
    yield
    yield from draw_areas(sheet)
    if base is not None:
        yield from draw_base(sheet, base)  # over the areas too: an aerial picture shows the lawns and ponds themselves
        yield from draw_edges(sheet)
    yield from draw_lines(sheet)
    yield from draw_marks(sheet, marks)
    shown = "blocks" not in hidden
    rows = blocks_in_sight(sheet.stage, sheet.view, without) if shown else np.zeros(0, dtype=np.int64)
    if len(rows):
        yield from draw_shadows(sheet, rows)
    if "trees" not in hidden:
        yield from draw_trees(sheet)
    if len(rows):
        yield from draw_blocks(sheet, rows, sheet.fine and "windows" not in hidden)


def blocks_in_sight(stage: Stage, view: View, without: frozenset[str] = frozenset()) -> Ints:
    """Rows of blocks that may show or throw a shadow into the view, far ones first."""
    tallest = float(stage.top.max(initial=0.0))
    rows = in_sight(stage.scene.blocks.footprints, view, tallest * (1.5 + view.rise / max(view.foreshortening, 0.1)))
    left_out = [stage.row_by_key[key] for key in without if key in stage.row_by_key]
    rows = rows[~np.isin(rows, left_out)]
    return painters_order(stage.boxes, stage.base, stage.top, rows, view)

"""Many sprites in one call: QPainter.drawPixmapFragments fed from a numpy array without a Python loop."""

from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPixmap

Floats = NDArray[np.float64]


def fragments(
    px: Floats, corners: Floats, *, cell: int, scale: float, alpha: Floats, turn: Floats | float = 0.0
) -> Floats:
    """(n, 10) float64 in the memory layout of QPainter::PixmapFragment: x, y, source left, top, width, height,
    scale x, y, rotation in degrees, opacity. `px` physical pixels, `corners` (n, 2) of the cells in the atlas. The
    painter's own opacity comes on top of `alpha`.
    """
    table = np.empty((len(px), 10))
    table[:, 0:2] = px
    table[:, 2:4] = corners
    table[:, 4:6] = cell
    table[:, 6:8] = scale
    table[:, 8] = turn
    table[:, 9] = alpha
    return table


def draw_fragments(painter: QPainter, table: Floats, atlas: QPixmap, dpr: float) -> None:
    """Draw a table of `fragments`. The array lives at least as long as the call, and Qt keeps nothing of it."""
    if not len(table):
        return
    first = cast(QPainter.PixmapFragment, shiboken6.wrapInstance(table.ctypes.data, QPainter.PixmapFragment))
    painter.save()
    painter.scale(1 / dpr, 1 / dpr)  # back to physical pixels: unscaled sprites take Qt's fast blit
    painter.drawPixmapFragments(first, len(table), atlas)
    painter.restore()

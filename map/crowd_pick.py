"""What of a crowd was drawn at a pixel: a cluster by its mark, or a dot by its point."""

from collections.abc import Sequence

import numpy as np

from map.crowd_painter import Drawn, MarksDrawn
from map.draw_sprites import HIT
from map.pick_shapes import Hit
from map.polygons import nearest


def pick_crowd(drawn: Sequence[Drawn], x: float, y: float) -> Hit | None:
    """(layer, key) of the topmost: a cluster's cell (`Cell.of` reads it back), or a dot's key if it has one."""
    for one in reversed(drawn):
        key = next((cell for marks in reversed(one.marks) if (cell := _cell_at(marks, x, y))), None) or _dot_at(
            one, x, y
        )
        if key:
            return one.layer, key
    return None


def _cell_at(drawn: MarksDrawn, x: float, y: float) -> str | None:
    radii = drawn.marks.radii[drawn.rows]
    under = np.flatnonzero(np.hypot(*(drawn.centres - (x, y)).T) <= radii)
    if not len(under):
        return None
    return drawn.marks.cells.cell(int(drawn.marks.rows[drawn.rows[under[-1]]])).key


def _dot_at(one: Drawn, x: float, y: float) -> str | None:
    if not one.dotted or one.crowd.keys is None:
        return None
    view, index = one.view, one.crowd.index
    pixels = [(x + dx, y + dy) for dx in (-HIT, HIT) for dy in (-HIT, HIT)]
    (e0, n0), (e1, n1) = (getattr(view.unproject(pixels), end)(axis=0).tolist() for end in ("min", "max"))
    rows = np.concatenate([np.zeros(0, np.int64), *(np.arange(p.start, p.stop) for p in index.near((e0, n0, e1, n1)))])
    row = nearest(view.project(index.xy[rows]), x, y, HIT)
    return None if row is None else one.crowd.keys[int(index.order[rows[row]])]

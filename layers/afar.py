"""What a layer shows from afar: where its marks are too many to be told apart, none of them, or points of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from layers.layer import paint
from map.palette import HUES, Palette
from map.shapes import Crowd, Discs, Dots, Labels, Ribbons, Shape, Wedges

NEAR_PX_PER_M = 0.2  # an estate of 500 m is 100 px wide, and a lit window is no longer drawn
WEDGES_PX_PER_M = 0.45  # a camera sees some 50 m: smaller, what many of them see is a mere pattern, and costly
MANY = 250  # marks in one shape: fewer can be told apart in a window, wherever they stand
ALWAYS = ("gathered", "orders", "alarms", "selection")  # of alarms each one counts
MOVING = ("guards",)  # shown as small points
MOVING_SPACING_M = 200.0  # fixed: how far apart they happen to stand does not change how they are shown

Marks = Dots | Discs | Wedges | Labels | Ribbons


def seen(layer: str, shapes: Sequence[Shape], palette: Palette) -> list[Shape]:
    """The shapes of a layer, those of many marks from near only; of movers there are points beyond that."""
    if layer in ALWAYS:
        return list(shapes)
    return [one for shape in shapes for one in _seen(shape, layer in MOVING, palette)]


def _seen(shape: Shape, moving: bool, palette: Palette) -> Iterator[Shape]:
    if not isinstance(shape, Marks) or _count(shape) <= MANY:
        yield shape
        return
    if moving and isinstance(shape, Dots):
        yield _points(shape, palette)
    least = WEDGES_PX_PER_M if isinstance(shape, Wedges) else NEAR_PX_PER_M
    yield replace(shape, from_px_per_m=max(shape.from_px_per_m, least))


def _count(shape: Marks) -> int:
    return len(shape.paths) if isinstance(shape, Ribbons) else len(shape.xy)


def _points(dots: Dots, palette: Palette) -> Crowd:
    """Each in its hue; who it is, is told by a click."""
    rgba = np.concatenate([paint(palette.hue(hue), 1) for hue in HUES])
    return Crowd(
        dots.xy[:, :2],
        (dots.sprite % len(HUES)).astype(np.int8),
        rgba,
        HUES,
        keys=dots.keys,
        spacing_m=MOVING_SPACING_M,
        to_px_per_m=NEAR_PX_PER_M,
    )

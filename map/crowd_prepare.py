"""What a crowd looks like about a view, made ready off the GUI thread: clusters as sprites, and one picture."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PySide6.QtGui import QImage

from map.crowd_mix import Mix, mix_at
from map.draw_crowd import crowd_picture
from map.draw_crowd_marks import Marks, draw_marks
from map.palette import Palette
from map.raster import Image
from map.render import with_margin
from map.shapes import Crowd
from map.view import View

MARGIN = 160  # logical pixels around the window in which clusters are made ready too
PICTURE_MARGIN = 320  # physical pixels around the window that are in the picture: a fast zoom out needs them
LEAST_MARGIN, MOVING_MARGIN = 48, 128  # logical pixels, once still and on the way: less than this calls for the next
BEHIND_ZOOM, BEHIND_PIXELS = 3.2, 0.5  # the picture behind shows so much more, at so much of the pixels
STALE_ZOOM = 1.25  # while zooming, a picture stretched more than this is made anew on the way
STEP = 0.12  # while zooming, by so much of its strength a picture may be off
AHEAD = (-0.6, 0.0, 0.3)  # octaves of zoom, out and in, in which clusters come on show that are made ready already


@dataclass(frozen=True, eq=False)
class Prepared:
    """A crowd made ready. `view`: of the picture, margin included. `marks` by level; `picture`, where there is one to
    see, of the `strength` it has at this zoom: to blend it at every paint would cost three times as much. `behind`: a
    wide and coarse one for what the picture does not cover, while the zoom goes out faster than it is followed."""

    crowd: Crowd
    view: View
    palette: Palette
    marks: dict[int, Marks]
    picture: QImage | None
    strength: float
    behind: tuple[View, QImage] | None
    pixels: tuple[Image, ...] = ()  # what the pictures are backed by: to copy them would hold the GIL for 5 ms

    def mix(self, px_per_m: float) -> Mix:
        """What of it is shown at a zoom; its levels are levels there are."""
        mix = mix_at(px_per_m, spacing_of(self.crowd))
        shares: dict[int, float] = {}
        for level, share in mix.levels:
            held = self.crowd.index.held(level)
            shares[held] = shares.get(held, 0.0) + share
        return replace(mix, levels=tuple(shares.items()))

    def serves(self, view: View, palette: Palette, *, rests: bool) -> bool:
        """Nothing is missing, and at rest nothing stretched, where the crowd is seen from this view."""
        mix = self.mix(view.px_per_m)
        if self.palette is not palette or self.view.dpr != view.dpr:
            return False
        marked = mix.clusters == 0.0 or all(self._marked(level, view) for level, _ in mix.levels)
        return marked and (mix.picture == 0.0 or self._pictured(view, mix, rests))

    def _marked(self, level: int, view: View) -> bool:
        marks = self.marks.get(level)
        if marks is None:
            return False
        e0, n0, e1, n1 = view.visible()
        b = marks.bounds
        return b[0] <= e0 and b[1] <= n0 and b[2] >= e1 and b[3] >= n1

    def _pictured(self, view: View, mix: Mix, rests: bool) -> bool:
        if self.picture is None or abs(mix.picture - self.strength) > STEP:
            return False
        if rests and not (self.view.px_per_m == view.px_per_m and self.view.same_angles(view)):
            return False
        stretch = abs(math.log(view.px_per_m / self.view.px_per_m))
        return stretch <= math.log(STALE_ZOOM) and room(self.view, view) >= (LEAST_MARGIN if rests else MOVING_MARGIN)


def spacing_of(crowd: Crowd) -> float:
    """As given, or as found. Off the GUI thread, or once the crowd has been prepared."""
    return crowd.index.spacing_m if crowd.spacing_m is None else crowd.spacing_m


def prepare(crowd: Crowd, view: View, palette: Palette) -> Prepared:
    """Make ready what is seen from a view and a little around it; the first time, sort the points. Any thread but the
    GUI's: 30 to 200 ms for 1.5 million points. ValueError: the points cannot be sorted."""
    index, spacing = crowd.index, spacing_of(crowd)
    mix = mix_at(view.px_per_m, spacing)
    marks = {}
    for level in sorted({index.held(level) for level in _levels(view.px_per_m, spacing)}):
        marks[level] = draw_marks(index, level, _around(view, level), crowd.rgba, palette)
    wide = with_margin(view, max(MARGIN, round(PICTURE_MARGIN / view.dpr)))
    if mix.picture == 0.0:
        return Prepared(crowd, wide, palette, marks, None, 0.0, None)
    pixels = crowd_picture(index, crowd.rgba, wide, palette, spacing_m=spacing, dots=mix.dots)
    far = view.but(px_per_m=view.px_per_m / BEHIND_ZOOM)
    sight = replace(far, dpr=view.dpr * BEHIND_PIXELS)
    coarse = crowd_picture(index, crowd.rgba, sight, palette, spacing_m=spacing, dots=0.0)
    picture, behind = _image(pixels, mix.picture, view.dpr), (far, _image(coarse, mix.picture, sight.dpr))
    return Prepared(crowd, wide, palette, marks, picture, mix.picture, behind, (pixels, coarse))


def _levels(px_per_m: float, spacing_m: float) -> set[int]:
    """Those whose clusters are seen within AHEAD of a zoom."""
    mixes = (mix_at(px_per_m * 2**octaves, spacing_m) for octaves in AHEAD)
    return {level for mix in mixes if mix.clusters > 0.0 for level, _ in mix.levels}


def _around(view: View, level: int) -> View:
    """As far as a level's clusters can be seen before it gives way to the next: twice the window for the coarser."""
    zoom = view.px_per_m * 2.0**level
    return with_margin(view, MARGIN + (max(view.width, view.height) // 2 if zoom >= 112 else 0))


def _image(pixels: Image, strength: float, dpr: float) -> QImage:
    """On the same memory."""
    h, w = pixels.shape[:2]
    if strength < 1.0:
        cv2.convertScaleAbs(pixels, dst=pixels, alpha=strength)
    image = QImage(pixels.data, w, h, w * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    return image


def room(have: View, want: View) -> float:
    """Pixels of `have` by which it reaches beyond what `want` shows, on the narrowest side."""
    m = want.ground_map(have)
    corners = np.array([(0, 0), (want.width, 0), (want.width, want.height), (0, want.height)]) @ m[:, :2].T + m[:, 2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(min(*low, have.width - high[0], have.height - high[1]))

"""The difference gate: whether anything moves, at a height of a hundred pixels, before the detector is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frames import Image

HEIGHT = 100
"""Rows at which frames are compared: 0.1 ms a frame, and a person of a twelfth of the picture is still eight high."""
QUAD = 4
"""Pixels side by side that are picked together from a large frame: a pick costs 2 ns, whatever its width."""
LEAST_THRESHOLD, NOISE_TIMES = 12, 6.0
"""Grey levels, and how often the camera's own noise a change must be: someone in a dark coat on dark asphalt differs by
15. A gate that opens for nothing costs one look of the detector; one that stays shut misses a person."""
LEARNING = 0.05
"""Share of a frame that goes into the background: what stands still for some four seconds at 5 fps belongs to it."""
LEAST_SHARE = 0.0008
"""Of the picture that must have changed: 14 of 17,800 pixels."""
STORM_SHARE = 0.6
"""More than this has changed at once: the light, or the camera itself. The background begins anew; the detector looks,
for whoever comes with the light must not be missed, nor shown as he is."""

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Moved:
    """`share` 0…1 of the picture that changed; `open`: the detector should look; `noise`: mean grey difference."""

    share: float
    open: bool
    noise: float


class Gate:
    """Holds a background of one camera. One thread."""

    def __init__(self, height: int = HEIGHT) -> None:
        self._height = height
        self._background: NDArray[np.float32] | None = None
        self._noise = 0.0

    def look(self, image: Image) -> Moved:
        """Compare a frame (h, w, 3) with the background, and let it into the background a little."""
        grey = _small(image, self._height)
        if self._background is None or self._background.shape != grey.shape:
            self._background = grey.astype(np.float32)
            return Moved(0.0, False, 0.0)
        difference = cv2.absdiff(grey, cv2.convertScaleAbs(self._background))
        noise = float(cv2.mean(difference)[0])
        self._noise += (min(noise, self._noise + 1.0) - self._noise) * LEARNING
        changed = int(np.count_nonzero(difference > max(LEAST_THRESHOLD, NOISE_TIMES * self._noise)))
        share = changed / grey.size
        if share > STORM_SHARE:
            self._background = grey.astype(np.float32)
            return Moved(share, True, noise)
        cv2.accumulateWeighted(grey, self._background, LEARNING)
        return Moved(share, share >= LEAST_SHARE, noise)


def _small(image: Image, height: int) -> Grey:
    h, w = image.shape[:2]
    width = max(round(w * height / h), 1)
    if h >= QUAD * height and w % QUAD == 0:
        grey = _mean_of_quads(_grey(_quads(image, width, height)))
    else:
        twice = cv2.resize(image, (2 * width, 2 * height), interpolation=cv2.INTER_NEAREST) if h > 2 * height else image
        grey = _grey(cv2.resize(twice, (width, height), interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), dtype=np.uint8)


def _grey(image: NDArray[Any]) -> Grey:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _quads(image: Image, width: int, height: int) -> Image:
    """Four pixels side by side for each of (height, width): (height, 4 · width, 3). Twelve bytes are as good as three
    integers, and OpenCV moves those five times faster than twice as many rows of single pixels."""
    h, w = image.shape[:2]
    packed = np.ascontiguousarray(image).reshape(h, w * 3).view(np.int32).reshape(h, w // QUAD, 3)
    picked = cv2.resize(packed, (width, height), interpolation=cv2.INTER_NEAREST)
    return picked.view(np.uint8).reshape(height, QUAD * width, 3)


def _mean_of_quads(grey: Grey) -> Grey:
    """(h, 4 · w) → (h, w), rounded. Four greys lie in one integer: two pairs are added at once, then both sums."""
    four = grey.view(np.uint32)
    sums = four & 0x00FF00FF
    sums += (four >> 8) & 0x00FF00FF
    sums *= 0x00010001
    sums += 0x00020000
    sums >>= 18
    return sums.astype(np.uint8)

"""Room for labels: a coarse bitmap of what is taken, so that no two labels ever overlap."""

import numpy as np

STEP = 4.0  # logical pixels of a cell; rectangles are widened to whole cells, so the answer errs to the safe side


class Placer:
    """Taken and free ground of one window, `width` × `height` logical pixels."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._taken = np.zeros((int(height / STEP) + 2, int(width / STEP) + 2), dtype=np.bool_)

    def _cells(self, x: float, y: float, w: float, h: float) -> tuple[slice, slice]:
        top, left = max(0, int(y // STEP)), max(0, int(x // STEP))
        return slice(top, max(0, int(-(-(y + h) // STEP)))), slice(left, max(0, int(-(-(x + w) // STEP))))

    def free(self, x: float, y: float, w: float, h: float) -> bool:
        """Nothing there yet, and at least partly inside the window."""
        if x >= self.width or y >= self.height or x + w <= 0 or y + h <= 0:
            return False
        return not self._taken[self._cells(x, y, w, h)].any()

    def take(self, x: float, y: float, w: float, h: float) -> None:
        """Keep others out of this rectangle."""
        self._taken[self._cells(x, y, w, h)] = True

    def put(self, w: float, h: float, places: tuple[tuple[float, float], ...]) -> int | None:
        """The first of the top-left corners `places` that has room, taken at once; None: no room."""
        for i, (x, y) in enumerate(places):
            if self.free(x, y, w, h):
                self.take(x, y, w, h)
                return i
        return None


def around(x: float, y: float, w: float, h: float, gap: float) -> tuple[tuple[float, float], ...]:
    """Corners of a box of w × h beside a point: right, left, above, below, and the four diagonals."""
    return (
        (x + gap, y - h / 2),
        (x - gap - w, y - h / 2),
        (x - w / 2, y - gap - h),
        (x - w / 2, y + gap),
        (x + gap * 0.7, y - gap * 0.7 - h),
        (x + gap * 0.7, y + gap * 0.7),
        (x - gap * 0.7 - w, y - gap * 0.7 - h),
        (x - gap * 0.7 - w, y + gap * 0.7),
    )

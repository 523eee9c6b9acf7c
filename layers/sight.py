"""How many of each class are in sight while the map is seen from afar, counted off the GUI thread."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from layers import gathered
from layers.afar import NEAR_PX_PER_M
from layers.layer import LegendRow
from layers.picture import Picture
from map.canvas import MapCanvas
from map.shapes import Crowd
from map.view import View

log = logging.getLogger(__name__)

SETTLED_MS = 120  # the map rests so long
MARKS = ("rentals", "elders")  # the legend counts all devices, the clusters those that are wrong
_WORKER = ThreadPoolExecutor(1, "map-count")


class InSight(QObject):
    """`counts` by layer, empty from near; `changed` when they differ. `picture`: what is on show, None nothing."""

    changed = Signal()
    _counted = Signal(object, object, object)

    def __init__(self, canvas: MapCanvas, picture: Callable[[], Picture | None]) -> None:
        super().__init__(canvas)
        self._canvas, self._picture = canvas, picture
        self.counts: Mapping[str, int] = {}
        self._asked: tuple[View | None, Crowd | None] = (None, None)
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._count)
        self._counted.connect(self._take)
        canvas.view_changed.connect(self.look)

    def look(self) -> None:
        """The view or the crowd may be another."""
        self._settle.start()

    def told(self, row: LegendRow) -> LegendRow:
        """A row of the legend with how many are in sight, if that has been counted."""
        picture = self._picture()
        if row.layer not in self.counts or row.layer not in MARKS or picture is None or row.layer in picture.off:
            return row
        return replace(row, shown=self.counts[row.layer])

    def _count(self) -> None:
        view, picture = self._canvas.view, self._picture()
        crowd = None if picture is None or view.px_per_m >= NEAR_PX_PER_M else gathered.crowd(picture)
        if crowd is None:
            self._asked = (None, None)
            self._show({})
        elif self._asked != (view, crowd):
            self._asked = (view, crowd)
            tell = self._counted.emit
            _WORKER.submit(lambda: _count(tell, view, crowd))

    def _take(self, view: View, crowd: Crowd, counts: Mapping[str, int]) -> None:
        if self._asked == (view, crowd):
            self._show(counts)

    def _show(self, counts: Mapping[str, int]) -> None:
        if counts != self.counts:
            self.counts = counts
            self.changed.emit()


def _count(tell: Callable[..., object], view: View, crowd: Crowd) -> None:
    """In the worker."""
    try:
        counts = dict(zip(crowd.names, crowd.index.counts_in(view).tolist(), strict=True))
    except ValueError:
        log.exception("what is in sight could not be counted")
        return
    with suppress(RuntimeError):  # the map was closed meanwhile
        tell(view, crowd, counts)

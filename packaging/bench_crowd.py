"""The map with a whole city of dots and its movers: what a frame costs the GUI thread, and how soon it is ready."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from bench_row import PICTURES, Row, limit, quantiles
from numpy.typing import NDArray

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

DOTS, MOVERS, ESTATES = 1_500_000, 20_000, 1000
CITY_M = 30_000.0
SIZE = (1920, 1080)
ZOOMS = np.geomspace(0.03, 4.0, 15)  # logical pixels a metre: from the whole city to some houses
Pair = NDArray[np.float64]
WHEEL = 1.06  # zoom from frame to frame


def crowds() -> tuple[Any, Any]:
    """A city whose dots stand in houses of a thousand estates, and movers all over it."""
    from map.palette import NIGHT
    from map.shapes import Crowd

    rng = np.random.default_rng(11)
    rgba = np.array([NIGHT.blue, NIGHT.device, NIGHT.amber, NIGHT.green], dtype=np.uint8)
    names = ("rental", "home", "elder", "guard")
    estate = rng.normal(0, CITY_M / 5, (ESTATES, 2))[rng.integers(0, ESTATES, DOTS)]
    house = np.round(rng.uniform(-250, 250, (DOTS, 2)) / (60, 35)) * (60, 35)
    xy = (estate + house + rng.uniform(-20, 20, (DOTS, 2)) * (1, 0.25)).astype(np.float32)
    dots = Crowd(xy, rng.choice(4, DOTS, p=(0.3, 0.6, 0.09, 0.01)).astype(np.int8), rgba, names)
    place = rng.normal(0, CITY_M / 5, (MOVERS, 2)).astype(np.float32)
    return dots, Crowd(place, np.full(MOVERS, 3, np.int8), rgba, names, spacing_m=200.0)


class Bench:
    """A composer that paints into memory; the crowds' part of each paint is timed: by the clock, waiting for the
    worker and for whatever else runs included, and as this thread's own time."""

    def __init__(self) -> None:
        from PySide6.QtCore import QObject
        from PySide6.QtGui import QImage
        from PySide6.QtWidgets import QApplication

        from map.compose import Composer
        from map.pictures import Pictures
        from map.stack import Stack

        self.application = QApplication.instance() or QApplication([])
        self.parent, self.stack = QObject(), Stack()
        self.pictures = Pictures(self.parent)
        self.composer = Composer(self.stack, self.pictures)
        self.image = QImage(*SIZE, QImage.Format.Format_RGB32)
        self.painted, self.news = np.zeros(2), False
        self.composer.crowds.arrived.connect(self._arrived)
        self._inner = self.composer.crowds.paint
        self.composer.crowds.paint = self._timed  # type: ignore[method-assign]

    def _timed(self, *what: Any) -> None:
        begun, own = time.perf_counter(), time.thread_time()
        self._inner(*what)
        self.painted += np.array((time.perf_counter() - begun, time.thread_time() - own)) * 1000

    def paint(self, view: Any) -> Pair:
        """Milliseconds that the crowds took, by the clock and of this thread's own."""
        from PySide6.QtGui import QPainter

        from map.palette import NIGHT

        self.painted, self.news = np.zeros(2), False
        painter = QPainter(self.image)
        self.composer.paint(painter, view, NIGHT, 0.0, False)
        painter.end()
        self.application.processEvents()
        return self.painted

    def ready(self, view: Any) -> float:
        """Milliseconds until nothing is lacking; painted anew when something has arrived, as a window is."""
        from PySide6.QtCore import QEventLoop

        begun = time.perf_counter()
        self.paint(view)
        while not self.composer.crowds.whole:
            while not self.news:
                self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self.paint(view)
        self.paint(view)
        return (time.perf_counter() - begun) * 1000

    def _arrived(self) -> None:
        self.news = True


def course(bench: Bench, name: str) -> Iterator[Row]:
    """From far away to near: zoom frame by frame, rest, pan."""
    from map.view import View

    view = View(width=SIZE[0], height=SIZE[1], px_per_m=float(ZOOMS[0]))
    yield Row("map", f"{name}: first on show", round(bench.ready(view)), "ms")
    taken: dict[str, list[Pair]] = {"rest": [], "pan": [], "zoom": []}
    sharp: list[float] = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    for n, there in enumerate(ZOOMS.tolist()):
        while view.px_per_m < there * 0.999:
            view = view.but(px_per_m=min(view.px_per_m * WHEEL, there))
            begun = time.perf_counter()
            taken["zoom"].append(bench.paint(view))
            time.sleep(max(0.0, 0.016 - (time.perf_counter() - begun)))
        sharp.append(bench.ready(view))
        taken["rest"].extend(bench.paint(view) for _ in range(8))
        bench.image.save(str(PICTURES / f"crowd-{name[3:]}-{n:02d}.png"))
        taken["pan"].extend(bench.paint(view.panned(8.0 * step, 5.0 * step)) for step in range(12))
        bench.ready(view)
    for what, pairs in taken.items():
        (wall, own), longest = np.percentile(pairs, 95, axis=0), float(np.max(pairs))
        yield limit("map", f"{name}: {what}, own time p95 (by the clock {wall:.1f}, max {longest:.1f})", own, "ms", 4)
    yield limit("map", f"{name}: sharp after a zoom, p95", quantiles(sharp)[1], "ms", 500)


def build_rows() -> Iterator[Row]:
    """Sorting the points, and what they take."""
    dots, movers = crowds()
    begun = time.perf_counter()
    index = dots.index
    yield Row("map", f"S3, {DOTS} points sorted", round((time.perf_counter() - begun) * 1000, 1), "ms")
    begun = time.perf_counter()
    movers.index.cells(8)
    yield limit("map", f"S3, {MOVERS} movers sorted anew", (time.perf_counter() - begun) * 1000, "ms", 50)
    index.cells(8)
    each = (index.nbytes + dots.xy.nbytes + dots.kind.nbytes) / DOTS
    yield limit("map", "S3, memory a point, its place and class included", each, "bytes", 60)


def rows() -> Iterator[Row]:
    """All figures."""
    yield from build_rows()
    bench, (dots, movers) = Bench(), crowds()
    bench.stack.set("people", [dots], bright=False)
    yield from course(bench, "S3 dots")
    bench.stack.set("movers", [movers], bright=False)
    yield from course(bench, "S3 dots+movers")
    bench.pictures.stop()


if __name__ == "__main__":
    for row in rows():
        print(f"{row.name}: {row.value:g} {row.unit} {row.goal}", flush=True)  # noqa: T201

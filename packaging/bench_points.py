"""Scene S3 as a process: 1.5 million dots and 20,000 movers on our canvas, pyqtgraph's scatters, or vispy's markers.

`bench_points.py ours|pyqtgraph|vispy POINTS BEGUN`: rows of the bench as JSON lines. BEGUN: monotonic seconds at which
the process was asked for.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from bench_look import filled, pixels_of
from bench_row import PICTURES, Row, limit

DOTS, MOVERS, ESTATES, CITY_M = 1_500_000, 20_000, 1000, 30_000.0
NAMES = ("rental", "home", "elder", "guard")
SHARES = (0.3, 0.6, 0.09, 0.01)
CITY_PX, BETWEEN_PX, NEAR_PX = 0.03, 0.25, 2.0
"""Logical pixels a metre: clusters, density, dots."""
WHEEL = 1.06
SPACING_M, PEER_FRAMES = 200.0, 6
WARM, LASTING = 9_000, 10_000
DOT_PX, MOVER_PX = 3.0, 5.0
"""Sizes of the peers' dots."""


def make(path: Path) -> Path:
    """Dots that stand in houses of a thousand estates, and movers all over the city, as a file."""
    rng = np.random.default_rng(11)
    estate = rng.normal(0, CITY_M / 5, (ESTATES, 2))[rng.integers(0, ESTATES, DOTS)]
    house = np.round(rng.uniform(-250, 250, (DOTS, 2)) / (60, 35)) * (60, 35)
    xy = (estate + house + rng.uniform(-20, 20, (DOTS, 2)) * (1, 0.25)).astype(np.float32)
    kind = rng.choice(4, DOTS, p=SHARES).astype(np.int8)
    np.savez(path, xy=xy, kind=kind, movers=rng.normal(0, CITY_M / 5, (MOVERS, 2)).astype(np.float32))
    return path


def colours() -> np.ndarray:
    """(4, 4) RGBA of the classes."""
    from map.palette import NIGHT

    return np.array([NIGHT.blue, NIGHT.device, NIGHT.amber, NIGHT.green], dtype=np.uint8)


def ours(points: Any, begun: float) -> Iterator[Row]:
    """Start, motions at three scales, memory."""
    from bench_crowd import AREA, SIZE, Seen, checked, frames, median, motions, rings, told

    from map.canvas import MapCanvas
    from map.frame import LocalFrame
    from map.scene import Scene
    from map.shapes import Crowd

    movers, rgba = points["movers"], colours()
    canvas = MapCanvas()
    canvas.resize(*SIZE)
    canvas.set_scene(Scene(), LocalFrame(120.0, 33.0))
    canvas.set_view(canvas.view.but(east=0.0, north=0.0, px_per_m=CITY_PX, bearing_deg=0.0, tilt_deg=90.0))
    canvas.set_shapes("people", [Crowd(points["xy"], points["kind"], rgba, NAMES)])

    def walk(n: int) -> None:
        green = np.full(MOVERS, 3, np.int8)
        canvas.set_shapes("movers", [Crowd(movers + np.float32(n % 7), green, rgba, NAMES, spacing_m=SPACING_M)])

    walk(0)
    canvas.set_layer_order(("movers", "people"))
    canvas.show()
    seen = Seen(canvas, walk)
    seen.wait()
    yield limit(AREA, "S3: start of the process until all of it is on show", time.monotonic() - begun, "s", 5.0)
    blue, amber, green = (tuple(map(int, rgba[i])) for i in (0, 2, 3))
    yield checked(seen, "S3-clusters", lambda p: _clusters(p, rings(seen), blue, green))
    for name, step in (("pan", seen.pan), ("move", seen.move), ("zoom", seen.zoom)):
        yield Row(AREA, f"S3: {name}, median", median(frames(step, 60)), "ms")
        seen.wait()
    for where, zoom, look in (("city", CITY_PX, green), ("between", BETWEEN_PX, green), ("near", NEAR_PX, amber)):
        canvas.set_view(canvas.view.but(east=2000.0, north=1500.0, px_per_m=zoom))
        seen.wait()
        yield checked(seen, f"S3-{where}", lambda p, ink=look: [filled(p, ink, what="pixels of a class", least=50)])
        yield from motions("S3", where, seen)
    canvas.set_view(canvas.view.but(px_per_m=CITY_PX))
    seen.wait()
    rounds = []
    for _ in range(3):
        rounds.append(frames(lambda i: _through(canvas, i), 160))
        seen.wait()
    yield told("S3", "through all scales", "zoom", rounds)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield limit(AREA, "S3: most memory of the process", most, "MB", 600.0)
    yield from lasting(seen)
    canvas.close_pictures()


def lasting(seen: Any) -> Iterator[Row]:
    """What 10,000 pans and zooms leave behind, after about as many: caches of clusters still fill in the first."""
    from PySide6.QtWidgets import QApplication

    def both(times: int) -> None:
        for i in range(times):
            (seen.pan if i % 2 else seen.zoom)(i // 2)
            if i % 20 == 0:
                QApplication.processEvents()
        seen.wait()
        gc.collect()

    both(WARM)
    before, nones = _held_mb(), sys.getrefcount(None)
    both(LASTING)
    grown, more = _held_mb() / before - 1, sys.getrefcount(None) - nones
    yield limit("city", f"S3: memory grown over {LASTING} pans and zooms", 100 * grown, "%", 3.0)
    yield limit("city", f"S3: references to None more after {LASTING} pans and zooms", more, "", 500)


def _held_mb() -> float:
    """Resident, now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _through(canvas: Any, i: int) -> None:
    """One turn of the wheel, in for the first half, out for the second."""
    factor = WHEEL if i < 80 else 1 / WHEEL
    canvas.set_view(canvas.view.zoomed(factor, canvas.view.width / 2, canvas.view.height / 2))
    canvas.repaint()


def _clusters(picture: Any, middles: np.ndarray, blue: Any, green: Any) -> list[Any]:
    from bench_look import coloured

    return [
        coloured(picture, middles, blue, 30, what="clusters", least=0.9),
        filled(picture, green, what="green pixels", least=2000),
    ]


def pyqtgraph(points: Any, begun: float) -> Iterator[Row]:
    """A scatter a class, and one for the movers."""
    import pyqtgraph as pg
    from bench_crowd import AREA, SIZE
    from PySide6.QtWidgets import QApplication

    pg.setConfigOptions(antialias=True)
    widget, rgba = pg.GraphicsView(background=(11, 21, 38)), colours()
    widget.resize(*SIZE)
    box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0.0)
    widget.setCentralItem(box)
    xy, kind = points["xy"], points["kind"]
    for k in (1, 0, 2, 3):  # the many first, or the few would not be seen
        at = xy[kind == k]
        box.addItem(pg.ScatterPlotItem(x=at[:, 0], y=at[:, 1], size=DOT_PX, pen=None, brush=pg.mkBrush(*rgba[k])))
    movers = pg.ScatterPlotItem(size=MOVER_PX, pen=None, brush=pg.mkBrush(*rgba[3]))
    box.addItem(movers)
    widget.show()
    half = np.array(SIZE) / 2 / CITY_PX
    box.setRange(xRange=(-half[0], half[0]), yRange=(-half[1], half[1]), padding=0)

    def walk(n: int) -> None:
        at = points["movers"] + n % 7
        movers.setData(x=at[:, 0], y=at[:, 1])
        widget.viewport().repaint()

    def pan(n: int) -> None:
        box.translateBy(x=6 / CITY_PX, y=0)
        widget.viewport().repaint()

    def zoom(n: int) -> None:
        box.scaleBy((0.98, 0.98))
        widget.viewport().repaint()

    walk(0)
    QApplication.processEvents()
    yield Row(AREA, "S3 on pyqtgraph: start until all of it is on show", round(time.monotonic() - begun, 2), "s")
    yield from _peer_rows(f"pyqtgraph {pg.__version__} scatters", pan, walk, zoom)
    yield _peer_picture("S3-pyqtgraph", pixels_of(widget.grab().toImage()), widget.grab().toImage())


def vispy(points: Any, begun: float) -> Iterator[Row]:
    """Markers on OpenGL without a screen, drawn by the processor; a frame is drawn and read, as a window would do."""
    import vispy as package

    package.use("egl")
    from bench_crowd import AREA, SIZE
    from PySide6.QtGui import QImage
    from vispy import gloo, scene

    canvas = scene.SceneCanvas(size=SIZE, show=False, bgcolor=(11 / 255, 21 / 255, 38 / 255, 1.0))
    view = canvas.central_widget.add_view()
    rgba = colours() / 255.0
    dots, movers = scene.Markers(parent=view.scene), scene.Markers(parent=view.scene)
    dots.set_data(points["xy"], size=DOT_PX, face_color=rgba[points["kind"]].astype(np.float32), edge_width=0)
    movers.set_data(points["movers"], size=MOVER_PX, face_color=rgba[3], edge_width=0)
    half = np.array(SIZE) / 2 / CITY_PX
    view.camera = scene.PanZoomCamera(rect=(-half[0], -half[1], 2 * half[0], 2 * half[1]), aspect=1)

    def walk(n: int) -> None:
        movers.set_data(points["movers"] + np.float32(n % 7), size=MOVER_PX, face_color=rgba[3], edge_width=0)
        canvas.render()

    def pan(n: int) -> None:
        view.camera.pan((6 / CITY_PX, 0))
        canvas.render()

    def zoom(n: int) -> None:
        view.camera.zoom(0.98)
        canvas.render()

    walk(0)
    yield Row(AREA, "S3 on vispy: start until all of it is on show", round(time.monotonic() - begun, 2), "s")
    renderer = gloo.gl.glGetParameter(0x1F01)  # GL_RENDERER
    yield from _peer_rows(f"vispy {package.__version__} markers on {renderer}", pan, walk, zoom)
    pixels = np.ascontiguousarray(canvas.render()[..., :3])
    image = QImage(pixels.data, *SIZE, SIZE[0] * 3, QImage.Format.Format_RGB888)
    yield _peer_picture("S3-vispy", pixels.astype(np.int16), image)


def _peer_rows(
    who: str, pan: Callable[[int], None], move: Callable[[int], None], zoom: Callable[[int], None]
) -> Iterator[Row]:
    """Medians of a few frames each."""
    for name, step in (("pan", pan), ("move", move), ("zoom", zoom)):
        times = []
        for i in range(PEER_FRAMES):
            begun = time.perf_counter()
            step(i)
            times.append((time.perf_counter() - begun) * 1000)
        yield Row("city", name, round(statistics.median(times), 2), "ms", who)


def _peer_picture(name: str, picture: Any, image: Any) -> Row:
    PICTURES.mkdir(parents=True, exist_ok=True)
    image.save(str(PICTURES / f"{name}.png"))
    rgba = colours()
    found = [filled(picture, tuple(map(int, rgba[k])), what=f"{NAMES[k]} pixels", least=2000) for k in (0, 1, 3)]
    passed = sum(check.passed for check in found)
    told = ", ".join(map(str, found))
    return Row("city", f"{name}: seen in the picture", passed, "of 3", told, goal="all of it", met=passed == 3)


def main(who: str, path: str, begun: str) -> None:
    """One scene, its rows to the standard output."""
    if who != "vispy":
        from bench_map import application

        held = application()
    from bench_crowd import written

    points = dict(np.load(path))
    for row in {"ours": ours, "pyqtgraph": pyqtgraph, "vispy": vispy}[who](points, float(begun)):
        sys.stdout.write(written(row) + "\n")
        sys.stdout.flush()
    sys.stdout.flush()
    if who != "vispy":
        del held


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The map: wall time of real repaints on the sample estate, calm and in an alarm, against pyqtgraph's items.

A frame is what the window's thread does for it: the step itself and the repaint. Frames come at most sixty a second, as
on a screen, so that the render thread has the time it has in use; the paint itself is never waited for.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import bench_station
import numpy as np
from bench_look import Check
from bench_row import PICTURES, Row, beside, limit, quantiles
from bench_scene import Scene, pixels_of, seen
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.desktop.memory import steady_memory

FRAME_S = 1 / 60
FRAMES = 120
PEER_FRAMES = 30
ZOOMS, ROUNDS = 12, 3
"""Every motion is measured in rounds, and the round in the middle counts: a busy neighbour on the machine lifts one."""


@dataclass(frozen=True)
class Size:
    """A window: physical pixels, and how many of them a logical one has there (as `--size` chooses it)."""

    name: str
    pixels: tuple[int, int]
    scale: float


FULL_HD, UHD = Size("1080p", (1920, 1080), 1.0), Size("2160p", (3840, 2160), 2.0)

GOALS: dict[tuple[str, str, str], tuple[float, ...]] = {
    ("flat", "1080p", "pan and move"): (8.0, 6.0),
    ("flat", "1080p", "zoom"): (16.0, 12.0),
    ("flat", "1080p", "sharp"): (200.0, 120.0),
    ("flat", "2160p", "pan and move"): (12.0,),
    ("flat", "2160p", "zoom"): (16.0,),
    ("flat", "2160p", "sharp"): (250.0,),
    ("2.5D", "1080p", "pan and move"): (8.0,),
    ("2.5D", "1080p", "zoom"): (16.0,),
    ("2.5D", "1080p", "sharp"): (200.0,),
    ("2.5D", "1080p", "turn"): (33.0, 16.0),
    ("alarm", "1080p", "pan and move"): (8.0,),
    ("alarm", "1080p", "zoom"): (16.0,),
}
"""Goals in ms for p95 of a scene's motion: the first must hold, a second is aimed at."""


def application() -> QApplication:
    """The bench's own, drawing into memory unless told otherwise; its memory is handed out as a window's is."""
    steady_memory()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QCoreApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


Times = list[tuple[float, float]]
"""(wall, the thread's own processor time) of each frame, ms: on a busy machine only the second tells of the code."""


def frames(step: Callable[[int], object], n: int = FRAMES) -> Times:
    """n frames of one motion; between them the event loop runs, and the screen is waited for."""
    times = []
    for i in range(n):
        begun, worked = time.perf_counter(), time.thread_time()
        step(i)
        times.append(((time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000))
        while (left := FRAME_S - (time.perf_counter() - begun)) > 0:
            QApplication.processEvents()
            time.sleep(min(left, 0.001))
    return times


class Motions:
    """What a hand does to the map; each step paints."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._canvas = scene, scene.canvas

    def pan(self, i: int) -> None:
        """A drag in a circle."""
        self._canvas.set_view(self._canvas.view.panned(*drag(i)))
        self._canvas.repaint()

    def move(self, i: int) -> None:
        """Only the guards move."""
        self._scene.moved(i)
        self._canvas.repaint()

    def zoom(self, i: int) -> None:
        """In and out again about a point beside the middle."""
        self._canvas.set_view(self._canvas.view.zoomed(wheel(i), *self._middle()))
        self._canvas.repaint()

    def turn(self, i: int) -> None:
        """A degree a frame."""
        view = self._canvas.view
        self._canvas.set_view(view.but(bearing_deg=view.bearing_deg + (1 if i % 60 < 30 else -1)))
        self._canvas.repaint()

    def sharp(self) -> Times:
        """From the last turn of the wheel to the sharp picture on the screen, ZOOMS times."""
        times = []
        for n in range(ZOOMS):
            self._canvas.set_view(self._canvas.view.zoomed(1.3 if n % 2 else 1 / 1.3, *self._middle()))
            begun, worked = time.perf_counter(), time.thread_time()
            while not self._canvas.sharp():  # asleep between events, as a window is: a busy loop starves the renderer
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self._canvas.repaint()
            times.append(((time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000))
            self._scene.wait()
        return times

    def _middle(self) -> tuple[float, float]:
        view = self._canvas.view
        return view.width * 0.47, view.height * 0.46


def drag(i: int) -> tuple[float, float]:
    """Pixels of one step of a drag."""
    return 6 * float(np.cos(i / 8)), 4 * float(np.sin(i / 8))


def wheel(i: int) -> float:
    """Factor of one step of a zoom."""
    return 1.02 if i % 80 < 40 else 1 / 1.02


def looked_at(image: QImage, name: str, checks: Callable[..., list[Check]]) -> Row:
    """Keep the picture, and say whether it shows what it must."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    image.save(str(PICTURES / f"{name}.png"))
    found = checks(pixels_of(image))
    passed = sum(check.passed for check in found)
    return Row("map", f"{name}: seen in the picture", passed, f"of {len(found)}", seen(found), goal="all of it",
               met=passed == len(found))  # fmt: skip


def told(scene: str, size: Size, motion: str, rounds: list[Times]) -> Iterator[Row]:
    """p95 of the round in the middle against its goals; beside it its p50, its maximum, p95 of the thread's own
    processor time, and p95 of every round."""
    ordered = sorted(rounds, key=lambda times: quantiles([wall for wall, _ in times])[1])
    times = ordered[len(ordered) // 2]
    p50, p95, most = quantiles([wall for wall, _ in times])
    beside_it = f"p50 {p50:.2f}, max {most:.2f}, processor {quantiles([own for _, own in times])[1]:.2f}"
    if len(rounds) > 1:
        beside_it += "; rounds " + ", ".join(f"{quantiles([wall for wall, _ in one])[1]:.1f}" for one in ordered)
    name = f"{scene} {size.name}: {motion}"
    for n, goal in enumerate(GOALS.get((scene, size.name, motion), ())):
        row = limit("map", f"{name}, p95{' (aim)' if n else ''}", p95, "ms", goal)
        row.against = beside_it
        yield row
    if (scene, size.name, motion) not in GOALS:
        yield Row("map", f"{name}, p95", round(p95, 3), "ms", beside_it)


def of_scene(scene: Scene, name: str, size: Size, *, turning: bool) -> Iterator[Row]:
    """All motions of one scene."""
    motions = Motions(scene)
    frames(motions.pan, 30)

    def once(*steps: Callable[[int], None]) -> Times:
        times: Times = []
        for step in steps:
            times += frames(step)
            scene.wait()
        return times

    yield from told(name, size, "pan and move", [once(motions.pan, motions.move) for _ in range(ROUNDS)])
    yield from told(name, size, "zoom", [once(motions.zoom) for _ in range(ROUNDS)])
    if turning:
        yield from told(name, size, "turn", [once(motions.turn) for _ in range(ROUNDS)])
    yield from told(name, size, "sharp", [motions.sharp() for _ in range(ROUNDS)])


def against_peer(scene: Scene, name: str, size: Size) -> Iterator[Row]:
    """The same motions on pyqtgraph's items, turn about; ratios of medians, ours / theirs."""
    from bench_peer import VERSION, Peer

    motions, peer = Motions(scene), Peer(scene)
    who = f"pyqtgraph {VERSION} items"
    x, y = size.pixels[0] * 0.47, size.pixels[1] * 0.46
    picture = peer.picture()
    yield looked_at(picture, f"{name}-{size.name}-pyqtgraph", peer.checks)
    pairs: tuple[tuple[str, Callable[[int], None], Callable[[int], None]], ...] = (
        ("pan", motions.pan, lambda i: peer.pan(*drag(i))),
        ("move", motions.move, peer.move),
        ("zoom", motions.zoom, lambda i: peer.zoom(wheel(i), x, y)),
    )
    for motion, ours, theirs in pairs:
        mine = median(frames(ours, 80))
        scene.wait()
        other = median(frames(theirs, PEER_FRAMES))
        peer.home()
        yield beside("map", f"{name} {size.name}: {motion}, median", mine, "ms", peer=other, who=who)
    peer.close()


def median(times: Times) -> float:
    """Of the wall times."""
    return quantiles([wall for wall, _ in times])[0]


def bench_map() -> Iterator[Row]:
    """S1 at two sizes: flat and 2.5D with every layer, then an alarm in focus, its building opened, and the ways to it.

    The peer is met with the layers that a window opens with.
    """
    application()
    station = bench_station.make(100)
    for size in (FULL_HD, UHD):
        scene = Scene(station, size.pixels, size.scale)
        for name in ("2.5D", "flat"):
            scene.canvas.set_flat(name == "flat")
            scene.wait()
            scene.canvas.fit()
            scene.wait()
            yield looked_at(scene.picture(), f"{name}-{size.name}", scene.calm_checks)
            yield from against_peer(scene, name, size)
            yield from told(f"{name}, layers of the opening", size, "pan", [frames(Motions(scene).pan)])
            scene.show_all(True)
            yield from of_scene(scene, name, size, turning=name == "2.5D")
            scene.show_all(False)
        scene.canvas.set_flat(False)
        scene.wait()
        scene.show_all(True)
        scene.alarm()
        yield looked_at(scene.picture(), f"alarm-{size.name}", scene.alarm_checks)
        yield from of_scene(scene, "alarm", size, turning=False)
        scene.close()

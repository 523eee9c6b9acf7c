"""The map at any scale: a hundred estates on the board (S2), and a city of 1.5 million dots and 20,000 movers (S3).

The city runs in a process of its own, so that its memory and its start are its own; so do the peers on OpenGL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import bench_city
import bench_points
import bench_station
import numpy as np
from bench_look import coloured, edged, filled, pixels_of
from bench_map import ROUNDS, Times, application, drag, frames, median, wheel
from bench_row import NOW, PICTURES, Row, beside, limit, quantiles
from PySide6.QtWidgets import QApplication

from layers.board import MapBoard
from map.canvas import MapCanvas

AREA = "city"
SIZE = (1920, 1080)
FRAMES, ZOOMS = 90, 8
NEARER = 0.5
"""Logical pixels a metre where some estates fill the window."""
GOALS = {"S2": {"pan": 10.0, "move": 10.0, "zoom": 16.0, "sharp": 300.0}}
GOALS["S3"] = {"pan": 16.0, "move": 16.0, "zoom": 25.0, "sharp": 500.0}


@dataclass
class Seen:
    """A canvas with what is to be seen on it; `walk(n)` moves those that move."""

    canvas: MapCanvas
    walk: Callable[[int], None]

    def whole(self) -> bool:
        """Nothing is lacking and nothing moves."""
        return self.canvas.sharp() and self.canvas.settled() and self.canvas._composer.crowds.whole

    def wait(self, seconds: float = 120.0) -> None:
        """Until it is whole; raises TimeoutError."""
        end = time.monotonic() + seconds
        self.canvas.repaint()
        while not self.whole():
            if time.monotonic() > end:
                raise TimeoutError("the map did not become sharp")
            QApplication.processEvents()
            time.sleep(0.002)
        QApplication.processEvents()

    # -- what a hand does; each step paints

    def pan(self, i: int) -> None:
        """A drag in a circle."""
        self.canvas.set_view(self.canvas.view.panned(*drag(i)))
        self.canvas.repaint()

    def move(self, i: int) -> None:
        """Once a second everybody has moved; the other frames are painted because somebody might glide."""
        if i % 60 == 0:
            self.walk(i // 60)
        self.canvas.repaint()

    def zoom(self, i: int) -> None:
        """In and out again about a point beside the middle."""
        view = self.canvas.view
        self.canvas.set_view(view.zoomed(wheel(i), view.width * 0.47, view.height * 0.46))
        self.canvas.repaint()

    def sharpened(self) -> Times:
        """From the last turn of the wheel until nothing is lacking on the screen, ZOOMS times."""
        times = []
        for n in range(ZOOMS):
            view = self.canvas.view
            factor = 1.3 if n % 2 else 1 / 1.3
            self.canvas.set_view(view.zoomed(factor, view.width * 0.47, view.height * 0.46))
            begun, worked = time.perf_counter(), time.thread_time()
            self.wait()
            self.canvas.repaint()
            times.append(((time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000))
        return times


def told(scene: str, where: str, motion: str, rounds: list[Times]) -> Row:
    """p95 of the round in the middle against its goal; p50, the maximum and the thread's own time beside it."""
    ordered = sorted(rounds, key=lambda times: quantiles([wall for wall, _ in times])[1])
    times = ordered[len(ordered) // 2]
    p50, p95, most = quantiles([wall for wall, _ in times])
    row = limit(AREA, f"{scene} {where}: {motion}, p95", p95, "ms", GOALS[scene][motion])
    each = ", ".join(f"{quantiles([wall for wall, _ in one])[1]:.1f}" for one in ordered)
    own = quantiles([own for _, own in times])[1]
    row.against = f"p50 {p50:.2f}, max {most:.1f}, processor {own:.2f}; rounds {each}"
    return row


def motions(scene: str, where: str, seen: Seen) -> Iterator[Row]:
    """All of them, in rounds."""
    frames(seen.pan, 20)
    for motion, step in (("pan", seen.pan), ("move", seen.move), ("zoom", seen.zoom)):
        rounds = []
        for _ in range(ROUNDS):
            rounds.append(frames(step, FRAMES))
            seen.wait()
        yield told(scene, where, motion, rounds)
    yield told(scene, where, "sharp", [seen.sharpened() for _ in range(ROUNDS)])


def checked(seen: Seen, name: str, checks: Callable[[np.ndarray], list[object]]) -> Row:
    """Keep the picture, and say whether it shows what it must."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    image = seen.canvas.grab_picture()
    image.save(str(PICTURES / f"{name}.png"))
    found = checks(pixels_of(image))
    passed = sum(bool(check.passed) for check in found)  # type: ignore[attr-defined]
    told = ", ".join(map(str, found))
    return Row(
        AREA,
        f"{name}: seen in the picture",
        passed,
        f"of {len(found)}",
        told,
        goal="all of it",
        met=passed == len(found),
    )


# -- S2


def hundred() -> Iterator[Row]:
    """The board on a hundred estates: all of them, then some."""
    register, situation = bench_city.city()
    canvas = MapCanvas()
    canvas.resize(*SIZE)
    board = MapBoard(canvas)
    begun = time.perf_counter()
    board.open(register, situation, NOW)
    canvas.set_view(canvas.view.but(tilt_deg=90.0))
    canvas.fit()
    canvas.show()
    trackers = tuple(d for d in register.responders.device if d)
    rows = np.array([register.devices.row(d) for d in trackers])
    lon, lat = situation.fixes.lon[rows].copy(), situation.fixes.lat[rows].copy()

    def walk(n: int) -> None:
        step = (n % 40) * 5e-6
        spots = tuple(zip((lon + step).tolist(), (lat + step / 2).tolist(), strict=True))
        change = bench_station.moved(trackers, spots, NOW + n)
        situation.apply_change(change)
        board.changed((change,))
        board.flush()

    seen = Seen(canvas, walk)
    seen.wait()
    yield Row(AREA, "S2: opened on the board until sharp", round(time.perf_counter() - begun, 2), "s")
    blue, amber, green = (canvas.palette_now.hue(name) for name in ("blue", "amber", "green"))
    yield checked(seen, "S2-clusters", lambda p: [
        coloured(p, rings(seen), blue, 30, what="clusters", least=0.9),
        filled(p, amber, what="amber pixels", least=200), filled(p, green, what="green pixels", least=4000),
    ])  # fmt: skip
    yield counted(board, seen)
    yield from motions("S2", "all of them", seen)
    canvas.set_view(canvas.view.but(px_per_m=NEARER))
    seen.wait()
    yield checked(seen, "S2-estates", lambda p: [
        edged(p, corners(seen)), filled(p, green, what="green pixels", least=2000),
    ])  # fmt: skip
    yield from motions("S2", "some of them", seen)
    canvas.close_pictures()
    canvas.hide()
    canvas.deleteLater()


def rings(seen: Seen) -> np.ndarray:
    """(n, 2) pixels: the middles of the clusters, as painted."""
    drawn = seen.canvas._composer.crowds.drawn
    found = [marks.centres for one in drawn if one.layer in ("gathered", "people") for marks in one.marks]
    return np.concatenate([np.zeros((0, 2)), *found])


def corners(seen: Seen) -> np.ndarray:
    """(n, 2) pixels: the middle of every block's first edge."""
    stage = seen.canvas.stage
    assert stage is not None  # noqa: S101 – it has been sharp
    middle: np.ndarray = seen.canvas.view.project((stage.wall_a + stage.wall_b) / 2)
    first = np.unique(stage.wall_block, return_index=True)[1]
    return middle[first]


def counted(board: MapBoard, seen: Seen) -> Row:
    """All clusters together hold every mark there is."""
    picture = board.picture
    assert picture is not None  # noqa: S101 – opened
    plan = picture.plan
    all_of_them = int(plan.rented.sum() + plan.elders.sum())
    drawn = [one for one in seen.canvas._composer.crowds.drawn if one.layer == "gathered"]
    told = sum(
        int(marks.marks.cells.totals[marks.marks.rows[marks.rows]].sum()) for one in drawn for marks in one.marks
    )
    against = f"{all_of_them} in the register"
    return Row(AREA, "S2: marks in all clusters", told, "", against, goal="the same", met=told == all_of_them)


# -- S3


def city() -> Iterator[Row]:
    """In processes of their own: ours, then the peers on the same points."""
    with tempfile.TemporaryDirectory(prefix="sandtable-bench-") as folder:
        points = bench_points.make(Path(folder) / "points.npz")
        ours = list(_child("ours", points))
        yield from ours
        mine = {row.name: row.value for row in ours}
        for peer in ("pyqtgraph", "vispy"):
            for row in _child(peer, points):
                own = mine.get(f"S3: {row.name}, median")
                if row.unit == "ms" and own is not None:
                    yield beside(AREA, f"S3: {row.name}, median", own, "ms", peer=row.value, who=row.against)
                else:
                    yield row


def _child(who: str, points: Path) -> Iterator[Row]:
    """Rows that a process of bench_points writes; one that says so where it could not."""
    args = [sys.executable, bench_points.__file__, who, str(points), str(time.monotonic())]
    env = {**os.environ, "EGL_PLATFORM": "surfaceless", "LIBGL_ALWAYS_SOFTWARE": "1"}
    done = subprocess.run(args, env=env, check=False, capture_output=True, text=True, timeout=900)
    rows = [Row(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]
    yield from rows
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word of why"])[-1]
        yield Row(AREA, f"S3: {who} could not draw it", 0, "", last)


def written(row: Row) -> str:
    """A row as a line for the parent."""
    return json.dumps(asdict(row))


def bench_crowd() -> Iterator[Row]:
    """S2, then S3."""
    application()
    yield from hundred()
    yield from city()


__all__ = ["AREA", "FRAMES", "SIZE", "Seen", "bench_crowd", "checked", "median", "motions", "rings", "written"]

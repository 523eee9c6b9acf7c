"""`make bench [AREA=…]`: figures of the running code as a table, and as build/bench.json for machines.

Every figure is a median over repeated runs and stands beside the limit or the named peer measured in the same run.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

NOW = 1_790_000_000_000
OUT = Path("build/bench.json")


@dataclass
class Row:
    """One figure. `ratio` value / against; `goal` a sentence; `met` None where there is no goal."""

    area: str
    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def limit(area: str, name: str, value: float, unit: str, most: float) -> Row:
    """A figure with an upper limit."""
    return Row(
        area, name, round(value, 3), unit, f"{most} {unit}", round(value / most, 3), f"≤ {most} {unit}", value <= most
    )


def bench_map() -> Iterator[Row]:
    """Frames of the real window's map on the sample estate, 1920×1080, 2.5D with all layers."""
    from PySide6.QtWidgets import QApplication

    from app.sample import generate
    from domain.changes import Batch
    from domain.situation import Situation
    from layers.board import MapBoard
    from map.canvas import MapCanvas

    app = QApplication.instance() or QApplication([])
    estate = generate(1, NOW)
    situation = Situation(estate.register)
    situation.apply(Batch(1, NOW, estate.changes))
    canvas = MapCanvas()
    canvas.resize(1920, 1080)
    board = MapBoard(canvas)
    board.open(estate.register, situation, NOW)
    canvas.show()
    wait(app, canvas.sharp, 20)
    for name, step, most in (
        ("pan", lambda i: canvas.set_view(canvas.view.panned(6 * np.cos(i / 8), 4 * np.sin(i / 8))), 8.0),
        (
            "zoom while moving",
            lambda i: canvas.set_view(canvas.view.zoomed(1.02 if i % 80 < 40 else 1 / 1.02, 900, 500)),
            16.0,
        ),
        ("turn", lambda i: canvas.set_view(canvas.view.but(bearing_deg=canvas.view.bearing_deg + 1)), 33.0),
    ):
        times = frames(app, canvas, step)
        yield limit("map", f"{name}, p95 of a frame", float(np.percentile(times, 95)), "ms", most)
        wait(app, canvas.sharp, 10)
    sharp: list[float] = []
    canvas.rendered.connect(sharp.append)
    for n in range(6):
        canvas.set_view(canvas.view.zoomed(1.25, 900, 500))
        wait(app, lambda seen=n: len(sharp) > seen, 10)
    yield limit("map", "sharp after a zoom, median", statistics.median(sharp), "ms", 200.0)
    picture = canvas.grab_picture()
    pixels = {picture.pixel(x, y) for x in range(0, picture.width(), 37) for y in range(0, picture.height(), 37)}
    yield Row(
        "map",
        "colours in the timed picture",
        len(pixels),
        "",
        goal="≥ 50 (the picture is not empty)",
        met=len(pixels) >= 50,
    )
    canvas.close_pictures()


def frames(app: object, canvas: object, step: Callable[[int], object], n: int = 160) -> list[float]:
    """Paint times in ms of n steps of one motion."""
    times: list[float] = []
    for i in range(n):
        step(i)
        app.processEvents()  # type: ignore[attr-defined]
        canvas.repaint()  # type: ignore[attr-defined]
        times.append(canvas.frame_times()[-1])  # type: ignore[attr-defined]
    return times


def wait(app: object, done: Callable[[], bool], seconds: float) -> None:
    """Run the event loop until something is so."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        app.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.002)


def bench_routing() -> Iterator[Row]:
    """The nearest responders of the sample estate by walking time, against a plain Dijkstra over the whole network."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    from app.sample import generate
    from domain.alarms import AlarmKind
    from domain.changes import Batch
    from domain.dispatch import PathNetwork, rank
    from domain.rules.places import home_place
    from domain.situation import Situation

    estate = generate(1, NOW)
    register = estate.register
    situation = Situation(register)
    situation.apply(Batch(1, NOW, estate.changes))
    homes = np.linspace(0, len(register.homes) - 1, 100).astype(int)
    places = [home_place(register, int(h)) for h in homes]
    network = PathNetwork(register)
    rank(network, situation, places[0], AlarmKind.SMOKE, NOW, limit=5)
    ours = timed(lambda i: rank(network, situation, places[i], AlarmKind.SMOKE, NOW, limit=5), len(places))
    e = register.edges
    n = len(register.nodes)
    graph = csr_array((e.length_m, (e.a_row, e.b_row)), shape=(n, n))
    plain = timed(lambda i: dijkstra(graph, directed=False, indices=int(homes[i]) % n), len(places))
    row = limit(
        "routing", f"nearest of {len(register.responders)} on {n} nodes, p95", float(np.percentile(ours, 95)), "ms", 2.0
    )
    yield row
    yield Row("routing", "nearest, median", round(statistics.median(ours), 3), "ms", "one whole Dijkstra (scipy)",
              round(statistics.median(ours) / statistics.median(plain), 3))  # fmt: skip


def timed(step: Callable[[int], object], n: int) -> list[float]:
    """Milliseconds of n calls."""
    times = []
    for i in range(n):
        begun = time.perf_counter()
        step(i)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def bench_ledger() -> Iterator[Row]:
    """Commits of the ledger on this disk, against a bare SQLite insert with the same safety."""
    import sqlite3

    from app.sample import generate
    from domain.changes import Batch, DeviceChanged, Entry
    from domain.store import Ledger

    estate = generate(1, NOW)
    device = estate.register.devices.ids[0]
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.create(Path(folder) / "s.db", estate.register, estate.people, now=NOW)
        change = DeviceChanged(device=device, heard=NOW)
        ours = timed(lambda i: ledger.commit(Entry(batch=Batch(i + 1, NOW, (change,)))), 200)
        ledger.close()
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(a INTEGER, b BLOB);")
        plain = timed(lambda i: bare.execute("INSERT INTO t VALUES (?, ?)", (i, b"x" * 100)), 200)
        bare.close()
    value, peer = statistics.median(ours), statistics.median(plain)
    yield Row(
        "ledger",
        "one change committed, median",
        round(value, 3),
        "ms",
        "bare SQLite insert, WAL FULL",
        round(value / peer, 2),
    )


AREAS: tuple[tuple[str, Callable[[], Iterator[Row]]], ...] = (
    ("map", bench_map),
    ("routing", bench_routing),
    ("ledger", bench_ledger),
)


def main(wanted: list[str]) -> int:
    """Measure the wanted areas (all without any), print the table, write the JSON. 2 for an area that is not known."""
    known = dict(AREAS)
    if unknown := [w for w in wanted if w not in known]:
        sys.stderr.write(f"There is no area {unknown[0]!r}; known are {', '.join(known)}.\n")
        return 2
    rows = [row for name in wanted or known for row in known[name]()]
    for r in rows:
        mark = {None: " ", True: "✓", False: "✗"}[r.met]
        sys.stdout.write(f"{mark} {r.area:8} {r.name:44} {r.value:>9} {r.unit:3} {r.ratio or '':>7} {r.against}\n")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(r) for r in rows], ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

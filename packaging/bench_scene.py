"""Scene S1: the sample estate with 100 guards on the real canvas, calm or in an alarm; and where things are."""

from __future__ import annotations

import gc
import tempfile
import time
from pathlib import Path

import bench_station
import numpy as np
from bench_look import Check, Pixels, coloured, edged, filled, pixels_of
from bench_row import NOW
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from domain.access import Role, Seat
from domain.alarms import AlarmKind
from domain.commands import Acknowledge, Dispatch, Rank
from domain.desk import Desk
from domain.events import SmokeSensed
from domain.register import DeviceKind
from domain.store import Ledger
from layers.board import MapBoard
from layers.catalogue import LAYERS
from map.canvas import MapCanvas
from map.stage import Stage

OPERATOR = Seat(user="demo", role=Role.OPERATOR, label="demo")
Points = np.ndarray


class Scene:
    """The board on a desk's situation at one size; `scale` logical density, as a window has it there.

    GUI thread. `close` it.
    """

    def __init__(self, station: bench_station.Bench, size: tuple[int, int], scale: float) -> None:
        self.station = station
        self._folder = tempfile.TemporaryDirectory(prefix="sandtable-bench-")
        self._ledger = Ledger.open(station.write(Path(self._folder.name) / "s.db"))
        self.desk = Desk(self._ledger, self._ledger.load_situation(station.register))
        self.desk.start(NOW)
        self.desk.link_changed(True, True, NOW)
        self.canvas = MapCanvas()
        self.canvas.resize(*size)
        self.canvas.set_scale(scale)
        self.board = MapBoard(self.canvas)
        self.board.open(station.register, self.desk.situation, NOW)
        self.canvas.show()
        self.wait()
        gc.collect()
        gc.freeze()  # as the window does once it is open

    # -- what happens

    def show_all(self, on: bool) -> None:
        """Every layer there is, or those that a window opens with."""
        for layer in LAYERS:
            self.board.set_layer_on(layer.key, on or layer.default_on)
        self.wait()

    def wait(self, seconds: float = 20.0) -> None:
        """Until the map is sharp and nothing moves any more."""
        end = time.monotonic() + seconds
        while not (self.canvas.sharp() and self.canvas.settled()):
            if time.monotonic() > end:
                raise TimeoutError("the map did not become sharp")
            QApplication.processEvents()
            time.sleep(0.001)
        QApplication.processEvents()

    def moved(self, n: int) -> None:
        """All guards have walked a little (a metre or so to and fro)."""
        step = (n % 40) * 5e-6
        spots = tuple((lon + step, lat + step / 2) for lon, lat in self.station.spots)
        change = bench_station.moved(self.station.trackers, spots, NOW + n)
        self.desk.situation.apply_change(change)
        self.board.changed((change,))
        self.board.flush()

    def alarm(self) -> str:
        """A smoke alarm, three responders on their way, five more ranked: the map focuses on it and flies there."""
        device = self.station.ids(DeviceKind.SMOKE)[0]
        self.desk.take(SmokeSensed(id="bench", device=device, at=NOW, received=NOW, alarm=True), NOW)
        ident = next(a.id for a in self.desk.situation.open_alarms() if a.kind is AlarmKind.SMOKE)
        ranks = self.desk.do(Rank(alarm=ident, limit=8), OPERATOR, NOW).data["ranks"]
        self.desk.do(Acknowledge(alarm=ident), OPERATOR, NOW)
        able = [rank["responder"] for rank in ranks if rank["allowed"] and rank["floor_s"] is not None]
        sent = tuple(able[:3])
        reply = self.desk.do(Dispatch(alarm=ident, responders=sent), OPERATOR, NOW)
        if not reply.done:
            raise RuntimeError(f"nobody could be sent: {reply.code}")
        committed = self.desk.commit(NOW)
        assert committed.batch is not None  # noqa: S101 – an alarm was raised
        self.board.changed(committed.batch)
        self.board.focus_alarm(ident)
        self.board.show_ranks(ranks, sent)
        self.board.fly_to("alarm", ident)
        self.wait()
        return ident

    def close(self) -> None:
        """End the render thread, the ledger, and their folder."""
        gc.unfreeze()
        self.canvas.close_pictures()
        self.canvas.hide()
        self.canvas.deleteLater()
        QApplication.processEvents()
        self._ledger.close()
        self._folder.cleanup()

    # -- where things are, in physical pixels

    @property
    def stage(self) -> Stage:
        """The geometry on show."""
        stage = self.canvas.stage
        if stage is None:
            raise RuntimeError("there is no picture yet")
        return stage

    def px(self, points: Points) -> Points:
        """(n, 2 or 3) metres → pixels of the picture."""
        found: Points = self.canvas.view.project(points) * self.canvas.scale
        return found

    def guards(self) -> Points:
        """(n, 2) metres of everybody with a fix."""
        register, fixes = self.station.register, self.desk.situation.fixes
        rows = [register.devices.row(tracker) for tracker in self.station.trackers]
        picture = self.board.picture
        assert picture is not None  # noqa: S101 – opened in __init__
        found: Points = picture.plan.metres(fixes.lon[rows], fixes.lat[rows])
        return found

    def roof_edges(self) -> Points:
        """(n, 3) metres: the middle of every roof's longest edge on the side of the eye."""
        stage = self.stage
        length = np.hypot(*(stage.wall_b - stage.wall_a).T)
        away = self.canvas.view.depth(stage.normal)
        chosen = [
            rows[np.argmax(length[rows] - 1e3 * (away[rows] > 0))]
            for block in range(len(stage.top))
            if len(rows := np.flatnonzero(stage.wall_block == block))
        ]
        middle = (stage.wall_a[chosen] + stage.wall_b[chosen]) / 2
        return np.column_stack([middle, stage.top[stage.wall_block[chosen]]])

    def panes(self, rgb: tuple[int, int, int]) -> Points:
        """(n, 3) metres: the middle of every window of this light that looks towards the eye."""
        stage, panes = self.stage, self.stage.panes
        rows = np.flatnonzero((panes.colours[panes.colour, :3] == rgb).all(axis=1))
        rows = rows[(panes.colours[panes.colour[rows], 3] > 200)]
        rows = rows[self.canvas.view.depth(stage.normal[panes.edge[rows]]) < -0.2]
        t, z = panes.t[rows].mean(axis=1), panes.z[rows].mean(axis=1)
        a, b = stage.wall_a[panes.edge[rows]], stage.wall_b[panes.edge[rows]]
        return np.column_stack([a + (b - a) * t[:, None], z])

    # -- what is seen

    def calm_checks(self, picture: Pixels) -> list[Check]:
        """Guards, roofs and lights where they must be."""
        palette, k = self.canvas.palette_now, self.canvas.scale
        checks = [
            coloured(picture, self.px(self.guards()), palette.green, round(6 * k), what="guards", least=0.9),
            edged(picture, self.px(self.roof_edges())),
        ]
        if self.canvas.view.flat:
            amber = round(40 * k)
            return [*checks, filled(picture, palette.amber, what="amber pixels", least=amber)]
        blue = self.px(self.panes(palette.blue[:3]))
        return [*checks, coloured(picture, blue, palette.blue, round(2 * k), what="rental windows", least=0.4)]

    def alarm_checks(self, picture: Pixels) -> list[Check]:
        """The alarm's red, the ways' green, and a building that is opened."""
        palette, k = self.canvas.palette_now, self.canvas.scale
        opened = len(self.canvas.opened_plans())
        return [
            filled(picture, palette.red, what="red pixels", least=round(150 * k)),
            filled(picture, palette.green, what="green pixels", least=round(400 * k)),
            Check("opened buildings", opened, 1, 1.0),
        ]

    def picture(self) -> QImage:
        """What is on show."""
        return self.canvas.grab_picture()


def seen(checks: list[Check]) -> str:
    """All of it in one line."""
    return ", ".join(map(str, checks))


__all__ = ["Scene", "pixels_of", "seen"]

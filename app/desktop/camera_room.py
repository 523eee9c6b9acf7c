"""`CameraRoom`: this window's cameras – leased from the desk, watched by a process of their own, shown as tiles."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.desktop.bridge import Bridge, Picture
from app.desktop.watcher import Watcher
from app.seat.door import DoorShut, read_runtime
from app.watcher.talk import Camera, Orders, Said
from devices.settings import BrokerSettings
from domain.access import may
from domain.changes import AnyChange, ZoneDrawn
from domain.commands import Reply, WatchCameras
from vision.tile import PictureState, Tile

log = structlog.get_logger()

RENEW_MS = 10_000
"""A lease lasts thirty seconds; it is renewed three times in that."""
FRESH_S = 2.0
SAMPLES = frozenset({"sample", "import+demo"})
FIRST_FAST_S, EVERY_FAST_S, STEP_FAST_S = 12.0, 75.0, 24.0
FIRST_CALM_S, EVERY_CALM_S, STEP_CALM_S = 75.0, 480.0, 150.0
"""When somebody enters a sample camera's yard first, how often again, and how much later on the next camera."""


@dataclass(frozen=True)
class Given:
    """What the command line gave: `videos` camera id → source ("" the first camera), the desk's runtime file, and
    whether this seat watches cameras at all."""

    videos: Mapping[str, str]
    runtime: Path | None
    cameras: bool = True


class CameraRoom(QObject):
    """GUI thread; it only asks, tells and shows.

    Signals: `pictured(Tile)` a new picture of a camera that is looked at, or of one whose state changed;
    `troubled(Said)` what is wrong with a source or the detector; `altered()`: other cameras are watched, or none.
    """

    pictured = Signal(object)
    troubled = Signal(object)
    altered = Signal()
    _said = Signal(object)

    def __init__(self, bridge: Bridge, given: Given, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._given = bridge, given
        self.watcher = watcher_name()
        self.cameras: dict[str, Camera] = {}
        self.watched: frozenset[str] = frozenset()
        self.tiles: dict[str, Tile] = {}
        self._troubles: dict[str, Said] = {}
        self._published = 0
        self._looked_at: tuple[str, ...] = ()
        self._process: Watcher | None = None
        self._renew = QTimer(self, interval=RENEW_MS)
        self._renew.timeout.connect(self._ask)
        self._said.connect(self._heard, Qt.ConnectionType.QueuedConnection)
        bridge.opened.connect(self._opened)
        bridge.changed.connect(self._changed)
        bridge.lost.connect(lambda _reason: self._renew.stop())
        bridge.resumed.connect(self._begin_asking)

    @property
    def published(self) -> int:
        """How many events the watches have given to the broker."""
        return self._published + (self._process.published if self._process is not None else 0)

    def blind(self) -> frozenset[str]:
        """Watched here, and no picture comes, or always the same one."""
        gone = (PictureState.LOST, PictureState.FROZEN)
        return frozenset(c for c in self.watched if (tile := self.tiles.get(c)) is not None and tile.state in gone)

    def trouble(self, camera: str) -> Said | None:
        """What its source last complained of, while no picture comes."""
        return self._troubles.get(camera) if camera in self.blind() else None

    def look_at(self, cameras: Iterable[str]) -> None:
        """These are on the screen: their tiles are drawn, nobody else's."""
        looked_at = tuple(sorted(cameras))
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self._order()

    def fresh(self) -> dict[str, Tile]:
        """The tiles that a person may be shown as they are: of a camera that nobody looked at, the last one is old."""
        now = time.monotonic()
        return {c: t for c, t in self.tiles.items() if now - t.taken < FRESH_S or t.state is not PictureState.LIVE}

    def rest(self) -> None:
        """Nobody sits here any more: the cameras are given back and no picture stays. Does not wait."""
        self._renew.stop()
        if self.cameras:
            self._bridge.ask(WatchCameras(watcher=self.watcher, cameras=()), lambda _reply: None)
        self.cameras, self._looked_at = {}, ()
        self._watch(frozenset())

    def stop(self) -> None:
        """The end of the window: what was published leaves first, some seconds at most."""
        self.rest()
        if self._process is not None:
            self._process.stop()
            self._published += self._process.published
            self._process = None

    # which cameras

    def _opened(self, picture: Picture) -> None:
        if not self._given.cameras or not may(picture.seat, "watch_cameras"):
            return
        self.cameras = cameras_of(picture, self._given)
        if self.cameras and self._start(picture):
            self._begin_asking()

    def _start(self, picture: Picture) -> bool:
        """False where this window knows no broker (a far seat): then others watch."""
        if self._process is None and self._given.runtime is not None:
            try:
                broker = read_runtime(self._given.runtime).broker
            except DoorShut:
                return False
            if not broker:
                return False
            settings = BrokerSettings(**broker, client_id=self.watcher, session_s=300)  # type: ignore[arg-type]
            clock = ("--clock", picture.clock.spell(), "--zone", picture.site.zone)
            self._process = Watcher(
                ("--site", picture.site.id, "--watcher", self.watcher, *clock), settings, self._said.emit
            )
        return self._process is not None

    def _begin_asking(self) -> None:
        if self.cameras and self._process is not None:
            self._renew.start()
            self._ask()

    def _ask(self) -> None:
        """Lease, or renew; all at once."""
        self._bridge.ask(WatchCameras(watcher=self.watcher, cameras=tuple(self.cameras)), self._granted)

    def _granted(self, reply: Reply) -> None:
        """What was refused, or given to another, is watched no more; without an answer it goes on until the next."""
        if reply.done and self._renew.isActive():
            self._watch(frozenset(str(c) for c in reply.data.get("cameras", ())) & set(self.cameras))

    def _watch(self, cameras: frozenset[str]) -> None:
        if cameras == self.watched:
            return
        self.watched = cameras
        self.tiles = {camera: tile for camera, tile in self.tiles.items() if camera in cameras}
        self._order()
        self.altered.emit()

    def _changed(self, changes: tuple[AnyChange, ...]) -> None:
        if any(isinstance(change, ZoneDrawn) for change in changes):
            self._order()

    def _order(self) -> None:
        situation = self._bridge.situation
        if self._process is not None:
            zones = situation.zones if situation is not None else {}
            mine = tuple(self.cameras[c] for c in sorted(self.watched) if c in self.cameras)
            self._process.order(Orders(cameras=mine, zones=dict(zones), looked_at=self._looked_at))

    # what the watcher says

    def _heard(self, said: Said) -> None:
        match said.what:
            case "tile" if said.tile is not None and said.camera in self.watched:
                self.tiles[said.camera] = said.tile
                self.pictured.emit(said.tile)
            case "trouble":
                self._troubles[said.camera] = said
                self.troubled.emit(said)
            case "ended":
                self._lost()

    def _lost(self) -> None:
        """The process has died; its next one is told the same. Until then there is no picture."""
        for camera in sorted(self.watched):
            tile = Tile(
                camera, PictureState.LOST, self.tiles[camera].taken if camera in self.tiles else time.monotonic()
            )
            self.tiles[camera] = tile
            self.pictured.emit(tile)


def watcher_name() -> str:
    """ "watch-<host>-<process>": a client id of its own for every window, also for two on one machine."""
    host = re.sub(r"[^A-Za-z0-9_.-]", "-", platform.node())[:40] or "host"
    return f"watch-{host}-{os.getpid()}"


def cameras_of(picture: Picture, given: Given) -> dict[str, Camera]:
    """What can be watched: sources that were given, and on a sample estate a rendered scene for every other camera."""
    register, situation = picture.situation.register, picture.situation
    ids = register.cameras.ids
    videos = {camera or (ids[0] if ids else ""): source for camera, source in given.videos.items()}
    scenes = picture.site.kind in SAMPLES
    zoned = sorted(situation.zones)
    found = {}
    for row, camera in enumerate(ids):
        device = register.devices.row(camera)
        if camera in videos:
            found[camera] = Camera(id=camera, source=videos[camera])
        elif scenes:
            dark = device >= 0 and situation.devices.online[device] == 0
            found[camera] = Camera(id=camera, seed=row + 1, intruders=_visits(picture, camera, zoned), dark=bool(dark))
    return found


def _visits(picture: Picture, camera: str, zoned: list[str]) -> tuple[float, float]:
    """When somebody enters the yard: seconds to the first time, and between two; (0, 0) never."""
    if camera not in zoned:
        return 0.0, 0.0
    fast = picture.clock.speed > 1
    first, every, step = (
        (FIRST_FAST_S, EVERY_FAST_S, STEP_FAST_S) if fast else (FIRST_CALM_S, EVERY_CALM_S, STEP_CALM_S)
    )
    return first + step * zoned.index(camera), every

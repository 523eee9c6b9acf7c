"""`CameraRoom`: this window's camera watches – leased from the desk, run in threads, published, and shown as tiles."""

from __future__ import annotations

import logging
import os
import platform
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, QTimer, Signal

import resources
from app.desktop import figures
from app.desktop.bridge import Bridge, Picture
from app.seat.door import DoorShut, read_runtime
from devices.publisher import CameraPublisher
from devices.settings import BrokerSettings
from domain.access import may
from domain.commands import Reply, WatchCameras
from vision.detector import Detector, DetectorError
from vision.scenes import Dark, SceneSource
from vision.sources import BadSource, Source, open_source, shown
from vision.tile import PictureState, Tile
from vision.watch import CameraWatch

log = structlog.get_logger()

RENEW_MS = 10_000
"""A lease lasts thirty seconds; it is renewed three times in that."""
MODEL = "models/nanodet-g-416.onnx"
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
    """GUI thread; watches are opened and ended on threads of their own.

    Signals: `pictured(Tile)` a new picture of a camera that is looked at, or of one whose state changed;
    `troubled(text)` one sentence about a source or the detector; `altered()`: other cameras are watched.
    """

    pictured = Signal(object)
    troubled = Signal(str)
    altered = Signal()
    _opened_up = Signal(object)

    def __init__(self, bridge: Bridge, given: Given, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._given = bridge, given
        self.watcher = watcher_name()
        self.watches: dict[str, CameraWatch] = {}
        self.tiles: dict[str, Tile] = {}
        self.sources: dict[str, str] = {}
        self._opening: set[str] = set()
        self._looked_at: frozenset[str] = frozenset()
        self._publisher: CameraPublisher | None = None
        self._detector: Detector | None = None
        self._detector_tried = threading.Lock()
        self._tried = False
        self._renew = QTimer(self, interval=RENEW_MS)
        self._renew.timeout.connect(self._ask)
        self.pictured.connect(lambda tile: self.tiles.__setitem__(tile.camera, tile))
        self._opened_up.connect(self._begin)
        bridge.opened.connect(self._opened)
        bridge.changed.connect(lambda _changes: self._give_zones())

    @property
    def published(self) -> int:
        """How many events the watches have given to the broker."""
        return self._publisher.published if self._publisher is not None else 0

    def look_at(self, cameras: Iterable[str]) -> None:
        """These are on the screen: their tiles are drawn, nobody else's."""
        self._looked_at = frozenset(cameras)
        for camera, watch in self.watches.items():
            watch.looked_at = camera in self._looked_at

    def fresh(self) -> dict[str, Tile]:
        """The tiles that a person may be shown as they are: of a camera that nobody looked at, the last one is old."""
        now = time.monotonic()
        return {c: t for c, t in self.tiles.items() if now - t.taken < FRESH_S or t.state is not PictureState.LIVE}

    def rest(self) -> None:
        """Nobody sits here any more: the cameras are given back, and every watch ends; two seconds at most."""
        self._renew.stop()
        if self.watches:
            self._bridge.ask(WatchCameras(watcher=self.watcher, cameras=()))
        self.tiles.clear()
        ending = [threading.Thread(target=w.stop, daemon=True) for w in self.watches.values()]
        self.watches = {}
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join(timeout=2)

    def stop(self) -> None:
        """The end of the window: what was published leaves first."""
        self.rest()
        if self._publisher is not None:
            self._publisher.stop()

    # which cameras

    def _opened(self, picture: Picture) -> None:
        self.sources = sources_of(picture, self._given) if self._given.cameras else {}
        if not self.sources or not may(picture.seat, "watch_cameras") or self._reach_broker(picture) is None:
            return
        self._give_zones()
        self._renew.start()
        self._ask()

    def _reach_broker(self, picture: Picture) -> CameraPublisher | None:
        """The way to the broker; None where this window knows none (a far seat): then others watch."""
        if self._publisher is None and self._given.runtime is not None:
            try:
                broker = read_runtime(self._given.runtime).broker
            except DoorShut:
                return None
            if broker:
                settings = BrokerSettings(**broker, client_id=self.watcher, session_s=300)  # type: ignore[arg-type]
                self._publisher = CameraPublisher(settings, picture.site.id)
        return self._publisher

    def _ask(self) -> None:
        """Lease, or renew; all at once."""
        if self._bridge.picture is not None:
            self._bridge.ask(WatchCameras(watcher=self.watcher, cameras=tuple(self.sources)), self._granted)

    def _granted(self, reply: Reply) -> None:
        """A lease that was refused or given to another ends the watch; without an answer it goes on until the next."""
        if not reply.done or not self._renew.isActive():
            return
        mine = [str(c) for c in reply.data.get("cameras", ())]
        for camera in [c for c in self.watches if c not in mine]:
            threading.Thread(target=self.watches.pop(camera).stop, daemon=True).start()
        new = [c for c in mine if c not in self.watches and c not in self._opening]
        if new:
            self._opening |= set(new)
            threading.Thread(target=self._open, args=(new, self._makers(new)), name="cameras", daemon=True).start()

    def _makers(self, cameras: list[str]) -> dict[str, Callable[[], Source]]:
        """How each camera's source is made; asked for on the GUI thread, carried out on another."""
        picture = self._bridge.picture
        if picture is None:
            return {}
        zoned = sorted(picture.situation.zones)
        return {c: maker(picture, self.sources[c], c, zoned) for c in cameras}

    # on a thread of their own

    def _open(self, cameras: list[str], makers: dict[str, Callable[[], Source]]) -> None:
        detector = self._load()
        made: dict[str, CameraWatch | None] = dict.fromkeys(cameras)
        for camera, make in makers.items():
            try:
                source = make()
            except BadSource as error:
                self.troubled.emit(str(error))
                continue
            assert self._publisher is not None  # noqa: S101  # nothing is leased without a way to the broker
            made[camera] = CameraWatch(
                camera,
                source,
                detector,
                self._publisher,
                watcher=self.watcher,
                now=lambda: self._bridge.now,
                shown=self.pictured.emit,
            )
        self._opened_up.emit(made)

    def _load(self) -> Detector | None:
        with self._detector_tried:
            if not self._tried:
                self._tried = True
                try:
                    self._detector = Detector(resources.path(MODEL))
                except (DetectorError, FileNotFoundError) as error:
                    logging.getLogger(__name__).warning("%s", error)
                    self.troubled.emit(str(error))
            return self._detector

    # GUI thread again

    def _begin(self, made: dict[str, CameraWatch | None]) -> None:
        self._opening -= set(made)
        if not self._renew.isActive():  # the seat was left meanwhile
            for unwanted in made.values():
                if unwanted is not None:
                    unwanted.stop()
            return
        for camera, watch in made.items():
            if watch is None:
                self.sources.pop(camera, None)
                continue
            self.watches[camera] = watch
            watch.looked_at = camera in self._looked_at
            watch.start()
            log.info("camera.watched", camera=camera, source=shown(self.sources[camera]))
        self._give_zones()
        self.altered.emit()

    def _give_zones(self) -> None:
        situation = self._bridge.situation
        if situation is not None:
            for camera, watch in self.watches.items():
                watch.zone = situation.zones.get(camera, ())


def watcher_name() -> str:
    """ "watch-<host>-<process>": a client id of its own for every window, also for two on one machine."""
    host = re.sub(r"[^A-Za-z0-9_.-]", "-", platform.node())[:40] or "host"
    return f"watch-{host}-{os.getpid()}"


def sources_of(picture: Picture, given: Given) -> dict[str, str]:
    """Camera id → source: what was given, and on a sample estate a rendered scene ("") for the others."""
    cameras = picture.situation.register.cameras.ids
    found = dict.fromkeys(cameras, "") if picture.site.kind in SAMPLES else {}
    for camera, spec in given.videos.items():
        if camera or cameras:
            found[camera or cameras[0]] = spec
    return {camera: spec for camera, spec in found.items() if camera in set(cameras)}


def maker(picture: Picture, spec: str, camera: str, zoned: list[str]) -> Callable[[], Source]:
    """How a camera's source is opened; a scene is told the local hour, and when somebody enters its yard."""
    if spec:
        return lambda: open_source(spec)
    device = picture.situation.register.devices.row(camera)
    if device >= 0 and picture.situation.devices.online[device] == 0:
        return Dark
    row, clock, tz = picture.situation.register.cameras.row(camera), picture.clock, figures.zone(picture.site.zone)

    def hour() -> float:
        local = datetime.fromtimestamp(clock.now() / 1000, tz)
        return local.hour + local.minute / 60

    first, every, step = (
        (FIRST_FAST_S, EVERY_FAST_S, STEP_FAST_S) if clock.speed > 1 else (FIRST_CALM_S, EVERY_CALM_S, STEP_CALM_S)
    )
    intruders = (first + step * zoned.index(camera), every) if camera in zoned else (0.0, 0.0)
    return lambda: SceneSource(row + 1, hour, intruders)

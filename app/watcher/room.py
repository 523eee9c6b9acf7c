"""`Room`: the watches of one watcher process – opened, ended and told as its orders say."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO
from zoneinfo import ZoneInfo

import structlog

import resources
from app.watcher.talk import Camera, Orders, pack_tile, pack_trouble, pack_word
from devices.publisher import CameraPublisher
from devices.settings import BrokerSettings
from domain.clock import Clock
from vision.detector import Detector, DetectorError
from vision.scenes import Dark, SceneSource
from vision.sources import BadSource, Source, open_source, shown
from vision.tile import Tile
from vision.trouble import Trouble
from vision.watch import CameraWatch

log = structlog.get_logger()

MODEL = "models/nanodet-g-416.onnx"
CLOSE_S = 2.0
TOLD_S = 1.0


@dataclass(frozen=True)
class Way:
    """The way to the broker, and who speaks."""

    broker: BrokerSettings
    site: str
    watcher: str


class Room:
    """`take` and `close` on one thread; watches speak on theirs, through one lock, into `out`."""

    def __init__(self, way: Way, clock: Clock, zone: ZoneInfo, out: BinaryIO) -> None:
        self._way, self._clock, self._zone, self._out = way, clock, zone, out
        self._speaking = threading.Lock()
        self._publisher = CameraPublisher(way.broker, way.site)
        self._watches: dict[str, CameraWatch] = {}
        self._asked: dict[str, Camera] = {}
        self._over = threading.Event()
        self._detector = self._load()
        threading.Thread(target=self._tell_count, name="count", daemon=True).start()

    def take(self, orders: Orders) -> None:
        """Make it so."""
        wanted = {camera.id: camera for camera in orders.cameras}
        for gone in [c for c in self._asked if self._asked[c] != wanted.get(c)]:
            self._end(gone)
        for camera in wanted.values():
            if camera.id not in self._asked:
                self._begin(camera)
        for ident, watch in self._watches.items():
            watch.zone = orders.zones.get(ident, ())
            watch.looked_at = ident in orders.looked_at

    def close(self) -> None:
        """End every watch; what was published leaves first. Not longer than a few seconds, whatever a stream does."""
        self._over.set()
        ending = [threading.Thread(target=watch.stop, daemon=True) for watch in self._watches.values()]
        for thread in ending:
            thread.start()
        end = time.monotonic() + CLOSE_S
        for thread in ending:
            thread.join(max(0.0, end - time.monotonic()))
        self._publisher.stop()
        self._say(pack_word("published", count=self._publisher.published))

    def _begin(self, camera: Camera) -> None:
        self._asked[camera.id] = camera
        try:
            source = self._source(camera)
        except BadSource as error:
            self._trouble(camera.id, error.trouble)
            return
        watch = self._watches[camera.id] = CameraWatch(
            camera.id,
            source,
            self._detector,
            self._publisher,
            watcher=self._way.watcher,
            now=self._clock.now,
            shown=self._show,
        )
        watch.start()
        log.info("camera.watched", camera=camera.id, source=shown(camera.source))

    def _end(self, camera: str) -> None:
        del self._asked[camera]
        if (watch := self._watches.pop(camera, None)) is not None:
            threading.Thread(target=watch.stop, daemon=True).start()

    def _source(self, camera: Camera) -> Source:
        if camera.source:
            return open_source(camera.source, partial(self._trouble, camera.id))
        return Dark() if camera.dark else SceneSource(camera.seed, self._hour, camera.intruders)

    def _trouble(self, camera: str, trouble: Trouble) -> None:
        log.warning("camera.trouble", camera=camera, code=trouble.code, why=trouble.text)
        self._say(pack_trouble(camera, trouble))

    def _hour(self) -> float:
        local = datetime.fromtimestamp(self._clock.now() / 1000, self._zone)
        return local.hour + local.minute / 60

    def _load(self) -> Detector | None:
        try:
            return Detector(resources.path(MODEL))
        except (DetectorError, FileNotFoundError) as error:
            log.warning("no detector", error=str(error))
            self._say(pack_trouble("", Trouble("no_detector")))
            return None

    def _show(self, tile: Tile) -> None:
        self._say(pack_tile(tile))

    def _tell_count(self) -> None:
        """How many events have left, once a second where it has changed; and that some were lost, whenever it has
        become twice as many."""
        told, lost = -1, 0
        while not self._over.wait(TOLD_S):
            if self._publisher.published != told:
                told = self._publisher.published
                self._say(pack_word("published", count=told))
            if (dropped := self._publisher.dropped) >= max(2 * lost, 1):
                lost = dropped
                self._trouble("", Trouble("events_lost", str(lost)))

    def _say(self, data: bytes) -> None:
        with self._speaking:
            try:
                view = memoryview(data)
                while view:  # a pipe takes what it has room for
                    view = view[os.write(self._out.fileno(), view) :]
            except OSError:  # the window is gone; stdin ends too
                self._over.set()

"""`CameraPublisher`: the way of a camera's watch to the broker – one client, a fixed id, QoS 1, sizes checked first."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

import msgspec

from devices.link.connection import Connection
from devices.settings import BrokerSettings
from devices.topics import Topic
from domain.register.codes import DeviceKind

log = logging.getLogger(__name__)

DRAIN_S = 2.0
MAX_BYTES = 64 * 1024


class CameraPublisher:
    """Publishes `sandtable/v1/<site>/camera/<id>/event`. `settings.client_id` is "watch-<host>" and the watch's alone.

    `published` counts what was given to the broker's client, `dropped` what it could not take (a thousand messages
    wait for a broker that is away): counted, logged, and told to whoever looks at the cameras.
    """

    def __init__(self, settings: BrokerSettings, site: str) -> None:
        self._site = site
        self._lock = threading.Lock()
        self.published = self.dropped = 0
        self._connection = Connection(
            settings, "", [], keep=True, message=_unheard, ready=_nothing, lost=_nothing, failed=_tell
        )
        self._connection.start()

    def publish(self, camera: str, body: dict[str, Any]) -> None:
        """Any thread; never blocks, never raises."""
        topic = str(Topic(self._site, DeviceKind.CAMERA.wire_name, camera, "event"))
        data = msgspec.json.encode(body)
        taken = len(data) <= MAX_BYTES and self._connection.publish(topic, data)
        with self._lock:
            self.published += taken
            self.dropped += not taken
        if not taken:
            log.warning("a camera's event could not be published: %s", camera)

    def stop(self) -> None:
        """Give what still waits a moment to leave, then go."""
        end = time.monotonic() + DRAIN_S
        while self._connection.waiting() and time.monotonic() < end:
            time.sleep(0.01)
        self._connection.stop()


def _unheard(_message: object) -> None:
    """Nothing is subscribed to."""


def _nothing() -> None:
    """The client reconnects by itself."""


def _tell(fault: str) -> None:
    log.warning("the cameras' way to the broker: %s", fault)

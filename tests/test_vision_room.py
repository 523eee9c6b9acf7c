"""The watcher's room: what it cannot do is told to the window, in one sentence with the camera's name."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest
import structlog

from app.clock import start_clock
from app.logs import hide_personal
from app.watcher.room import Room, Way
from app.watcher.talk import Camera, Orders, Said, read
from devices.publisher import MAX_BYTES
from devices.settings import BrokerSettings

UTC = ZoneInfo("UTC")


def nobody() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def ends() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    down, up = os.pipe()
    with os.fdopen(down, "rb") as reading, os.fdopen(up, "wb", buffering=0) as writing:
        yield reading, writing


@pytest.fixture
def room(ends: tuple[BinaryIO, BinaryIO]) -> Iterator[Room]:
    way = Way(BrokerSettings(host="127.0.0.1", port=nobody(), client_id="watch-test"), "sample", "watch-test")
    one = Room(way, start_clock(), UTC, ends[1])
    yield one
    one.close()


def until(stream: BinaryIO, what: str) -> Said:
    while (said := read(stream)) is not None:
        if said.what == what:
            return said
    raise AssertionError("it has ended")


def test_an_event_that_is_lost_is_told(room: Room, ends: tuple[BinaryIO, BinaryIO]) -> None:
    room._publisher.publish("cam1", {"what": "x" * MAX_BYTES})
    said = until(ends[0], "trouble")
    assert (said.code, said.there) == ("events_lost", "1") and not said.camera
    assert (room._publisher.published, room._publisher.dropped) == (0, 1)
    room._publisher.publish("cam1", {"what": "x" * MAX_BYTES})
    assert until(ends[0], "trouble").there == "2"


def test_a_stream_that_does_not_open_is_told_without_its_password(
    room: Room, ends: tuple[BinaryIO, BinaryIO], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    port = nobody()
    with structlog.testing.capture_logs() as logged:
        room.take(Orders(cameras=(Camera(id="cam1", source=f"rtsp://admin:hunter2@127.0.0.1:{port}/x"),)))
        said = until(ends[0], "trouble")
    assert (said.camera, said.code, said.there) == ("cam1", "nobody", f"127.0.0.1:{port}")
    room.take(Orders(cameras=(Camera(id="cam2", source="rtsp://admin:hunter2@:554/x"),)))
    bad = until(ends[0], "trouble")
    assert (bad.camera, bad.code) == ("cam2", "no_address")
    written = [hide_personal(None, "", line) for line in logged if line["event"] == "camera.trouble"]
    assert [(line["camera"], line["why"]) for line in written] == [("cam1", said.text)], "the log says why"
    assert "hunter2" not in str(logged) + said.text + bad.text + caplog.text + "".join(capfd.readouterr())

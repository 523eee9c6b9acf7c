"""Streams of a real RTSP server: pictures in time, a server that dies, hangs and comes back, doors that stay shut."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from tests.test_vision_sources import until
from vision import sources
from vision.address import address_of
from vision.frames import Frame
from vision.refusal import refusal_of
from vision.sources import CaptureSource, open_source
from vision.tile import PictureState
from vision.trouble import Trouble
from vision.watch import CameraWatch

PYTHON, SERVER = "/usr/bin/python3", Path(__file__).parent / "rtsp_server.py"
PASSWORD = "s3cr@t#/1"
PROBE = (
    "import gi; gi.require_version('Gst', '1.0'); gi.require_version('GstRtspServer', '1.0');"
    "from gi.repository import Gst, GstRtspServer; Gst.init(None); f = Gst.ElementFactory.find;"
    "raise SystemExit(not (f('jpegenc') and f('rtph264pay') and (f('x264enc') or f('openh264enc'))))"
)


def installed() -> bool:
    try:
        return subprocess.run([PYTHON, "-c", PROBE], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not installed(),
    reason="no RTSP server here (gir1.2-gst-rtsp-server-1.0, python3-gi, gstreamer1.0-plugins-good and -ugly)",
)


class Server:
    """The server in a process of its own, on a port that it keeps over its deaths."""

    def __init__(self, kind: str = "open") -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.kind = kind
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [PYTHON, str(SERVER), str(self.port), self.kind],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"TEST_PASSWORD": PASSWORD},
        )
        assert self.process.stdout is not None and self.process.stdout.readline() == b"ready\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def address(self, path: str = "live", login: str = "") -> str:
        return f"rtsp://{login}127.0.0.1:{self.port}/{path}"


@contextmanager
def serving(kind: str = "open") -> Iterator[Server]:
    one = Server(kind)
    try:
        yield one
    finally:
        one.kill()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@contextmanager
def opened(address: str, told: Callable[[Trouble], None] = lambda _trouble: None) -> Iterator[CaptureSource]:
    source = open_source(address, told)
    assert isinstance(source, CaptureSource)
    try:
        yield source
    finally:
        source.close()


def made_ago(frame: Frame) -> float:
    """Seconds since the server made this picture, by the squares in it."""
    squares = frame.image[:32, :256, 0].reshape(2, 16, 16, 16)[:, 4:12, :, 4:12].mean(axis=(1, 3)).reshape(-1) > 120
    made = sum(1 << bit for bit in np.flatnonzero(squares).tolist())
    return float((int(time.monotonic() * 1000) - made) % 2**32) / 1000


class Told:
    """A watch's publisher."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def publish(self, _camera: str, body: dict[str, Any]) -> None:
        self.words.append(body["what"])


@contextmanager
def watching(address: str) -> Iterator[tuple[CameraWatch, Told]]:
    told = Told()
    watch = CameraWatch("cam1", open_source(address), None, told, watcher="w", now=lambda: 1_800_000_000_000)
    watch.start()
    try:
        yield watch, told
    finally:
        watch.stop()


# in time


def test_the_newest_frame_is_given_also_to_one_who_is_slow(server: Server) -> None:
    with opened(server.address()) as source:
        until(source.newest, 10)
        until(lambda: source._number > 30, 10)  # what the server had kept while the stream was opened is through
        ages, numbers = [], []
        for _ in range(8):  # one look in seven frames' time
            until(lambda: source._number > (numbers or [0])[-1] + 7, 5)
            frame = source.newest()
            assert frame is not None
            ages.append(made_ago(frame))
            numbers.append(frame.number)
    assert all(b - a >= 7 for a, b in itertools.pairwise(numbers)), "the frames between are dropped"
    # a machine that has much else to do may be late; a queue would make every picture older than the one before
    assert statistics.median(ages) < 1.0 and statistics.median(ages[4:]) < statistics.median(ages[:4]) + 0.3, ages


def test_a_stream_comes_by_tcp(server: Server) -> None:
    with opened(server.address()) as source:
        until(source.newest, 10)
        mine = {str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}
        udp = {f"socket:[{line.split()[9]}]" for line in Path("/proc/self/net/udp").read_text().splitlines()[1:]}
        assert not mine & udp
    assert "rtsp_transport;tcp" in sources.RTSP_OPTIONS


READER = """
import os, sys, time
from tests.test_vision_rtsp import made_ago, opened
with opened(sys.argv[1]) as source:
    last = 0
    while True:
        frame = source.newest()
        if frame is not None and frame.number > last:
            last = frame.number
            os.write(1, f"{made_ago(frame)} {time.monotonic() - frame.taken}\\n".encode())
        time.sleep(0.002)
"""


def test_a_reader_that_had_no_time_says_how_old_its_pictures_are_and_is_soon_back(server: Server) -> None:
    root = str(Path(__file__).parent.parent)
    reader = subprocess.Popen([sys.executable, "-c", READER, server.address()], cwd=root, stdout=subprocess.PIPE)
    assert reader.stdout is not None

    def ages(count: int) -> list[tuple[float, float]]:
        lines = (reader.stdout.readline().split() for _ in range(count))  # type: ignore[union-attr]
        return [(float(true), float(said)) for true, said in lines]

    try:
        ages(60)
        reader.send_signal(signal.SIGSTOP)
        stopped = time.monotonic()
        until(lambda: time.monotonic() - stopped > 3.0, 5)
        reader.send_signal(signal.SIGCONT)
        after = ages(75)
    finally:
        reader.kill()
        reader.communicate()
    # one picture lay ready when the reader was stopped; those of the pause that are a second late are not shown at all
    assert sorted(true for true, _ in after)[-3] < sources.LATE_S + 1.0, after
    told_wrong = sorted(abs(true - said) for true, said in after[1:])
    assert told_wrong[-8] < 0.6, ("a picture's age is told as it is", told_wrong)
    assert statistics.median(true for true, _ in after[-25:]) < 1.0


# breaking and coming back


def test_a_server_that_dies_is_told_and_its_return_is_noticed() -> None:
    with serving() as mortal, watching(mortal.address()) as (watch, told):
        until(lambda: told.words == ["live"], 10)
        mortal.kill()
        died = time.monotonic()
        until(lambda: told.words[-1] == "lost", 10)
        assert watch.tile.state is PictureState.LOST and watch.tile.pixels is None
        until(lambda: time.monotonic() - died > 8, 10)  # long enough that tries come as seldom as they ever do
        mortal.start()
        until(lambda: told.words[-1] == "live", sources.LONGEST_WAIT_S + 5)
        assert told.words == ["live", "lost", "live"]


def test_a_server_that_hangs_is_told_too() -> None:
    with serving() as hung, watching(hung.address()) as (_, told):
        until(lambda: told.words == ["live"], 10)
        hung.process.send_signal(signal.SIGSTOP)
        until(lambda: told.words[-1] == "lost", 10)
        hung.process.send_signal(signal.SIGCONT)
        until(lambda: told.words[-1] == "live", sources.OPEN_MS / 1000 + sources.LONGEST_WAIT_S + 5)


def test_a_picture_that_stands_still_is_told(server: Server) -> None:
    with watching(server.address("still")) as (_, told):
        until(lambda: told.words == ["live"], 10)
        until(lambda: told.words[-1] == "frozen", 10)


# shut doors


def refused(address: str) -> str:
    """The one sentence that is told."""
    told: list[Trouble] = []
    with opened(address, told.append) as source:
        until(lambda: told, 10)
        assert source.newest() is None
    return told[0].text


def test_a_wrong_path_is_one_sentence_told_once(server: Server) -> None:
    told: list[Trouble] = []
    with opened(server.address("none"), told.append):
        until(lambda: told, 10)
        begun = time.monotonic()
        until(lambda: time.monotonic() - begun > 2, 5)  # it is tried again meanwhile
    assert [trouble.text for trouble in told] == [
        f"127.0.0.1:{server.port} knows no stream of this name; correct the path behind the host."
    ]


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_a_wrong_password_is_told_seldom_tried_and_never_shown(
    kind: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with serving(kind) as locked:
        wrong = refused(locked.address(login="admin:hunter2%40@"))
        without = refused(locked.address())
        assert wrong == f"127.0.0.1:{locked.port} refuses this user or password; correct the address."
        assert without == f"127.0.0.1:{locked.port} wants a user and a password; correct the address."
        assert refusal_of(address_of(locked.address(login="admin:no@"))).locked and sources.LOCKED_WAIT_S >= 60
        for password in (PASSWORD, quote(PASSWORD, safe="")):  # as it is, and in percents
            with opened(locked.address(login=f"admin:{password}@")) as source:
                until(source.newest, 10)
    noise = "".join(capfd.readouterr()) + caplog.text
    assert not [word for word in ("hunter2", "s3cr", quote(PASSWORD, safe="")) if word in noise], noise

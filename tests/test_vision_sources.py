"""Sources that need no RTSP server: pictures by HTTP, how late a frame is, doors that stay shut."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import cv2
import numpy as np
import pytest

from vision import sources
from vision.address import address_of
from vision.lag import DRIFT, Lag, Wait
from vision.refusal import Refusal, refusal_of
from vision.sources import CaptureSource, open_source
from vision.trouble import Trouble


def until(what: Callable[[], Any], seconds: float) -> Any:
    """The first true answer. Raises where there is none in time."""
    end = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < end, "it did not come in time"
        threading.Event().wait(0.005)
    return answer


class Mjpeg(BaseHTTPRequestHandler):
    """A camera of ten pictures a second, each another; how often it was asked is in `asked`."""

    protocol_version = "HTTP/1.0"
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
        self.end_headers()
        noise, pace = np.random.default_rng(3), threading.Event()
        try:
            while not pace.wait(0.1):
                _, jpeg = cv2.imencode(".jpg", noise.integers(0, 255, (48, 64, 3), dtype=np.uint8))
                head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                self.wfile.write(head.encode() + jpeg.tobytes() + b"\r\n")
        except OSError:  # whoever looked has gone
            pace.set()

    def log_message(self, *_words: object) -> None:
        """Nothing on stderr."""


@contextmanager
def http(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# in time


def test_pictures_by_http_come_one_and_all_however_slow_the_camera_is() -> None:
    with http(Mjpeg) as port:
        source = open_source(f"http://127.0.0.1:{port}/mjpg")
        try:
            begun = until(source.newest, 10).taken
            newest, gap = begun, 0.0
            while newest - begun < sources.LATE_S + sources.ALWAYS_LATE_S + 3:
                newest, before = until(lambda: newer_than(source, newest), 5), newest  # noqa: B023 – called at once
                gap = max(gap, newest - before)
            assert gap < sources.LATE_S and Mjpeg.asked == 1, (gap, Mjpeg.asked)
        finally:
            source.close()


def newer_than(source: sources.Source, taken: float) -> float:
    frame = source.newest()
    return frame.taken if frame is not None and frame.taken > taken else 0.0


class Slow:
    """A capture whose camera gives eight pictures a second and counts them as twenty-five."""

    def __init__(self) -> None:
        self.number, self.opened = 0, 0

    def get(self, what: int) -> float:
        return self.number * 40.0 if what == cv2.CAP_PROP_POS_MSEC else 25.0

    def grab(self) -> bool:
        self.number += 1
        return not threading.Event().wait(0.125)

    def retrieve(self) -> tuple[bool, np.ndarray[Any, Any]]:
        return True, np.zeros((8, 8, 3), np.uint8)

    def release(self) -> None:
        self.opened -= 1

    def __call__(self) -> Any:
        self.opened += 1
        return self


def test_a_camera_that_counts_more_pictures_than_it_gives_is_not_late() -> None:
    camera = Slow()
    source = CaptureSource(camera, clock=True)
    try:
        until(lambda: camera.number > 40, 30)
        frame = source.newest()
        assert frame is not None and frame.number >= 39 and time.monotonic() - frame.taken < sources.LATE_S
    finally:
        source.close()
    assert camera.opened == 0


def test_lag_is_told_by_the_streams_own_clock() -> None:
    lag = Lag()
    assert [round(lag.of(100 + k, 5.0 + k), 6) for k in range(5)] == [0.0] * 5
    assert lag.of(108.0, 10.0) == pytest.approx(3 - 4 * DRIFT), "three seconds behind"
    assert lag.of(108.1, 13.1) == pytest.approx(0, abs=0.1), "and there again"
    assert lag.of(109.0, 0.0) == 0.0, "no clock, no lag"
    slow = Lag()
    assert max(slow.of(k / 25, 1 + k / 25 * 0.995) for k in range(25 * 3600)) < 0.1, "a camera's clock may go wrong"


def test_no_frame_is_older_than_the_last_wait() -> None:
    lag = Lag()
    assert lag.of(100.0, 5.0, 99.9) == 0
    assert lag.of(110.0, 6.0, 109.5) == 0.5, "waited for since then"
    assert lag.of(110.1, 6.1) == pytest.approx(0.6), "ready, so it came after that"
    assert lag.of(113.0, 15.0) == pytest.approx(3.0, abs=0.2), "the clock says less"


def test_working_is_no_waiting() -> None:
    wait, begun = Wait(), time.thread_time()
    while time.thread_time() - begun < 0.05:
        pass
    assert wait.since is None
    threading.Event().wait(0.05)
    assert wait.since is not None


# shut doors


class Locked(BaseHTTPRequestHandler):
    """Wants admin and "right"; `offer` is what it says."""

    offer = 'Basic realm="cam"'
    tried: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        login = self.headers.get("Authorization", "")
        if login:
            self.tried.append(login)
        right = login == "Basic " + base64.b64encode(b"admin:right").decode()
        self.send_response(404 if right else 401)
        self.send_header("WWW-Authenticate", self.offer)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing on stderr."""


class Strange(Locked):
    offer = 'Digest realm="cam", nonce="n", algorithm=SHA-256'
    tried: ClassVar[list[str]] = []


def test_a_wrong_password_by_http_is_tried_seldom() -> None:
    told: list[Trouble] = []
    with http(Locked) as port:
        source = open_source(f"http://admin:wrong@127.0.0.1:{port}/mjpg", told.append)
        try:
            until(lambda: told, 10)
            tried = len(Locked.tried)
            begun = time.monotonic()
            until(lambda: time.monotonic() - begun > 3 * sources.FIRST_WAIT_S, 10)
            assert len(Locked.tried) == tried <= 3
        finally:
            source.close()
        assert [trouble.text for trouble in told] == [
            f"127.0.0.1:{port} refuses this user or password; correct the address."
        ]


@pytest.mark.parametrize(
    ("handler", "login", "words", "locked"),
    [
        (Locked, "admin:wrong@", "refuses this user or password", True),
        (Locked, "", "wants a user and a password", True),
        (Locked, "admin:right@", "knows no stream of this name", False),
        (Strange, "admin:right@", "wants a login that is not known here", False),
    ],
)
def test_a_shut_door_by_http(handler: type[Locked], login: str, words: str, locked: bool) -> None:
    with http(handler) as port:
        refusal = refusal_of(address_of(f"http://{login}127.0.0.1:{port}/mjpg"))
    assert words in refusal.text and refusal.locked is locked
    assert not Strange.tried, "no password went out for nothing"


def test_nobody_there_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told: list[Trouble] = []
    source = open_source(f"rtsp://127.0.0.1:{port}/x", told.append)
    try:
        until(lambda: told, 10)
        assert source.newest() is None
    finally:
        source.close()
    assert [trouble.text for trouble in told] == [
        f"Nobody answers at 127.0.0.1:{port}; is the camera on, and the port right?"
    ]


def test_one_who_speaks_something_else_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for answer in (b"HTTP/1.1 400 Bad\r\n\r\n", b"", b"RTSP/1.0\r\n\r\n", b"RTSP/1.0 abc x\r\n\r\n"):
            thread = threading.Thread(target=_answer, args=(other, answer))
            thread.start()
            text = refusal_of(address_of(f"rtsp://u:p@127.0.0.1:{port}/x")).text
            thread.join()
            assert "does not answer as a camera does" in text and "u:p" not in text


def _answer(listening: socket.socket, *answers: bytes) -> None:
    connection, _ = listening.accept()
    with connection:
        for answer in answers:
            connection.recv(4096)
            connection.sendall(answer)


WANTS = 'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm="cam"\r\n'
FOUND = "RTSP/1.0 404 Not Found\r\nCSeq: 2\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "second", "code", "locked"),
    [
        ("\r\n", f"{WANTS}\r\n", "refused", True),
        ("Content-Length: 6\r\n\r\n<html>", f"{WANTS}Content-Length: 6\r\n\r\n<html>", "refused", True),
        (f"content-length:9000\r\n\r\n{'<p>' * 3000}", f"{WANTS}\r\n", "refused", True),
        ("Content-Length: 6\r\n\r\n<html>", FOUND, "no_stream", False),
        ("Content-Length: 0\r\n\r\n", FOUND, "no_stream", False),
        ("\r\n<html>", FOUND, "no_stream", False),
        (f"Content-Length: 30000\r\n\r\n{'<p>' * 10000}", FOUND, "no_picture", True),
        ("\r\n", "", "no_picture", True),
    ],
)
def test_a_camera_that_wants_a_password_is_locked_whatever_it_says_with_it(
    first: str, second: str, code: str, locked: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as camera:
        thread = threading.Thread(target=_answer, args=(camera, (WANTS + first).encode(), second.encode()))
        thread.start()
        refusal = refusal_of(address_of(f"rtsp://u:p@127.0.0.1:{camera.getsockname()[1]}/x"))
        thread.join()
    assert (refusal.code, refusal.locked) == (code, locked)


def test_a_source_that_was_closed_while_it_asked_why_tells_nothing() -> None:
    asking, closing = threading.Event(), threading.Event()
    told: list[Trouble] = []

    def refused() -> Refusal:
        asking.set()
        closing.wait(10)
        return Refusal("nobody", "x")

    source = CaptureSource(cv2.VideoCapture, refused=refused, told=told.append)
    assert asking.wait(10)
    ending = threading.Thread(target=source.close)
    ending.start()
    until(source._over.is_set, 5)
    closing.set()
    ending.join()
    assert not source._thread.is_alive() and told == []

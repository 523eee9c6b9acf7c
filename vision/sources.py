"""Where pictures come from: a file played in real time, an RTSP stream, a webcam, or a rendered scene."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import cv2

from vision.frames import Frame, Image

RTSP_OPTIONS = "rtsp_transport;tcp|analyzeduration;500000|probesize;500000"
"""FFmpeg's defaults take 2.8 s to open a stream, these 0.6 s; with fflags;nobuffer there came no frame at all."""
OPEN_MS, READ_MS = 5_000, 4_000
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 5.0
STREAMS = ("rtsp", "rtsps", "rtmp", "http", "https")


class BadSource(Exception):
    """A source that cannot be one; one sentence."""


class Source(Protocol):
    """Gives the newest picture; never raises once it is open for business. Used by one thread."""

    def newest(self) -> Frame | None:
        """The newest frame, the same again if there is no newer one; None before the first and while it is lost."""
        ...

    def close(self) -> None:
        """No more."""
        ...


def open_source(spec: str) -> Source:
    """By what it looks like: `rtsp://…`, `webcam:0`, else a file. Raises BadSource for what cannot be opened at all."""
    os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", RTSP_OPTIONS)
    scheme, _, rest = spec.partition(":")
    if scheme in STREAMS and rest.startswith("//"):
        return CaptureSource(lambda: _stream(spec))
    if scheme == "webcam":
        if not rest.isdigit():
            raise BadSource(f"{spec!r} is no webcam; say webcam:0 for the first.")
        return CaptureSource(lambda: cv2.VideoCapture(int(rest)))
    path = Path(spec)
    try:
        there = path.is_file()
    except (OSError, ValueError) as error:
        raise BadSource(f"{shown(spec)!r} cannot be opened: {type(error).__name__}.") from error
    if not there:
        raise BadSource(f"{shown(spec)!r} is neither a file nor an address of a stream (rtsp://…, webcam:0).")
    probe = cv2.VideoCapture(str(path))
    readable = probe.isOpened() and probe.grab()
    probe.release()
    if not readable:
        raise BadSource(f"{path.name} cannot be read as a film.")
    return CaptureSource(lambda: cv2.VideoCapture(str(path)), film=True)


def shown(spec: str) -> str:
    """A source as it may be shown and logged: without user, password, or query."""
    scheme, marked, rest = spec.partition("://")
    where = rest.rpartition("@")[2] if marked else Path(spec.rpartition("@")[2]).name  # a password may hold any sign
    for mark in "?#":
        where = where.partition(mark)[0]
    return f"{scheme}://{where}" if marked else where


class CaptureSource:
    """Reads in a thread of its own and keeps the newest frame; late frames are dropped, never queued. A film is played
    in real time, over and over; a stream that breaks is opened again."""

    def __init__(self, opened: Callable[[], cv2.VideoCapture], *, film: bool = False) -> None:
        self._opened, self._film = opened, film
        self._newest: Frame | None = None
        self._number = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera-read", daemon=True)
        self._thread.start()

    def newest(self) -> Frame | None:
        """From any thread."""
        return self._newest

    def close(self) -> None:
        """End the thread; a read under way is waited for no longer than the stream's own limit."""
        self._over.set()
        self._thread.join(timeout=READ_MS / 1000 + 1)

    def _run(self) -> None:
        wait = FIRST_WAIT_S
        while not self._over.is_set():
            with contextlib.closing(_Capture(self._opened)) as capture:
                frames = self._play(capture)
            wait = FIRST_WAIT_S if frames else min(wait * 2, LONGEST_WAIT_S)
            if not (self._film and frames):
                self._newest = None
                self._over.wait(wait)

    def _play(self, capture: _Capture) -> int:
        """Frames until it ends or breaks."""
        begun, count = time.monotonic(), 0
        while not self._over.is_set():
            image = capture.read()
            if image is None:
                break
            count += 1
            self._number += 1
            self._newest = Frame(image, time.monotonic(), self._number)
            if self._film:
                self._over.wait(max(0.0, begun + count / capture.fps - time.monotonic()))
        return count


class _Capture:
    """A VideoCapture that says nothing on stderr and raises nothing."""

    def __init__(self, opened: Callable[[], cv2.VideoCapture]) -> None:
        self._capture = opened()
        fps = float(self._capture.get(cv2.CAP_PROP_FPS))
        self.fps = fps if 1.0 <= fps <= 120.0 else 25.0

    def read(self) -> Image | None:
        """The next frame; None at the end."""
        try:
            good, image = self._capture.read()
        except cv2.error:
            return None
        return image if good and image is not None and image.ndim == 3 else None  # type: ignore[return-value]

    def close(self) -> None:
        """Let it go."""
        self._capture.release()


def _stream(address: str) -> cv2.VideoCapture:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]
    return cv2.VideoCapture(address, cv2.CAP_FFMPEG, [*limits, cv2.CAP_PROP_N_THREADS, 1])

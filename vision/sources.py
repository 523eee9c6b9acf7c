"""Where pictures come from: a file played in real time, an RTSP stream, a webcam, or a rendered scene."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import cv2

from vision.address import HIDDEN, PORTS, TELLTALE, address_of, shown_address
from vision.frames import Frame, Image
from vision.lag import Lag, Wait
from vision.refusal import Refusal, refusal_of
from vision.trouble import Trouble

RTSP_OPTIONS = "rtsp_transport;tcp|analyzeduration;500000|probesize;500000"
"""FFmpeg's defaults take 2.8 s to open a stream, these 0.6 s; with fflags;nobuffer there came no frame at all."""
OPEN_MS, READ_MS = 5_000, 4_000
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 5.0
LOCKED_WAIT_S = 300.0
"""Before a refused password is tried again: a camera locks out whoever tries a wrong one too often."""
LATE_S, ALWAYS_LATE_S = 1.0, 4.0
"""A frame that lay ready and comes so much later than the promptest of its stream is dropped; a stream of which only
such frames come for so long is opened anew, which begins with the picture of now."""
STREAMS = tuple(PORTS)
CLOCKS = ("rtsp", "rtsps")
"""Streams with a time of their own: to pictures that come by HTTP FFmpeg gives one each 1/25 s, whenever they come."""


class BadSource(Exception):
    """A source that cannot be one."""

    def __init__(self, code: str, there: str) -> None:
        self.trouble = Trouble(code, there)
        super().__init__(self.trouble.text)


class Source(Protocol):
    """Gives the newest picture; never raises once it is open for business. Used by one thread."""

    def newest(self) -> Frame | None:
        """The newest frame, the same again if there is no newer one; None before the first and while it is lost."""
        ...

    def close(self) -> None:
        """No more."""
        ...


def open_source(spec: str, told: Callable[[Trouble], None] = lambda _trouble: None) -> Source:
    """By what it looks like: `rtsp://…`, `webcam:0`, else a file. Raises BadSource for what cannot be opened at all.

    `told` hears why on the source's thread when a stream cannot be opened, once as long as the reason stays;
    there is never a user or password in it.
    """
    os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", RTSP_OPTIONS)
    scheme, _, rest = spec.partition(":")
    if scheme in STREAMS and rest.startswith("//"):
        return _stream_source(spec, told)
    if scheme == "webcam":
        if not rest.isdigit():
            raise BadSource("no_webcam", shown(spec))
        return CaptureSource(lambda: cv2.VideoCapture(int(rest)))
    path = Path(spec)
    try:
        there = path.is_file()
    except (OSError, ValueError) as error:
        raise BadSource("cannot_open", shown(spec)) from error
    if not there:
        raise BadSource("no_source", shown(spec))
    probe = cv2.VideoCapture(str(path))
    readable = probe.isOpened() and probe.grab()
    probe.release()
    if not readable:
        raise BadSource("no_film", path.name)
    return CaptureSource(lambda: cv2.VideoCapture(str(path)), film=True)


def _stream_source(spec: str, told: Callable[[Trouble], None]) -> CaptureSource:
    try:
        address = address_of(spec)
    except ValueError as error:
        raise BadSource("no_address", shown(spec)) from error
    clock = address.scheme in CLOCKS
    return CaptureSource(lambda: _stream(address.spelt), clock=clock, refused=lambda: refusal_of(address), told=told)


def shown(spec: str) -> str:
    """A source as it may be shown and logged: of a stream no user, password, or query; of a film its name alone, and
    not even that where a password may stand in its path, as in an address whose rtsp:// was left out or misspelt."""
    if "://" in spec:
        return shown_address(spec)
    kind, _, rest = spec.partition(":")
    if kind in STREAMS and rest:
        return f"{kind}:{HIDDEN}"
    if kind == "webcam":
        return f"{kind}:{HIDDEN}" if re.search(TELLTALE, rest) else spec
    path = re.sub(r"^[A-Za-z]:(?=[\\/])", "", spec)
    return HIDDEN if re.search(TELLTALE, path) else _name(path)


def _name(path: str) -> str:
    """The last of a path of any system, without what might be a query."""
    return re.split(r"[\\/]", path.partition("?")[0].rstrip("\\/"))[-1].partition("#")[0]


class CaptureSource:
    """Reads in a thread of its own and keeps the newest frame; late frames are dropped, never queued. A film is played
    in real time, over and over; a stream that breaks is opened again, `refused` says why it could not be. `clock`: its
    frames carry a time that says how late they are."""

    def __init__(
        self,
        opened: Callable[[], cv2.VideoCapture],
        *,
        film: bool = False,
        clock: bool = False,
        refused: Callable[[], Refusal] | None = None,
        told: Callable[[Trouble], None] = lambda _trouble: None,
    ) -> None:
        self._opened, self._film, self._clock, self._refused, self._told = opened, film, clock, refused, told
        self._newest: Frame | None = None
        self._number = self._round = 0
        self._said: Trouble | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera-read", daemon=True)
        self._thread.start()

    def newest(self) -> Frame | None:
        """From any thread."""
        return self._newest

    def close(self) -> None:
        """End the thread, and tell nothing from now on. Waits five seconds at most: a thread that opens a stream, or
        asks why it could not, may take longer and ends by itself."""
        self._over.set()
        self._thread.join(timeout=READ_MS / 1000 + 1)

    def _run(self) -> None:
        wait = FIRST_WAIT_S
        while not self._over.is_set():
            with contextlib.closing(_Capture(self._opened)) as capture:
                frames = self._play_film(capture) if self._film else self._play(capture)
            wait = FIRST_WAIT_S if frames else min(wait * 2, LONGEST_WAIT_S)
            if self._film and frames:
                self._round += 1
            else:
                self._newest = None
                locked = not frames and not self._over.is_set() and self._say_why()
                self._over.wait(LOCKED_WAIT_S if locked else wait)

    def _say_why(self) -> bool:
        """Tell why nothing comes; True where it must not be tried again soon."""
        refusal = self._refused() if self._refused is not None else None
        if refusal is None:
            return False
        if refusal != self._said and not self._over.is_set():  # asking took its time
            self._said = refusal
            self._told(refusal)
        return refusal.locked

    def _play_film(self, capture: _Capture) -> int:
        """Frames in their time, until its end."""
        begun, count = time.monotonic(), 0
        while not self._over.is_set() and capture.grab() and (image := capture.image()) is not None:
            count += 1
            self._keep(image, time.monotonic())
            self._over.wait(max(0.0, begun + count / capture.fps - time.monotonic()))
        return count

    def _play(self, capture: _Capture) -> int:
        """Frames as they come, until it breaks or only late ones come."""
        count, lag, prompt = 0, Lag(), time.monotonic()
        while not self._over.is_set():
            wait = Wait()
            if not capture.grab():
                break
            now, waiting = time.monotonic(), wait.since
            late = lag.of(now, capture.stamp, waiting) if self._clock else 0.0
            if late > LATE_S and waiting is None:
                if now - prompt > ALWAYS_LATE_S:
                    break
                continue
            image = capture.image()
            if image is None:
                break
            count, prompt, self._said = count + 1, now, None
            self._keep(image, now - late)
        return count

    def _keep(self, image: Image, taken: float) -> None:
        self._number += 1
        self._newest = Frame(image, taken, self._number, self._round)


class _Capture:
    """A VideoCapture that says nothing on stderr and raises nothing."""

    def __init__(self, opened: Callable[[], cv2.VideoCapture]) -> None:
        self._capture = opened()
        fps = float(self._capture.get(cv2.CAP_PROP_FPS))
        self.fps = fps if 1.0 <= fps <= 120.0 else 25.0

    @property
    def stamp(self) -> float:
        """The stream's own time of the frame that was grabbed, seconds; 0 where it has none."""
        return float(self._capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000

    def grab(self) -> bool:
        """Decode the next frame; False at the end."""
        try:
            return bool(self._capture.grab())
        except cv2.error:
            return False

    def image(self) -> Image | None:
        """The frame that was grabbed, as a picture; None for what is none."""
        try:
            good, image = self._capture.retrieve()
        except cv2.error:
            return None
        return image if good and image is not None and image.ndim == 3 else None  # type: ignore[return-value]

    def close(self) -> None:
        """Let it go."""
        self._capture.release()


def _stream(address: str) -> cv2.VideoCapture:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]
    return cv2.VideoCapture(address, cv2.CAP_FFMPEG, [*limits, cv2.CAP_PROP_N_THREADS, 1])

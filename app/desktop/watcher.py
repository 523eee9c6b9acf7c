"""`Watcher`: the window's end of the watcher process, which is started anew if it dies."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import msgspec
import structlog

from app.supervisor.children import module_command
from app.watcher.talk import BROKER, Orders, Said, read
from devices.settings import BrokerSettings

log = structlog.get_logger()

AGAIN_S = 2.0
END_S = 4.0
PIPE_BYTES = 1 << 20


def widen(pipe: int) -> None:
    """Room for a whole tile, where the system lets us: else it is read in sixteen turns of the interpreter's lock."""
    if sys.platform.startswith("linux"):
        import fcntl

        try:
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        except OSError as error:
            log.debug("watcher.small_pipe", error=str(error))


QUIET = {"HWLOC_HIDE_ERRORS": "2", "OPENCV_LOG_LEVEL": "ERROR", "OPENCV_FFMPEG_LOGLEVEL": "-8"}
"""Libraries that complain on the terminal of what is told in words: OpenVINO's threads where a container has no /sys,
OpenCV and FFmpeg (-8: AV_LOG_QUIET) at every try to open a camera that is away. The user's own settings come first."""


class Watcher:
    """One child process. `heard` is called on a thread of its own with every word; `order` writes a line of a few
    kilobytes into a pipe, which does not block."""

    def __init__(self, arguments: tuple[str, ...], broker: BrokerSettings, heard: Callable[[Said], None]) -> None:
        self._command = module_command("app.watcher", *arguments)
        self._env = {**QUIET, **os.environ, BROKER: msgspec.json.encode(broker).decode()}
        self._heard = heard
        self._orders: bytes | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._earlier = self._now = 0
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    @property
    def published(self) -> int:
        """Events given to the broker so far, by this process and those before it; whole after `stop`."""
        return self._earlier + self._now

    def order(self, orders: Orders) -> None:
        """This is wished for from now on; told again to a process that had to be started anew."""
        with self._lock:
            self._orders = msgspec.json.encode(orders) + b"\n"
            self._tell()

    def stop(self) -> None:
        """Let it end: what was published leaves first; after some seconds it is killed."""
        self._over.set()
        with self._lock:
            process = self._process
            if process is not None and process.stdin is not None:
                try:
                    process.stdin.close()
                except OSError:  # it has gone already
                    log.debug("watcher.gone")
        self._thread.join(timeout=END_S)
        if process is not None and process.poll() is None:
            process.kill()

    def _tell(self) -> None:
        process = self._process
        if process is None or process.stdin is None or self._orders is None or self._over.is_set():
            return
        try:
            process.stdin.write(self._orders)
            process.stdin.flush()
        except (OSError, ValueError):  # it died; the thread starts another, which is told then
            log.debug("watcher.gone")

    def _run(self) -> None:
        while not self._over.is_set():
            begun = time.monotonic()
            code = self._once()
            if self._over.is_set():
                return
            log.warning("watcher.ended", code=code)
            self._heard(Said("ended"))
            self._over.wait(max(0.0, AGAIN_S - (time.monotonic() - begun)))

    def _once(self) -> int:
        """One process from its start to its end."""
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self._env)  # noqa: S603 – our own module
        with self._lock:
            self._process = process
            self._tell()
        assert process.stdout is not None  # noqa: S101  # it was asked for
        widen(process.stdout.fileno())
        with process.stdout as stream:
            while (said := read(stream)) is not None:
                if said.what == "published":
                    self._now = said.count
                self._heard(said)
        self._earlier, self._now = self._earlier + self._now, 0
        return process.wait()

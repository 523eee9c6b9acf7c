"""`Control`: a child's end of the line to its supervisor – JSON lines on stdin and stdout; end of stdin means alone."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO


class Control:
    """Reads orders from stdin on a thread of its own; `say` may be called from any thread."""

    def __init__(
        self,
        on_line: Callable[[dict[str, Any]], None],
        on_gone: Callable[[], None],
        *,
        source: int = 0,
        sink: BinaryIO | None = None,
    ) -> None:
        self._on_line, self._on_gone = on_line, on_gone
        self._source = source
        self._sink = sink or sys.stdout.buffer
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin reading."""
        threading.Thread(target=self._read, name="control", daemon=True).start()

    def say(self, said: dict[str, Any]) -> None:
        """Tell the supervisor; silent where it is gone (the end of stdin says so already)."""
        with self._lock:
            try:
                self._sink.write(json.dumps(said).encode() + b"\n")
                self._sink.flush()
            except (OSError, ValueError):
                return

    def _read(self) -> None:
        for line in self._lines():
            try:
                order = json.loads(line)
            except ValueError:
                continue
            if isinstance(order, dict):
                self._on_line(order)
        self._on_gone()

    def _lines(self) -> Iterator[bytes]:
        """Read by file number: a daemon thread inside sys.stdin's own lock would abort the interpreter's end."""
        rest = b""
        while True:
            try:
                data = os.read(self._source, 65_536)
            except OSError:
                return
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            yield from lines

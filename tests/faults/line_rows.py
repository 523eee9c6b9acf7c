"""`Line`: a port that passes everything on to another, until it is cut, stalled or refuses."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Line:
    """Threads of its own. `made` counts the lines that came through, `answers` what came back on the newest of them."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._lines: list[socket.socket] = []
        self._open = threading.Event()
        self._open.set()
        self._refusing = False
        self.made = self.answers = 0
        self._newest: socket.socket | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every line at once; new ones are let through."""
        lines, self._lines = self._lines, []
        for line in lines:
            _shut(line)

    def refuse(self, on: bool) -> None:
        """Break every line, and every new one too, until told otherwise."""
        self._refusing = on
        if on:
            self.cut()

    def stall(self, on: bool) -> None:
        """Pass nothing on and say nothing of it, as a network does whose switch has lost its power."""
        (self._open.clear if on else self._open.set)()

    def close(self) -> None:
        self._server.close()
        self._open.set()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        """A broker that is away ends the line that was made to it, and not the port."""
        try:
            far = None if self._refusing else socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            far = None
        if far is None:
            near.close()
            return
        self._newest, self.answers = far, 0
        self.made += 1
        self._lines += [near, far]
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        """One way of a line. Where it ends the other way lives on, as a wire's does: what was on it still arrives."""
        try:
            while data := one.recv(65_536):
                self._open.wait()
                other.sendall(data)
                self.answers += one is self._newest
        except OSError:
            _end(one, socket.SHUT_RD)
        _end(other, socket.SHUT_WR)


def _shut(line: socket.socket) -> None:
    _end(line, socket.SHUT_RDWR)
    line.close()


def _end(line: socket.socket, way: int) -> None:
    with suppress(OSError):
        line.shutdown(way)

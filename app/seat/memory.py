"""`Memory`: what one line remembers between frames and between connections, and how frames become messages."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import astuple

from app.seat import wire
from app.seat.messages import Answered, Changed, Message, Opened, Pulse, Refused, Resumed
from app.seat.pieces import Joiner
from domain.clock import Clock
from domain.register import Register

NEAR_S = 0.25
"""Wall clocks closer than this are taken as one (the same machine, or the network's own delay)."""


class Memory:
    """Register, last number seen, and the picture being put together. Used by the link's reading thread."""

    def __init__(self) -> None:
        self.seq = 0
        self.resumes = 0
        self._version = ""
        self._register: Register | None = None
        self._welcome: wire.Welcome | None = None
        self._joiner = Joiner()
        self._missing = 0

    def known(self) -> tuple[int, str]:
        """What to resume from: (last number, register version)."""
        return (self.seq, self._version) if self._register is not None else (0, "")

    def forget(self) -> None:
        """Resume from nothing (the register stays, if the desk's is still the same)."""
        self.seq = 0

    def take(self, frame: wire.Down) -> Message | None:  # noqa: PLR0911 – one line a frame
        """The message that a frame completes. Raises ValueError on a frame out of order."""
        match frame:
            case wire.Changes():
                return self._batch(frame)
            case wire.Beat():
                return Pulse(*astuple(frame))
            case wire.Told():
                return Answered(frame.request, frame.reply)
            case wire.No():
                return Refused(frame.code, frame.text)
            case wire.Welcome():
                return self._welcomed(frame)
            case wire.Piece():
                self._joiner.add(frame)
                self._missing -= 1
                return None
            case wire.Shot():
                return self._opened(frame)

    def _batch(self, frame: wire.Changes) -> Changed:
        if frame.batch.seq != self.seq + 1:
            raise ValueError(f"batch {frame.batch.seq} after {self.seq}")
        self.seq = frame.batch.seq
        return Changed(frame.batch)

    def _welcomed(self, welcome: wire.Welcome) -> Message | None:
        back = self._welcome is not None
        self._welcome = welcome
        self.resumes += back
        if welcome.resumed:
            return Resumed()
        self._joiner, self._missing = Joiner(), welcome.pieces
        if welcome.pieces:
            self._register = None
        return None

    def _opened(self, shot: wire.Shot) -> Opened:
        welcome = self._welcome
        if welcome is None or self._missing:
            raise ValueError("a picture before its register")
        if self._register is None:
            self._register = self._joiner.register(welcome.site)
            self._joiner = Joiner()
        self._version, self.seq = welcome.register, shot.keyframe.seq
        clock = Clock.read(welcome.clock, _real(welcome.real - time.time()))
        return Opened(self._register, shot.keyframe, welcome.seat, clock, welcome.site)


def _real(ahead_s: float) -> Callable[[], float]:
    if abs(ahead_s) < NEAR_S:
        return time.time
    return lambda: time.time() + ahead_s

"""`Session`: one signed-in window – what it asks goes to the desk, what it must know waits in a bounded queue."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.seat import wire
from domain.access import Seat
from domain.commands import AnyCommand, Reply

log = structlog.get_logger()

QUEUE_LIMIT = 600
"""Frames waiting for one window (20 s at 30 a second); a window further behind is told to come back and resume."""

SKIP_ABOVE = 20
CLOSE_S = 1.0


class Session:
    """Lives on the door's loop; only `answer` (inside `_told`) is called from the desk thread."""

    def __init__(self, socket: WebSocket, seat: Seat, ask: Callable[..., None], *, limit: int = QUEUE_LIMIT) -> None:
        self.seat = seat
        self.backlog: list[bytes] = []
        self._socket, self._ask, self._limit = socket, ask, limit
        self._queue: deque[bytes] = deque()
        self._more, self._ending = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._close: tuple[int, str] | None = None

    def send(self, data: bytes, *, may_skip: bool = False) -> None:
        """Queue a frame; a window that does not keep up is closed."""
        if may_skip and len(self._queue) > SKIP_ABOVE:
            return
        if len(self._queue) >= self._limit:
            self.end(wire.TOO_SLOW, "This window did not keep up; it resumes from where it was.")
            return
        self._queue.append(data)
        self._more.set()

    def end(self, code: int, reason: str) -> None:
        """Close after what is being sent now; what still waits is dropped (the window resumes)."""
        if self._close is None:
            log.info("seat.ended", user=self.seat.user, code=code)
            self._close = (code, reason)
            self._queue.clear()
            self._ending.set()

    @property
    def ended(self) -> bool:
        """The door has ended it, not the window: that lives, and comes back to resume."""
        return self._close is not None

    async def run(self) -> None:
        """Until the window goes or is ended."""
        reading = asyncio.create_task(self._read())
        writing = asyncio.create_task(self._write())
        closing = asyncio.create_task(self._watch())
        tasks = (reading, writing, closing)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._hang_up()

    async def _read(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                self._take(await self._socket.receive_bytes())

    def _take(self, data: bytes) -> None:
        try:
            frame = wire.unpack_up(data)
        except wire.BadFrame as error:
            log.warning("seat.bad_frame", user=self.seat.user, error=str(error))
            self.end(wire.NOT_A_FRAME, "That was not a frame.")
            return
        if isinstance(frame, wire.Ask):
            self._put(frame.request, frame.command)

    def _put(self, request: int, command: AnyCommand) -> None:
        def answer(reply: Reply) -> None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.send, wire.pack(wire.Told(request, reply)))

        self._ask(command, self.seat, answer)

    async def _write(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
            for data in self.backlog:
                await self._socket.send_bytes(data)
            self.backlog = []
            while True:
                while self._queue:
                    await self._socket.send_bytes(self._queue.popleft())
                self._more.clear()
                await self._more.wait()

    async def _watch(self) -> None:
        await self._ending.wait()

    async def _hang_up(self) -> None:
        code, reason = self._close or (1000, "")
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError, TimeoutError):
            await asyncio.wait_for(self._socket.close(code, reason), CLOSE_S)

"""`Server`: the seats' WebSocket door – one thread, one asyncio loop, frames in and out; it judges nothing."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.seat import wire
from app.station.gate import Gate
from app.station.hub import Hub
from app.station.session import Session
from app.station.watchers import Watchers
from domain.access import Seat, may
from domain.changes import Batch
from domain.commands import AnyCommand, Reply, WatchCameras
from domain.store import Ledger

log = structlog.get_logger()

HELLO_S = 10.0
RESUME_LIMIT = 5_000
"""Missing batches that are still sent one by one; beyond it a whole picture is less work for both sides."""

Ask = Callable[[AnyCommand, Seat, Callable[[Reply], None]], None]


@dataclass(frozen=True)
class Listen:
    """Where the door is: loopback unless a certificate is given. Port 0: any free one."""

    host: str = "127.0.0.1"
    port: int = 0
    cert: Path | None = None
    key: Path | None = None


class Server:
    """Started and stopped by the station; `post` runs a hub method on the door's thread, in order."""

    def __init__(self, listen: Listen, hub: Hub, gate: Gate, ledger: Ledger, ask: Ask) -> None:
        self._listen, self._hub, self._gate, self._ledger, self._ask = listen, hub, gate, ledger, ask
        self._sessions: set[Session] = set()
        self._watchers = Watchers()
        self._socket = _listening(listen)
        self.port: int = self._socket.getsockname()[1]
        self._uvicorn = uvicorn.Server(self._config())
        self._loop: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(target=self._run, name="seat-door", daemon=True)

    def start(self) -> None:
        """Open the door; returns once the loop runs."""
        self._thread.start()
        self._loop.result(timeout=10)

    def stop(self) -> None:
        """Tell every seat that the desk ends, then close."""
        loop = self._loop.result()
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(self._end)
        self._thread.join(timeout=5)
        self._socket.close()

    def post(self, call: Callable[..., None], *args: object) -> None:
        """Run `call(*args)` on the door's thread; silent once the door is closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.result().call_soon_threadsafe(call, *args)

    def _config(self) -> uvicorn.Config:
        app = Starlette(routes=[WebSocketRoute("/seat", self._sit)])
        return uvicorn.Config(
            app,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            ws_max_size=wire.MAX_FRAME,
            ws_ping_interval=5,
            ws_ping_timeout=10,
            lifespan="off",
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=2,
            ssl_certfile=self._listen.cert,
            ssl_keyfile=str(self._listen.key) if self._listen.key else None,
        )

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop.set_result(asyncio.get_running_loop())
        await self._uvicorn.serve(sockets=[self._socket])

    def _end(self) -> None:
        for session in tuple(self._sessions):
            session.end(wire.GOING, "The desk has ended.")
        self._uvicorn.should_exit = True

    # one seat

    async def _sit(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            hello = await self._hello(socket)
            if hello is not None:
                await self._let_in(socket, hello)
        except (WebSocketDisconnect, TimeoutError):
            return

    async def _hello(self, socket: WebSocket) -> wire.Hello | None:
        try:
            frame = wire.unpack_up(await asyncio.wait_for(socket.receive_bytes(), HELLO_S))
        except (wire.BadFrame, KeyError) as error:
            await _refuse_version(socket, error.version if isinstance(error, wire.BadFrame) else -1)
            return None
        return frame if isinstance(frame, wire.Hello) else None

    async def _let_in(self, socket: WebSocket, hello: wire.Hello) -> None:
        verdict = await asyncio.to_thread(self._gate.check, hello, tls=self._listen.cert is not None)
        if isinstance(verdict, wire.No):
            log.info("seat.refused", code=verdict.code)
            await asyncio.sleep(0.5 if verdict.code == "bad_login" else 0)
            await socket.send_bytes(wire.pack(verdict))
            await socket.close()
            return
        older = await self._older(verdict, hello)
        connection = object()
        session = Session(socket, verdict, partial(self._pass_on, connection))
        self._sessions.add(session)
        session.backlog = self._hub.join(session, hello, older)
        log.info("seat.open", user=verdict.user, role=verdict.role.value, resumed=older is not None)
        try:
            await session.run()
        finally:
            self._hub.leave(session)
            self._sessions.discard(session)
            self._give_back(connection, session)
            log.info("seat.closed", user=verdict.user)

    def _pass_on(self, connection: object, command: AnyCommand, by: Seat, answer: Callable[[Reply], None]) -> None:
        if isinstance(command, WatchCameras) and command.cameras and may(by, command.verb):
            self._watchers.asked(connection, by.user, command.watcher)
        self._ask(command, by, answer)

    def _give_back(self, connection: object, session: Session) -> None:
        """A window that went by itself, or died, watches no more: its cameras need not wait for the lease's end."""
        watcher = self._watchers.left(connection)
        if watcher and not session.ended:
            self._ask(WatchCameras(watcher=watcher, cameras=()), session.seat, lambda _reply: None)

    async def _older(self, seat: Seat, hello: wire.Hello) -> list[Batch] | None:
        """Batches to resume from that only the ledger has; [] where the ring suffices; None for a whole picture."""
        if not self._hub.can_resume(seat, hello) or self._hub.seq - hello.last_seq > RESUME_LIMIT:
            return None
        if self._hub.ring_reaches(hello.last_seq):
            return []
        older = await asyncio.to_thread(lambda: list(self._ledger.batches(hello.last_seq, RESUME_LIMIT)))
        if not older or older[0].seq != hello.last_seq + 1 or not self._hub.ring_reaches(older[-1].seq):
            return None
        self._hub.learn(older)
        return [batch for batch in older if batch.seq <= self._hub.seq]


def _listening(listen: Listen) -> socket.socket:
    """Told that it is TCP: asyncio switches Nagle's algorithm off only where a socket says so, and `create_server`'s do
    not. With it, a batch that follows another closely waits 40 ms for the window's delayed acknowledgement."""
    made = socket.create_server((listen.host, listen.port))
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())


async def _refuse_version(socket: WebSocket, version: int) -> None:
    if version == wire.VERSION:
        await socket.close(wire.NOT_A_FRAME, "That was not a frame.")
    elif version > wire.VERSION:
        text = f"This window speaks seat link {version}, the desk only {wire.VERSION}: update the desk."
        await socket.close(wire.TOO_NEW, text)
    else:
        text = f"This desk speaks seat link {wire.VERSION}, the window an older one: update the window."
        await socket.close(wire.TOO_OLD, text)

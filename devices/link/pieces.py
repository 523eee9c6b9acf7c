"""`Pieces`: a socket read in large pieces, and the publishes found in them; knows packets, not devices or clients."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

PIECE = 64 * 1024
_PUBLISH, _QOS_2 = 3, 4


class Message(Struct, frozen=True, gc=False):
    """One PUBLISH as it stands on the wire (MQTT 5, 3.3); `mid` the broker's number, 0 at QoS 0."""

    topic: bytes
    payload: bytes
    qos: int
    mid: int
    retain: bool


class Pieces:
    """Stands in for a client's socket. Used on its network thread; everything not named here is the socket's own.

    paho asks its socket at least three times for every packet, each a system call: half of what a message costs.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._data, self._at = bytearray(), 0
        self._behind = False
        self.ended = False
        """The other side has hung up, or the line broke; what stands in the buffer is still good."""

    def __getattr__(self, name: str) -> Any:
        """The socket's."""
        return getattr(self._sock, name)

    def recv(self, size: int) -> bytes:
        """As a socket's, from the buffer first."""
        if self._at < len(self._data):
            taken = bytes(self._data[self._at : self._at + size])
            self._at += len(taken)
            return taken
        return bytes(self._sock.recv(size))

    def pending(self) -> int:
        """Bytes that need no waiting: another packet in the buffer, or what TLS has decrypted already."""
        own = len(self._data) - self._at if self._behind else 0
        return own + (self._sock.pending() if isinstance(self._sock, ssl.SSLSocket) else 0)

    def fill(self) -> None:
        """Take what has come, at most one piece. Never raises."""
        try:
            come = self._sock.recv(PIECE)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            come = b""
        self.ended = not come
        del self._data[: self._at]  # in place: a large message is not copied again with every piece of it
        self._at = 0
        self._data += come

    def publishes(self) -> Iterator[Message]:
        """Every whole PUBLISH at QoS 0 or 1, up to a packet of another kind (`other`) or one that is not whole."""
        self._behind = False
        while (found := self._publish()) is not None:
            yield found

    def rest(self) -> Iterator[Message]:
        """Every whole publish that has come on a line that is over, past the packets that nobody will read any more."""
        while not self.ended:
            held = len(self._data) - self._at
            self.fill()
            more = len(self._data) - self._at > held
            yield from self.publishes()
            while self._behind and self._skip():
                yield from self.publishes()
            if not more or self._behind:
                return

    @property
    def other(self) -> bool:
        """A packet that is no such publish, or not a sound one, stands in front: it is the client's own to read."""
        return self._behind

    def _skip(self) -> bool:
        body, length = _varint(self._data, self._at + 1)
        whole = bool(body) and body + length <= len(self._data)
        if whole:
            self._at = body + length
        return whole

    def _publish(self) -> Message | None:
        data, at = self._data, self._at
        if at >= len(data):
            return None
        first = data[at]
        if first >> 4 != _PUBLISH or first & _QOS_2:
            self._behind = True
            return None
        body, length = _varint(data, at + 1)
        if (body and body + length > len(data)) or (not body and len(data) - at < 5):
            return None
        message = _read(data, first, body, body + length) if body else None
        if message is None:
            self._behind = True
        else:
            self._at = body + length
        return message


def _read(data: bytearray, first: int, at: int, end: int) -> Message | None:
    """The message in data[at:end]; None where its inner lengths do not fit."""
    qos = first >> 1 & 1
    name = at + 2
    at = name + int.from_bytes(data[at:name], "big")
    topic, mid = bytes(data[name:at]), 0
    if qos:
        mid = int.from_bytes(data[at : at + 2], "big")
        at += 2
    body, length = _varint(data, at)
    if not body or body + length > end or (qos and not mid):
        return None
    return Message(topic, bytes(data[body + length : end]), qos, mid, bool(first & 1))


def _varint(data: bytearray, at: int) -> tuple[int, int]:
    """(where it ends, value) of a variable byte integer (MQTT 5, 1.5.5); (0, 0) where it is not whole or not sound."""
    value = shift = 0
    for byte in data[at : at + 4]:
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return at, value
        shift += 7
    return 0, 0


def without_delay(sock: Any) -> None:
    """Nagle's algorithm costs up to 44 ms a message."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

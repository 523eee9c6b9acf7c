"""`Client` over a socket: every publish is heard once and in order, whatever stands between, and paho gets the rest."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from paho.mqtt.client import _ConnectionState
from paho.mqtt.enums import MQTTErrorCode

from devices.link.client import Client
from devices.link.pieces import Message, Pieces
from tests.test_devices_pieces import PING, publish

CONNACK = b"\x20\x03\0\0\0"


class Wired:
    """A client whose broker is the far end of a pair of sockets."""

    def __init__(self, far: socket.socket, near: socket.socket) -> None:
        self.far = far
        self.heard: list[Message] = []
        self.answered: list[int] = []
        self.client = Client("desk", self.heard.append)
        self.client.on_publish = lambda _c, _d, mid, _r, _p: self.answered.append(mid)
        wire: Any = Pieces(near)
        self.client._sock = wire
        self.client._state = _ConnectionState.MQTT_CS_CONNECTING
        self.hear(CONNACK)

    def order(self) -> int:
        """One order under way; its number."""
        mid = self.client.publish("down", b"go", qos=1).mid
        self.client.loop_write()
        return mid

    def hear(self, stream: bytes) -> MQTTErrorCode:
        """Let these bytes come at once."""
        self.far.sendall(stream)
        return self.client.loop_read()


@contextmanager
def wired() -> Iterator[Wired]:
    far, near = socket.socketpair()
    near.setblocking(False)
    with far, near:
        wire = Wired(far, near)
        yield wire
        wire.client._sock = None
        wire.client._reset_sockets()


def puback(mid: int) -> bytes:
    return b"\x40\x02" + mid.to_bytes(2, "big")


def event(n: int) -> bytes:
    return publish(Message(b"up", str(n).encode(), 1, n, False))


PARTS = st.lists(st.sampled_from(["event", "large", "ack", "ping"]), max_size=25)
CUTS = st.lists(st.integers(0, 6000), max_size=8)


@given(parts=PARTS, cuts=CUTS)
@example(parts=["event", "ack", "event", "event", "ack", "event"], cuts=[])
def test_publishes_between_answers_are_all_heard_wherever_the_stream_is_cut(parts: list[str], cuts: list[int]) -> None:
    with wired() as wire:
        mids = [wire.order() for _ in range(parts.count("ack") + 3)]
        acks, stream, events = iter(mids), b"", 0
        for part in parts:
            if part == "ack":
                stream += puback(next(acks))
            elif part == "ping":
                stream += PING
            else:
                events += 1
                body = str(events).encode().ljust(1000 if part == "large" else 1)
                stream += publish(Message(b"up", body, 1, events, False))
        edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
        for a, b in pairwise(edges):
            assert wire.hear(stream[a:b]) == MQTTErrorCode.MQTT_ERR_SUCCESS
        assert [int(message.payload) for message in wire.heard] == list(range(1, events + 1))
        assert wire.answered == mids[: parts.count("ack")]
        assert len(wire.client._out_messages) == 3


def test_an_end_of_the_line_is_told_after_what_came_before_it() -> None:
    with wired() as wire:
        mid = wire.order()
        wire.order()
        wire.far.sendall(event(1) + puback(mid) + event(2) + event(3)[:-1])
        wire.far.shutdown(socket.SHUT_WR)
        codes = [wire.client.loop_read(), wire.client.loop_read()]
        assert codes == [MQTTErrorCode.MQTT_ERR_SUCCESS, MQTTErrorCode.MQTT_ERR_CONN_LOST]
        assert [m.mid for m in wire.heard] == [1, 2] and wire.answered == [mid]


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x30\x02\0\x09",
        b"\x32\x05\0\1a\0\0",
        b"\x30\xff\xff\xff\xff\x01",
        b"\x30\x04\0\1a\x09",
        b"\x32\x03\0\1a",
        b"\x00\x00",
    ],
)
def test_rubbish_neither_kills_the_reader_nor_is_heard(rubbish: bytes) -> None:
    with wired() as wire:
        wire.hear(event(1) + rubbish)
        assert [m.mid for m in wire.heard] == [1]


def test_a_message_of_many_pieces_costs_no_more_than_its_length() -> None:
    """Counted in bytes moved, not in time: what waits is kept in one place and only added to."""
    far, near = socket.socketpair()
    near.setblocking(False)
    message = Message(b"up", b"x" * 1_000_000, 1, 7, False)
    stream = publish(message)
    with far, near:
        pieces, heard = Pieces(near), []
        kept = pieces._data
        for at in range(0, len(stream), 4096):
            far.sendall(stream[at : at + 4096])
            pieces.fill()
            heard += pieces.publishes()
            assert pieces._data is kept
        assert heard == [message]


@given(parts=PARTS)
def test_a_line_that_breaks_where_it_is_written_to_gives_up_nothing_that_had_come(parts: list[str]) -> None:
    """The broker was killed: what it has acknowledged to its device lies in this line, and nowhere else perhaps."""
    with wired() as wire:
        mids = [wire.order() for _ in range(parts.count("ack") + 1)]
        acks, stream, events = iter(mids), b"", []
        for n, part in enumerate(parts, 1):
            stream += {"event": event(n), "large": event(n), "ack": b"", "ping": PING}[part]
            stream += puback(next(acks)) if part == "ack" else b""
            events += [n] if part in ("event", "large") else []
        wire.far.sendall(stream + event(99)[:-1])
        wire.far.close()
        wire.client.acknowledge([1])
        assert [message.mid for message in wire.heard] == events, "and not the one that is not whole"
        assert wire.client.socket() is None

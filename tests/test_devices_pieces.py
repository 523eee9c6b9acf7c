"""A socket read in pieces: the same publishes come out wherever the stream is cut, and other packets stay paho's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.link.pieces import Message, Pieces

PING = b"\xd0\x00"


def packet(first: int, body: bytes) -> bytes:
    left, length = len(body), b""
    while True:
        left, digit = divmod(left, 128)
        length += bytes([digit | (128 if left else 0)])
        if not left:
            return bytes([first]) + length + body


def publish(message: Message, properties: bytes = b"") -> bytes:
    mid = message.mid.to_bytes(2, "big") if message.qos else b""
    name = len(message.topic).to_bytes(2, "big") + message.topic
    first = 0x30 | message.qos << 1 | message.retain
    return packet(first, name + mid + bytes([len(properties)]) + properties + message.payload)


MESSAGES = st.builds(
    lambda topic, payload, qos, mid, retain: Message(topic, payload, qos, mid if qos else 0, retain),
    st.binary(min_size=1, max_size=40),
    st.binary(max_size=300),
    st.integers(0, 1),
    st.integers(1, 65535),
    st.booleans(),
)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, Pieces]]:
    far, near = socket.socketpair()
    near.setblocking(False)
    yield far, Pieces(near)
    far.close()
    near.close()


@given(messages=st.lists(MESSAGES, max_size=6), cuts=st.lists(st.integers(0, 2000), max_size=5), data=st.data())
def test_publishes_are_the_same_wherever_the_stream_is_cut(
    messages: list[Message], cuts: list[int], data: st.DataObject
) -> None:
    stream = b"".join(publish(m, data.draw(st.sampled_from([b"", b"\x01\x01"]))) for m in messages)
    edges = [0, *sorted(min(c, len(stream)) for c in cuts), len(stream)]
    far, near = socket.socketpair()
    near.setblocking(False)
    with far, near:
        pieces, heard = Pieces(near), []
        for a, b in pairwise(edges):
            far.sendall(stream[a:b])
            pieces.fill()
            heard += list(pieces.publishes())
            assert not pieces.other and not pieces.pending()
        assert heard == messages and not pieces.ended


def test_a_packet_of_another_kind_is_left_in_its_place(pair: tuple[socket.socket, Pieces]) -> None:
    far, pieces = pair
    first, second = Message(b"a", b"1", 0, 0, False), Message(b"b", b"2", 1, 7, True)
    far.sendall(publish(first) + PING + publish(second))
    pieces.fill()
    assert list(pieces.publishes()) == [first]
    assert pieces.other and pieces.pending() == len(PING + publish(second))
    assert pieces.recv(1) + pieces.recv(100)[:1] == PING


@pytest.mark.parametrize(
    "rubbish",
    [b"\x34\x05\0\1a\0\1", b"\x30\x02\0\x09", b"\x32\x05\0\1a\0\0", b"\x30\xff\xff\xff\xff\x01"],
    ids=["qos 2", "a topic longer than its packet", "number nought", "a length of five bytes"],
)
def test_what_is_no_sound_publish_is_left_to_the_client(pair: tuple[socket.socket, Pieces], rubbish: bytes) -> None:
    far, pieces = pair
    far.sendall(rubbish)
    pieces.fill()
    assert list(pieces.publishes()) == [] and pieces.other


def test_an_end_is_told_and_what_came_before_is_still_good(pair: tuple[socket.socket, Pieces]) -> None:
    far, pieces = pair
    far.sendall(publish(Message(b"a", b"1", 0, 0, False)))
    far.shutdown(socket.SHUT_WR)
    pieces.fill()
    assert len(list(pieces.publishes())) == 1
    pieces.fill()
    assert pieces.ended and not pieces.pending()

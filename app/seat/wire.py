"""What travels between window and desk: one version byte, then one msgpack frame; every frame an array, not a map."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from domain.access import Seat
from domain.changes import Batch
from domain.commands import AnyCommand, Reply
from domain.register import Site
from domain.situation import Keyframe

VERSION = 4
"""Raised whenever a frame, a change or a command changes so that the other side could misread it."""

NOT_A_FRAME, TOO_OLD, TOO_NEW, TOO_SLOW, GOING = 4000, 4001, 4002, 4008, 4009
"""WebSocket close codes of ours; unlike frames they can be read by any version."""

MAX_FRAME = 64 * 1024 * 1024


class BadFrame(Exception):
    """Bytes that are not a frame of this version; `version` is the sender's (−1: not to be known)."""

    def __init__(self, version: int, why: str) -> None:
        super().__init__(why)
        self.version = version


class Hello(Struct, frozen=True, gc=False, array_like=True, tag="hello"):
    """The first frame up. `last_seq` 0 or `register` "": nothing to resume from."""

    user: str
    password: str
    token: str
    first: bool
    last_seq: int
    register: str


class Ask(Struct, frozen=True, gc=False, array_like=True, tag="ask"):
    """A command; `request` is the window's own number for it."""

    request: int
    command: AnyCommand


class Welcome(Struct, frozen=True, array_like=True, tag="welcome"):
    """Signed in. `resumed`: batches after `last_seq` follow; else `pieces` register pieces (0: you have this register
    already) and a keyframe. `clock` is the desk clock's spell, `real` the desk's wall clock now (seconds).
    """

    seat: Seat
    site: Site
    clock: str
    real: float
    register: str
    resumed: bool
    pieces: int


class Piece(Struct, frozen=True, gc=False, array_like=True, tag="piece"):
    """Some rows of a register table, as `pack_table` made them; pieces of a table come in row order."""

    table: str
    rows: bytes


class Shot(Struct, frozen=True, array_like=True, tag="shot"):
    """The picture as it is."""

    keyframe: Keyframe


class Changes(Struct, frozen=True, array_like=True, tag="batch"):
    """The next batch."""

    batch: Batch


class Beat(Struct, frozen=True, gc=False, array_like=True, tag="pulse"):
    """The desk's figures, in the order of `messages.Pulse`."""

    messages_per_s: float
    last_message_at: int
    stored: int
    duplicates: int
    quarantined: int
    outbox: int
    devices_heard: int
    link_up: bool
    fault: str
    folded: int
    trouble: str


class Told(Struct, frozen=True, array_like=True, tag="told"):
    """The answer to an `Ask`."""

    request: int
    reply: Reply


class No(Struct, frozen=True, gc=False, array_like=True, tag="no"):
    """Not let in (codes of `messages.Refused`)."""

    code: str
    text: str


F = TypeVar("F")
Up: TypeAlias = Hello | Ask
Down: TypeAlias = Welcome | Piece | Shot | Changes | Beat | Told | No

_ENCODER = msgspec.msgpack.Encoder()
_UP: msgspec.msgpack.Decoder[Up] = msgspec.msgpack.Decoder(Up)
_DOWN: msgspec.msgpack.Decoder[Down] = msgspec.msgpack.Decoder(Down)


def pack(frame: Up | Down) -> bytes:
    """A frame as bytes."""
    return bytes((VERSION,)) + _ENCODER.encode(frame)


def unpack_up(data: bytes) -> Up:
    """A window's frame. Raises BadFrame."""
    return _unpack(_UP, data)


def unpack_down(data: bytes) -> Down:
    """A desk's frame. Raises BadFrame."""
    return _unpack(_DOWN, data)


def _unpack(decoder: msgspec.msgpack.Decoder[F], data: bytes) -> F:
    if not data or data[0] != VERSION:
        raise BadFrame(data[0] if data else -1, "a frame of another version")
    try:
        return decoder.decode(memoryview(data)[1:])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFrame(VERSION, f"not a frame: {error}") from error

"""`Hub`: the committed truth as the door's thread holds it, the newest batches, and the seats that follow them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.seat import wire
from app.seat.pieces import cut_to_pieces, version_of
from app.station.alarm_index import AlarmIndex
from app.station.cut import Cut
from domain.access import Seat
from domain.changes import Batch, PersonErased
from domain.clock import Clock
from domain.register import Register
from domain.situation import Situation

RING = 2_000
"""Batches kept in memory for seats that come back: about a minute at 30 a second."""

GROUPS = 16
"""Registers kept ready on the wire (a few MB each), those of absent seats first to go."""

CutKey = tuple[str, tuple[str, ...], tuple[str, ...]]


class Follower(Protocol):
    """One signed-in window as the hub sees it."""

    seat: Seat

    def send(self, data: bytes, *, may_skip: bool = False) -> None:
        """Queue a frame; `may_skip` where a slow window can do without it. Never blocks."""


@dataclass
class Group:
    """Seats of one role and reach: their cut, their register on the wire, and the followers."""

    cut: Cut
    pieces: tuple[wire.Piece, ...]
    version: str
    followers: list[Follower]


class Hub:
    """All methods run on the door's loop thread, in the order the desk thread posted them."""

    def __init__(self, register: Register, situation: Situation, clock: Clock) -> None:
        self._register, self._clock = register, clock
        self._truth = situation
        self._index = AlarmIndex(situation)
        self._ring: deque[Batch] = deque(maxlen=RING)
        self._groups: dict[CutKey, Group] = {}

    @property
    def seq(self) -> int:
        """The number of the newest committed batch."""
        return self._truth.seq

    def publish(self, batch: Batch) -> None:
        """A batch was committed: make it true, and send each group its cut."""
        self._index.feed(batch)
        self._truth.apply(batch)
        self._ring.append(batch)
        if any(isinstance(change, PersonErased) for change in batch.changes):
            self._forget_labels()
            self._ring.clear()  # its notes may be about them; a seat that comes back is served from the ledger
        for group in self._groups.values():
            if group.followers:
                data = wire.pack(wire.Changes(group.cut.batch(batch)))
                for follower in tuple(group.followers):
                    follower.send(data)

    def beat(self, beat: wire.Beat) -> None:
        """The desk's figures, to everybody."""
        data = wire.pack(beat)
        for group in self._groups.values():
            for follower in tuple(group.followers):
                follower.send(data, may_skip=True)

    def learn(self, batches: Sequence[Batch]) -> None:
        """Older batches, read from the ledger for a seat that comes back: their alarms may be named later."""
        for batch in batches:
            self._index.feed(batch)

    def can_resume(self, seat: Seat, hello: wire.Hello) -> bool:
        """Whether this seat holds this very register and a number that is not ahead of the desk's."""
        return bool(hello.register) and hello.register == self._group(seat).version and 0 < hello.last_seq <= self.seq

    def ring_reaches(self, after: int) -> bool:
        """Whether every batch after this number is still in memory."""
        return after == self.seq or (bool(self._ring) and self._ring[0].seq <= after + 1)

    def join(self, follower: Follower, hello: wire.Hello, older: Sequence[Batch] | None) -> list[bytes]:
        """Let a follower in: the frames that bring it to `seq`; from here on it is sent every batch.

        `older`: the batches from hello.last_seq on that the ring no longer holds (may be empty); None: a whole picture.
        """
        group = self._group(follower.seat)
        frames = (
            self._resume(group, follower, hello, older) if older is not None else self._open(group, follower, hello)
        )
        group.followers.append(follower)
        return frames

    def leave(self, follower: Follower) -> None:
        """Forget a follower; its group's register stays for a while, so that coming back is cheap."""
        for group in self._groups.values():
            if follower in group.followers:
                group.followers.remove(follower)

    def _resume(self, group: Group, follower: Follower, hello: wire.Hello, older: Sequence[Batch]) -> list[bytes]:
        last = older[-1].seq if older else hello.last_seq
        missing = [*older, *(batch for batch in self._ring if batch.seq > last)]
        welcome = self._welcome(group, follower, resumed=True, pieces=0)
        return [wire.pack(welcome), *(wire.pack(wire.Changes(group.cut.batch(batch))) for batch in missing)]

    def _open(self, group: Group, follower: Follower, hello: wire.Hello) -> list[bytes]:
        pieces = () if hello.register == group.version else group.pieces
        welcome = self._welcome(group, follower, resumed=False, pieces=len(pieces))
        shot = wire.Shot(group.cut.keyframe(self._truth))
        return [wire.pack(welcome), *(wire.pack(piece) for piece in pieces), wire.pack(shot)]

    def _welcome(self, group: Group, follower: Follower, *, resumed: bool, pieces: int) -> wire.Welcome:
        site, spell = self._register.site, self._clock.spell()
        return wire.Welcome(follower.seat, site, spell, time.time(), group.version, resumed, pieces)

    def _group(self, seat: Seat) -> Group:
        key = (seat.role.value, seat.grids, seat.communities)
        if key not in self._groups:
            self._trim()
            self._groups[key] = Group(Cut(self._register, seat, self._index), (), "", [])
        group = self._groups[key]
        if not group.pieces:
            group.pieces = cut_to_pieces(group.cut.register(self._register, self._truth.erased))
            group.version = version_of(self._register.site, group.pieces)
        return group

    def _forget_labels(self) -> None:
        """Somebody was erased: no register sent from here on may still carry the label."""
        for group in self._groups.values():
            group.pieces = ()

    def _trim(self) -> None:
        empty = [key for key, group in self._groups.items() if not group.followers]
        for key in empty[: max(0, len(self._groups) - GROUPS + 1)]:
            del self._groups[key]

"""Fuzz: what travels between window and desk is a frame or refused; no command breaks the desk or its ledger."""

from __future__ import annotations

import tempfile
from enum import Enum
from pathlib import Path
from typing import get_args, get_origin

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.seat import wire
from app.seat.memory import Memory
from app.seat.messages import Changed, Opened
from app.seat.pieces import cut_to_pieces, version_of
from domain.access import Role, Seat
from domain.alarms import IncidentKind
from domain.commands import AnyCommand, Reply, ReportIncident
from domain.desk import Desk
from domain.events import DutyReported, SmokeSensed
from domain.situation import Situation
from domain.store import Ledger
from tests import station_scene as scene

pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(120)]
MANY, FEW = settings.default.max_examples // 4, max(10, settings.default.max_examples // 200)
REGISTER = scene.register()
SEAT = Seat(user="demo", role=Role.OPERATOR)


def downward() -> list[bytes]:
    """What a desk sends: a welcome, the register, the picture, changes, a pulse, an answer, a refusal."""
    situation, batches = Situation(REGISTER), scene.busy_batches()
    pieces = cut_to_pieces(REGISTER)
    welcome = wire.Welcome(
        SEAT, REGISTER.site, "0 0 1", 0.0, version_of(REGISTER.site, pieces), resumed=False, pieces=len(pieces)
    )
    beat = wire.Beat(1.0, 2, 3, 4, 5, 6, 7, True, "", 8, "")
    frames = [welcome, *pieces, wire.Shot(situation.freeze()), *(wire.Changes(batch) for batch in batches)]
    return [wire.pack(frame) for frame in (*frames, beat, wire.Told(1, Reply()), wire.No("bad_login", "no"))]


DOWN = downward()
UP = [
    wire.pack(wire.Hello("demo", "", "token", False, 5, "abc")),
    wire.pack(wire.Ask(1, ReportIncident(kind=IncidentKind.FIRE, building="b0", note="火"))),
]


@st.composite
def _spoilt(draw: st.DrawFn, frames: list[bytes]) -> bytes:
    """A frame with bytes changed, cut out, doubled or put in – or no frame at all."""
    data = draw(st.sampled_from(frames) | st.binary(max_size=80).map(lambda rest: bytes((wire.VERSION,)) + rest))
    for _ in range(draw(st.integers(0, 4))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 9))
        data = data[:at] + draw(st.binary(max_size=9)) + data[at + size :]
    return data


@given(_spoilt(UP) | _spoilt(DOWN) | st.binary(max_size=60))
@settings(max_examples=MANY)
def test_bytes_are_a_frame_or_a_bad_frame(data: bytes) -> None:
    for unpack in (wire.unpack_up, wire.unpack_down):
        try:
            frame = unpack(data)
        except wire.BadFrame as error:
            assert error.version == (data[0] if data else -1)
        else:
            assert unpack(wire.pack(frame)) is not None


@given(st.lists(_spoilt(DOWN), max_size=4), st.integers(0, len(DOWN)))
@settings(max_examples=MANY // 4)
def test_a_window_reads_what_fits_and_asks_anew_for_what_does_not(spoilt: list[bytes], place: int) -> None:
    """The link's reading thread lives on BadFrame and ValueError alone; anything else would end it for good."""
    memory, situation = Memory(), None
    for data in (*DOWN[:place], *spoilt, *DOWN[place:]):
        try:
            message = memory.take(wire.unpack_down(data))
            if isinstance(message, Opened):
                situation = Situation.thaw(message.register, message.keyframe)
            elif isinstance(message, Changed) and situation is not None:
                situation.apply(message.batch)
        except (wire.BadFrame, ValueError, KeyError):
            memory, situation = Memory(), None


ALARM, ORDER = "the alarm", "the order"
"""Stand for what the desk has called them."""

_WORDS = st.sampled_from(
    [ALARM, ORDER, "", "b0", "h0", "per-0", "r0", "r1", "smoke0", "name", "\0", "é" * 3000, "\ud800"]
)
_PLAIN: dict[object, st.SearchStrategy[object]] = {
    str: _WORDS,
    int: st.sampled_from([0, 1, -1, 8, 2**31, 2**53, 2**63 - 1, -(2**63), 2**64 - 1]),
    float: st.sampled_from([0.0, 0.5, 33.0, 120.0, -0.0, 1e308, float("nan"), float("inf")]),
    type(None): st.none(),
}


def _of(kind: object) -> st.SearchStrategy[object]:
    """Values of a command's field, the odd ones as often as the fair ones."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    inner = get_args(kind)
    if get_origin(kind) is not tuple:
        return st.one_of([_of(one) for one in inner])
    if inner[-1] is Ellipsis:
        return st.lists(_of(inner[0]), max_size=4).map(tuple)
    return st.tuples(*(_of(one) for one in inner))


_COMMANDS = st.one_of(
    [st.builds(one, **{f.name: _of(f.type) for f in msgspec.structs.fields(one)}) for one in get_args(AnyCommand)]
)
_SEATS = st.builds(Seat, user=st.just("u"), role=st.sampled_from(Role), grids=st.just(("g0",)))


@given(st.lists(st.tuples(_COMMANDS, _SEATS), max_size=12))
@settings(max_examples=FEW)
def test_no_command_breaks_the_desk(asked: list[tuple[AnyCommand, Seat]]) -> None:
    """As bytes to the desk, its answer as bytes back, everything committed, and the ledger tells the same again."""
    with tempfile.TemporaryDirectory() as folder:
        made = Ledger.create(Path(folder) / "s.db", REGISTER, scene.people_files(), now=scene.T0)
        with made as ledger:
            _through(ledger, asked)


def _through(ledger: Ledger, asked: list[tuple[AnyCommand, Seat]]) -> None:
    live, now = Situation(REGISTER), scene.T0
    desk = Desk(ledger, live, take_back_ms=5_000)
    desk.start(now)
    for device in ("trk0", "trk1"):
        desk.take(DutyReported(id="d", device=device, at=now, received=now, on_duty=True), now)
    desk.take(SmokeSensed(id="s", device="smoke0", at=now, received=now, alarm=True), now)
    desk.commit(now)
    for number, (command, seat) in enumerate(asked):
        now += 7_000
        ask = _sent(number, _named(command, live))
        if ask is not None:
            reply = desk.do(ask.command, seat, now)
            assert reply.code != "store_fault", ask.command
            assert isinstance(wire.unpack_down(wire.pack(wire.Told(number, reply))), wire.Told)
        desk.tick(now)
        desk.commit(now)
    again = Situation(REGISTER)
    for batch in ledger.batches(0):
        again.apply(wire.unpack_down(wire.pack(wire.Changes(batch))).batch)  # type: ignore[union-attr]
    assert msgspec.msgpack.encode(again.freeze()) == msgspec.msgpack.encode(live.freeze())
    assert ledger.verify_chain().whole


def _sent(number: int, command: AnyCommand) -> wire.Ask | None:
    """The command as the desk reads it; None where it cannot even be written down."""
    try:
        ask = wire.unpack_up(wire.pack(wire.Ask(number, command)))
    except (UnicodeEncodeError, wire.BadFrame):
        return None
    assert isinstance(ask, wire.Ask)
    return ask


def _named(command: AnyCommand, live: Situation) -> AnyCommand:
    names = {ALARM: next(iter(live.alarms), ""), ORDER: next(iter(live.orders), "")}
    fields = {f: getattr(command, f) for f in command.__struct_fields__}
    known = {f: names[value] for f, value in fields.items() if isinstance(value, str) and value in names}
    return msgspec.structs.replace(command, **known)

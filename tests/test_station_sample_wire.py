"""The whole sample estate on the wire: no personal field in any role's stream, and no piece that holds a thread."""

from __future__ import annotations

import re

import pytest

from app.clock import start_clock
from app.sample import SampleEstate, generate
from app.seat import wire
from app.seat.pieces import ROWS, Joiner, cut_to_pieces
from app.station.hub import Hub
from domain.access import Role, Seat
from domain.changes import Batch
from domain.mask import mask_name
from domain.register import DeviceKind, Register
from domain.register.register import TABLES, pack_table, unpack_table
from domain.situation import Situation
from tests.station_scene import T0, register


@pytest.fixture(scope="module")
def estate() -> SampleEstate:
    made = generate(7, T0)
    made.register.people.label[:] = [mask_name(person.name) for person in made.people]
    return made


class Tap:
    def __init__(self, seat: Seat) -> None:
        self.seat, self.frames = seat, list[bytes]()

    def send(self, data: bytes, *, may_skip: bool = False) -> None:
        self.frames.append(data)


def stream(estate: SampleEstate, role: Role) -> bytes:
    """Everything that a seat of this role at the first community and grid is sent."""
    r = estate.register
    hub = Hub(r, Situation(r), start_clock())
    tap = Tap(Seat(user="u", role=role, grids=tuple(r.grids.ids[:1]), communities=tuple(r.communities.ids[:1])))
    hub.publish(Batch(1, T0, estate.changes[: len(estate.changes) // 2]))
    tap.frames += hub.join(tap, wire.Hello("u", "", "", False, 0, ""), None)
    hub.publish(Batch(2, T0 + 1, estate.changes[len(estate.changes) // 2 :]))
    return b"".join(tap.frames)


def words(data: bytes) -> str:
    """All runs of Chinese characters and of long digits in the stream, each once."""
    text = data.decode("utf-8", "ignore")
    return "\n".join({*re.findall(r"[\u4e00-\u9fff]+", text), *re.findall(r"\d{7,}[\dX]*", text)})


@pytest.mark.parametrize("role", list(Role))
def test_no_sample_person_is_on_the_wire(estate: SampleEstate, role: Role) -> None:
    found = words(stream(estate, role))
    fields = {value for p in estate.people for value in (p.name, p.phone, p.id_number) if value}
    fields |= {value for p in estate.people for c in p.contacts for value in (c.name, c.phone) if value}
    assert len(fields) > 20_000
    assert not [value for value in fields if value in found]


def test_a_property_stream_names_no_person_and_no_home_device(estate: SampleEstate) -> None:
    found = re.findall(r"[A-Za-z0-9_.-]{2,}", stream(estate, Role.PROPERTY).decode("latin-1"))
    data = "\n".join(set(found))
    assert not [key for key in estate.register.people.ids if key in data]
    d = estate.register.devices
    indoors = [
        d.ids[row] for row in range(len(d)) if d.kind[row] in (DeviceKind.LOCK, DeviceKind.SOS) or d.bedroom[row]
    ]
    assert indoors and not [key for key in indoors if key in data]


def test_pieces_join_to_the_same_register(estate: SampleEstate) -> None:
    joiner = Joiner()
    for piece in cut_to_pieces(estate.register):
        joiner.add(piece)
    again = joiner.register(estate.register.site)
    for name, _ in TABLES:
        assert pack_table(getattr(again, name)) == pack_table(getattr(estate.register, name)), name


def test_no_piece_is_so_long_that_it_holds_a_thread(estate: SampleEstate) -> None:
    pieces = cut_to_pieces(estate.register)
    assert max(len(unpack_table(dict(TABLES)[piece.table], piece.rows)) for piece in pieces) == ROWS


def test_an_empty_register_travels_too() -> None:
    empty = Register(site=register().site)
    joiner = Joiner()
    for piece in cut_to_pieces(empty):
        joiner.add(piece)
    assert len(joiner.register(empty.site).devices) == 0

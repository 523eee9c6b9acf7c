"""What each role is sent, byte by byte: everything it may have, and nothing that it may not."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.clock import start_clock
from app.seat import wire
from app.seat.memory import Memory
from app.seat.messages import Opened
from app.station.cut import PROPERTY_FACTS
from app.station.hub import Hub
from domain.access import Role, Seat, may
from domain.alarms import AlarmKind, IncidentKind
from domain.changes import AlarmRaised, Batch
from domain.register import PersonFlag, Tenure
from domain.rules.facts import FACTS
from domain.situation import Situation
from tests import station_scene as scene

TELLING = (
    b"elder",
    b"per-0",
    b"per-1",
    b"per-2",
    b"mag0",
    b"mag2",
    b"lock1",
    b"unregistered",
    b"ALM-1",
    b"ALM-2",
    b"ALM-5",
    b"ALM-6",
)
"""Elder and tenancy facts: persons, their magnets and locks, and the alarms about them."""


class Tap:
    """A follower that keeps every byte and plays them to a window's memory."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.frames = seat, list[bytes]()

    def send(self, data: bytes, *, may_skip: bool = False) -> None:
        self.frames.append(data)

    def play(self) -> Situation:
        memory, situation = Memory(), None
        for data in self.frames:
            message = memory.take(wire.unpack_down(data))
            if isinstance(message, Opened):
                situation = Situation.thaw(message.register, message.keyframe)
            elif message is not None:
                assert situation is not None
                situation.apply(message.batch)  # type: ignore[union-attr]
        assert situation is not None
        return situation

    @property
    def stream(self) -> bytes:
        return b"".join(self.frames)


def seat(role: Role, *, grids: tuple[str, ...] = (), communities: tuple[str, ...] = ()) -> Seat:
    return Seat(user="u", role=role, grids=grids, communities=communities)


PROPERTY = seat(Role.PROPERTY, communities=("c0",))
WORKER = seat(Role.GRID_WORKER, grids=("g0",))
SEATS = [PROPERTY, WORKER, *(seat(role) for role in (Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR))]


def watched(who: Seat, batches: list[Batch], join_after: int) -> Tap:
    """The stream of a seat that joined after so many batches."""
    hub = Hub(scene.register(), Situation(scene.register()), start_clock())
    tap = Tap(who)
    for batch in batches[:join_after]:
        hub.publish(batch)
    tap.frames += hub.join(tap, wire.Hello("u", "", "", False, 0, ""), None)
    for batch in batches[join_after:]:
        hub.publish(batch)
    return tap


@pytest.mark.parametrize("join_after", [0, 5, 11])
@pytest.mark.parametrize("who", SEATS, ids=lambda s: s.role.value)
def test_no_stream_holds_a_name_a_phone_or_an_id(who: Seat, join_after: int) -> None:
    stream = watched(who, scene.busy_batches(), join_after).stream
    assert len(stream) > 500
    assert not [secret for secret in scene.secrets() if secret in stream]


@pytest.mark.parametrize("join_after", [0, 5, 11])
def test_a_property_stream_tells_nothing_of_elders_and_tenants(join_after: int) -> None:
    tap = watched(PROPERTY, scene.busy_batches(), join_after)
    assert not [word for word in TELLING if word in tap.stream]
    assert "手写".encode() not in tap.stream
    picture = tap.play()
    assert set(picture.alarms) == {"ALM-3"}
    assert set(picture.orders) == {"ORD-3"}
    assert len(picture.register.people) == 0
    assert set(picture.register.homes.tenure) == {Tenure.UNKNOWN}
    assert picture.register.devices.ids == ["smoke0"]
    assert picture.seq == 11


@pytest.mark.parametrize("join_after", [0, 5, 11])
def test_a_grid_worker_sees_his_grid_alone(join_after: int) -> None:
    picture = watched(WORKER, scene.busy_batches(), join_after).play()
    assert set(picture.alarms) == {"ALM-1", "ALM-2", "ALM-3", "ALM-5"}
    r = picture.register
    assert r.people.ids == ["per-0", "per-1"]
    assert r.devices.ids == ["mag0", "lock1", "smoke0", "trk1"]
    assert list(r.homes.tenure) == [Tenure.OWNER, Tenure.RENTAL, Tenure.UNKNOWN, Tenure.UNKNOWN]
    assert [r.people.ids[row] for row in r.devices.person_row if row >= 0] == ["per-0"]
    assert r.responders.device == ["", "trk1"]
    assert list(picture.life) == [scene.T0, 0]


def test_operators_see_everything_as_it_is() -> None:
    tap = watched(seat(Role.OPERATOR), scene.busy_batches(), 4)
    whole = Situation(scene.register())
    for batch in scene.busy_batches():
        whole.apply(batch)
    assert tap.play().freeze() == whole.freeze()
    assert len(tap.play().register.credentials) == 0


def test_an_auditor_sees_no_picture_at_all() -> None:
    tap = watched(seat(Role.AUDITOR), scene.busy_batches(), 5)
    picture = tap.play()
    assert picture.seq == 11 and not picture.alarms
    assert not picture.register.buildings.ids and not picture.register.people.ids
    assert not [word for word in (*TELLING, b"smoke0", b"trk0") if word in tap.stream]


def test_a_worker_without_grids_and_a_property_without_communities_see_nothing() -> None:
    for role in (Role.GRID_WORKER, Role.PROPERTY):
        picture = watched(seat(role), scene.busy_batches(), 3).play()
        assert not picture.alarms and not picture.register.people.ids and not picture.register.devices.ids


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 11))
def test_whatever_happens_in_whatever_order_property_learns_nothing(seed: int, join_after: int) -> None:
    changes = [change for batch in scene.busy_batches() for change in batch.changes]
    first = [c for c in changes if msgspec.to_builtins(c)["type"] in ("raised", "dev", "life", "moved", "duty")]
    rest = [c for c in changes if c not in first]
    shuffle = random.Random(seed).shuffle
    shuffle(first)
    shuffle(rest)
    batches = [Batch(seq, scene.T0, (change,)) for seq, change in enumerate([*first, *rest], 1)]
    tap = watched(PROPERTY, batches, join_after)
    assert not [secret for secret in (*TELLING, *scene.secrets()) if secret in tap.stream]
    assert set(tap.play().alarms) == {"ALM-3"}


def test_the_elder_flag_never_travels_to_property() -> None:
    picture = watched(PROPERTY, [], 0).play()
    assert not (picture.register.people.flags & PersonFlag.ELDER_ALONE).any()
    assert not picture.register.devices.bedroom.any()


def test_no_fact_that_property_may_read_carries_a_person_or_a_home() -> None:
    specs = {spec.code: spec.params for spec in FACTS}
    assert set(specs) >= PROPERTY_FACTS
    carried = {param for code in PROPERTY_FACTS for param in specs[code]}
    assert not carried & {"person", "persons", "home", "subject", "credential", "devices", "user"}


@pytest.mark.parametrize("join_after", [0, 7])
def test_property_is_told_of_no_quarrel_no_violence_and_no_illness_at_a_home(join_after: int) -> None:
    batches = []
    for seq, kind in enumerate(IncidentKind, 1):
        told = replace(scene.alarm(seq, AlarmKind.INCIDENT, side=0), incident=kind)
        batches.append(Batch(seq, scene.T0, (AlarmRaised(alarm=told), scene.order(seq))))
    picture = watched(PROPERTY, batches, join_after).play()
    shown = {alarm.incident for alarm in picture.alarms.values()}
    assert shown == {IncidentKind.FIRE, IncidentKind.THEFT, IncidentKind.LOST, IncidentKind.OTHER}
    assert {order.alarm for order in picture.orders.values()} == set(picture.alarms)
    assert {a.incident for a in watched(WORKER, batches, join_after).play().alarms.values()} == set(IncidentKind)


@pytest.mark.parametrize("join_after", [0, 2])
def test_property_never_learns_where_police_start_from(join_after: int) -> None:
    made = scene.order(3)
    made = replace(made, order=replace(made.order, route=((120.0, 33.0), (120.5, 33.5))))
    smoke = AlarmRaised(alarm=scene.alarm(3, AlarmKind.SMOKE, side=0, device="smoke0"))
    batches = [Batch(1, scene.T0, (smoke,)), Batch(2, scene.T0, (made, scene.moved("trk0", "trk1")))]
    picture = watched(PROPERTY, batches, join_after).play()
    assert picture.orders["ORD-3"].route == ()
    assert watched(WORKER, batches, join_after).play().orders["ORD-3"].route == made.order.route
    assert not may(PROPERTY, "rank") and may(WORKER, "rank")

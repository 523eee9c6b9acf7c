"""Topics, kinds and the decoder: every payload of the wire, every reason of a refusal, and never an exception."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import reasons
from devices.decode import MAX_BYTES, MAX_DEPTH, Decoder, too_deep
from devices.kinds import KINDS
from devices.topics import Topic, parse
from domain.events import (
    Answer,
    AnyEvent,
    Credential,
    DeviceReported,
    DoorMoved,
    DutyReported,
    GateMoved,
    GatePassed,
    Located,
    LockOpened,
    OrderAnswered,
    Refusal,
    SmokeSensed,
    SosPressed,
)
from domain.register import DeviceKind, Devices, Register, Site

NOW = 1_750_000_000_000


def register_of(devices: dict[str, DeviceKind], site: str = "t") -> Register:
    n = len(devices)
    minus = np.full(n, -1, dtype=np.int32)
    table = Devices(
        ids=list(devices),
        name=[""] * n,
        kind=np.array(list(devices.values()), dtype=np.int8),
        ring=np.zeros(n, dtype=np.int8),
        community_row=minus,
        building_row=minus,
        home_row=minus,
        person_row=minus,
        floor=np.zeros(n, dtype=np.int16),
        lon=np.zeros(n),
        lat=np.zeros(n),
        period_s=np.zeros(n, dtype=np.int32),
        installed=np.zeros(n, dtype=np.int64),
        bedroom=np.zeros(n, dtype=np.bool_),
        gateway=[""] * n,
    )
    return Register(site=Site(id=site, name="T", kind="sample", lon0=0, lat0=0), devices=table)


REGISTER = register_of({f"{kind.name.lower()}1": kind for kind in DeviceKind})
DECODER = Decoder("t", REGISTER)


def decode(kind: str, channel: str, body: Any, *, retained: bool = False) -> AnyEvent | Refusal:
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return DECODER.decode(f"sandtable/v1/t/{kind}/{kind}1/{channel}", data, retained=retained, received=NOW)


HEAD = {"id": "e1", "at": NOW - 5}
COMMON: dict[str, Any] = {"id": "e1", "at": NOW - 5, "received": NOW}

GOOD: list[tuple[str, str, dict[str, Any], AnyEvent]] = [
    ("door", "event", {"open": True, "battery": 88.4}, DoorMoved(device="door1", open=True, battery=88, **COMMON)),
    (
        "lock",
        "event",
        {"credential": "card", "subject": "c:1"},
        LockOpened(device="lock1", credential=Credential.CARD, subject="c:1", **COMMON),
    ),
    (
        "gate",
        "event",
        {"allowed": False, "credential": "face", "inbound": False},
        GatePassed(device="gate1", allowed=False, credential=Credential.FACE, inbound=False, **COMMON),
    ),
    ("gate", "event", {"locked": True}, GateMoved(device="gate1", locked=True, **COMMON)),
    (
        "smoke",
        "event",
        {"alarm": True, "density": 3.5, "test": True},
        SmokeSensed(device="smoke1", alarm=True, density=3.5, test=True, **COMMON),
    ),
    (
        "tracker",
        "position",
        {"lon": 116.3, "lat": 40.0, "accuracy": 4, "speed": 1.2, "heading": 90},
        Located(device="tracker1", lon=116.3, lat=40.0, accuracy_m=4.0, speed=1.2, heading=90.0, **COMMON),
    ),
    ("tracker", "event", {"duty": False}, DutyReported(device="tracker1", on_duty=False, **COMMON)),
    (
        "tracker",
        "reply",
        {"order": "O1", "answer": "feedback", "result": "resolved", "text": "好"},
        OrderAnswered(device="tracker1", order="O1", answer=Answer.FEEDBACK, result="resolved", text="好", **COMMON),
    ),
    ("sos", "event", {"lon": 1.0, "lat": 2.0}, SosPressed(device="sos1", lon=1.0, lat=2.0, **COMMON)),
    ("sos", "event", {"lon": 900.0, "lat": 2.0}, SosPressed(device="sos1", **COMMON)),
    ("sos", "event", {"lon": 1.0}, SosPressed(device="sos1", **COMMON)),
    *(
        (kind.name, "status", {"online": False}, DeviceReported(device=f"{kind.name}1", online=False, **COMMON))
        for kind in KINDS
    ),
]


@pytest.mark.parametrize(("kind", "channel", "body", "event"), GOOD)
def test_every_payload_of_the_wire_becomes_its_event(
    kind: str, channel: str, body: dict[str, Any], event: AnyEvent
) -> None:
    assert decode(kind, channel, HEAD | body) == event


def test_every_kind_of_the_register_is_a_kind_of_the_wire() -> None:
    assert {kind.code for kind in KINDS} == set(DeviceKind)


@pytest.mark.parametrize("at", ["2025-06-15T23:06:39.995+08:00", "2025-06-15T15:06:39.995Z", NOW - 5])
def test_device_time_is_rfc_3339_with_offset_or_epoch_ms(at: str | int) -> None:
    event = decode("door", "event", {"id": "e1", "at": at, "open": True})
    assert isinstance(event, DoorMoved) and event.at == NOW - 5


def test_a_will_without_id_and_time_gets_an_id_of_its_own_each_time() -> None:
    first, second = (decode("door", "status", {"online": False}, retained=True) for _ in range(2))
    assert isinstance(first, DeviceReported) and isinstance(second, DeviceReported)
    assert first.retained and first.at == 0 and first.id and first.id != second.id


def test_the_retained_flag_is_kept_on_any_event() -> None:
    event = decode("door", "event", HEAD | {"open": True}, retained=True)
    assert isinstance(event, DoorMoved) and event.retained


def test_unknown_fields_are_dropped_and_harm_nothing() -> None:
    event = decode("gate", "event", HEAD | {"allowed": True, "credential": "face", "face_image": "A" * 3000})
    assert isinstance(event, GatePassed) and b"AAAA" not in msgspec.json.encode(event)


DOOR = "sandtable/v1/t/door/door1/event"
OK = b'{"id":"e1","at":1,"open":true}'
BAD: list[tuple[str, str, bytes]] = [
    (reasons.BAD_TOPIC, "sandtable/v1/t/door/door1", OK),
    (reasons.BAD_TOPIC, "sandtable/v2/t/door/door1/event", OK),
    (reasons.BAD_TOPIC, "sandtable/v1/t/door/门/event", OK),
    (reasons.BAD_TOPIC, f"sandtable/v1/t/door/{'x' * 65}/event", OK),
    (reasons.WRONG_SITE, "sandtable/v1/other/door/door1/event", OK),
    (reasons.UNKNOWN_KIND, "sandtable/v1/t/toaster/door1/event", OK),
    (reasons.UNKNOWN_DEVICE, "sandtable/v1/t/door/door9/event", OK),
    (reasons.KIND_MISMATCH, "sandtable/v1/t/lock/door1/event", OK),
    (reasons.UNKNOWN_CHANNEL, "sandtable/v1/t/door/door1/position", OK),
    (reasons.TOO_LARGE, DOOR, b'{"id":"' + b"a" * MAX_BYTES + b'"}'),
    (reasons.EMPTY, DOOR, b""),
    (reasons.NOT_UTF8, DOOR, b'{"id":"\xff\xfe"}'),
    (reasons.TOO_DEEP, DOOR, b'{"x":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    (reasons.NOT_JSON, DOOR, b'{"id":'),
    (reasons.NOT_JSON, DOOR, b"hello"),
    (reasons.NOT_JSON, DOOR, b'{"id":"e1","at":1,"open":true} '[:-1] + b"x"),
    (reasons.WRONG_TYPE, DOOR, b"[1,2]"),
    (reasons.WRONG_TYPE, DOOR, b'{"id":"e1","at":1,"open":"yes"}'),
    (reasons.WRONG_TYPE, DOOR, b'{"id":7,"at":1,"open":true}'),
    (reasons.OUT_OF_RANGE, DOOR, b'{"id":"e1","at":1,"open":true,"battery":101}'),
    (reasons.OUT_OF_RANGE, DOOR, b'{"id":"e1","at":1,"open":true,"battery":1e999}'),
    (reasons.OUT_OF_RANGE, "sandtable/v1/t/lock/lock1/event", b'{"id":"e1","at":1,"credential":"nose"}'),
    (reasons.OUT_OF_RANGE, "sandtable/v1/t/tracker/tracker1/position", b'{"id":"e1","at":1,"lon":181,"lat":0}'),
    (reasons.MISSING_FIELD, DOOR, b'{"at":1,"open":true}'),
    (reasons.MISSING_FIELD, DOOR, b"{}"),
    (reasons.MISSING_FIELD, "sandtable/v1/t/gate/gate1/event", b'{"id":"e1","at":1,"allowed":true}'),
    (reasons.BAD_ID, DOOR, b'{"id":"a b","at":1,"open":true}'),
    (reasons.BAD_ID, DOOR, b'{"id":"","at":1,"open":true}'),
    (reasons.BAD_ID, "sandtable/v1/t/tracker/tracker1/reply", b'{"id":"e","at":1,"order":"/","answer":"accept"}'),
    (reasons.BAD_TIME, DOOR, b'{"id":"e1","at":"2025-06-15T15:06:39","open":true}'),
    (reasons.BAD_TIME, DOOR, b'{"id":"e1","at":"noon","open":true}'),
    (reasons.BAD_TIME, DOOR, b'{"id":"e1","at":-1,"open":true}'),
    (reasons.BAD_TIME, DOOR, b'{"id":"e1","at":null,"open":true}'),
]


@pytest.mark.parametrize(("reason", "topic", "body"), BAD)
def test_each_kind_of_rubbish_has_its_reason(reason: str, topic: str, body: bytes) -> None:
    refusal = DECODER.decode(topic, body, retained=False, received=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason
    assert refusal.at == NOW and len(refusal.body.encode()) <= 2048
    assert DECODER.decode(DOOR, OK, retained=False, received=NOW) is not None


def test_every_reason_of_the_list_is_reached() -> None:
    assert {reason for reason, _, _ in BAD} == set(reasons.REASONS)


def test_depth_is_counted_outside_strings_only() -> None:
    assert not too_deep(b'{"x":"' + b"[" * 500 + b'\\"[["}')
    assert not too_deep(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert too_deep(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))
    assert not too_deep(b"[" + b"[]," * 100 + b"1]")


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(body: bytes) -> None:
    for kind in ("door", "gate", "tracker", "sos"):
        assert isinstance(decode(kind, "event", body), Refusal)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
_FIELDS = st.dictionaries(
    st.sampled_from(["id", "at", "open", "battery", "locked", "allowed", "credential", "lon", "lat", "alarm", "order"]),
    _JSON | st.sampled_from([True, 1, "e1", "card", NOW, 50.0]),
)


@given(_FIELDS, st.sampled_from([(k.name, c) for k in KINDS for c in k.decoders]))
@settings(max_examples=300, deadline=None)
def test_no_json_raises_and_what_is_taken_is_within_its_ranges(body: dict[str, Any], where: tuple[str, str]) -> None:
    result = decode(*where, body)
    if isinstance(result, Refusal):
        assert result.reason in reasons.REASONS
    else:
        assert 0 <= result.at <= 253_402_300_799_999
        battery = getattr(result, "battery", None)
        assert battery is None or 0 <= battery <= 100


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_topic_raises(topic: str) -> None:
    assert isinstance(DECODER.decode(topic, OK, retained=False, received=NOW), Refusal)


@given(*(st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True) for _ in range(2)))
@settings(max_examples=50, deadline=None)
def test_a_topic_survives_writing_and_reading(site: str, device: str) -> None:
    topic = Topic(site, "door", device, "event")
    assert parse(str(topic)) == topic

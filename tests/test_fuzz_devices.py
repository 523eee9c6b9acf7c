"""Fuzz: whatever bytes come over the wire, a message is an event or a refusal, and the desk lives with both."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import reasons
from devices.decode import MAX_BYTES, Decoder
from devices.kinds import KINDS
from domain.desk import Desk
from domain.events import AnyEvent, Refusal
from domain.situation import Situation
from domain.store import Ledger
from tests import station_scene as scene

pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(120)]
NOW = scene.T0
MANY, FEW = settings.default.max_examples // 4, max(10, settings.default.max_examples // 200)
"""In `make fuzz` five thousand messages, and a hundred desks; some every day."""

REGISTER = scene.register()
DECODER = Decoder("t", REGISTER)
SPOKEN = {"mag0": "door", "lock1": "lock", "smoke0": "smoke", "trk0": "tracker"}
CHANNELS = sorted({channel for kind in KINDS for channel in kind.decoders})

_ODD = st.sampled_from([0, -1, 2**31, 2**53, 2**63, 2**64, 2**70, 1e308, -0.0, "", "\0", "é" * 200, "999" * 40, [], {}])
_FAIR = st.sampled_from([True, False, 1, NOW, NOW - 10**12, NOW + 10**9, 33.0, 120.0, "e1", "card", "accept", "O1"])
_NAMES = (
    *("open", "alarm", "test", "battery", "credential", "subject", "duty", "lon", "lat", "accuracy", "speed"),
    *("heading", "order", "answer", "result", "text", "online", "density", "locked", "allowed", "code"),
)
_BODIES = st.fixed_dictionaries(
    {"id": st.sampled_from(["e1", "e2", "e3"]) | _ODD, "at": st.sampled_from([NOW, NOW + 1]) | _ODD | _FAIR},
    optional={name: _FAIR | _ODD | st.text(max_size=8) for name in _NAMES},
)


@st.composite
def _bytes(draw: st.DrawFn) -> bytes:
    """Raw bytes, or good JSON with something cut out, put in or doubled."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=300))
    body = json.dumps(draw(_BODIES)).encode()
    for _ in range(draw(st.integers(0, 3))):
        at, size = draw(st.integers(0, len(body))), draw(st.integers(0, 12))
        body = body[:at] + draw(st.binary(max_size=6) | st.just(body[at : at + size] * 2)) + body[at + size :]
    return body


_TOPICS = st.builds(
    lambda device, channel: f"sandtable/v1/t/{SPOKEN[device]}/{device}/{channel}",
    st.sampled_from(sorted(SPOKEN)),
    st.sampled_from(CHANNELS),
)
_MESSAGES = st.tuples(_TOPICS | st.text(max_size=60), _bytes(), st.booleans())


def decoded(topic: str, body: bytes, retained: bool, now: int = NOW) -> AnyEvent | Refusal:
    return DECODER.decode(topic, body, retained=retained, received=now)


@given(_MESSAGES)
@settings(max_examples=MANY)
def test_every_message_is_an_event_or_a_refusal_of_the_list(message: tuple[str, bytes, bool]) -> None:
    found = decoded(*message)
    if isinstance(found, Refusal):
        assert found.reason in reasons.REASONS and len(found.body.encode("utf-8", "replace")) <= 2_048
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=type(found)) == found, "the ledger can keep it"


@given(st.integers(0, 3 * MAX_BYTES), st.sampled_from([b"[", b"{", b'"', b"9", b"\xc3", b'{"id":', b" "]))
@settings(max_examples=max(10, MANY // 10))
def test_size_and_depth_are_refused_without_being_read(size: int, piece: bytes) -> None:
    assert isinstance(decoded("sandtable/v1/t/smoke/smoke0/event", (piece * size)[:size], False), Refusal)


@given(st.lists(_MESSAGES, max_size=30), st.lists(st.integers(0, 7 * 86_400_000), min_size=1, max_size=4))
@settings(max_examples=FEW)
def test_a_desk_takes_whatever_was_decoded_and_its_ledger_tells_it_again(
    messages: list[tuple[str, bytes, bool]], steps: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Ledger.create(Path(folder) / "s.db", REGISTER, scene.people_files(), now=NOW)
        with made as ledger:
            _through(ledger, messages, steps)


def _through(ledger: Ledger, messages: list[tuple[str, bytes, bool]], steps: list[int]) -> None:
    live, now = Situation(REGISTER), NOW
    desk = Desk(ledger, live, take_back_ms=5_000)
    desk.start(now)
    refused = 0
    for step in steps:
        for topic, body, retained in messages:
            found = decoded(topic, body, retained, now)
            if isinstance(found, Refusal):
                refused += 1
                desk.refuse(found)
            else:
                desk.take(found, now)
        desk.commit(now)
        now += step
        desk.tick(now)
        desk.commit(now)
    assert ledger.counts()["refused"] == refused, "every refusal is counted"
    again = Situation(REGISTER)
    for batch in ledger.batches(0):
        again.apply(batch)
    assert msgspec.msgpack.encode(again.freeze()) == msgspec.msgpack.encode(live.freeze())
    assert ledger.verify_chain().whole

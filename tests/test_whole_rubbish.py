"""Rubbish of every kind over the broker to a real desk: each is counted by its reason, and nothing else happens."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.broker import EmbeddedBroker
from domain.store import Ledger
from tests import station_scene as scene
from tests.whole_run import DeskProcess, Devices, until

GOOD = {"id": "x1", "at": scene.T0, "alarm": False}
TOPIC = "sandtable/v1/t/smoke/smoke0/event"

RUBBISH: tuple[tuple[str, str, bytes], ...] = (
    ("bad_topic", "sandtable/v1/t/smoke", b"{}"),
    ("bad_topic", "sandtable/v1/t/smoke/some body/event", b"{}"),
    ("wrong_site", TOPIC.replace("/t/", "/other/"), json.dumps(GOOD).encode()),
    ("unknown_kind", TOPIC.replace("/smoke/", "/toaster/"), json.dumps(GOOD).encode()),
    ("unknown_device", TOPIC.replace("smoke0", "smoke99"), json.dumps(GOOD).encode()),
    ("kind_mismatch", TOPIC.replace("smoke0", "mag0"), json.dumps(GOOD).encode()),
    ("unknown_channel", TOPIC.replace("/event", "/position"), json.dumps(GOOD).encode()),
    ("too_large", TOPIC, b'{"id": "big", "alarm": true, "x": "' + b"x" * 70_000 + b'"}'),
    ("empty", TOPIC, b""),
    ("not_utf8", TOPIC, b"\xff\xfe\x00"),
    ("too_deep", TOPIC, b"[" * 20 + b"]" * 20),
    ("not_json", TOPIC, b'{"id": "1", "alarm":'),
    ("wrong_type", TOPIC, b'{"id": "2", "at": 1760000000000, "alarm": "yes"}'),
    ("out_of_range", TOPIC, b'{"id": "3", "at": 1760000000000, "alarm": true, "density": 900}'),
    ("missing_field", TOPIC, b'{"id": "4", "at": 1760000000000}'),
    ("bad_id", TOPIC, b'{"id": "not an id", "at": 1760000000000, "alarm": true}'),
    ("bad_time", TOPIC, b'{"id": "5", "at": "yesterday", "alarm": true}'),
)
"""(reason, topic, body): nothing of this may raise an alarm, stop the desk, or get into the ledger as an event."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskProcess]:
    Ledger.create(tmp_path / "s.db", scene.register(), scene.people_files(), now=round(time.time() * 1000)).close()
    broker = EmbeddedBroker()
    made = DeskProcess(tmp_path / "s.db", broker.start()).linked()
    yield made
    made.kill()
    broker.stop()


def counted(desk: DeskProcess, messages: int) -> dict[str, Any]:
    """The desk's counts once so many messages have met their fate."""
    found: dict[str, Any] = {}

    def all_in() -> bool:
        found.update(desk.counts())
        return found["received"] >= messages and found["waiting"] == 0

    until(all_in, what=f"message {messages}")
    return found


def test_rubbish_is_counted_by_reason_and_the_next_good_message_is_stored(desk: DeskProcess) -> None:
    devices = Devices(desk.broker, "t")
    for reason, topic, body in RUBBISH:
        before = desk.counts()
        devices.raw(topic, body)
        after = counted(desk, before["received"] + 1)
        gained = {k: n - before["quarantined"].get(k, 0) for k, n in after["quarantined"].items()}
        assert {k: n for k, n in gained.items() if n} == {reason: 1}, (topic, body[:60])
        assert after["stored"] == 0 and after["duplicates"] == 0, (topic, body[:60])
    devices.say("smoke/smoke0/event", alarm=False)
    counts = counted(desk, len(RUBBISH) + 1)
    devices.close()
    assert counts["stored"] == 1
    assert sum(counts["quarantined"].values()) == len(RUBBISH) and len(counts["quarantined"]) == 16
    assert counts["received"] == len(RUBBISH) + 1
    assert desk.process.poll() is None, "the desk lives"
    desk.close()
    with Ledger.open(desk.station, read_only=True) as ledger:
        kept = ledger.refusals(100)
        assert sorted(r.reason for r in kept) == sorted(reason for reason, _, _ in RUBBISH)
        assert all(len(r.body) <= 2_048 for r in kept)
        assert not ledger.alarm_history(0), "rubbish is never an alarm"
        assert ledger.verify_chain().whole

"""The desk as a process, on a real broker and a real file: the loop, kill -9, a second desk, a ledger that is stuck."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from app.clock import start_clock
from app.seat import Answered, Changed, Login, Message, Opened, Pulse, RuntimeDoor, SeatLink
from devices.broker import EmbeddedBroker
from devices.link import BrokerSettings
from domain.alarms import AlarmKind, Stage
from domain.changes import AnyChange
from domain.commands import Acknowledge, AnyCommand, Reply
from domain.situation import Situation
from domain.store import Ledger
from tests import station_scene as scene


def until(true: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def broker() -> Iterator[BrokerSettings]:
    made = EmbeddedBroker()
    yield made.start()
    made.stop()


@pytest.fixture
def station(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    now = int(time.time() * 1000)
    Ledger.create(path, scene.register(), scene.people_files(), now=now).close()
    return path


class Device:
    """An ordinary MQTT client that speaks for one device."""

    def __init__(self, settings: BrokerSettings, kind: str, device: str) -> None:
        self._topic = f"sandtable/v1/t/{kind}/{device}"
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=uuid4().hex, protocol=mqtt.MQTTv5)
        self._client.connect(settings.host, settings.port)
        self._client.loop_start()

    def say(self, channel: str = "event", **body: Any) -> None:
        body = {"id": uuid4().hex, "at": int(time.time() * 1000)} | body
        self._client.publish(f"{self._topic}/{channel}", json.dumps(body), qos=1).wait_for_publish(5)

    def rubbish(self, data: bytes) -> None:
        self._client.publish(f"{self._topic}/event", data, qos=1).wait_for_publish(5)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


class Desk:
    """`python -m app.station` with its control line."""

    def __init__(self, station: Path, settings: BrokerSettings, *more: str) -> None:
        self.runtime, self.report = station.with_name("rt.json"), station.with_name("desk.json")
        args = ["--station", str(station), "--broker", f"{settings.host}:{settings.port}"]
        args += ["--clock", start_clock().spell(), "--runtime", str(self.runtime), "--report", str(self.report)]
        args += ["--logs", str(station.parent), "--control", *more]
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "app.station", *args]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def linked(self) -> Desk:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if json.loads(line)["said"] == "linked":
                return self
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "")

    def counts(self) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write('{"do": "counts"}\n')
        self.process.stdin.flush()
        counts: dict[str, Any] = json.loads(self.process.stdout.readline())
        return counts

    def settled(self, received: int) -> bool:
        """So many were received, and none still waits."""
        counts = self.counts()
        return bool(counts["received"] == received and counts["waiting"] == 0)

    def close(self) -> int:
        """The end of its line: an orderly end."""
        out, err = self.process.communicate(timeout=15)
        assert "Traceback" not in out + err
        return self.process.returncode


class Window:
    """A seat that applies what it is told."""

    def __init__(self, runtime: Path) -> None:
        self.messages: list[Message] = []
        self.changes: list[AnyChange] = []
        self.situation: Situation | None = None
        self.link = SeatLink(RuntimeDoor(runtime), Login("demo"), self._deliver)
        self.link.start()

    def _deliver(self, message: Message) -> None:
        if isinstance(message, Opened):
            self.situation = Situation.thaw(message.register, message.keyframe)
        elif isinstance(message, Changed):
            assert self.situation is not None
            self.situation.apply(message.batch)
            self.changes.extend(message.batch.changes)
        self.messages.append(message)

    def alarms(self, kind: AlarmKind) -> list[str]:
        return [a.id for a in self.situation.alarms.values() if a.kind is kind] if self.situation else []

    def pulse(self) -> Pulse:
        return next((m for m in reversed(self.messages) if isinstance(m, Pulse)), Pulse())

    def ask(self, command: AnyCommand) -> Reply:
        number = self.link.ask(command)
        until(lambda: [m for m in self.messages if isinstance(m, Answered) and m.request == number])
        return next(m.reply for m in self.messages if isinstance(m, Answered) and m.request == number)


@pytest.fixture
def desk(station: Path, broker: BrokerSettings) -> Iterator[Desk]:
    made = Desk(station, broker).linked()
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.fixture
def window(desk: Desk) -> Iterator[Window]:
    made = Window(desk.runtime)
    until(lambda: made.situation is not None)
    yield made
    made.link.stop()


@pytest.fixture
def detector(broker: BrokerSettings) -> Iterator[Device]:
    made = Device(broker, "smoke", "smoke0")
    yield made
    made.close()


def test_a_message_becomes_an_alarm_on_a_seat_and_a_command_moves_it(
    desk: Desk, window: Window, detector: Device
) -> None:
    detector.say(alarm=True)
    until(lambda: window.alarms(AlarmKind.SMOKE))
    (alarm,) = window.alarms(AlarmKind.SMOKE)
    assert window.ask(Acknowledge(alarm=alarm)).done
    assert window.situation is not None
    until(lambda: window.situation and window.situation.alarms[alarm].stage is Stage.ACKNOWLEDGED)
    assert window.situation.alarms[alarm].owner == "demo"
    assert not window.ask(Acknowledge(alarm="nowhere")).done
    until(lambda: desk.settled(1))
    counts = desk.counts()
    assert (counts["stored"], counts["quarantined"]) == (1, {})
    until(lambda: window.pulse().stored == 1)
    assert window.pulse().link_up and window.pulse().fault == ""


def test_rubbish_and_repeats_are_counted_and_harm_nothing(desk: Desk, window: Window, detector: Device) -> None:
    detector.say(id="same", alarm=False)
    detector.say(id="same", alarm=False)
    for data in (b"", b"{", b"[]", b'{"id": 1}', b"\xff\xfe", b"x" * 70_000):
        detector.rubbish(data)
    until(lambda: desk.settled(8))
    counts = desk.counts()
    assert counts["stored"] == 1 and counts["duplicates"] == 1
    assert sum(counts["quarantined"].values()) == 6
    assert not window.alarms(AlarmKind.SMOKE)


def test_a_killed_desk_loses_nothing_and_doubles_nothing(
    station: Path, broker: BrokerSettings, desk: Desk, window: Window, detector: Device
) -> None:
    detector.say(id="first", alarm=True)
    until(lambda: window.alarms(AlarmKind.SMOKE))
    desk.process.kill()
    desk.process.communicate()
    detector.say(id="while-away", alarm=False)
    again = Desk(station, broker).linked()
    try:
        until(lambda: again.settled(2))
        assert again.counts()["stored"] == 2
        until(lambda: window.link.resumes == 1)
        until(lambda: window.situation and window.situation.devices.heard.max() > 0)
        assert len(window.alarms(AlarmKind.SMOKE)) == 1
    finally:
        assert again.close() == 0


def test_a_second_desk_on_the_same_station_is_refused(station: Path, broker: BrokerSettings, desk: Desk) -> None:
    second = Desk(station, broker)
    _, err = second.process.communicate(timeout=20)
    assert second.process.returncode == 2
    assert err.strip().splitlines()[-1] == "Another desk already keeps s.db; a station has one desk."
    assert desk.process.poll() is None and desk.counts()["received"] == 0


@pytest.mark.parametrize("how", ["stop", "line", "term"])
def test_it_ends_orderly(how: str, desk: Desk, detector: Device, station: Path) -> None:
    detector.say(alarm=True)
    until(lambda: desk.settled(1))
    assert desk.process.stdin is not None
    if how == "stop":
        desk.process.stdin.write('{"do": "stop"}\n')
        desk.process.stdin.flush()
    elif how == "term":
        os.kill(desk.process.pid, signal.SIGTERM)
        desk.process.wait(15)
    assert desk.close() == 0
    assert not desk.runtime.exists()
    report = json.loads(desk.report.read_text())
    assert report["messages"] == {"received": 1, "stored": 1, "duplicates": 0, "quarantined": {}}
    assert report["alarms"]["smoke"] == {"raised": 1, "closed": 0}
    with Ledger.open(station, read_only=True) as ledger:
        assert ledger.load_situation(ledger.load_register()).open_alarms()


def test_a_stuck_ledger_shows_nothing_acknowledges_nothing_and_recovers(
    desk: Desk, window: Window, detector: Device, station: Path
) -> None:
    with closing(sqlite3.connect(station, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        detector.say(alarm=True)
        until(lambda: window.pulse().fault)
        assert not window.alarms(AlarmKind.SMOKE) and window.pulse().stored == 0
        assert window.ask(Acknowledge(alarm="any")).code == "ledger_stuck"
        other.execute("ROLLBACK")
    until(lambda: window.alarms(AlarmKind.SMOKE))
    until(lambda: window.pulse().fault == "" and window.pulse().stored == 1)
    assert len(window.alarms(AlarmKind.SMOKE)) == 1


def test_a_demo_desk_refuses_a_real_register(tmp_path: Path, broker: BrokerSettings) -> None:
    path = tmp_path / "real.db"
    Ledger.create(path, scene.register("real"), (), now=scene.T0).close()
    refused = Desk(path, broker, "--demo")
    _, err = refused.process.communicate(timeout=20)
    assert refused.process.returncode == 2 and "never on this register" in err
    assert not refused.runtime.exists()

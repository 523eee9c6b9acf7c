"""The simulator on a real broker, with a device link as the desk: what it says, what it answers, what it leaves out."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.clock import start_clock
from app.simulator.world import Play, World
from devices.broker import EmbeddedBroker
from devices.link import BrokerSettings, DeviceLink, Heard
from domain.alarms import AlarmKind, Level, OrderNotice, Place
from domain.clock import HOUR
from domain.events import (
    AnyEvent,
    DeviceReported,
    DoorMoved,
    DutyReported,
    GatePassed,
    Located,
    LockOpened,
    OrderAnswered,
    SmokeSensed,
    SosPressed,
)
from domain.geo import distance_m
from domain.register import Register
from domain.store import Ledger
from tests.simulator_estate import LAT0, LON0, STEP, estate, opening

SPEED = 120.0


def until(true: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


class Scene:
    """A world playing on a thread of its own, and a desk that hears it."""

    def __init__(self, broker: BrokerSettings, speed: float) -> None:
        self.register: Register = estate()
        self.clock = start_clock(speed)
        self.events: list[AnyEvent] = []
        self.refused: list[Heard] = []
        self.caught_up = threading.Event()
        self.link = DeviceLink(
            broker,
            "small",
            self.register,
            now=self.clock.now,
            take=self.take,
            link_changed=lambda _up, caught_up: self.caught_up.set() if caught_up else None,
        )
        self.began = self.clock.now()
        self.world = World(Play(self.register, opening(self.register, self.began), broker, self.clock))
        self.thread = threading.Thread(target=self.world.run)
        self.link.start()
        assert self.caught_up.wait(10)
        self.thread.start()

    def take(self, heard: Heard) -> None:
        self.events.extend(heard.events)
        if heard.refusal:
            self.refused.append(heard)
        if heard.token is not None:
            self.link.acknowledge([heard.token])

    def end(self) -> dict[str, object]:
        self.world.stop()
        self.thread.join()
        report = self.world.report()
        until(lambda: len(self.events) >= int(str(report["published"])))
        self.link.stop()
        return report

    def of(self, kind: type, device: str = "") -> list[AnyEvent]:
        return [e for e in self.events if type(e) is kind and device in ("", e.device)]

    def order(self, device: str, order: str, verb: str = "offer", kind: AlarmKind = AlarmKind.SMOKE) -> None:
        row = self.register.devices.row("smoke-tower")
        place = Place(lon=float(self.register.devices.lon[row]), lat=float(self.register.devices.lat[row]), floor=2)
        self.link.send_order(
            OrderNotice(
                device=device,
                order=order,
                verb=verb,  # type: ignore[arg-type]
                alarm=f"A-{order}",
                kind=kind,
                level=Level.RED,
                place=place,
                at=self.clock.now(),
            )
        )

    def answers(self, order: str) -> list[str]:
        return [str(e.answer) for e in self.events if isinstance(e, OrderAnswered) and e.order == order]


@pytest.fixture(scope="module")
def broker() -> Iterator[BrokerSettings]:
    embedded = EmbeddedBroker()
    yield embedded.start()
    embedded.stop()


@pytest.fixture
def play(broker: BrokerSettings) -> Iterator[Callable[[float], Scene]]:
    scenes: list[Scene] = []

    def begin(speed: float) -> Scene:
        scenes.append(Scene(broker, speed))
        return scenes[-1]

    yield begin
    for scene in scenes:
        if scene.thread.is_alive():
            scene.end()


def test_an_order_is_walked_to_its_end_and_everything_published_is_heard(play: Callable[[float], Scene]) -> None:
    scene = play(SPEED)
    until(lambda: scene.of(Located, "t-1") and scene.of(Located, "t-2"))
    scene.order("t-1", "O1")
    scene.order("t-1", "O1")  # the broker may deliver twice
    until(lambda: "feedback" in scene.answers("O1"))
    assert scene.answers("O1") == ["accept", "en_route", "arrive", "feedback"]
    told = next(e for e in scene.events if isinstance(e, OrderAnswered) and e.answer == "feedback")
    assert told.result and told.text
    arrived = next(e for e in scene.events if isinstance(e, OrderAnswered) and e.answer == "arrive")
    fixes = [e for e in scene.of(Located, "t-1") if isinstance(e, Located) and arrived.at <= e.at <= told.at]
    assert fixes and all(distance_m(e.lon, e.lat, LON0 + 2 * STEP, LAT0 + 2 * STEP) < 30 for e in fixes)
    assert scene.answers("O1").count("accept") == 1 and len(scene.of(DutyReported)) == 2
    report = scene.end()
    assert (
        report["published"] == sum(not e.retained for e in scene.events)
        and report["unacked"] == 0
        and report["failures"] == 0
    )
    assert scene.refused == []
    ids = [(e.device, e.id) for e in scene.events]
    assert len(ids) == len(set(ids))


def test_an_order_taken_back_is_dropped_without_a_word(play: Callable[[float], Scene]) -> None:
    scene = play(60.0)
    until(lambda: scene.of(Located, "t-2"))
    scene.order("t-2", "O2")
    until(lambda: "en_route" in scene.answers("O2"))
    scene.order("t-2", "O2", verb="take_back")
    scene.order("t-2", "O3")
    until(lambda: "en_route" in scene.answers("O3"))
    assert scene.answers("O2") == ["accept", "en_route"]


def test_the_estate_lives_and_the_silent_elder_does_not_move(play: Callable[[float], Scene]) -> None:
    scene = play(1500.0)
    until(lambda: scene.clock.now() > scene.began + 2 * HOUR)
    assert scene.of(DoorMoved, "door-silent") == [] and scene.of(LockOpened, "lock-owner") == []
    assert scene.of(DeviceReported, "door-silent")
    until(lambda: scene.of(DoorMoved, "door-other") and scene.of(GatePassed, "gate-1"))
    assert all(e.subject != "k0" for e in scene.events if isinstance(e, GatePassed))
    until(lambda: scene.of(DoorMoved, "door-silent"))  # nobody came: the door opens long after the alarm
    assert scene.of(DoorMoved, "door-silent")[0].at >= scene.began + 2.5 * HOUR
    assert scene.of(DeviceReported, "cam-broken") == []


def test_after_the_visit_the_elders_door_opens(play: Callable[[float], Scene]) -> None:
    scene = play(SPEED)
    until(lambda: scene.of(Located, "t-1"))
    scene.order("t-1", "O4", kind=AlarmKind.ELDER_SILENCE)
    until(lambda: "feedback" in scene.answers("O4"))
    until(lambda: scene.of(DoorMoved, "door-silent"))
    assert scene.of(DoorMoved, "door-silent")[0].at < scene.began + 2.5 * HOUR


def test_incidents_come_one_after_the_other_and_end_when_handled(play: Callable[[float], Scene]) -> None:
    scene = play(60.0)
    incidents = scene.world.incidents

    def offline() -> list[AnyEvent]:
        return [e for e in scene.events if isinstance(e, DeviceReported) and not e.online]

    scene.world.timeline.soon(lambda: [incidents._next() for _ in range(4)])  # the script, without its pauses
    until(lambda: len(incidents.begun) == 4)
    kinds = [kind for kind, _ in incidents.begun]
    assert kinds == [AlarmKind.SMOKE, AlarmKind.SOS, AlarmKind.UNREGISTERED_OPENER, AlarmKind.DEVICE_SILENT]
    until(lambda: scene.of(SosPressed) and scene.of(SmokeSensed) and offline())
    stranger = next(e for e in scene.events if isinstance(e, LockOpened) and e.device == "lock-rental")
    assert stranger.subject not in (None, "k2")
    until(lambda: scene.of(Located, "t-1"))
    scene.order("t-1", "O5", kind=AlarmKind.SMOKE)
    until(lambda: len(scene.of(SmokeSensed)) == 2)
    first, last = scene.of(SmokeSensed)
    assert isinstance(first, SmokeSensed) and first.alarm and isinstance(last, SmokeSensed) and not last.alarm


def test_the_program_reads_a_station_and_leaves_a_report(tmp_path: Path) -> None:
    clock, embedded, report = start_clock(60.0), EmbeddedBroker(), tmp_path / "report.json"
    Ledger.create(tmp_path / "STATION.db", estate(), [], now=clock.now()).close()
    broker = embedded.start()
    command = [sys.executable, "-m", "app.simulator", "--station", str(tmp_path / "STATION.db"), "--control"]
    command += ["--broker", f"127.0.0.1:{broker.port}", "--clock", clock.spell(), "--report", str(report)]
    heard: list[Heard] = []

    def take(one: Heard) -> None:
        heard.append(one)
        link.acknowledge([one.token] if one.token is not None else [])

    link = DeviceLink(broker, "small", estate(), now=clock.now, take=take, link_changed=lambda *_: None)
    link.start()
    until(lambda: link.state().caught_up)
    child = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stdin=subprocess.PIPE)
    until(lambda: any(isinstance(h.events[0], Located) for h in heard))
    assert child.stdin is not None
    child.stdin.write(b'{"do": "stop"}\n')
    child.stdin.close()
    assert child.wait(15) == 0
    written = json.loads(report.read_text("utf-8"))
    assert written["unacked"] == 0 and written["published"] == sum(written["channels"].values()) > 0
    until(lambda: len(heard) >= written["published"])
    assert len(heard) == written["published"]
    link.stop()
    embedded.stop()

"""kill -9 of every process of a running demo with open alarms and orders: back within five seconds, nothing lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.alarms import Stage
from domain.changes import LinkChanged, Moved
from domain.commands import Acknowledge, Dispatch, Rank
from domain.register import DeviceKind
from tests.faults import figures
from tests.faults.device_rows import Device
from tests.faults.fault_rows import Things, backwards, in_time, open_things, replay_equals, until
from tests.faults.process_rows import Demo, alive, watched

pytestmark = pytest.mark.timeout(400)
ALARMS = 3
BROKER = "embedded"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with watched(Demo(tmp_path_factory.mktemp("demo"))) as made:
        yield made


@pytest.fixture(scope="module")
def device(running: Demo) -> Iterator[Device]:
    made = Device(running.broker_port, running.watcher.now.register.site.id)
    yield made
    made.close()


def detectors(running: Demo) -> list[str]:
    devices = running.watcher.now.register.devices
    return [key for key, kind in zip(devices.ids, devices.kind, strict=True) if kind == DeviceKind.SMOKE]


def smoke(running: Demo, device: Device, detector: str) -> str:
    """A smoke alarm from a detector that is quiet; the alarm's id."""
    device.say("smoke", detector, alarm=True)
    until(lambda: running.watcher.alarm_at(detector), 20, f"the alarm of {detector}")
    found = running.watcher.alarm_at(detector)
    assert found is not None
    return found.id


@pytest.fixture(scope="module")
def busy(running: Demo, device: Device) -> Demo:
    """Three alarms of different stages, each with people on their way."""
    watcher = running.watcher
    until(running.window_sits, 60, "the window")
    until(lambda: watcher.now.link_up and watcher.now.link_caught_up, 30, "the link")
    for n, detector in enumerate(detectors(running)[:ALARMS]):
        alarm = smoke(running, device, detector)
        assert watcher.ask(Acknowledge(alarm=alarm)).done
        rows = watcher.ask(Rank(alarm=alarm)).data["ranks"]
        able = [r["responder"] for r in rows if r["allowed"]]
        for responder in able[:n]:
            reply = watcher.ask(Dispatch(alarm=alarm, responders=(responder,)))
            assert reply.done or reply.code == "already_sent", reply
    until(lambda: sum(a.stage is not Stage.ACKNOWLEDGED for a in watcher.now.open_alarms()) >= ALARMS - 1)
    return running


def ready(running: Demo) -> tuple[dict[str, int], Things]:
    """Everything is up: the children, and what is open."""
    until(running.window_sits, 30, "the window")
    until(lambda: len(running.children) == 4, 30, "four children")
    until(lambda: running.watcher.now.link_up, 30, "the link")
    return running.children, open_things(running.watcher.now)


def test_two_who_are_sent_together_are_two_orders(busy: Demo, device: Device) -> None:
    alarm = smoke(busy, device, detectors(busy)[ALARMS])
    rows = busy.watcher.ask(Rank(alarm=alarm)).data["ranks"]
    named = tuple(r["responder"] for r in rows if r["allowed"])[:2]
    reply = busy.watcher.ask(Dispatch(alarm=alarm, responders=named))
    assert reply.done and len(set(reply.data["orders"])) == 2
    until(lambda: {o.responder for o in busy.watcher.now.orders_of(alarm)} == set(named))


@pytest.mark.parametrize("time_", range(5))
def test_a_killed_desk_is_back_and_knows_everything(busy: Demo, device: Device, time_: int) -> None:
    before, things = ready(busy)
    resumes, watcher = busy.watcher.link.resumes, busy.watcher
    detector = detectors(busy)[ALARMS + 1 + time_]
    begun = time.monotonic()
    old = busy.kill("app.station")
    device.say("smoke", detector, alarm=True)
    until(lambda: watcher.link.resumes > resumes, 20, "the watcher's resume")
    until(lambda: busy.window_sits() and watcher.now.link_up, 20, "window and link")
    back = time.monotonic() - begun
    figures.back("desk killed, window and link back", BROKER, back)
    until(lambda: watcher.alarm_at(detector), 20, "what was said meanwhile")
    after = busy.children
    assert after.pop("app.station") != old and before.pop("app.station") == old
    assert after == before, "only the desk was started anew"
    assert backwards(things, watcher.now) == [] and watcher.complaints == []
    assert sum(a.device == detector for a in watcher.now.alarms.values()) == 1
    watcher.follows(busy.station)
    assert in_time(back)


def test_a_killed_window_is_back_and_nobody_else_notices(busy: Demo) -> None:
    before, things = ready(busy)
    resumes = busy.watcher.link.resumes
    begun = time.monotonic()
    busy.kill("app.desktop")
    until(busy.window_sits, 20, "the window")
    back = time.monotonic() - begun
    figures.back("window killed, sits again", BROKER, back)
    after = busy.children
    assert after.pop("app.desktop") != before.pop("app.desktop") and after == before
    assert busy.watcher.link.resumes == resumes and backwards(things, busy.watcher.now) == []
    assert in_time(back)


def test_a_killed_simulator_is_back_and_repeats_no_message(busy: Demo) -> None:
    before, things = ready(busy)
    watcher = busy.watcher
    duplicates = watcher.pulse.duplicates
    begun = time.monotonic()
    busy.kill("app.simulator")
    seen = len(watcher.changes)
    until(lambda: "app.simulator" in busy.children, 20, "the simulator")
    figures.back("simulator killed, started again", BROKER, time.monotonic() - begun)
    assert in_time(time.monotonic() - begun)
    until(lambda: any(isinstance(c, Moved) for c in watcher.changes[seen + 50 :]), 40, "fixes")
    after = busy.children
    assert after.pop("app.simulator") != before.pop("app.simulator") and after == before
    assert watcher.pulse.duplicates == duplicates
    assert backwards(things, watcher.now) == []


def test_a_killed_broker_is_back_and_the_link_says_so(busy: Demo, device: Device) -> None:
    before, things = ready(busy)
    watcher = busy.watcher
    seen, begun = len(watcher.changes), time.monotonic()
    busy.kill("devices.broker")

    def links() -> list[bool]:
        return [c.up for c in watcher.changes[seen:] if isinstance(c, LinkChanged)]

    until(lambda: False in links(), 10, "the link's loss")
    until(lambda: links()[-1:] == [True], 20, "the link")
    back = time.monotonic() - begun
    figures.back("broker killed, link back", BROKER, back)
    assert in_time(back)
    detector = detectors(busy)[ALARMS + 6]
    smoke(busy, device, detector)
    after = busy.children
    assert after.pop("devices.broker") != before.pop("devices.broker")
    assert after["app.station"] == before["app.station"] and after["app.desktop"] == before["app.desktop"]
    assert backwards(things, watcher.now) == []


def test_a_killed_supervisor_takes_everything_with_it_and_the_ledger_is_whole(busy: Demo) -> None:
    before, things = ready(busy)
    begun = time.monotonic()
    os.kill(busy.process.pid, signal.SIGKILL)
    busy.process.wait()
    until(lambda: not any(alive(pid) for pid in before.values()), 15, "the children's end")
    gone = time.monotonic() - begun
    figures.back("supervisor killed, all children gone", BROKER, gone)
    assert in_time(gone)
    kept = replay_equals(busy.station)
    assert backwards(things, kept) == [] and kept.seq >= busy.watcher.seq
    busy.watcher.follows(busy.station)
    assert not list(Path(busy.folder).glob("**/*.tmp"))


def test_a_demo_begun_anew_after_that_shows_everything_again(busy: Demo) -> None:
    """How soon is a figure here: a person begins it, with a broker and a simulator. A station is held to the bound."""
    things = open_things(busy.watcher.now)
    begun = time.monotonic()
    busy.anew()
    until(busy.window_sits, 30, "the window")
    back = time.monotonic() - begun
    figures.back("supervisor killed, demo begun anew", BROKER, back)
    assert backwards(things, busy.watcher.now) == []
    device = Device(busy.broker_port, busy.watcher.now.register.site.id)
    smoke(busy, device, detectors(busy)[ALARMS + 7])
    device.close()
    busy.watcher.follows(busy.station)

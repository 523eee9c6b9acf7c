"""A station opened on mosquitto with our file, an alarm and its order open: each of its processes killed, and back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from domain.commands import Acknowledge, Dispatch
from domain.store import Ledger
from tests import station_scene as scene
from tests.faults import figures
from tests.faults.broker_rows import Broker, needs_mosquitto, our_mosquitto
from tests.faults.device_rows import Device
from tests.faults.fault_rows import Things, backwards, in_time, now_ms, open_things, replay_equals, until
from tests.faults.process_rows import OpenStation, alive, watched

pytestmark = [pytest.mark.timeout(200), needs_mosquitto]
WORDS = {"kill": "killed", "end": "ended"}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    made = our_mosquitto(tmp_path_factory.mktemp("broker"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def device(broker: Broker) -> Iterator[Device]:
    made = Device(broker.settings.port, "t")
    yield made
    made.close()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, broker: Broker, device: Device) -> Iterator[OpenStation]:
    """A smoke alarm that somebody was sent to, and one that nobody has looked at yet."""
    folder = tmp_path_factory.mktemp("station")
    Ledger.create(folder / "s.db", scene.register(), scene.people_files(), now=now_ms()).close()
    with watched(OpenStation(folder, folder / "s.db", broker.settings)) as made:
        ready(made)
        device.say("tracker", "trk0", duty=True)
        device.say("smoke", "smoke0", alarm=True)
        device.say("smoke", "smoke1", alarm=True)
        until(lambda: made.watcher.alarm_at("smoke1"), 20, "the alarms")
        until(lambda: bool(made.watcher.now.on_duty.any()), 20, "the officer")
        alarm = made.watcher.alarm_at("smoke0")
        assert alarm is not None and made.watcher.ask(Acknowledge(alarm=alarm.id)).done
        assert made.watcher.ask(Dispatch(alarm=alarm.id, responders=("r0",))).done
        until(lambda: open_things(made.watcher.now)[1], 20, "the order")
        yield made


def ready(opened: OpenStation) -> tuple[dict[str, int], Things]:
    """Everything is up: the children, and what is open."""
    until(opened.window_sits, 30, "the window")
    until(lambda: opened.watcher.now.link_up and opened.watcher.now.link_caught_up, 30, "the link")
    return opened.children, open_things(opened.watcher.now)


def all_there(opened: OpenStation, things: Things) -> None:
    """What was open is open and no stage earlier, and the seat shows what the ledger tells."""
    assert len(things[0]) >= 2 and len(things[1]) >= 1
    assert backwards(things, opened.watcher.now) == [] and opened.watcher.complaints == []
    opened.watcher.follows(opened.station)


def test_a_killed_desk_is_back_with_every_alarm_and_order(opened: OpenStation, device: Device) -> None:
    before, things = ready(opened)
    resumes, begun = opened.watcher.link.resumes, time.monotonic()
    opened.kill("app.station")
    device.say("door", "mag0", open=True)
    until(lambda: opened.watcher.link.resumes > resumes and opened.watcher.now.link_up, 30, "the desk")
    until(opened.window_sits, 30, "the window")
    back = time.monotonic() - begun
    figures.back("desk killed, window and link back", "mosquitto, our file", back)
    all_there(opened, things)
    after = opened.children
    assert after.pop("app.station") != before.pop("app.station") and after == before
    assert in_time(back)


def test_a_killed_window_is_back(opened: OpenStation) -> None:
    before, things = ready(opened)
    begun = time.monotonic()
    opened.kill("app.desktop")
    until(opened.window_sits, 30, "the window")
    back = time.monotonic() - begun
    figures.back("window killed, sits again", "mosquitto, our file", back)
    all_there(opened, things)
    assert opened.children["app.station"] == before["app.station"]
    assert in_time(back)


@pytest.mark.parametrize("how", [Broker.kill, Broker.end])
def test_mosquitto_killed_or_ended_is_found_again(
    how: Callable[[Broker], None], opened: OpenStation, broker: Broker, device: Device
) -> None:
    before, things = ready(opened)
    how(broker)
    until(lambda: not opened.watcher.now.link_up, 10, "the loss of the link")
    broker.start()
    back = until(lambda: opened.watcher.now.link_up, 30, "the link")
    figures.back(f"broker {WORDS[how.__name__]}, link back", "mosquitto, our file", back)
    seen = opened.watcher.seq
    device.say("door", "mag0", open=True)
    until(lambda: opened.watcher.seq > seen, 10, "what is said after it")
    all_there(opened, things)
    assert opened.children == before, "nobody else was started anew"
    assert in_time(back)


def test_a_killed_supervisor_ends_all_and_the_station_opened_anew_shows_everything(
    opened: OpenStation, device: Device
) -> None:
    before, things = ready(opened)
    begun = time.monotonic()
    os.kill(opened.process.pid, signal.SIGKILL)
    opened.process.wait()
    until(lambda: not any(alive(pid) for pid in before.values()), 15, "the children's end")
    gone = time.monotonic() - begun
    figures.back("supervisor killed, all children gone", "mosquitto, our file", gone)
    assert in_time(gone)
    kept = replay_equals(opened.station)
    assert backwards(things, kept) == [] and kept.seq >= opened.watcher.seq
    device.say("door", "mag2", open=True)
    begun = time.monotonic()
    opened.anew()
    until(lambda: opened.window_sits() and opened.watcher.now.link_up, 30, "window and link")
    back = time.monotonic() - begun
    figures.back("supervisor killed, station opened anew", "mosquitto, our file", back)
    until(lambda: opened.watcher.now.devices.heard[opened.watcher.now.register.devices.row("mag2")] > 0, 10)
    all_there(opened, things)
    assert in_time(back)

"""What the fault tests share: a seat that checks every change, a demo as a process, devices that speak MQTT."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from app.seat import Answered, Changed, Login, Lost, Message, Opened, Pulse, RuntimeDoor, SeatLink
from app.seat.door import Door
from domain.alarms import Alarm, Order, OrderStage, Stage
from domain.changes import AlarmRaised, AnyChange, OrderMade
from domain.commands import AnyCommand, Reply
from domain.situation import Situation
from domain.store import Ledger

ROOT = Path(__file__).parent.parent.parent
ALARM_ROAD = list(Stage)[:7]
ORDER_ROAD = [
    OrderStage.HELD, OrderStage.OFFERED, OrderStage.ACCEPTED, OrderStage.EN_ROUTE, OrderStage.ON_SCENE,
    OrderStage.FED_BACK,
]  # fmt: skip
BACK_S = 5.0
"""How soon whatever was killed is to be back."""


def in_time(seconds: float) -> bool:
    """Within BACK_S, however busy the machine."""
    return seconds <= BACK_S


def until(holds: Callable[[], object], seconds: float = 20.0, what: str = "it") -> float:
    """Wait; how long it took, in seconds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() < begun + seconds, f"waited {seconds} s in vain for {what}"
        time.sleep(0.01)
    return time.monotonic() - begun


def now_ms() -> int:
    return int(time.time() * 1000)


class Watcher:
    """A seat that applies what it is told, and complains of whatever must not happen (in `complaints`)."""

    def __init__(self, door: Door | Path) -> None:
        self.situation: Situation | None = None
        self.complaints: list[str] = []
        self.changes: list[AnyChange] = []
        self.pulses: list[Pulse] = []
        self.lost = 0
        self._answers: dict[int, Reply] = {}
        self._ids: set[str] = set()
        self.link = SeatLink(RuntimeDoor(door) if isinstance(door, Path) else door, Login("demo"), self._deliver)
        self.link.start()
        until(lambda: self.situation is not None, 60, "the watcher's picture")

    def close(self) -> None:
        self.link.stop()
        assert self.complaints == []

    def _deliver(self, message: Message) -> None:
        if isinstance(message, Opened):
            self._picture(Situation.thaw(message.register, message.keyframe))
        elif isinstance(message, Changed):
            self._batch(message)
        elif isinstance(message, Pulse):
            self.pulses.append(message)
        elif isinstance(message, Answered):
            self._answers[message.request] = message.reply
        elif isinstance(message, Lost):
            self.lost += 1

    def _picture(self, situation: Situation) -> None:
        if self.situation is not None:
            self.complaints += backwards(open_things(self.situation), situation)
        self.situation = situation
        self._ids |= set(situation.alarms) | set(situation.orders)

    def _batch(self, message: Changed) -> None:
        assert self.situation is not None
        for change in message.batch.changes:
            made = change.alarm.id if isinstance(change, AlarmRaised) else ""
            made = change.order.id if isinstance(change, OrderMade) else made
            if made and made in self._ids:
                self.complaints.append(f"{made} was given twice")
            self._ids |= {made} if made else set()
        try:
            self.situation.apply(message.batch)
        except (ValueError, KeyError) as error:
            self.complaints.append(f"batch {message.batch.seq} does not fit: {error}")
        self.changes.extend(message.batch.changes)

    def ask(self, command: AnyCommand, seconds: float = 20.0) -> Reply:
        number = self.link.ask(command)
        until(lambda: number in self._answers, seconds, f"the answer to {type(command).__name__}")
        return self._answers[number]

    def alarm_at(self, device: str) -> Alarm | None:
        found = [a for a in self.now.open_alarms() if a.device == device]
        return found[0] if found else None

    @property
    def now(self) -> Situation:
        assert self.situation is not None
        return self.situation

    @property
    def pulse(self) -> Pulse:
        return self.pulses[-1] if self.pulses else Pulse()

    @property
    def seq(self) -> int:
        return self.now.seq


Things = tuple[dict[str, Alarm], dict[str, Order]]


def open_things(situation: Situation) -> Things:
    """Open alarms and orders as they stand (both are frozen)."""
    orders = {key: order for key, order in list(situation.orders.items()) if order.open}
    return {alarm.id: alarm for alarm in situation.open_alarms()}, orders


def backwards(before: Things, now: Situation) -> list[str]:
    """What was lost, or stands further back than before. Nobody takes anything back in these tests."""
    found = []
    for key, alarm in before[0].items():
        if key not in now.alarms:
            found.append(f"alarm {key} was lost")
        elif _rank(now.alarms[key].stage, ALARM_ROAD) < _rank(alarm.stage, ALARM_ROAD):
            found.append(f"alarm {key} went back from {alarm.stage} to {now.alarms[key].stage}")
    for key, order in before[1].items():
        if key not in now.orders:
            found.append(f"order {key} was lost")
        elif _rank(now.orders[key].stage, ORDER_ROAD) < _rank(order.stage, ORDER_ROAD):
            found.append(f"order {key} went back from {order.stage} to {now.orders[key].stage}")
    return found


def _rank(stage: str, road: list[Any]) -> int:
    return road.index(stage) if stage in road else len(road)


def same(one: Situation, other: Situation) -> None:
    """Two pictures of the same moment hold the same."""
    a, b = one.freeze(), other.freeze()
    assert a.seq == b.seq
    for name in a.__struct_fields__:
        x, y = getattr(a, name), getattr(b, name)
        if isinstance(x, dict):
            assert x.keys() == y.keys(), name
            for key in x:
                assert _equal(x[key], y[key]), f"{name}.{key}"
        else:
            assert _equal(x, y), name


def _equal(x: Any, y: Any) -> bool:
    if isinstance(x, np.ndarray):
        return bool(np.array_equal(x, y, equal_nan=x.dtype.kind == "f"))
    return bool(x == y)


def replay_equals(station: Path) -> Situation:
    """The chain is whole, and every batch from the first on gives what newest keyframe and tail give."""
    with Ledger.open(station, read_only=True) as ledger:
        check = ledger.verify_chain()
        assert check.whole, check.fault
        register = ledger.load_register()
        loaded, replayed = ledger.load_situation(register), Situation(register)
        for batch in ledger.batches(0):
            replayed.apply(batch)
        same(loaded, replayed)
        return loaded


class Device:
    """An ordinary MQTT client that may speak for any device; QoS 1; what it said is in `said`."""

    def __init__(self, port: int, site: str) -> None:
        self.site, self.said = site, 0
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"test-{uuid4().hex}", protocol=mqtt.MQTTv5)
        self._client.max_queued_messages_set(0)
        self._client.max_inflight_messages_set(20)
        self._client.reconnect_delay_set(1, 1)
        self._client.connect("127.0.0.1", port, keepalive=5)
        self._client.loop_start()

    def say(self, kind: str, device: str, *, wait: bool = True, **body: Any) -> mqtt.MQTTMessageInfo:
        topic = f"sandtable/v1/{self.site}/{kind}/{device}/event"
        info = self._client.publish(topic, json.dumps({"id": uuid4().hex, "at": now_ms()} | body), qos=1)
        self.said += 1
        if wait:
            info.wait_for_publish(15)
            assert info.is_published()
        return info

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


# processes


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def children(pid: int) -> dict[str, int]:
    """Module → process id of the supervisor's living children."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
            words = (entry / "cmdline").read_bytes().split(b"\0") if stat and int(stat[1]) == pid else []
        except OSError:
            continue
        if b"-m" in words and stat[0] != "Z":
            found[words[words.index(b"-m") + 1].decode()] = int(entry.name)
    return found


def connected(pid: int, port: int) -> bool:
    """Whether this process holds an established connection to a port of this machine."""
    try:
        inodes = {str(f.readlink()) for f in Path(f"/proc/{pid}/fd").iterdir()}
        rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    except OSError:
        return False
    return any(r[3] == "01" and r[2].endswith(f":{port:04X}") and f"socket:[{r[9]}]" in inodes for r in rows)


class Demo:
    """`sandtable demo` as a person starts it, with its own folders; `watcher` follows it from a seat of its own."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        env = os.environ | {"TMPDIR": str(folder), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        env |= {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
        args = ["--seconds", "900", "--keep", "--speed", "1", "--size", "1366x768", *more]
        self.errors = folder / "stderr.txt"
        with self.errors.open("wb") as errors:
            command = [sys.executable, "-m", "app.cli", "demo", *args]
            self.process = subprocess.Popen(command, env=env, cwd=folder, stderr=errors, stdin=subprocess.DEVNULL)
        until(lambda: self._runtimes() and "app.simulator" in self.children, 90, "the demo's start")
        self.watcher = Watcher(self.runtime)

    def _runtimes(self) -> list[Path]:
        return list(self.folder.glob("sandtable-run-*/runtime.json"))

    @property
    def runtime(self) -> Path:
        return self._runtimes()[0]

    @property
    def desk_port(self) -> int:
        try:
            return int(json.loads(self.runtime.read_text())["port"])
        except (IndexError, OSError, ValueError):
            return 0

    @property
    def children(self) -> dict[str, int]:
        return children(self.process.pid)

    @property
    def broker_port(self) -> int:
        words = Path(f"/proc/{self.children['devices.broker']}/cmdline").read_bytes().decode().split("\0")
        return int(words[words.index("--port") + 1])

    @property
    def station(self) -> Path:
        return next(self.folder.glob("data/**/sample-1.db"))

    def window_sits(self) -> bool:
        pid = self.children.get("app.desktop", 0)
        return bool(pid) and connected(pid, self.desk_port)

    def kill(self, module: str) -> int:
        """kill -9; its old id."""
        pid = self.children[module]
        os.kill(pid, signal.SIGKILL)
        until(lambda: not alive(pid), 5, f"the end of {module}")
        return pid

    def end(self) -> int:
        """As Ctrl+C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def stop_all(self) -> None:
        """Whatever happened, nothing of it stays."""
        left = list(self.children.values())
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        until(lambda: not any(alive(pid) for pid in left), 15, "the end of the demo's children")


@contextmanager
def demo(folder: Path, *more: str) -> Iterator[Demo]:
    """A running demo; at the end the watcher has nothing to complain of."""
    made = Demo(folder, *more)
    try:
        yield made
        made.watcher.close()
    except BaseException:
        sys.stderr.write(made.errors.read_text("utf-8", "replace")[-4000:])
        made.watcher.link.stop()
        raise
    finally:
        made.stop_all()


def in_background(act: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread

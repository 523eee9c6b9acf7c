"""What the fault tests share: a seat that checks every change, and what two pictures must have in common."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np

from app.seat import Answered, Changed, Login, Lost, Message, Opened, Pulse, RuntimeDoor, SeatLink
from app.seat.door import Door
from domain.alarms import Alarm, Order, OrderStage, Stage
from domain.changes import AlarmRaised, AnyChange, OrderMade
from domain.commands import AnyCommand, Reply
from domain.situation import Keyframe, Situation
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

    def __init__(self, door: Door | Path, *, known: set[str] | None = None) -> None:
        """`known`: ids of alarms and orders from before, which may not be given again."""
        self.situation: Situation | None = None
        self._applying = threading.Lock()
        self.complaints: list[str] = []
        self.changes: list[AnyChange] = []
        self.pulses: list[Pulse] = []
        self.lost = 0
        self._answers: dict[int, Reply] = {}
        self.ids: set[str] = set(known or ())
        self.link = SeatLink(RuntimeDoor(door) if isinstance(door, Path) else door, Login("demo"), self._deliver)
        self.link.start()
        until(lambda: self.situation is not None, 60, "the watcher's picture")

    def close(self) -> None:
        self.link.stop()
        assert self.complaints == []

    def _deliver(self, message: Message) -> None:
        if isinstance(message, Opened | Changed):
            with self._applying:
                self._take(message)
        elif isinstance(message, Pulse):
            self.pulses.append(message)
        elif isinstance(message, Answered):
            self._answers[message.request] = message.reply
        elif isinstance(message, Lost):
            self.lost += 1

    def _take(self, message: Opened | Changed) -> None:
        if isinstance(message, Opened):
            self._picture(Situation.thaw(message.register, message.keyframe))
        else:
            self._batch(message)

    def _picture(self, situation: Situation) -> None:
        if self.situation is not None:
            self.complaints += backwards(open_things(self.situation), situation)
        self.situation = situation
        self.ids |= set(situation.alarms) | set(situation.orders)

    def _batch(self, message: Changed) -> None:
        assert self.situation is not None
        for change in message.batch.changes:
            made = change.alarm.id if isinstance(change, AlarmRaised) else ""
            made = change.order.id if isinstance(change, OrderMade) else made
            if made and made in self.ids:
                self.complaints.append(f"{made} was given twice")
            self.ids |= {made} if made else set()
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

    def follows(self, station: Path) -> None:
        """What it shows is what the ledger tells of the same moment, replayed from the first batch on."""
        with self._applying:
            shown = self.now.freeze()
        same_frames(shown, replayed(station, shown.seq).freeze())

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
    same_frames(one.freeze(), other.freeze())


def same_frames(a: Keyframe, b: Keyframe) -> None:
    """The same of two pictures at rest."""
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


def replayed(station: Path, seq: int) -> Situation:
    """The ledger's changes from the first on, up to and with `seq`; the desk may be writing meanwhile."""
    with Ledger.open(station, read_only=True) as ledger:
        situation = Situation(ledger.load_register())
        for batch in takewhile(lambda b: b.seq <= seq, ledger.batches(0)):
            situation.apply(batch)
        return situation


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


def in_background(act: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread

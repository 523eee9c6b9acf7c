"""`Station`: one desk put together – lock, ledger, desk thread, device link, seats – and taken apart again."""

from __future__ import annotations

import gc
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from app.seat import wire
from app.seat.door import Runtime, write_runtime
from app.station.errors import NotForDemo
from app.station.gate import DEMO_SITES, Gate
from app.station.hub import Hub
from app.station.inbox import Inbox
from app.station.lock import DeskLock
from app.station.report import alarms_part, stages_part
from app.station.server import Listen, Server
from app.station.tally import Tally
from app.station.worker import Worker
from devices.broker import LOOPBACK
from devices.link import BrokerSettings, DeviceLink
from domain.clock import Clock
from domain.desk import Desk
from domain.situation import Situation
from domain.store import Ledger

log = structlog.get_logger()

FAULT_TEXTS = {
    "broker_away": "The broker does not answer.",
    "broker_refused": "The broker refused the desk's name or password.",
    "subscription_refused": "The broker does not let the desk listen.",
    "window_stuck": "Messages wait too long for the ledger.",
    "orders_full": "Too many orders wait for the broker.",
    "bad_settings": "The broker's settings cannot be used.",
}
"""The link's faults as a seat reads them (devices.link.FAULTS)."""


@dataclass(frozen=True)
class Plan:
    """What a desk is started with. `demo`: refuse anything but a sample register and a broker on loopback (R10).

    `tally`: where a run's counts are kept, so that they outlive a desk that dies in it.
    """

    station: Path
    broker: BrokerSettings
    clock: Clock
    runtime: Path
    listen: Listen = field(default_factory=Listen)
    demo: bool = False
    tally: Path | None = None


class Station:
    """Made and ended on one thread; `open` may raise StationError, LedgerError or OSError, and then nothing is held."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = DeskLock(plan.station)
        self._undo: list[Callable[[], object]] = []
        self._rate = Rate()

    def open(self) -> None:
        """Take the lock, read the ledger, open the door, connect to the broker."""
        try:
            self._open()
        except BaseException:
            self._unwind()
            raise

    def close(self) -> bool:
        """End orderly: what was taken is committed, a keyframe is written. False where the ledger did not let us."""
        self._plan.runtime.unlink(missing_ok=True)
        whole = self._worker.stop()
        self._unwind()
        return whole

    @property
    def failed(self) -> BaseException | None:
        """What ended the desk thread, if anything did; the process must end and be started anew."""
        return self._worker.failed

    @property
    def port(self) -> int:
        """Where the door is."""
        return self._server.port

    @property
    def linked(self) -> bool:
        """Whether the broker link is up and its queue for us is drained."""
        state = self._link.state()
        return state.up and state.caught_up

    def counts(self) -> dict[str, Any]:
        """Messages by fate so far, and how many still wait."""
        waiting = len(self._inbox) + self._worker.in_flight
        part = self._tally.part(self._ledger.counts(), self._worker.counts, waiting, self._inbox.folded)
        return part | {"waiting": waiting}

    def report(self) -> dict[str, Any]:
        """The desk's part of a run's report. Call before `close`."""
        start = self._plan.clock.start_ms
        alarms = [alarm for alarm in self._ledger.alarm_history(start) if alarm.at >= start]
        messages = self.counts()
        del messages["waiting"]
        return {"messages": messages, "alarms": alarms_part(alarms), "stage_s": stages_part(alarms)}

    def beat(self) -> None:
        """Send every seat the desk's figures."""
        self._server.post(self._hub.beat, self._beat())
        self._tally.keep(self._worker.counts, self._inbox.folded)

    # making

    def _open(self) -> None:
        self._lock.take()
        self._undo.append(self._lock.release)
        self._ledger = Ledger.open(self._plan.station)
        self._undo.append(self._ledger.close)
        self._tally = Tally(self._plan.tally, self._ledger.counts())
        self._register = self._ledger.load_register()
        self._refuse_demo()
        situation = self._ledger.load_situation(self._register)
        shown = Situation.thaw(self._register, situation.freeze())
        self._open_desk(situation)
        self._open_door(shown)
        self._link.start()
        self._undo.append(self._link.stop)
        self._worker.start()
        self._warm_up()
        gc.collect()
        gc.freeze()  # the register's many objects stay for good: no collection needs to walk them again

    def _warm_up(self) -> None:
        """Unseal the persons for searching beside the desk thread: the first search would hold it up for a second."""
        thread = threading.Thread(target=self._warm, name="people-search", daemon=True)
        thread.start()
        self._undo.append(thread.join)

    def _warm(self) -> None:
        try:
            self._ledger.search_people("", 0)
        except Exception:
            log.exception("desk.search_not_warm")

    def _refuse_demo(self) -> None:
        if not self._plan.demo:
            return
        if self._register.site.kind not in DEMO_SITES:
            raise NotForDemo(
                "A demo runs only on the sample estate or on an import made for it, never on this register."
            )
        if self._plan.broker.host != LOOPBACK:
            raise NotForDemo("A demo runs only on the embedded broker.")

    def _open_desk(self, situation: Situation) -> None:
        clock = self._plan.clock
        self._situation = situation
        self._desk = Desk(self._ledger, situation, take_back_ms=clock.judged_ms(5_000))
        self._desk.start(clock.now())
        self._inbox = Inbox()
        self._link = DeviceLink(
            self._plan.broker,
            self._register.site.id,
            self._register,
            now=clock.now,
            take=self._inbox.put,
            link_changed=self._link_changed,
            on_duty=self._on_duty,
        )
        self._worker = Worker(
            self._desk,
            self._inbox,
            self._link,
            now=clock.now,
            publish=lambda batch: self._server.post(self._hub.publish, batch),
            keyframe=lambda: self._ledger.keyframe(situation),
        )
        self._inbox.wake = self._worker.wake

    def _open_door(self, shown: Situation) -> None:
        token = secrets.token_urlsafe(32)
        self._hub = Hub(self._register, shown, self._plan.clock)
        gate = Gate(self._ledger, self._register.site, token)
        self._server = Server(self._plan.listen, self._hub, gate, self._ledger, self._worker.ask)
        self._server.start()
        self._undo.append(self._server.stop)
        station = self._register.site.name
        b = self._plan.broker
        broker: dict[str, str | int] = {"host": b.host, "port": b.port, "ca_file": b.ca_file}
        broker |= {"username": b.username, "password": b.password}
        runtime = Runtime(port=self._server.port, token=token, pid=os.getpid(), station=station, broker=broker)
        write_runtime(self._plan.runtime, runtime)

    def _unwind(self) -> None:
        while self._undo:
            self._undo.pop()()

    # figures, and what link threads ask

    def _link_changed(self, up: bool, caught_up: bool) -> None:
        self._worker.link_changed(up, caught_up)

    def _on_duty(self, device: str) -> bool:
        row = self._register.responder_of_device.get(device, -1)
        return row >= 0 and bool(self._situation.on_duty[row])

    def _beat(self) -> wire.Beat:
        counts, link = self._worker.counts, self._link.state()
        heard = self._situation.devices.heard
        return wire.Beat(
            messages_per_s=self._rate.of(self._inbox.received),
            last_message_at=int(heard.max(initial=0)),
            stored=counts.stored,
            duplicates=counts.duplicates,
            quarantined=counts.quarantined.total(),
            outbox=link.orders_waiting + (len(self._inbox) if self._worker.fault else 0),
            devices_heard=int((heard > 0).sum()),
            link_up=link.up,
            fault=self._worker.fault,
            folded=self._inbox.folded,
            trouble=self._worker.trouble or self._desk.fault or FAULT_TEXTS.get(link.fault, link.fault),
        )


class Rate:
    """Messages a real second, over the time since the last look."""

    def __init__(self) -> None:
        self._at, self._count, self._rate = time.monotonic(), 0, 0.0

    def of(self, count: int) -> float:
        """The rate now, given the count so far; smoothed over about two seconds."""
        now = time.monotonic()
        if now - self._at > 0.05:
            self._rate += ((count - self._count) / (now - self._at) - self._rate) * 0.3
            self._at, self._count = now, count
        return round(self._rate, 1)

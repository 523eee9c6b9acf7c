"""Ingest: what the desk takes from a broker, against paho receiving the same messages and doing nothing with them.

Pairs alternate on one broker; each side receives what a process of its own has sent, so that only the receiving side
is measured. QoS 0 positions are sent as fast as the broker takes them; QoS 1 events wait in a persistent session
before the receiver comes, so that the sender can never be what is slow.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import bench_station
import paho.mqtt.client as mqtt
from bench_broker import broker
from bench_publisher import Job
from bench_row import Row, beside, until
from paho.mqtt.enums import CallbackAPIVersion

from app.station.inbox import Inbox
from app.station.worker import Worker
from devices.link import BrokerSettings, DeviceLink
from devices.link.connection import PacketTypes, properties_of
from devices.topics import up_filters
from domain.desk import Desk
from domain.register import DeviceKind
from domain.store import Ledger

PAIRS = 5
POSITIONS = 20_000
EVENTS = 4_000
WAIT_S = 60.0
_runs = itertools.count(1)


@dataclass
class Course:
    """The time from the first message to the end of the work on the last one."""

    first: float = 0.0
    last: float = 0.0
    count: int = 0

    def saw(self) -> None:
        """A message came."""
        if not self.first:
            self.first = time.perf_counter()
        self.count += 1

    def rate(self, count: int) -> float:
        """Messages a second."""
        return count / (self.last - self.first)


@dataclass
class Field:
    """One broker, one estate, and the file that desks are opened on."""

    settings: BrokerSettings
    station: bench_station.Bench
    file: Path
    copies: Iterator[int] = field(default_factory=itertools.count)

    def now(self) -> int:
        """The wall clock: payloads carry it."""
        return round(time.time() * 1000)

    def copy(self) -> Path:
        """A fresh station file."""
        return self.station.write(self.file.with_name(f"s{next(self.copies)}.db"))

    def positions(self) -> Job:
        """A flood of QoS 0."""
        s = self.station
        run = f"q{next(_runs)}"
        return Job(self.settings.port, s.register.site.id, run, s.trackers, s.spots, count=POSITIONS)

    def events(self) -> Job:
        """Door movements at QoS 1."""
        magnets = self.station.ids(DeviceKind.DOOR)
        run = f"e{next(_runs)}"
        return Job(self.settings.port, self.station.register.site.id, run, magnets=magnets, doors=EVENTS)


def plain(field: Field, name: str, qos: int, course: Course) -> mqtt.Client:
    """paho as it comes, MQTT 5, doing nothing but count; at QoS 1 a persistent session with the desk's own window."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5)
    kept = {"SessionExpiryInterval": 600, "ReceiveMaximum": field.settings.window} if qos else {}
    subscribed = threading.Event()
    site = field.station.register.site.id
    filters = up_filters(site) if qos else [f"sandtable/v1/{site}/#"]

    def message(*_: object) -> None:
        course.saw()
        course.last = time.perf_counter()

    client.on_message = message
    client.on_subscribe = lambda *_: subscribed.set()
    client.on_connect = lambda *_: client.subscribe([(f, mqtt.SubscribeOptions(qos=qos)) for f in filters])
    properties = properties_of(PacketTypes.CONNECT, **kept)
    client.connect(field.settings.host, field.settings.port, clean_start=not qos, properties=properties)
    client.loop_start()
    until(subscribed.is_set, 10, "the subscription")
    return client


def leave(client: mqtt.Client) -> None:
    """Disconnect; a persistent session stays."""
    client.disconnect()
    client.loop_stop()


def noop_positions(field: Field) -> float:
    """paho's no-op at QoS 0, messages a second."""
    course = Course()
    client = plain(field, f"noop-{next(_runs)}", 0, course)
    field.positions().start().communicate()
    until(lambda: course.count >= POSITIONS, WAIT_S, "the no-op's positions")
    leave(client)
    return course.rate(POSITIONS)


def noop_events(field: Field) -> float:
    """paho's no-op at QoS 1 with its own acknowledgements."""
    name, course = f"noop-{next(_runs)}", Course()
    leave(plain(field, name, 1, Course()))
    field.events().start().communicate()
    client = plain(field, name, 1, course)
    until(lambda: course.count >= EVENTS, WAIT_S, "the no-op's events")
    leave(client)
    return course.rate(EVENTS)


class Desked:
    """The desk's own way: link, decoder, inbox, desk, and – with a worker – ledger and acknowledgement."""

    def __init__(self, field: Field, course: Course, name: str, *, keep: bool) -> None:
        self.ledger = Ledger.open(field.copy())
        register = self.ledger.load_register()
        situation = self.ledger.load_situation(register)
        self.desk, self.inbox = Desk(self.ledger, situation), Inbox()
        self.desk.start(field.now())
        put = self.inbox.put

        def take(heard: object) -> None:
            course.saw()
            put(heard)  # type: ignore[arg-type]

        settings = BrokerSettings(host=field.settings.host, port=field.settings.port, client_id=name)
        self.up = threading.Event()
        self.link = DeviceLink(
            settings, register.site.id, register, now=field.now, take=take, link_changed=self._link_changed
        )
        self._keep, self._situation = keep, situation
        self.worker = Worker(
            self.desk, self.inbox, self.link, now=field.now, publish=lambda _batch: None, keyframe=lambda: None
        )
        self.inbox.wake = self.worker.wake

    def _link_changed(self, up: bool, caught_up: bool) -> None:
        self.worker.link_changed(up, caught_up)
        if up and caught_up:
            self.up.set()

    def start(self) -> None:
        """Connect, and work."""
        if self._keep:
            self.worker.start()
        self.link.start()

    def close(self) -> None:
        """End."""
        self.link.stop()
        if self._keep:
            self.worker.stop()
        self.ledger.close()


def state_only(field: Field) -> float:
    """Receive, validate, and make true in the situation; nothing is committed."""
    course = Course()
    desked = Desked(field, course, f"desk-{next(_runs)}", keep=False)
    desked.start()
    until(desked.up.is_set, 10, "the link")
    desked.desk.link_changed(True, True, field.now())
    sender = field.positions().start()
    taken, end = 0, time.monotonic() + WAIT_S
    while taken < POSITIONS and time.monotonic() < end:
        heard = desked.inbox.bulk(500)
        taken += sum(desked.desk.take(event, field.now()) == "taken" for one in heard for event in one.events)
        if not heard:
            time.sleep(0.001)
    course.last = time.perf_counter()
    sender.communicate()
    desked.close()
    if taken < POSITIONS:
        raise TimeoutError(f"only {taken} of {POSITIONS} positions were taken")
    return course.rate(POSITIONS)


def stored(field: Field) -> float:
    """The whole way of QoS 0 positions, each one in the ledger."""
    course = Course()
    desked = Desked(field, course, f"desk-{next(_runs)}", keep=True)
    desked.start()
    until(desked.up.is_set, 10, "the link")
    sender = field.positions().start()
    until(lambda: desked.worker.counts.stored + desked.inbox.folded >= POSITIONS, WAIT_S, "the commits")
    course.last = time.perf_counter()
    sender.communicate()
    desked.close()
    return course.rate(POSITIONS)


def durable(field: Field) -> float:
    """QoS 1 events from a persistent session: committed, then acknowledged by hand."""
    name, course = f"desk-{next(_runs)}", Course()
    before = Desked(field, Course(), name, keep=True)
    before.start()
    until(before.up.is_set, 10, "the link")
    before.close()
    field.events().start().communicate()
    desked = Desked(field, course, name, keep=True)
    desked.start()
    until(
        lambda: desked.worker.counts.stored >= EVENTS and not desked.link.state().unacknowledged, WAIT_S, "the events"
    )
    course.last = time.perf_counter()
    desked.close()
    return course.rate(EVENTS)


def paired(ours: Callable[[Field], float], peer: Callable[[Field], float], field: Field) -> tuple[float, float, float]:
    """Medians of both sides and of the ratio, over PAIRS pairs that take turns in who begins."""
    mine, other = [], []
    for n in range(PAIRS):
        if n % 2:
            other.append(peer(field))
            mine.append(ours(field))
        else:
            mine.append(ours(field))
            other.append(peer(field))
    ratios = [a / b for a, b in zip(mine, other, strict=True)]
    return statistics.median(mine), statistics.median(other), statistics.median(ratios)


LINES: tuple[tuple[str, Callable[[Field], float], Callable[[Field], float], str, float | None], ...] = (
    ("positions QoS 0: receive, validate, state", state_only, noop_positions, "QoS 0", 0.85),
    ("positions QoS 0: and committed", stored, noop_positions, "QoS 0", None),
    ("events QoS 1: commit, then acknowledge", durable, noop_events, "QoS 1", 0.6),
)


def bench_ingest() -> Iterator[Row]:
    """All three ways on one broker."""
    station = bench_station.make(100, round(time.time() * 1000))
    with tempfile.TemporaryDirectory(prefix="sandtable-bench-") as folder, broker() as (name, settings):
        field = Field(settings, station, Path(folder) / "s.db")
        for label, ours, peer, qos, least in LINES:
            value, other, ratio = paired(ours, peer, field)
            who = f"paho 5 no-op {qos} on {name}"
            row = beside("ingest", label, value, "msg/s", peer=other, who=who, least=least)
            row.ratio = round(ratio, 3)
            row.met = None if least is None else ratio >= least
            row.value = round(value)
            yield row

"""The stage of the pictures: a station in this process – real desk, real ledger, a clock that moves when it is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.sample import SampleEstate, generate
from app.seat.messages import Answered, Changed, Message, Opened, Pulse
from app.station.alarm_index import AlarmIndex
from app.station.cut import Cut
from domain.access import Role, Seat
from domain.changes import Batch, Entry
from domain.clock import MINUTE, Clock
from domain.commands import AnyCommand, Reply
from domain.desk import Desk
from domain.events import AnyEvent, DeviceReported, Located
from domain.register import DeviceKind, Register
from domain.store import Ledger

SEED = 1
OPENING = 1_773_772_960_000
"""2026-03-18 02:42:40 in Shanghai: half an hour before the elder's twelve hours are over."""

OPERATOR = Seat(user="demo", role=Role.OPERATOR, label="demo")
SEATS = {"demo": OPERATOR, "audit": Seat(user="audit", role=Role.AUDITOR, label="审计员")}


def make_station(folder: Path) -> Path:
    """The sample estate's station file; its history is not needed for pictures."""
    path = folder / "sample.db"
    estate = sample()
    with Ledger.create(path, estate.register, estate.people, now=OPENING) as ledger:
        ledger.commit(Entry(batch=Batch(1, OPENING, estate.changes)))
    return path


def sample() -> SampleEstate:
    """The estate (the same every time)."""
    return generate(SEED, OPENING)


@dataclass
class Stands:
    """A source of real seconds that stands still until it is moved."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


class Stage:
    """A station, and the line that a window's bridge speaks to. Everything happens on the GUI thread."""

    def __init__(self, station: Path, own: Path) -> None:
        own.mkdir(parents=True, exist_ok=True)
        for file in station.parent.glob(f"{station.stem}.*"):
            shutil.copy(file, own / file.name)
        self._ledger = Ledger.open(own / station.name)
        self.register: Register = self._ledger.load_register()
        self._real = Stands()
        self.clock = Clock(OPENING, 0.0, 1.0, self._real)
        self.desk = Desk(self._ledger, self._ledger.load_situation(self.register))
        self.deliver: Callable[[Message], None] = lambda _message: None
        self.later: Callable[[Callable[[], None]], None] = lambda act: act()
        self.seat = OPERATOR
        self._index = AlarmIndex(self.desk.situation)
        self._cut = Cut(self.register, self.seat, self._index)
        self._asked = self._told = 0
        self.spots: dict[str, tuple[float, float]] = {}
        self.desk.start(self.now)
        self.desk.link_changed(True, True, self.now)
        self._commit()

    @property
    def now(self) -> int:
        """Judging time."""
        return self.clock.now()

    # the window's side

    def open(self) -> None:
        """Hand the window a whole picture."""
        frame = self._cut.keyframe(self.desk.situation)
        shown = self._cut.register(self.register, self.desk.situation.erased)
        self.deliver(Opened(shown, frame, self.seat, self.clock, self.register.site))
        self.beat()

    def beat(self) -> None:
        """The desk's figures, as they would be on a quiet night."""
        heard = int((self.desk.situation.devices.heard > 0).sum())
        figures = {"messages_per_s": 7.4, "last_message_at": self.now - 400, "stored": 48_211 + self._told}
        self.deliver(Pulse(**figures, devices_heard=heard, link_up=True))

    def ask(self, command: AnyCommand) -> int:
        """A command from the window; its answer comes later, after the commit, as it does over the link."""
        self._asked += 1
        number = self._asked
        reply = self.desk.do(command, self.seat, self.now)
        self._commit()
        self.later(lambda: self.deliver(Answered(number, reply)))
        return number

    def resync(self) -> None:
        """A whole picture anew."""
        self.open()

    def do(self, command: AnyCommand) -> Reply:
        """A command from elsewhere."""
        reply = self.desk.do(command, self.seat, self.now)
        self._commit()
        return reply

    # what happens on the estate

    def take(self, *events: AnyEvent) -> None:
        """Devices said something; all of it is one commit."""
        for event in events:
            self.desk.take(event, self.now)
        self._commit()

    def until(self, at: int, step: int = MINUTE) -> None:
        """Let time pass up to `at` (epoch ms): every device speaks, everybody on an order walks on."""
        while self.now < at:
            self._real.seconds = (min(self.now + step, at) - OPENING) / 1000
            self.take(*self._hearts())
            self.desk.tick(self.now)
            self._commit()
        self.beat()

    def on(self, seconds: float, step: int = MINUTE) -> None:
        """Let so many seconds pass."""
        self.until(self.now + round(seconds * 1000), step)

    def _hearts(self) -> Iterator[AnyEvent]:
        devices, situation = self.register.devices, self.desk.situation
        for row, device in enumerate(devices.ids):
            head = {"id": self._id(), "device": device, "at": self.now, "received": self.now}
            if devices.kind[row] == DeviceKind.TRACKER:
                spot = self._spot(row, device)
                if spot is not None:
                    yield Located(**head, lon=spot[0], lat=spot[1], accuracy_m=5.0)
            elif devices.period_s[row] > 0 and situation.devices.online[row] != 0:
                yield DeviceReported(**head, online=True)

    def _spot(self, row: int, device: str) -> tuple[float, float] | None:
        """Where a responder on duty is; None for all others."""
        fixes, at = self.desk.situation.fixes, self.register.responder_of_device.get(device, -1)
        if at < 0 or not self.desk.situation.on_duty[at] or np.isnan(fixes.lon[row]):
            return None
        return self.spots.get(self.register.responders.ids[at], (float(fixes.lon[row]), float(fixes.lat[row])))

    def _id(self) -> str:
        self._told += 1
        return f"s{self._told:06d}"

    def _commit(self) -> None:
        batch = self.desk.commit(self.now).batch
        if batch is not None:
            self._index.feed(batch)
            self.deliver(Changed(self._cut.batch(batch)))


def geojson(register: Register, path: Path) -> Path:
    """The estate's bare houses as an importable file: what a station looks like before anything is in it."""
    rows = []
    for name, ring, levels in zip(
        register.buildings.name, register.buildings.outline, register.buildings.levels, strict=True
    ):
        shape = {"type": "Polygon", "coordinates": [[[float(x), float(y)] for x, y in [*ring, ring[0]]]]}
        tags = {"building": "apartments", "name": name, "building:levels": str(int(levels))}
        rows.append({"type": "Feature", "properties": tags, "geometry": shape})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return path

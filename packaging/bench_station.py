"""The station of a bench: the sample estate with as many guards on duty as a bench needs, in memory or as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from bench_row import NOW

from app.sample.amounts import SAMPLE
from app.sample.estate import SampleEstate, populate
from app.sample.layout import lay_out
from domain.changes import AnyChange, Batch, DutyChanged, Entry, Moved
from domain.register import Cameras, DeviceKind, Register
from domain.situation import Situation
from domain.store import Ledger


@dataclass(frozen=True, eq=False, repr=False)
class Bench:
    """An estate with everybody on duty, and where its trackers are. `changes` make the situation true at `now`."""

    estate: SampleEstate
    changes: tuple[AnyChange, ...]
    now: int
    trackers: tuple[str, ...]
    spots: tuple[tuple[float, float], ...]

    @property
    def register(self) -> Register:
        """Of the estate."""
        return self.estate.register

    def situation(self) -> Situation:
        """As the bench opens."""
        situation = Situation(self.register)
        situation.apply(Batch(1, self.now, self.changes))
        return situation

    def write(self, path: Path) -> Path:
        """A station file of it, without the month of history."""
        with Ledger.create(path, self.register, self.estate.people, now=self.now) as ledger:
            ledger.commit(Entry(batch=Batch(1, self.now, self.changes)))
        return path

    def without_cameras(self) -> Bench:
        """The same with no camera to watch: watching them is a figure of its own."""
        bare = replace(self.estate.register, cameras=Cameras())
        return replace(self, estate=replace(self.estate, register=bare))

    def ids(self, kind: DeviceKind) -> tuple[str, ...]:
        """Devices of a kind."""
        devices = self.register.devices
        return tuple(key for key, value in zip(devices.ids, devices.kind.tolist(), strict=True) if value == kind)


def make(guards: int = 100, now: int = NOW) -> Bench:
    """The sample estate (seed 1) with so many guards that carry a tracker, all on duty, each with a fresh fix."""
    shares = np.array(SAMPLE.responders[:-1], dtype=np.float64)
    each = np.maximum(np.floor(shares / shares.sum() * guards), 1).astype(int)
    each[0] += guards - int(each.sum())
    amounts = replace(SAMPLE, responders=(*map(int, each), SAMPLE.responders[-1]))
    estate = populate(lay_out(np.random.default_rng([1, 1])), amounts, 1, now)
    responders, nodes = estate.register.responders, estate.register.nodes
    rows = [row for row in range(len(responders)) if responders.device[row]]
    trackers = tuple(responders.device[row] for row in rows)
    stood = [estate.rounds[responders.ids[row]][row % 7 % len(estate.rounds[responders.ids[row]])] for row in rows]
    spots = tuple((float(nodes.lon[n]), float(nodes.lat[n])) for n in stood)
    duty = tuple(DutyChanged(responder=responders.ids[row], on_duty=True, at=now) for row in rows)
    return Bench(estate, (*estate.changes, *duty, moved(trackers, spots, now)), now, trackers, spots)


def moved(trackers: tuple[str, ...], spots: tuple[tuple[float, float], ...], at: int) -> Moved:
    """Everybody has a new fix."""
    lon, lat = zip(*spots, strict=True)
    n = len(trackers)
    return Moved(devices=trackers, at=(at,) * n, lon=lon, lat=lat, accuracy_m=(5.0,) * n, heading=(float("nan"),) * n)

"""From a device's message to the screen, commit included, and how smooth the window stays under load.

Real processes: broker, desk, publisher; the window is the real one, in the bench's own process. An alarm's time runs
from the moment its message is given to the broker.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import bench_station
import numpy as np
from bench_broker import broker
from bench_map import application
from bench_processes import DeskProcess, desk, memory_mb
from bench_publisher import Job
from bench_row import PICTURES, Row, limit
from bench_window import Arrivals, Window

from devices.settings import BrokerSettings
from domain.register import DeviceKind

GUARDS = 100
BEHIND, ALARMS_A_SECOND, ALARM_S = 1_000.0, 2.5, 60.0
FLOOD, FLOOD_S, WARM_S = 10_000.0, 140.0, 95.0
"""The warm-up fills the ledger's page cache, 32 MB: after some 900,000 positions it is full."""
FLAT_PERCENT = 3.0
FATES = ("stored", "folded", "duplicates", "off_duty")
"""What may have become of a position; `counts()` leaves out what has not happened."""


@dataclass
class Field:
    """One broker, desk and window."""

    station: bench_station.Bench
    settings: BrokerSettings
    desk: DeskProcess
    window: Window
    broker_name: str


def bench_latency() -> Iterator[Row]:
    """Alarms with 1,000 positions a second behind them; then 10,000 positions a second."""
    app = application()
    station = bench_station.make(GUARDS, round(time.time() * 1000)).without_cameras()
    with tempfile.TemporaryDirectory(prefix="sandtable-bench-") as folder, broker() as (name, settings):
        file = station.write(Path(folder) / "s.db")
        with desk(file, settings) as process:
            window = Window(app, process.runtime)
            field = Field(station, settings, process, window, name)
            yield from alarms(field)
            yield from flood(field)
            window.close()


def alarms(field: Field) -> Iterator[Row]:
    """150 smoke alarms within a minute."""
    arrivals = Arrivals(field.window.session)
    sender = job(field, "alarms", BEHIND, ALARM_S, ALARMS_A_SECOND).start()
    field.window.late.start()
    field.window.run_until(lambda: sender.poll() is not None, ALARM_S + 30, "the alarms' sender")
    field.window.late.stop()
    sent = result(sender.communicate()[0])
    field.window.run_until(lambda: len(arrivals.painted) >= sent["alarms"], 10, f"all {sent['alarms']} cards")
    load = f"with {BEHIND:.0f} positions/s behind"
    for what, times in (("in the window's situation", arrivals.known), ("painted", arrivals.painted)):
        yield percentiles(f"alarm published → {what}, p99", times, 50.0, f"{load}, {field.broker_name}")
    yield percentiles("window's timer late during it, p99", field.window.late.late, 8.0, load)
    yield Row("latency", "alarms lost", sent["alarms"] - len(arrivals.known), f"of {sent['alarms']}",
              f"{arrivals.others} others raised", goal="0", met=sent["alarms"] == len(arrivals.known))  # fmt: skip


def flood(field: Field) -> Iterator[Row]:
    """10,000 positions a second: lateness, memory, and what became of the messages."""
    before = field.desk.counts()
    sender = job(field, "flood", FLOOD, FLOOD_S, 0.0).start()
    field.window.run_for(WARM_S)
    held = memory(field)
    field.window.late.start()
    field.window.run_until(lambda: sender.poll() is not None, FLOOD_S + 30, "the flood's sender")
    field.window.late.stop()
    grown = {name: (mb, mb - held[name]) for name, mb in memory(field).items()}
    sent = result(sender.communicate()[0])
    field.window.run_until(lambda: field.desk.counts()["waiting"] == 0, 20, "the desk to have taken all")
    after = field.desk.counts()
    rate = sent["positions"] / sent["seconds"]
    load = f"{rate:.0f} positions/s for {sent['seconds']:.0f} s, {field.broker_name}"
    yield percentiles("window's timer late, p99", field.window.late.late, 8.0, load)
    for name, (mb, more) in grown.items():
        row = limit("latency", f"memory growth of the {name}", more / (mb - more) * 100, "%", FLAT_PERCENT)
        row.against = f"{mb:.0f} MB at the end, {more:+.1f} MB in {FLOOD_S - WARM_S:.0f} s"
        yield row
    taken = after["received"] - before["received"]
    fates = ", ".join(f"{key} {after.get(key, 0) - before.get(key, 0)}" for key in FATES)
    lost = sent["positions"] - taken
    yield Row("latency", "positions that did not reach the desk", lost, f"of {sent['positions']}", fates,
              goal="0", met=lost == 0)  # fmt: skip
    yield looked_at(field.window)


def looked_at(window: Window) -> Row:
    """The map after the flood: the guards are where they were last said to be."""
    window.run_until(lambda: window.canvas.sharp() and window.canvas.settled(), 20, "the map to come to rest")
    PICTURES.mkdir(parents=True, exist_ok=True)
    window.session.bench.grab().toImage().save(str(PICTURES / "latency-window.png"))
    check = window.guards_seen()
    return Row("latency", "window: seen in the picture", check.found, f"of {check.of}", str(check), goal="80 %",
               met=check.passed)  # fmt: skip


def job(field: Field, run: str, rate: float, seconds: float, alarms_a_second: float) -> Job:
    """Positions of all guards, and alarms of all smoke detectors in turn."""
    s = field.station
    return Job(
        field.settings.port,
        s.register.site.id,
        f"{run}{time.time_ns():x}",
        s.trackers,
        s.spots,
        rate=rate,
        seconds=seconds,
        alarmed=s.ids(DeviceKind.SMOKE),
        alarms_a_second=alarms_a_second,
    )


def result(said: str) -> dict[str, int]:
    """The sender's line."""
    found: dict[str, int] = json.loads(said)
    return found


def memory(field: Field) -> dict[str, float]:
    """MB of the desk and of this window."""
    return {"desk": memory_mb(field.desk.process.pid), "window": memory_mb(os.getpid())}


def percentiles(name: str, times: Sequence[float], most: float, load: str) -> Row:
    """p99 against its limit; p50 and the maximum beside it."""
    p50, p99 = (float(p) for p in np.percentile(times, [50, 99]))
    row = limit("latency", name, p99, "ms", most)
    row.against = f"p50 {p50:.1f}, max {max(times):.1f} of {len(times)}; {load}"
    return row

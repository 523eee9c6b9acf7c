"""A run: which children there are, in which order they start and end, and what is left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from app.crashes import begin, dump_path
from app.station.jsonfile import write_json
from app.supervisor.children import Plan, module_command
from app.supervisor.report import Part, Span, lost, merge, published, read_part
from app.supervisor.state import RunState, fate, state_path, write_state
from app.supervisor.supervisor import REFUSED, Supervisor
from devices.broker import LOOPBACK, free_port
from domain.clock import Clock

log = structlog.get_logger()

LINK_S = 8.0
"""So long a broker of somebody else's may take before the terminal says that it does not answer."""
START_S, DRAIN_S, SCREENSHOT_S, SIMULATOR_S = 60.0, 20.0, 20.0, 30.0
LOST, CHILD_FAILED = 1, 3
"""Exit codes of a run: messages were lost; a child could not be kept running or left no report."""


def say(text: str) -> None:
    """One line to the terminal."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@dataclass(frozen=True)
class Settings:
    """One run. `broker` None: the embedded one. `seconds` None: until the window is closed or a signal comes.
    `prepare`: makes the station, while the window comes up already; the clock that the run goes by from then on."""

    station: Path
    clock: Clock
    broker: str | None = None
    demo: bool = False
    window: bool = True
    autopilot: bool = False
    seed: int = 1
    seconds: float | None = None
    screenshot: Path | None = None
    report: Path | None = None
    window_args: tuple[str, ...] = ()
    window_env: tuple[tuple[str, str], ...] = ()
    logs: Path | None = None
    announce: Callable[[str], None] = say
    prepare: Callable[[], Clock] | None = None


class Run:
    """Made, run once, on the main thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._clock = settings, settings.clock
        self._folder = Path(tempfile.mkdtemp(prefix="sandtable-run-"))
        self._supervisor = Supervisor(changed=self._note)
        self._address = settings.broker or f"{LOOPBACK}:{free_port()}"
        self._runtime = self._folder / "runtime.json"
        self._began = time.monotonic()

    def run(self) -> int:
        """Start everything, wait, end everything; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._quit)
        try:
            if self._start():
                self._supervisor.wait(lambda: False, self._settings.seconds or float("inf"))
            return self._end()
        finally:
            self._supervisor.end(("window", "simulator", "desk", "broker"))
            self._note(ended=True)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _quit(self, *_: object) -> None:
        self._supervisor.quit = True

    def _note(self, *, ended: bool = False) -> None:
        """Write down how the run stands: it is what a crash bundle knows of it when everything has died."""
        s, settings = self._supervisor, self._settings
        write_state(
            state_path(os.getpid(), settings.logs),
            RunState(
                pid=os.getpid(),
                station=str(settings.station.absolute()),
                broker=self._address,
                demo=settings.demo,
                ended=ended,
                failed=s.failed,
                children=s.pids(),
                restarts=dict(s.restarts),
                fates={name: fate(code) for name, code in s.codes.items()},
            ),
        )

    # beginning

    def _start(self) -> bool:
        s = self._supervisor
        if self._settings.window:
            s.start(self._window())  # first of all: somebody looks, and it waits for the desk by itself
        if self._settings.prepare is not None:
            self._clock = self._settings.prepare()
        if self._settings.broker is None:
            s.start(self._broker())
            if not s.wait(self._port_file.exists, START_S):
                return False
        s.start(self._desk())
        if not s.wait(lambda: s.said("desk", "ready") is not None, START_S):
            return False
        patience = START_S if self._settings.broker is None else LINK_S
        self._tell_link(s.wait(lambda: s.said("desk", "linked") is not None, patience))
        if self._settings.demo:
            s.start(self._simulator())
        s.wait(lambda: time.time() >= self._clock.start_real, START_S)
        self._began = time.monotonic()
        return not s.quit

    def _tell_link(self, linked: bool) -> None:
        """An own broker is named once the desk hears it: what is published before is nobody's. Another one is named
        only where nothing comes of it."""
        if linked and self._settings.broker is None:
            self._settings.announce(f"broker: {self._address}, MQTT 5, this machine only")
        elif not linked and not self._supervisor.quit:
            self._settings.announce(
                f"The broker {self._address} does not answer yet: no device is heard until it does; it is tried again "
                f"and again. sandtable doctor --broker {self._address} says what is wrong."
            )

    @property
    def _port_file(self) -> Path:
        return self._folder / "broker"

    def _broker(self) -> Plan:
        port = self._address.rpartition(":")[2]
        dump = dump_path("broker", self._settings.logs)
        with contextlib.suppress(OSError):  # the broker says by itself that it can leave none
            begin(dump, "the broker's supervisor")
        files = ("--port-file", str(self._port_file), "--dump", str(dump))
        return Plan("broker", module_command("devices.broker", "--port", port, *files))

    def _desk(self) -> Plan:
        s = self._settings
        args = ["--station", str(s.station), "--broker", self._address, "--clock", self._clock.spell()]
        args += ["--runtime", str(self._runtime), "--report", str(self._part("desk")), "--control"]
        args += ["--demo"] if s.demo else []
        args += ["--logs", str(s.logs)] if s.logs else []
        return Plan("desk", module_command("app.station", *args))

    def _simulator(self) -> Plan:
        s = self._settings
        args = ["--station", str(s.station), "--broker", self._address, "--clock", self._clock.spell()]
        args += ["--seed", str(s.seed), "--report", str(self._part("simulator")), "--control"]
        return Plan("simulator", module_command("app.simulator", *args))

    def _window(self) -> Plan:
        s = self._settings
        args = ["--runtime", str(self._runtime), "--report", str(self._part("window")), "--control", *s.window_args]
        args += ["--user", "demo"] if s.demo else []
        args += ["--autopilot"] if s.autopilot else []
        return Plan("window", module_command("app.desktop", *args), quits=True, env=s.window_env)

    def _part(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    # ending

    def _end(self) -> int:
        s, settings = self._supervisor, self._settings
        real_s = time.monotonic() - self._began
        if settings.demo:
            s.end(("simulator",), SIMULATOR_S)
        self._screenshot()
        s.end(("window",), 10.0)  # its camera watches publish until then
        if settings.demo and not s.quit:
            self._drain()
        s.end(("desk", "broker"), 10.0)
        report = self._report(real_s)
        if settings.report is not None:
            write_json(settings.report, report)
            settings.announce(f"report: {settings.report}")
        return self._code(report)

    def _drain(self) -> None:
        """Wait until the desk has committed everything that was published; says so if it has not in time."""
        sent = published(read_part(self._part("simulator")), read_part(self._part("window"))) or 0
        if not self._supervisor.wait(lambda: self._drained(sent), DRAIN_S):
            self._settings.announce(f"The desk has not committed all {sent} published messages in time.")

    def _drained(self, sent: int) -> bool:
        s = self._supervisor
        desk = s.child("desk")
        if desk is None:
            return False
        s.forget("desk", "counts")
        desk.tell({"do": "counts"})
        deadline = time.monotonic() + 2.0
        while (counts := s.said("desk", "counts")) is None and time.monotonic() < deadline:
            time.sleep(0.01)
        return counts is not None and counts["received"] >= sent and counts["waiting"] == 0

    def _screenshot(self) -> None:
        window = self._supervisor.child("window")
        path = self._settings.screenshot
        if window is None or path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        window.tell({"do": "screenshot", "path": str(path.absolute())})
        deadline = time.monotonic() + SCREENSHOT_S
        while self._supervisor.said("window", "screenshot") is None:
            if time.monotonic() > deadline or window.exit_code() is not None:
                self._settings.announce("The window took no screenshot.")
                return
            time.sleep(0.05)
        self._settings.announce(f"screenshot: {path}")

    def _report(self, real_s: float) -> Part:
        clock = self._clock
        desk, window, simulator = (read_part(self._part(name)) for name in ("desk", "window", "simulator"))
        span = Span(clock.speed, real_s, clock.start_ms)
        return merge(span, desk, window, simulator, dict(self._supervisor.restarts))

    def _code(self, report: Part) -> int:
        s, settings = self._supervisor, self._settings
        if s.refused:
            return REFUSED
        failed = s.failed or self._without_report() or next((n for n, code in s.codes.items() if _bad(n, code)), "")
        if failed:
            settings.announce(f"The {failed} failed.")
            return CHILD_FAILED
        if settings.demo and (missing := lost(report)):
            settings.announce(missing)
            return LOST
        return 0

    def _without_report(self) -> str:
        """A child that was to leave its part and did not."""
        wanted = [
            "desk",
            *(["simulator"] if self._settings.demo else []),
            *(["window"] if self._settings.window else []),
        ]
        return next((name for name in wanted if not self._part(name).exists()), "")


def _bad(name: str, code: int) -> bool:
    """The broker has nothing to write down, so it may be ended in any way; the others end with 0."""
    return name != "broker" and code != 0

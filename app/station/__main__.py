"""The desk as a process: `python -m app.station --station STATION.db --broker host:port --clock … --runtime FILE`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import structlog

from app.clock import read_clock
from app.logs import set_up_logs
from app.station.broker import read_broker
from app.station.errors import StationError
from app.station.jsonfile import write_json
from app.station.server import Listen
from app.station.station import Plan, Station
from app.supervisor.control import Control
from domain.store import LedgerBusy, LedgerError, LedgerFull

log = structlog.get_logger()

BEAT_S = 0.5
REFUSED, FAILED, NOT_WRITTEN = 2, 3, 4
"""Exit codes: would not start (one sentence on stderr); the desk failed, now; the last commit was not written."""


class Process:
    """The main thread's part: pulses, orders from the supervisor, the orderly end."""

    def __init__(self, station: Station, report: Path | None) -> None:
        self._station, self._report = station, report
        self._ending = threading.Event()
        self._control = Control(self._order, self._ending.set)

    def run(self, *, controlled: bool) -> int:
        """Until told to stop; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._ending.set())
        if controlled:
            self._control.start()
            self._control.say({"said": "ready", "port": self._station.port})
        linked = False
        while not self._ending.wait(BEAT_S if linked else 0.05) and self._station.failed is None:
            self._station.beat()
            if controlled and not linked and self._station.linked:
                linked = True
                self._control.say({"said": "linked"})
        return self._end()

    def _end(self) -> int:
        if self._report is not None:
            write_json(self._report, self._station.report())
        failed = self._station.failed is not None
        whole = self._station.close()
        return FAILED if failed else 0 if whole else NOT_WRITTEN

    def _order(self, order: dict[str, Any]) -> None:
        if order.get("do") == "stop":
            self._ending.set()
        elif order.get("do") == "counts":
            self._control.say({"said": "counts"} | self._station.counts())


def main(argv: list[str] | None = None) -> int:
    """Start the desk and keep it; exit 2 with one sentence where it cannot start."""
    options = _parser().parse_args(argv)
    set_up_logs("desk", folder=options.logs)
    try:
        station = Station(_plan(options))
        station.open()
    except (StationError, LedgerError, OSError, ValueError) as error:
        log.warning("desk.refused", error=type(error).__name__)
        sys.stderr.write(f"{error}\n")
        return FAILED if isinstance(error, LedgerBusy | LedgerFull) else REFUSED
    return Process(station, options.report).run(controlled=options.control)


def _plan(options: argparse.Namespace) -> Plan:
    listen = Listen(options.host, options.port, options.cert, options.key)
    if listen.host not in ("127.0.0.1", "localhost") and listen.cert is None:
        raise StationError("Seats elsewhere need TLS: give --cert and --key.")
    broker, clock = read_broker(options.broker), read_clock(options.clock)
    tally = options.report.with_suffix(".tally") if options.report else None
    return Plan(options.station, broker, clock, options.runtime, listen, options.demo, tally)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.station", description="The desk of one station.")
    parser.add_argument("--station", type=Path, required=True)
    parser.add_argument("--broker", required=True, help="host:port[,user[,ca-file]]")
    parser.add_argument("--clock", required=True, help="a clock's spelling")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--runtime", type=Path, required=True)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--logs", type=Path)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--control", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())

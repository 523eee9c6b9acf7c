"""`python -m app.simulator`: plays the devices of STATION.db until it is told to stop, then says what it published."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

import structlog

from app.clock import read_clock
from app.logs import set_up_logs
from app.simulator.world import NotForPlaying, Play, World
from devices.settings import BrokerSettings
from domain.store import Ledger, LedgerError

log = structlog.get_logger()

REFUSED, NO_BROKER, FAILED = 2, 3, 4
"""Exit codes: it will not play here; the broker let nobody in; messages were left over, or an action failed."""


def main(argv: list[str] | None = None) -> int:
    """Run the simulator; one sentence on stderr for every exit code but 0."""
    options = _options(argv)
    set_up_logs("simulator")
    try:
        world = World(_play(options))
    except (NotForPlaying, LedgerError, ValueError) as refused:
        return _say(str(refused), REFUSED)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: world.stop())
    if options.control:
        threading.Thread(target=_stop_when_told, args=(world,), daemon=True).start()
    played = world.run()
    report = world.report()
    if options.report is not None:
        options.report.write_text(json.dumps(report), "utf-8")
    if not played:
        return _say(f"The broker {options.broker} did not let the simulated devices in.", NO_BROKER)
    if report["unacked"] or report["failures"]:
        return _say(f"{report['unacked']} messages were not acknowledged by the broker.", FAILED)
    return 0


def _play(options: argparse.Namespace) -> Play:
    host, _, port = options.broker.rpartition(":")
    ledger = Ledger.open(options.station, read_only=True)
    try:
        register = ledger.load_register()
        situation = ledger.load_situation(register)
    finally:
        ledger.close()
    return Play(register, situation, BrokerSettings(host=host, port=int(port)), read_clock(options.clock), options.seed)


def _stop_when_told(world: World) -> None:
    """A line on stdin, or its end, which is the parent's."""
    world.alone = not sys.stdin.buffer.readline()
    world.stop()


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m app.simulator", description="Plays the devices of a sample estate."
    )
    parser.add_argument("--station", type=Path, required=True, help="STATION.db, read for its register")
    parser.add_argument("--broker", required=True, help="HOST:PORT of an MQTT 5 broker on this machine")
    parser.add_argument("--clock", required=True, help="the desk's clock, as Clock.spell writes it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, help="JSON file to write at the end")
    parser.add_argument(
        "--control", "--until-stop", action="store_true", help="stop on a line on stdin, or when it closes"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())

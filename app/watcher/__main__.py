"""`python -m app.watcher`: watches cameras as it is told on stdin, until that ends; pictures go out on stdout."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from app.clock import read_clock
from app.logs import set_up_logs
from app.watcher.room import Room, Way
from app.watcher.talk import BROKER, Orders
from devices.settings import BrokerSettings

NICE = 19


def main(arguments: Sequence[str] | None = None) -> int:
    """Run to the end of stdin."""
    parser = argparse.ArgumentParser(prog="sandtable watcher", description="The window's camera watches.")
    parser.add_argument("--site", required=True)
    parser.add_argument("--watcher", required=True, help="who watches, as the desk's lease says")
    parser.add_argument("--clock", required=True, type=read_clock)
    parser.add_argument("--zone", default="UTC", type=ZoneInfo)
    options = parser.parse_args(arguments)
    set_up_logs("watcher")
    _step_back()
    settings = msgspec.json.decode(os.environ[BROKER], type=BrokerSettings)
    room = Room(Way(settings, options.site, options.watcher), options.clock, options.zone, _out())
    try:
        for line in sys.stdin:
            room.take(msgspec.json.decode(line, type=Orders))
    finally:
        room.close()
    return 0


def _step_back() -> None:
    """Run when nobody else wants the processor: an idle thread gives way at once, a merely nicer one after its turn.

    With the latter the window's timer was late by 79 ms at most, with the former by 38.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except OSError:  # a container may forbid it
        os.nice(NICE)


def _out() -> BinaryIO:
    """stdout for pictures alone: whatever a library prints goes to stderr."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return out


if __name__ == "__main__":
    code = 0
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        code = main()
    logging.shutdown()
    os._exit(code)  # threads of a decoder or the detector may still run; taken down in order they abort the process

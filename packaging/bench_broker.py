"""The broker of a bench: mosquitto where it is installed, else the embedded one; always a process of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench_row import until

from devices.broker import LOOPBACK, EmbeddedBroker, free_port
from devices.settings import BrokerSettings

CONFIG = """
listener {port} 127.0.0.1
allow_anonymous true
set_tcp_nodelay true
max_queued_messages 0
max_inflight_messages 100
"""
_BESIDE = "/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/opt/homebrew/sbin"


@contextmanager
def broker() -> Iterator[tuple[str, BrokerSettings]]:
    """A broker's name and how to reach it, for as long as the block lasts."""
    found = shutil.which("mosquitto", path=_BESIDE)
    if found is None:
        yield from _embedded()
        return
    with tempfile.TemporaryDirectory(prefix="sandtable-bench-") as folder:
        yield from _mosquitto(found, Path(folder))


def _embedded() -> Iterator[tuple[str, BrokerSettings]]:
    one = EmbeddedBroker()
    try:
        yield "embedded broker", one.start()
    finally:
        one.stop()


def _mosquitto(command: str, folder: Path) -> Iterator[tuple[str, BrokerSettings]]:
    port = free_port()
    (folder / "mosquitto.conf").write_text(CONFIG.format(port=port))
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([command, "-c", str(folder / "mosquitto.conf")], stdout=quiet, stderr=quiet)
    try:
        until(lambda: _listens(port), 10, "mosquitto")
        yield "mosquitto", BrokerSettings(host=LOOPBACK, port=port)
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0

"""Brokers: the embedded one (iotcore, on loopback alone, for sample and tests) and any other, which runs elsewhere.

`python -m devices.broker --port-file FILE` is the embedded broker as a process of its own: it ends when its standard
input closes (its parent is gone) or on SIGTERM, and loses all sessions then.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Protocol

from iotcore import IotCoreBroker

from devices.settings import BrokerSettings

LOOPBACK = "127.0.0.1"
MAX_PAYLOAD = 1024 * 1024
"""Well above the wire's 64 KiB, so that a message that is too large reaches the desk and is counted there."""
START_S = 10.0
SEGMENT, SEGMENTS = 128 * 1024, 8
"""What it keeps for subscribers that lag, bytes and pieces of each filter: 1 MiB, a few thousand messages. It is filled
before anything is let go, so more would look like a leak for hours."""

_CONFIG = """
id = 0
[router]
id = 0
max_connections = 1000
max_outgoing_packet_count = 200
max_segment_size = {segment}
max_segment_count = {segments}
{listeners}
"""
_LISTENER = """
[{version}.1]
name = "{version}"
listen = "{host}:{port}"
next_connection_delay_ms = 1
    [{version}.1.connections]
    connection_timeout_ms = 60000
    max_payload_size = {max_payload}
    max_inflight_count = 100
    dynamic_filters = true
"""


class BrokerError(Exception):
    """The embedded broker did not start; the text says why in one sentence."""


class Broker(Protocol):
    """Something that devices and desk can connect to."""

    def start(self) -> BrokerSettings:
        """Make sure that it runs, as far as that is ours to do; how to reach it. Raises BrokerError."""

    def stop(self) -> None:
        """End it, as far as that is ours to do."""

    def alive(self) -> bool:
        """Whether it runs, as far as we can know."""


class ExternalBroker:
    """A broker that someone else runs (mosquitto, EMQX): reached by settings, neither started nor ended here."""

    def __init__(self, settings: BrokerSettings) -> None:
        self._settings = settings

    def start(self) -> BrokerSettings:
        """Its settings as given."""
        return self._settings

    def stop(self) -> None:
        """Nothing: it is not ours."""

    def alive(self) -> bool:
        """Always True: only the link can tell, and does."""
        return True


class EmbeddedBroker:
    """iotcore in a child process on 127.0.0.1. `port` 0 takes a free one; it stays the same over `stop` and `start`."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self.port_v3 = 0
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> BrokerSettings:
        """Start it and wait until it listens (about 0.3 s). Raises BrokerError."""
        if not self.alive():
            with tempfile.TemporaryDirectory(prefix="sandtable-broker-") as folder:
                self._launch(Path(folder) / "port")
        return BrokerSettings(host=LOOPBACK, port=self._port)

    def stop(self) -> None:
        """End it and wait for its end."""
        child, self._child = self._child, None
        if child is not None:
            child.terminate()
            child.wait()
            if child.stdin is not None:
                child.stdin.close()

    def alive(self) -> bool:
        """Whether the child runs."""
        return self._child is not None and self._child.poll() is None

    def _launch(self, port_file: Path) -> None:
        self._child = subprocess.Popen(  # noqa: S603 – our own module, our own arguments
            [sys.executable, "-m", "devices.broker", "--port", str(self._port), "--port-file", str(port_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=Path(__file__).parent.parent,
        )
        deadline = time.monotonic() + START_S
        while not port_file.exists():
            if not self.alive() or time.monotonic() > deadline:
                self.stop()
                raise BrokerError("the embedded broker did not start")
            time.sleep(0.02)
        self._port, self.port_v3 = read_port_file(port_file)


def read_port_file(path: Path) -> tuple[int, int]:
    """The two ports, MQTT 5 and 3.1.1, that a broker process wrote once it listened."""
    port, port_v3 = path.read_text().split()
    return int(port), int(port_v3)


def config(port: int, port_v3: int) -> str:
    """The broker's configuration: both versions of MQTT on loopback, and on nothing else."""
    listeners = "".join(
        _LISTENER.format(version=version, host=LOOPBACK, port=number, max_payload=MAX_PAYLOAD)
        for version, number in (("v5", port), ("v4", port_v3))
    )
    return _CONFIG.format(listeners=listeners, segment=SEGMENT, segments=SEGMENTS)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def serve(port: int, port_file: Path) -> None:
    """Run the broker in this process until its parent goes or it is ended; writes the ports once it listens."""
    logging.getLogger("rumqttd").setLevel(logging.CRITICAL)  # it calls every packet an error; the link tells of faults
    ports = port or free_port(), free_port()
    with tempfile.NamedTemporaryFile("w", suffix=".toml", delete=False) as file:
        file.write(config(*ports))
    try:
        broker = IotCoreBroker(config_path=file.name)
        broker.check_ports()
    finally:
        Path(file.name).unlink()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threading.Thread(target=_announce, args=(ports, port_file), daemon=True).start()
    broker.run_forever()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _announce(ports: tuple[int, int], port_file: Path) -> None:
    for port in ports:
        while not _listens(port):
            time.sleep(0.02)
    hidden = port_file.with_name(port_file.name + ".new")
    hidden.write_text(f"{ports[0]} {ports[1]}\n")
    hidden.rename(port_file)
    sys.stdout.write(json.dumps({"said": "listening", "port": ports[0], "port_3": ports[1]}) + "\n")
    sys.stdout.flush()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=0.2):
            return True
    except OSError:
        return False


def _keep_dumps(path: Path | None) -> None:
    """A folder that takes no file costs the dump, not the broker."""
    if path is None:
        return
    try:
        file = path.open("a", encoding="utf-8")
        started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        file.write(f"# broker, process {os.getpid()}, main thread 0x{threading.get_ident():016x}, started {started}\n")
        file.flush()
        faulthandler.enable(file)
    except OSError as error:
        sys.stderr.write(f"A crash of the broker will leave no dump: {error.strerror}.\n")


def main(argv: list[str] | None = None) -> int:
    """The command line of the broker process; exit 1 with one sentence where a port is taken."""
    parser = argparse.ArgumentParser(prog="python -m devices.broker", description="The embedded broker, loopback only.")
    parser.add_argument("--port", type=int, default=0, help="MQTT 5 port, 0 for a free one")
    parser.add_argument("--port-file", type=Path, required=True, help="written as 'PORT PORT_3_1_1' once it listens")
    parser.add_argument("--dump", type=Path, help="where a fatal signal leaves the stacks")
    options = parser.parse_args(argv)
    _keep_dumps(options.dump)
    try:
        serve(options.port, options.port_file)
    except OSError as error:
        sys.stderr.write(f"The embedded broker cannot listen on {LOOPBACK}:{options.port}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

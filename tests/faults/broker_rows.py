"""Brokers to be killed: mosquitto with the file we ship, mosquitto as it comes, and the embedded one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from devices.broker import free_port
from devices.settings import BrokerSettings
from tests.faults.fault_rows import ROOT, until

MOSQUITTO = shutil.which("mosquitto", path="/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/opt/homebrew/sbin")
OURS = ROOT / "packaging" / "mosquitto" / "sandtable.conf"
OUR_LISTENER, OUR_FOLDER = "\nlistener 1883 127.0.0.1\n", "\npersistence_location /var/lib/mosquitto/\n"
"""The lines of our file that a test must have for itself; everything else is tried as it is shipped."""

DEFAULTS = "\nlistener 1883 127.0.0.1\nallow_anonymous true\n"
"""mosquitto as it comes: nothing is set but who may connect."""

needs_mosquitto = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")


class Broker:
    """One broker process at one port; `kill` is kill -9, `end` is SIGTERM, `start` begins it anew at the same place."""

    def __init__(self, name: str, command: list[str], port: int) -> None:
        self.name, self._command = name, command
        self.settings = BrokerSettings(host="127.0.0.1", port=port)
        self.start()

    def start(self) -> None:
        quiet, env = subprocess.DEVNULL, os.environ | {"PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=env)
        until(self._listens, 10, f"{self.name} to listen")

    def kill(self) -> None:
        self._process.kill()
        self._gone()

    def end(self) -> None:
        self._process.terminate()
        self._gone()

    def saved(self) -> None:
        """Wait until it has written what it will write by itself; one that keeps nothing has."""

    def _gone(self) -> None:
        self._process.wait(10)
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _listens(self) -> bool:
        assert self._process.poll() is None, f"{self.name} ended at its start: {self._command}"
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", self.settings.port)) == 0


class Mosquitto(Broker):
    """A broker of the kind that stations have. `text`: its file, of which only port and folder are changed."""

    def __init__(self, name: str, text: str, folder: Path) -> None:
        assert MOSQUITTO is not None
        port, config = free_port(), folder / "mosquitto.conf"
        config.write_text(_placed(text, port, folder), "utf-8")
        self._kept = folder / "mosquitto.db"
        super().__init__(name, [MOSQUITTO, "-c", str(config)], port)

    def saved(self) -> None:
        """It writes after it has acknowledged, one change a turn: wait until the file has stood still for a while."""
        last = (0, 0.0)
        while time.monotonic() - last[1] < 0.3 or not last[1]:
            written = self._kept.stat().st_mtime_ns if self._kept.exists() else 0
            last = last if written == last[0] and last[1] else (written, time.monotonic())
            time.sleep(0.01)


def _placed(text: str, port: int, folder: Path) -> str:
    assert text.count(OUR_LISTENER) == 1 and text.count(OUR_FOLDER) <= 1
    text = text.replace(OUR_LISTENER, f"\nlistener {port} 127.0.0.1\n")
    text = text.replace(OUR_FOLDER, f"\npersistence_location {folder}/\n")
    return text + ("\nuser root\n" if os.name == "posix" and os.geteuid() == 0 else "")


def our_mosquitto(folder: Path) -> Broker:
    """With the file we ship."""
    return Mosquitto("mosquitto, our file", OURS.read_text("utf-8"), folder)


def plain_mosquitto(folder: Path) -> Broker:
    """With mosquitto's own defaults."""
    return Mosquitto("mosquitto, defaults", DEFAULTS, folder)


def embedded(folder: Path) -> Broker:
    """The demo's broker, started as the supervisor starts it."""
    port = free_port()
    args = ["--port", str(port), "--port-file", str(folder / "port")]
    return Broker("embedded", [sys.executable, "-m", "devices.broker", *args], port)

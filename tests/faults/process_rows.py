"""Whole runs as processes: what lives under a supervisor, the demo, and a station opened on a broker of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.settings import BrokerSettings
from tests.faults.fault_rows import ROOT, Watcher, until


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def children(pid: int) -> dict[str, int]:
    """Module → process id of the supervisor's living children."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
            words = (entry / "cmdline").read_bytes().split(b"\0") if stat and int(stat[1]) == pid else []
        except OSError:
            continue
        if b"-m" in words and stat[0] != "Z":
            found[words[words.index(b"-m") + 1].decode()] = int(entry.name)
    return found


def connected(pid: int, port: int) -> bool:
    """Whether this process holds an established connection to a port of this machine."""
    try:
        inodes = {str(f.readlink()) for f in Path(f"/proc/{pid}/fd").iterdir()}
        rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    except OSError:
        return False
    return any(r[3] == "01" and r[2].endswith(f":{port:04X}") and f"socket:[{r[9]}]" in inodes for r in rows)


class Running:
    """A supervisor as a person starts it, with its own folders; `watcher` follows it from a seat of its own."""

    first = "app.desktop"
    """The child that is started last."""

    def __init__(self, folder: Path, command: list[str], station: Path | None = None) -> None:
        self.folder, self._command, self._station, self._starts = folder, command, station, 0
        self.errors = folder / "stderr.txt"
        self.start()
        self.watcher = Watcher(self.runtime)

    def start(self) -> None:
        """Begin, or begin anew after a supervisor's end; returns once every child has been started."""
        self._starts += 1
        self._temporary.mkdir()
        env = os.environ | {"TMPDIR": str(self._temporary), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        env |= {f"XDG_{name}_HOME": str(self.folder / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                self._command, env=env, cwd=self.folder, stderr=errors, stdin=subprocess.DEVNULL
            )
        try:
            until(lambda: self._runtimes() and self.first in self.children, 60, "the start")
        except AssertionError:
            self.stop_all()
            raise AssertionError(self.errors.read_text("utf-8", "replace")[-4000:]) from None

    def anew(self) -> None:
        """After the supervisor was killed: start it again, and follow it from the ids that were given before."""
        self.watcher.link.stop()
        self.start()
        self.watcher = Watcher(self.runtime, known=self.watcher.ids)

    @property
    def _temporary(self) -> Path:
        """A run that was killed leaves its folder; the next has another."""
        return self.folder / f"run-{self._starts}"

    def _runtimes(self) -> list[Path]:
        return list(self._temporary.glob("sandtable-run-*/runtime.json"))

    @property
    def runtime(self) -> Path:
        return self._runtimes()[0]

    @property
    def station(self) -> Path:
        return self._station or next(self.folder.glob("data/**/sample-1.db"))

    @property
    def desk_port(self) -> int:
        try:
            return int(json.loads(self.runtime.read_text())["port"])
        except (IndexError, OSError, ValueError):
            return 0

    @property
    def children(self) -> dict[str, int]:
        return children(self.process.pid)

    def window_sits(self) -> bool:
        pid = self.children.get("app.desktop", 0)
        return bool(pid) and connected(pid, self.desk_port)

    def kill(self, module: str) -> int:
        """kill -9; its old id."""
        pid = self.children[module]
        os.kill(pid, signal.SIGKILL)
        until(lambda: not alive(pid), 5, f"the end of {module}")
        return pid

    def end(self) -> int:
        """As Ctrl+C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def stop_all(self) -> None:
        """Whatever happened, nothing of it stays."""
        left = list(self.children.values())
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        until(lambda: not any(alive(pid) for pid in left), 15, "the end of the demo's children")


class Demo(Running):
    """`sandtable demo` on the sample estate and the embedded broker."""

    first = "app.simulator"

    def __init__(self, folder: Path) -> None:
        args = ["--seconds", "900", "--keep", "--speed", "1", "--size", "1366x768"]
        super().__init__(folder, [sys.executable, "-m", "app.cli", "demo", *args])

    @property
    def broker_port(self) -> int:
        words = Path(f"/proc/{self.children['devices.broker']}/cmdline").read_bytes().decode().split("\0")
        return int(words[words.index("--port") + 1])


OPEN = """
import sys
from pathlib import Path
from app.clock import start_clock
from app.supervisor.run import Run, Settings
window = ("--user", "demo", "--size", "1366x768")
settings = Settings(station=Path(sys.argv[1]), clock=start_clock(), broker=sys.argv[2], window_args=window)
sys.exit(Run(settings).run())
"""
"""`sandtable open`, with a window at which the sample's operator has already signed in."""


class OpenStation(Running):
    """A station opened on a broker that runs beside it."""

    def __init__(self, folder: Path, station: Path, broker: BrokerSettings) -> None:
        address = f"{broker.host}:{broker.port}"
        super().__init__(folder, [sys.executable, "-c", OPEN, str(station), address], station)


@contextmanager
def watched(made: Running) -> Iterator[Running]:
    """A run; at its end the watcher has nothing to complain of, and whatever happened, nothing of it stays."""
    try:
        yield made
        made.watcher.close()
    except BaseException:
        sys.stderr.write(made.errors.read_text("utf-8", "replace")[-4000:])
        made.watcher.link.stop()
        raise
    finally:
        made.stop_all()

"""Processes of a bench: a desk of its own, and what each takes of memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.clock import start_clock
from devices.settings import BrokerSettings

ROOT = Path(__file__).resolve().parent.parent


class DeskProcess:
    """`python -m app.station` with its control line."""

    def __init__(self, station: Path, broker: BrokerSettings) -> None:
        self.runtime = station.with_name("runtime.json")
        args = ["--station", str(station), "--broker", f"{broker.host}:{broker.port}", "--control"]
        args += ["--clock", start_clock().spell(), "--runtime", str(self.runtime), "--logs", str(station.parent)]
        line = [sys.executable, "-m", "app.station", *args]
        self.process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ)
        )

    def wait(self) -> None:
        """Until it hears the broker. Raises RuntimeError where it ends instead."""
        assert self.process.stdout is not None  # noqa: S101 – a pipe was asked for
        for text in self.process.stdout:
            if json.loads(text)["said"] == "linked":
                return
        raise RuntimeError("the desk did not start")

    def counts(self) -> dict[str, int]:
        """Messages by fate."""
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101 – pipes were asked for
        self.process.stdin.write('{"do": "counts"}\n')
        self.process.stdin.flush()
        found: dict[str, int] = json.loads(self.process.stdout.readline())
        return found

    def close(self) -> None:
        """An orderly end."""
        self.process.communicate(timeout=60)


@contextmanager
def desk(station: Path, broker: BrokerSettings) -> Iterator[DeskProcess]:
    """A desk that hears the broker, for as long as the block lasts."""
    made = DeskProcess(station, broker)
    try:
        made.wait()
        yield made
    finally:
        made.close()


def memory_mb(pid: int) -> float:
    """Resident megabytes of a process, shared pages included."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return float(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)

"""`python -m app.station` with its control line, to be killed and started again at the same place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.clock import start_clock
from devices.settings import BrokerSettings
from tests.faults.fault_rows import ROOT


class DeskProcess:
    """One desk; `kill` is kill -9, `start` begins it anew on the same file, runtime and clock."""

    def __init__(self, station: Path, broker: BrokerSettings, folder: Path, *, wait: bool = True) -> None:
        self.runtime, self.report = folder / "rt.json", folder / "desk.json"
        args = ["--station", str(station), "--broker", f"{broker.host}:{broker.port}", "--logs", str(folder)]
        args += ["--clock", start_clock().spell(), "--runtime", str(self.runtime), "--report", str(self.report)]
        self._command = [sys.executable, "-m", "app.station", *args, "--control"]
        self.start(wait=wait)

    def start(self, *, wait: bool = True) -> None:
        pipe, env = subprocess.PIPE, os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=env)
        if wait:
            self._until("linked")

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def counts(self) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write('{"do": "counts"}\n')
        self.process.stdin.flush()
        return self._until("counts")

    def _until(self, word: str) -> dict[str, Any]:
        assert self.process.stdout is not None and self.process.stderr is not None
        for line in self.process.stdout:
            said: dict[str, Any] = json.loads(line)
            if said["said"] == word:
                return said
        raise AssertionError(self.process.stderr.read())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.process.kill()
        out, err = self.process.communicate(timeout=30)
        if kind is None:
            assert self.process.returncode == 0 and "Traceback" not in out + err, err

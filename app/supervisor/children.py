"""`Child`: one process of ours – started, listened to, told, ended; what is said on its pipes is in docs of `control`.

A child's stdin is our pipe: it carries orders, and its end tells the child that the supervisor is gone (portable, and
true also after kill -9). Children stand in a session of their own, so that Ctrl+C reaches the supervisor alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from app.child import CHILD

Said = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How to start a child. `keep`: start it again when it dies; `quits`: its own exit 0 is the user's wish to end."""

    name: str
    command: tuple[str, ...]
    keep: bool = True
    quits: bool = False
    env: tuple[tuple[str, str], ...] = ()


def module_command(module: str, *args: str) -> tuple[str, ...]:
    """A module of ours as a command, also in a frozen build (there the program starts itself with a hidden verb)."""
    if getattr(sys, "frozen", False):
        return (sys.executable, CHILD, module, *args)
    return (sys.executable, "-m", module, *args)


class Child:
    """One running process. `heard` is called on the child's reader thread with every line it says."""

    def __init__(self, plan: Plan, heard: Callable[[Said], None]) -> None:
        self.plan = plan
        self._heard = heard
        self.told_to_stop = False
        self.started = time.monotonic()
        self._process = _start(plan)
        threading.Thread(target=self._listen, name=f"hear-{plan.name}", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs; negative: ended by that signal."""
        return self._process.poll()

    def tell(self, order: Said) -> None:
        """One line to its stdin; silent where it has gone."""
        self.told_to_stop |= order.get("do") == "stop"
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(json.dumps(order).encode() + b"\n")
            self._stdin.flush()

    def release(self) -> None:
        """Close its stdin: to a child that still runs, the supervisor's end."""
        with contextlib.suppress(OSError):
            self._stdin.close()

    def end(self, patience_s: float) -> int:
        """Ask it to end, wait, then force it; its exit code."""
        self.tell({"do": "stop"})
        self.release()
        for force in (None, self._process.terminate, self._process.kill):
            if force is not None:
                force()
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._process.wait(patience_s)
        return self._process.wait()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 – it was opened as a pipe
        return self._process.stdin

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 – it was opened as a pipe
        with self._process.stdout as lines:
            for line in lines:
                with contextlib.suppress(ValueError):
                    said = json.loads(line)
                    if isinstance(said, dict):
                        self._heard(said)


def _start(plan: Plan) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 – our own modules, our own arguments
        plan.command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": our_path(), **dict(plan.env)},
        start_new_session=os.name == "posix",
    )


def our_path() -> str:
    """Our packages' folder first, so that children run the same code from whatever folder they are started."""
    root = str(Path(__file__).parent.parent.parent)
    return os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH", "")])])

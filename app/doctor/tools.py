"""What several checks need: a short-lived process of our own or of the system, and sizes as people say them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Any

from app.supervisor.children import module_command, our_path

MB, GB = 1_000_000, 1_000_000_000


class Ended(Exception):
    """The process ended without an answer; the text is the last line it said, `code` its exit code."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said or f"ended with code {code}")
        self.code = code


def probe(module: str, *args: str, seconds: float, env: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that one of our modules prints, from a process of its own: what kills it does not kill us.

    Raises Ended, or subprocess.TimeoutExpired (then it was killed).
    """
    whole = {**os.environ, "PYTHONPATH": our_path(), **(env or {})}
    done = run(module_command(module, *args), seconds=seconds, env=whole)
    try:
        answer = json.loads(done.stdout.strip().rpartition("\n")[2])
    except ValueError:
        raise Ended(done.returncode, _last(done.stderr)) from None
    if not isinstance(answer, dict):
        raise Ended(done.returncode, _last(done.stderr))
    return answer


def run(
    command: Sequence[str], *, seconds: float, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with nothing on its stdin. Raises OSError, subprocess.TimeoutExpired."""
    return subprocess.run(  # noqa: S603 – our own modules and named system tools
        command,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
        stdin=subprocess.DEVNULL,
        env=env,
    )


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def size(number: float) -> str:
    """Bytes as people say them: 1.6 GB, 340 MB, 12 kB."""
    for unit, name in ((GB, "GB"), (MB, "MB"), (1000, "kB")):
        if number >= unit:
            return f"{number / unit:.1f} {name}" if number < 10 * unit else f"{number / unit:.0f} {name}"
    return f"{number:.0f} B"

"""`RunState`: how a run stands, kept in a small file beside the logs – the last word on it when everything has died."""

from __future__ import annotations

import signal
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct

from app.paths import log_folder
from app.station.jsonfile import write_json

log = structlog.get_logger()

KEPT = 5
"""Files of earlier runs that are kept."""

_PATTERN = "supervisor-*.json"


class RunState(Struct, kw_only=True, omit_defaults=True):
    """`station`: an absolute path; `children`: name → process id; `fates`: how each child ended last, in words."""

    pid: int
    station: str
    broker: str
    demo: bool = False
    ended: bool = False
    failed: str = ""
    children: dict[str, int] = {}
    restarts: dict[str, int] = {}
    fates: dict[str, str] = {}


def fate(code: int) -> str:
    """An exit code as people say it: "code 3", "signal SIGSEGV"."""
    if code >= 0:
        return f"code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def state_path(pid: int, folder: Path | None = None) -> Path:
    """The file of the supervisor with that process id."""
    return (folder or log_folder()) / f"supervisor-{pid}.json"


def write_state(path: Path, state: RunState) -> None:
    """Write it, and forget all but the newest few. Never raises: a full disk must not end a run."""
    try:
        write_json(path, msgspec.to_builtins(state))
        for old in states(path.parent)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("supervisor.state_not_written", error=type(error).__name__)


def states(folder: Path) -> list[Path]:
    """The files of all runs that are still known, newest first."""
    return sorted(folder.glob(_PATTERN), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def read_state(path: Path) -> RunState | None:
    """None where there is none, or it is not whole."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunState)
    except (OSError, msgspec.MsgspecError):
        return None

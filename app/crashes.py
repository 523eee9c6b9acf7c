"""What a process leaves when it dies: the stacks at a fatal signal, a log line for an exception nobody caught."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from app.paths import log_folder

LARGEST = 262_144
"""Bytes of a file of dumps (thousands of starts), beyond which it is put aside whatever is in it."""

KEPT = 3
"""Files put aside that are kept; the oldest goes."""

_kept: list[IO[str]] = []
"""The open file: faulthandler writes to its number when nothing else can be done any more."""


def dump_path(process: str, folder: Path | None = None) -> Path:
    """Where the stacks of that process go: beside its log."""
    return (folder or log_folder()) / f"{process}.dump"


def keep_dumps(path: Path, process: str) -> None:
    """From here on a fatal signal writes all threads' stacks – files, lines and functions, no values – to `path`.

    A line for this start comes first; what an earlier process has left when it died is put aside before. Never raises:
    a disk without room must not keep a station from starting.
    """
    try:
        begin(path, process)
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        logging.getLogger(__name__).warning("a crash will leave no dump: %s", type(error).__name__)
        return
    faulthandler.enable(file)
    while _kept:
        _kept.pop().close()
    _kept.append(file)


def begin(path: Path, process: str) -> None:
    """Put an old dump aside and write the line of a start. Raises OSError.

    The main thread's number is among those of a dump's stacks: where two processes share the file, it tells which died.
    """
    _put_aside(path)
    thread = threading.main_thread().ident or 0
    with path.open("a", encoding="utf-8") as file:
        file.write(
            f"# {process}, process {os.getpid()}, main thread 0x{thread:016x}, started {_spelled(time.time())}\n"
        )


def _put_aside(path: Path) -> None:
    """desk.dump becomes desk.dump.1, that desk.dump.2, and so on: what stands in a file is of the last starts alone."""
    with contextlib.suppress(FileNotFoundError):  # none yet, or another process does the same at this moment
        if not _worth_keeping(path):
            return
        written = path.stat().st_mtime
        for n in range(KEPT - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                _aside(path, n).replace(_aside(path, n + 1))
        path.replace(_aside(path, 1))
        with _aside(path, 1).open("a", encoding="utf-8") as file:
            file.write(f"# put aside {_spelled(time.time())}; the last before this was written {_spelled(written)}\n")


def _aside(path: Path, n: int) -> Path:
    return path.with_name(f"{path.name}.{n}")


def _worth_keeping(path: Path) -> bool:
    """Whether anything but starts is in it, or too many of them."""
    if path.stat().st_size > LARGEST:
        return True
    lines = path.read_text("utf-8", "replace").splitlines()
    return any(line and not line.startswith("#") for line in lines)


def _spelled(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def log_uncaught() -> None:
    """An exception that ends the process, or one of its threads, stands in the log as well as on stderr."""
    told, told_by_thread = sys.excepthook, threading.excepthook

    def uncaught(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            _log("the process ends by an exception", kind, error, tb)
        told(kind, error, tb)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            _log("a thread ended by an exception", args.exc_type, args.exc_value, args.exc_traceback)
        told_by_thread(args)

    sys.excepthook, threading.excepthook = uncaught, in_thread


def _log(what: str, kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
    logging.getLogger("crash").info(what, exc_info=(kind, error, tb))

"""What a process leaves when it dies: the stacks at a fatal signal, a log line for an exception nobody caught."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from app.paths import log_folder

LARGEST = 262_144
"""A file of dumps that has grown beyond this (thousands of starts) is put aside once."""

_kept: list[IO[str]] = []
"""The open file: faulthandler writes to its number when nothing else can be done any more."""


def dump_path(process: str, folder: Path | None = None) -> Path:
    """Where the stacks of that process go: beside its log."""
    return (folder or log_folder()) / f"{process}.dump"


def keep_dumps(path: Path, process: str) -> None:
    """From here on a fatal signal writes all threads' stacks – files, lines and functions, no values – to `path`.

    A line for every start comes first, so that a dump can be given its process. Never raises: a disk without room
    must not keep a station from starting.
    """
    try:
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".dump.1"))
        file = path.open("a", encoding="utf-8")
        file.write(f"# {process}, process {os.getpid()}, started {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
        file.flush()
    except OSError as error:
        logging.getLogger(__name__).warning("a crash will leave no dump: %s", type(error).__name__)
        return
    faulthandler.enable(file)
    while _kept:
        _kept.pop().close()
    _kept.append(file)


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

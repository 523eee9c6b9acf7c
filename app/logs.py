"""Logs: JSON lines in rotating files, one a process, free of personal data; warnings also on stderr."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from app.crashes import dump_path, keep_dumps, log_uncaught
from app.paths import log_folder

MAX_BYTES, KEPT = 2_000_000, 5

PERSONAL = frozenset(
    {"name", "phone", "id_number", "note", "text", "caller", "born", "notes", "password", "token", "body"}
)
"""Keys that never reach a file, at any depth; whatever a caller puts there is replaced."""

Event = MutableMapping[str, Any]


def set_up_logs(process: str, *, folder: Path | None = None) -> Path:
    """Send structlog and the standard library's logging to `<folder>/<process>.log`; returns that path.

    Call once, first thing in a process. `folder` None: the per-user log folder. What ends the process against its
    will is kept beside the log (`app.crashes`).
    """
    path = (folder or log_folder()) / f"{process}.log"
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(_file(path))
    root.addHandler(_stderr(process))
    root.setLevel(logging.INFO)
    logging.getLogger("websockets").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    keep_dumps(dump_path(process, folder), process)
    log_uncaught()
    return path


def hide_personal(_logger: Any, _method: str, event: Event) -> Event:
    """Replace the values of personal keys, at any depth."""
    return {key: _hidden(key, value) for key, value in event.items()}


def _hidden(key: str, value: Any) -> Any:
    if key in PERSONAL:
        return "—"
    if isinstance(value, dict):
        return {inner: _hidden(inner, kept) for inner, kept in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden("", kept) for kept in value]
    return value


def _shared() -> list[Any]:
    return [
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_personal,
    ]


def _formatter(renderer: Any) -> logging.Formatter:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_shared(), processors=[remove, renderer])


def _file(path: Path) -> logging.Handler:
    handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False)))
    return handler


def _stderr(process: str) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_formatter(structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)))
    handler.set_name(process)
    return handler

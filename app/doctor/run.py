"""Runs the checks side by side, each for no longer than its limit; whatever one of them does, the others answer."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence

import structlog

from app.doctor.finding import Asked, Check, Finding, State

log = structlog.get_logger()

Results = queue.SimpleQueue[tuple[Check, list[Finding]]]


def examine(asked: Asked, checks: Sequence[Check]) -> Iterator[Finding]:
    """Findings in the order of `checks`, as soon as they are there; never raises, never waits past a check's limit.

    A check that is late is left behind on its thread (a daemon): its own connections and processes have time limits.
    """
    results: Results = queue.SimpleQueue()
    for check in checks:
        threading.Thread(target=_look, args=(check, asked, results), name=f"check-{check.name}", daemon=True).start()
    began, done = time.monotonic(), dict[str, list[Finding]]()
    for check in checks:
        _collect(results, done, check, began + check.limit_s)
        yield from done[check.name] if check.name in done else [_late(check)]


def _collect(results: Results, done: dict[str, list[Finding]], check: Check, deadline: float) -> None:
    """Take answers of any check until this one's is among them, or its time is over."""
    while check.name not in done:
        try:
            answered, findings = results.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return
        done[answered.name] = findings


def _look(check: Check, asked: Asked, results: Results) -> None:
    try:
        findings = list(check.look(asked))
    except Exception as error:  # noqa: BLE001 – a check that fails is a finding, whatever failed
        log.warning("doctor.check_failed", check=check.name, error=type(error).__name__)
        findings = [_unchecked(check, f"{type(error).__name__}: {error}".strip(": "))]
    results.put((check, findings))


def _unchecked(check: Check, why: str) -> Finding:
    return Finding(check.name, State.WARNING, "any.unchecked", {"why": " ".join(why.split())[:200]})


def _late(check: Check) -> Finding:
    return Finding(check.name, State.WARNING, "any.late", {"seconds": check.limit_s})

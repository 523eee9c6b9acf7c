"""`Row`: one figure of the bench, beside what it is measured against; and how times are taken and told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NOW = 1_790_000_000_000
"""Judging time of every bench that needs none of its own, epoch ms."""
PICTURES = Path("build/bench")
"""Where pictures of timed scenes are kept."""


@dataclass
class Row:
    """One figure. `against` what it stands beside; `ratio` value / against; `goal` a sentence; `met` None: no goal."""

    area: str
    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def limit(area: str, name: str, value: float, unit: str, most: float) -> Row:
    """A figure with an upper limit."""
    goal = f"≤ {most:g} {unit}"
    return Row(area, name, round(value, 3), unit, f"{most:g} {unit}", round(value / most, 3), goal, value <= most)


def beside(area: str, name: str, value: float, unit: str, *, peer: float, who: str, least: float | None = None) -> Row:
    """A figure beside a peer's in the same run; `least`: the goal for value / peer."""
    ratio = value / peer if peer else 0.0
    goal, met = ("", None) if least is None else (f"≥ {least:g} of it", ratio >= least)
    return Row(area, name, round(value, 3), unit, f"{who}: {peer:.4g} {unit}", round(ratio, 3), goal, met)


def quantiles(times: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and the maximum."""
    p50, p95 = np.percentile(times, [50, 95])
    return float(p50), float(p95), float(max(times))


def timed(step: Callable[[int], object], n: int) -> list[float]:
    """Milliseconds of n calls."""
    times = []
    for i in range(n):
        begun = time.perf_counter()
        step(i)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def own_times(step: Callable[[int], object], n: int) -> list[float]:
    """Milliseconds of processor time that n calls took on this thread: what others do to the machine is not in it."""
    times = []
    for i in range(n):
        begun = time.thread_time()
        step(i)
        times.append((time.thread_time() - begun) * 1000)
    return times


def until(true: Callable[[], object], seconds: float, what: str) -> None:
    """Wait, off the GUI thread, until something holds. Raises TimeoutError that says for what in vain."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.001)

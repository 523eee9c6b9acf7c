"""`Finding`: what one look has shown – a state, a code of `words`, and the figures that its sentence needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

from msgspec import Struct


class State(StrEnum):
    """What a finding is for the station. SKIPPED: there was nothing to look at, or it was not asked for."""

    OK = "ok"
    SKIPPED = "skipped"
    WARNING = "warning"
    FAULT = "fault"


ORDER = tuple(State)
"""From best to worst."""

Figure = str | int | float


class Finding(Struct, frozen=True):
    """`check` names its part ("disk"), `code` its sentence ("disk.low"), `facts` the sentence's figures."""

    check: str
    state: State
    code: str
    facts: dict[str, Figure]


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be looked at beside the machine. Nothing else is opened or connected to.

    `brokers`: as `app.station.broker.read_broker` takes them; `broker_config`: a mosquitto.conf.
    """

    station: Path | None = None
    brokers: tuple[str, ...] = ()
    broker_config: Path | None = None


Look = Callable[[Asked], Iterable[Finding]]


class Check(Struct, frozen=True):
    """One part: its name, how it looks, and how many seconds it may take before it is left alone."""

    name: str
    look: Look
    limit_s: float


def ok(code: str, **facts: Figure) -> Finding:
    """All is well."""
    return _made(State.OK, code, facts)


def skipped(code: str, **facts: Figure) -> Finding:
    """Nothing was looked at."""
    return _made(State.SKIPPED, code, facts)


def warning(code: str, **facts: Figure) -> Finding:
    """The station runs, with less than it should have."""
    return _made(State.WARNING, code, facts)


def fault(code: str, **facts: Figure) -> Finding:
    """The station does not run so, or would lose something."""
    return _made(State.FAULT, code, facts)


def _made(state: State, code: str, facts: dict[str, Figure]) -> Finding:
    return Finding(code.partition(".")[0], state, code, facts)


def worst(findings: Iterable[Finding]) -> State:
    """The worst state there is; OK of none."""
    return max((f.state for f in findings), key=ORDER.index, default=State.OK)

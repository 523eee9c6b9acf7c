"""The desk's part of a run's report, of alarms: how many by kind, and judging seconds from stage to stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from domain.alarms import ROADS, Alarm, Stage, Verb

KINDS = ("elder_silence", "unregistered_opener", "smoke", "sos", "device_silent", "intrusion")
"""Always in the report, also with nought."""


def alarms_part(alarms: Iterable[Alarm]) -> dict[str, dict[str, int]]:
    """Raised and closed, by kind."""
    part = {kind: {"raised": 0, "closed": 0} for kind in KINDS}
    for alarm in alarms:
        row = part.setdefault(alarm.kind.value, {"raised": 0, "closed": 0})
        row["raised"] += 1
        row["closed"] += alarm.stage is Stage.CLOSED
    return part


def stages_part(alarms: Iterable[Alarm]) -> dict[str, dict[str, float]]:
    """Stage → p50 and p90 of the judging seconds from the stage before it."""
    spans: dict[str, list[float]] = defaultdict(list)
    for alarm in alarms:
        for stage, seconds in _spans(alarm):
            spans[stage].append(seconds)
    return {stage: _quantiles(values) for stage, values in spans.items()}


def _spans(alarm: Alarm) -> Iterable[tuple[str, float]]:
    stage, since = Stage.RAISED, alarm.at
    for step in alarm.trail:
        after = ROADS.get((stage, step.verb))
        if step.verb is Verb.RAISE or after is None or after is stage:
            continue
        yield after.value, (step.at - since) / 1000
        stage, since = after, step.at


def _quantiles(values: list[float]) -> dict[str, float]:
    p50, p90 = np.percentile(values, [50, 90])
    return {"p50": round(float(p50), 1), "p90": round(float(p90), 1)}

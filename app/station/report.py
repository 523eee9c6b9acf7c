"""The desk's part of a run's report: messages by fate, alarms by kind, judging seconds from stage to stage."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from app.station.counts import Counts
from domain.alarms import ROADS, Alarm, Stage, Verb

KINDS = ("elder_silence", "unregistered_opener", "smoke", "sos", "device_silent")
"""Always in the report, also with nought."""


def messages_part(counts: Counts, received: int, folded: int) -> dict[str, Any]:
    """Every message received, under the fate it met; `folded` only where an overload folded any."""
    part: dict[str, Any] = {
        "received": received,
        "stored": counts.stored,
        "duplicates": counts.duplicates,
        "quarantined": dict(sorted(counts.quarantined.items())),
    }
    return part | ({"folded": folded} if folded else {})


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


def write_json(path: Path, body: dict[str, Any]) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", "utf-8")
    new.replace(path)

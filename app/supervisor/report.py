"""One report of a run, merged from what simulator, desk and window each wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Part = dict[str, Any]

STAGE_TIMES = {"stage_s": "simulated", "frame_ms": "real", "gui_late_ms": "real", "alarm_ms": "real"}


@dataclass(frozen=True)
class Span:
    """How long the run was."""

    speed: float
    real_s: float
    start_ms: int

    def body(self) -> Part:
        """As in the report: real and simulated seconds told apart."""
        simulated = round(self.real_s * self.speed, 1)
        start = {"start_ms": self.start_ms, "times": STAGE_TIMES}
        return {"speed": self.speed, "real_s": round(self.real_s, 1), "simulated_s": simulated} | start


def merge(span: Span, desk: Part, window: Part, simulator: Part, restarts: dict[str, int]) -> Part:
    """The report; a part that is missing leaves null figures, never invented ones."""
    messages = desk.get("messages", {})
    report: Part = {
        "clock": span.body(),
        "messages": {
            "published": published(simulator, window),
            **{name: messages.get(name) for name in ("received", "stored", "duplicates", "quarantined")},
        },
        "alarms": desk.get("alarms", {}),
        "stage_s": desk.get("stage_s", {}),
        "frame_ms": _figures(window, "frame_ms", ("p50", "p95", "max")),
        "gui_late_ms": _figures(window, "gui_late_ms", ("p99", "max")),
        "alarm_ms": _figures(window, "alarm_ms", ("p50", "p99")),
        "resumes": window.get("resumes"),
        "peak_mb": window.get("peak_mb"),
    }
    report["messages"] |= {name: messages[name] for name in ("off_duty", "not_leased", "folded") if messages.get(name)}
    return report | ({"restarts": restarts} if restarts else {})


def published(simulator: Part, window: Part) -> int | None:
    """Messages by simulated devices and by the window's camera watches; None where the simulator left no report."""
    given = simulator.get("published")
    return None if given is None else int(given) + int(window.get("published") or 0)


def lost(report: Part) -> str:
    """What was lost, as one English sentence; "" when every published message was received and met a fate: stored, a
    duplicate, quarantined, or a watch's word on a camera that was leased to another meanwhile."""
    m = report["messages"]
    if m["received"] is None:
        return "The desk left no report."
    fates = (m["stored"] or 0) + (m["duplicates"] or 0) + m.get("not_leased", 0)
    if m["published"] is not None and m["received"] < m["published"]:
        return f"{m['published'] - m['received']} of {m['published']} published messages did not reach the desk."
    if m["published"] is not None and fates + sum(m["quarantined"].values()) < m["published"]:
        return f"{m['published'] - fates} published messages were not stored."
    return ""


def read_part(path: Path) -> Part:
    """A child's part; empty where it left none."""
    try:
        body = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}


def _figures(part: Part, name: str, keys: tuple[str, ...]) -> Part:
    given = part.get(name) or {}
    return {key: given.get(key) for key in keys}

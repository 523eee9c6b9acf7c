"""What a command came to: the reply's data, and what its audit row says beside who and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """`target`: an id; `count`: e.g. hits; `note` is sealed under `key` ("" the station's own key). `silent`: a
    machine's renewal that changed nothing, of which the audit keeps no row."""

    target: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    key: str = ""
    note: str = ""
    silent: bool = False

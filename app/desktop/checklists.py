"""Check lists per kind of alarm, from the station's resources: guidance, ticked at the seat, stored nowhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import resources
from domain.alarms import Alarm


@dataclass(frozen=True)
class Item:
    """One line of a check list in the window's language."""

    id: str
    text: str


@cache
def _lists() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(resources.text("checklists.json"))
    return found


def load() -> None:
    """Read them, before the first alarm needs one."""
    _lists()


def checklist(alarm: Alarm, language: str) -> list[Item]:
    """The items for this alarm; none for a kind without a list. An item without the language is shown in English."""
    key = f"incident.{alarm.incident}" if alarm.incident is not None else str(alarm.kind)
    return [Item(row["id"], row.get(language, row["en"])) for row in _lists().get(key, [])]

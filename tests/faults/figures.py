"""The figures of a run of the fault tests: one row a fault and broker, as a table and as `build/faults.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).parent.parent.parent / "build" / "faults.json"
BOUND_S = 5.0


@dataclass
class Figure:
    """What one fault did, over all its times. Counts are None where the fault was not about messages."""

    fault: str
    broker: str
    times: int = 0
    acknowledged: int | None = None
    stored: int | None = None
    lost: int | None = None
    duplicates: int | None = None
    back_s: float | None = None
    """The slowest time."""


FIGURES: dict[tuple[str, str], Figure] = {}


def back(fault: str, broker: str, seconds: float) -> None:
    """A fault was over `seconds` after its cause was."""
    row = _row(fault, broker)
    row.times += 1
    row.back_s = max(row.back_s or 0.0, round(seconds, 2))


def messages(fault: str, broker: str, *, acknowledged: int, stored: int, lost: int, duplicates: int) -> None:
    """What the broker acknowledged, what of it the ledger holds, and what it holds twice."""
    row = _row(fault, broker)
    row.acknowledged, row.stored = (row.acknowledged or 0) + acknowledged, (row.stored or 0) + stored
    row.lost, row.duplicates = (row.lost or 0) + lost, (row.duplicates or 0) + duplicates


def table() -> str:
    """All rows in the order in which they came."""
    heads = ("fault", "broker", "times", "acknowledged", "stored", "lost", "duplicates", "back s (slowest)")
    rows = [heads, *(tuple(_word(value) for value in asdict(row).values()) for row in FIGURES.values())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join("  ".join(_fit(n, word, widths[n]) for n, word in enumerate(row)).rstrip() for row in rows)


def write() -> None:
    """Leave the rows in `build/faults.json`."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(row) for row in FIGURES.values()], indent=2) + "\n", "utf-8")


def _row(fault: str, broker: str) -> Figure:
    return FIGURES.setdefault((fault, broker), Figure(fault, broker))


def _word(value: object) -> str:
    return "–" if value is None else str(value)


def _fit(column: int, word: str, width: int) -> str:
    return word.ljust(width) if column < 2 else word.rjust(width)

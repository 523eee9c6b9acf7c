"""`make bench [AREA=…]`: figures of the running code as a table, and as build/bench.json for machines.

Every figure stands beside the limit or the named peer measured in the same run; docs/measured.md says how.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from bench_crowd import bench_crowd
from bench_ingest import bench_ingest
from bench_latency import bench_latency
from bench_ledger import bench_ledger
from bench_map import bench_map
from bench_routing import bench_routing
from bench_row import Row
from bench_vision import bench_vision

OUT = Path("build/bench.json")

AREAS: tuple[tuple[str, Callable[[], Iterator[Row]]], ...] = (
    ("map", bench_map),
    ("city", bench_crowd),
    ("ingest", bench_ingest),
    ("latency", bench_latency),
    ("routing", bench_routing),
    ("ledger", bench_ledger),
    ("vision", bench_vision),
)


def line(row: Row) -> str:
    """One row of the table."""
    mark = {None: " ", True: "✓", False: "✗"}[row.met]
    ratio = "" if row.ratio is None else f"{row.ratio:g}"
    return f"{mark} {row.area:8} {row.name:52} {row.value:>10g} {row.unit:6} {ratio:>7} {row.goal:14} {row.against}"


def write(rows: list[Row], path: Path) -> None:
    """All rows as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(wanted: list[str]) -> int:
    """Measure the wanted areas (all without any), print the table, write the JSON. 2 for an area that is not known."""
    known = dict(AREAS)
    if unknown := [name for name in wanted if name not in known]:
        sys.stderr.write(f"There is no area {unknown[0]!r}; known are {', '.join(known)}.\n")
        return 2
    rows = []
    for name in wanted or known:
        for row in known[name]():
            rows.append(row)
            sys.stdout.write(line(row) + "\n")
            sys.stdout.flush()
            write(rows, OUT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`sandtable import`: map files into a new station file; the work is app/importing's."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from app.cli.refusing import refuse

MADE = {
    "communities": "communities",
    "buildings": "buildings",
    "entrances": "entrances (a building without one is reached from the nearest path)",
    "gates": "gates",
    "walls": "walls",
    "path_nodes": "points of paths",
    "path_m": "m of paths",
}
"""Figures of an import → what they count."""


def import_files(
    files: Annotated[list[Path], typer.Argument(help=".osm .osm.gz .pbf .geojson .gpkg .shp", show_default=False)],
    into: Annotated[Path, typer.Option("--into", help="The new station file.", show_default=False)],
    datum: Annotated[
        str,
        typer.Option(
            "--datum",
            help="What degrees (and Web Mercator) in the files mean: WGS-84, CGCS2000, GCJ-02 or BD-09. A file that "
            "names another coordinate system is placed by that one.",
        ),
    ] = "WGS-84",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Read map files and make a new station file of them – whole, or not at all."""
    from app.importing.draft import ImportRefused
    from app.importing.run import run
    from app.importing.telling import doubtful
    from domain.datum import named
    from domain.store import LedgerError

    meant = named(datum)
    if meant is None:
        refuse(f"{datum} is not a datum that is known; known are WGS-84, CGCS2000, GCJ-02 and BD-09.")
    try:
        report = run(files, into, now=round(time.time() * 1000), datum=meant)
    except (ImportRefused, LedgerError, OSError) as error:
        refuse(str(error))
    figures = msgspec.to_builtins(report)
    for line in doubtful(report, meant):
        typer.echo(line, err=True)
    typer.echo(json.dumps(figures, ensure_ascii=False) if as_json else _in_words(figures, into))


def _in_words(figures: dict[str, object], into: Path) -> str:
    skipped = figures.pop("skipped")
    figures.pop("datum_doubts", None)
    figures.pop("own_systems", None)
    told = [f"{figures[name]:,} {words}" for name, words in MADE.items()]
    left = (
        ", ".join(f"{n} {reason.replace('_', ' ')}" for reason, n in skipped.items())
        if isinstance(skipped, dict)
        else ""
    )
    lines = [f"{into}: {', '.join(told)}.", *([f"Left out: {left}."] if left else [])]
    lines.append(f"See it alive with invented people and devices: sandtable demo --on {into}")
    return "\n".join(lines)

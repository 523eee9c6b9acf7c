"""The import as one step: read all files, build a register, write a new station file – whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from app.importing.build import build_register
from app.importing.draft import Draft, ImportRefused
from app.importing.osm import read_osm
from app.importing.vector import read_vector
from domain.register import Register
from domain.store import Ledger

Reader = Callable[[Path, Draft], None]

READERS: tuple[tuple[tuple[str, ...], str, Reader], ...] = (
    ((".osm", ".osm.gz", ".osm.bz2", ".pbf"), "osm", read_osm),
    ((".geojson", ".json", ".gpkg", ".shp"), "vector", read_vector),
)


class ImportReport(Struct, frozen=True):
    """What an import made; `skipped` counts by reason what was left out."""

    communities: int
    buildings: int
    entrances: int
    gates: int
    walls: int
    path_nodes: int
    path_m: int
    skipped: dict[str, int]


def run(files: list[Path], into: Path, *, now: int) -> ImportReport:
    """Import `files` into the new station file `into`. Raises ImportRefused; then nothing was changed."""
    if into.is_dir():
        raise ImportRefused(f"{into.absolute()} is a folder; name the new station file in it.")
    if into.exists():
        raise ImportRefused(f"{into.name} exists already and was left as it is; name a new file.")
    if not into.absolute().parent.is_dir():
        raise ImportRefused(f"There is no folder {into.parent} to put {into.name} in.")
    register, skipped = read_files(files, name=into.stem)
    Ledger.create(into, register, (), now=now).close()
    return _report(register, skipped)


def read_files(files: list[Path], *, name: str) -> tuple[Register, dict[str, int]]:
    """The register of some files, and what was skipped. Raises ImportRefused with one sentence."""
    draft = Draft()
    for path in files:
        _read(path, draft)
    if not draft.buildings:
        names = ", ".join(p.name for p in files)
        raise ImportRefused(f"{names} holds no building; choose an extract that covers at least one estate.")
    site = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-")[:64] or "station"
    return build_register(draft, site, name), dict(draft.skipped)


def _read(path: Path, draft: Draft) -> None:
    if path.is_dir():
        raise ImportRefused(f"{path.name} is a folder; name the file in it.")
    if not path.exists():
        raise ImportRefused(f"There is no {path.absolute()}.")
    source, read = _reader(path)
    try:
        if path.stat().st_size == 0:
            raise ImportRefused(f"{path.name} is empty.")
        with path.open("rb"):
            pass
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be opened ({error.strerror}).") from error
    read(path, draft)
    draft.sources.add(source)


def _reader(path: Path) -> tuple[str, Reader]:
    for endings, source, read in READERS:
        if path.name.lower().endswith(endings):
            return source, read
    known = ", ".join(ending for endings, _, _ in READERS for ending in endings)
    raise ImportRefused(f"{path.name} is of a kind that is not known; known are {known}.")


def _report(register: Register, skipped: dict[str, int]) -> ImportReport:
    return ImportReport(
        communities=len(register.communities),
        buildings=len(register.buildings),
        entrances=len(register.units),
        gates=len(register.gates),
        walls=len(register.walls),
        path_nodes=len(register.nodes),
        path_m=round(float(register.edges.length_m.sum())),
        skipped=skipped,
    )

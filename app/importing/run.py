"""The import as one step: read all files, build a register, write a new station file – whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec import Struct

from app.importing.build import build_register
from app.importing.draft import Draft, ImportRefused, Ring
from app.importing.osm import read_osm
from app.importing.vector import read_vector
from domain.datum import Datum, likely
from domain.register import Register
from domain.store import Ledger

UNMOVED = (Datum.WGS84, Datum.CGCS2000)
"""What moves no shape: the degrees are the paths' own."""

Reader = Callable[[Path, Draft], None]

READERS: tuple[tuple[tuple[str, ...], str, Reader], ...] = (
    ((".osm", ".osm.gz", ".osm.bz2", ".pbf"), "osm", read_osm),
    ((".geojson", ".json", ".gpkg", ".shp"), "vector", read_vector),
)


class ImportReport(Struct, frozen=True, omit_defaults=True):
    """What an import made; `skipped` counts by reason what was left out. As JSON without `datum_doubts`
    and `own_systems` for none."""

    communities: int
    buildings: int
    entrances: int
    gates: int
    walls: int
    path_nodes: int
    path_m: int
    skipped: dict[str, int]
    datum_doubts: dict[str, str] = {}
    """File → the datum that would bring its shapes onto the paths, where they lie hundreds of metres off."""
    own_systems: dict[str, str] = {}
    """File → the coordinate system that it names and was placed by; no datum moves it."""


def run(files: list[Path], into: Path, *, now: int, datum: Datum = Datum.WGS84) -> ImportReport:
    """Import `files` into the new station file `into`. Raises ImportRefused; then nothing was changed.

    `datum`: what degrees and Web Mercator of vector files mean; OpenStreetMap's are WGS-84 always.
    """
    if into.is_dir():
        raise ImportRefused(f"{into.absolute()} is a folder; name the new station file in it.")
    if into.exists():
        raise ImportRefused(f"{into.name} exists already and was left as it is; name a new file.")
    if not into.absolute().parent.is_dir():
        raise ImportRefused(f"There is no folder {into.parent} to put {into.name} in.")
    draft = read_draft(files, datum=datum)
    register = build_register(draft, _site(into.stem), into.stem)
    Ledger.create(into, register, (), now=now).close()
    return _report(register, draft)


def read_files(files: list[Path], *, name: str) -> tuple[Register, dict[str, int]]:
    """The register of some files, and what was skipped. Raises ImportRefused with one sentence."""
    draft = read_draft(files)
    return build_register(draft, _site(name), name), dict(draft.skipped)


def read_draft(files: list[Path], *, datum: Datum = Datum.WGS84) -> Draft:
    """What some files hold. Raises ImportRefused with one sentence."""
    draft = Draft(datum=datum)
    parts: dict[str, list[Ring]] = {}
    for path in files:
        houses, grids = len(draft.buildings), len(draft.grids)
        if _read(path, draft) == "vector":
            parts[path.name] = [b.ring for b in draft.buildings[houses:]] + [g.ring for g in draft.grids[grids:]]
    draft.doubts = _doubts(draft, parts)
    if not draft.buildings:
        names = ", ".join(p.name for p in files)
        raise ImportRefused(f"{names} holds no building; choose an extract that covers at least one estate.")
    return draft


def _site(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-")[:64] or "station"


def _doubts(draft: Draft, parts: dict[str, list[Ring]]) -> dict[str, Datum]:
    """Files whose shapes lie off the paths that were read with them, as those of another datum do."""
    paths = np.array([place for way in draft.ways for place in way.places], dtype=np.float64).reshape(-1, 2)
    found = {}
    for name, rings in parts.items():
        middles = np.array([ring.mean(axis=0) for ring in rings], dtype=np.float64).reshape(-1, 2)
        datum = likely(middles[:, 0], middles[:, 1], paths[:, 0], paths[:, 1])
        if datum is not None and draft.datum in UNMOVED:
            found[name] = datum
    return found


def _read(path: Path, draft: Draft) -> str:
    """Read one file; what kind of source it is."""
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
    return source


def _reader(path: Path) -> tuple[str, Reader]:
    for endings, source, read in READERS:
        if path.name.lower().endswith(endings):
            return source, read
    known = ", ".join(ending for endings, _, _ in READERS for ending in endings)
    raise ImportRefused(f"{path.name} is of a kind that is not known; known are {known}.")


def _report(register: Register, draft: Draft) -> ImportReport:
    return ImportReport(
        communities=len(register.communities),
        buildings=len(register.buildings),
        entrances=len(register.units),
        gates=len(register.gates),
        walls=len(register.walls),
        path_nodes=len(register.nodes),
        path_m=round(float(register.edges.length_m.sum())),
        skipped=dict(draft.skipped),
        datum_doubts={name: str(datum) for name, datum in draft.doubts.items()},
        own_systems=draft.own_systems,
    )

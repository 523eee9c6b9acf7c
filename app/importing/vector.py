"""Buildings and grids from GeoJSON, GeoPackage and Shapefile (GBK or UTF-8); GDAL does the reading."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from app.importing.draft import AreaDraft, BuildingDraft, Draft, ImportRefused, Ring
from domain.datum import Datum, to_wgs84

_NAME = ("name", "名称", "楼名", "楼栋", "楼号", "building_n", "bldg_name", "grid_name", "网格名称", "网格")
_LEVELS = ("levels", "building:levels", "building_l", "floors", "floor", "层数", "楼层", "楼层数")
_HEIGHT = ("height", "height_m", "高度", "楼高")
_GRID_WORDS = ("grid", "网格")
_OF_MAPS = {
    ("EPSG", "4326"),
    ("EPSG", "4490"),
    ("EPSG", "3857"),
    ("EPSG", "900913"),
    ("OGC", "CRS84"),
    ("OGC", "CRS84h"),
}
"""Degrees and Web Mercator: what maps drawn in GCJ-02 or BD-09 are saved as. Of any other system (a survey's
CGCS2000 / Gauss-Kruger above all) the coordinates mean what it says, never an offset map."""


def read_vector(path: Path, draft: Draft) -> None:
    """Add the polygons of every layer. Raises ImportRefused for what cannot be read or placed on the earth."""
    try:
        with warnings.catch_warnings():
            # GDAL warns of files that it then reads or refuses; the reading or the refusal is what a person is told
            warnings.simplefilter("ignore", RuntimeWarning)
            for name in [str(row[0]) for row in pyogrio.list_layers(path)]:
                _read_layer(path, name, draft)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.GEOSException) as error:
        raise ImportRefused(f"{path.name} is damaged or of a kind that cannot be read ({_short(error)}).") from error


def _short(error: Exception) -> str:
    """The library's words without its advice to a programmer."""
    words = str(error).partition("; It might help")[0]
    return " ".join(words.split())[:120].rstrip(" .;")


def _read_layer(path: Path, layer: str, draft: Draft) -> None:
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, encoding=_encoding(path))
    if shapes is None or len(shapes) == 0:
        draft.skipped["empty_layer"] += 1
        return
    fields = {str(name).lower(): column for name, column in zip(meta["fields"], columns, strict=True)}
    polygons = shapely.from_wkb(shapes)
    system = _system(path, meta["crs"], polygons)
    to_degrees = _to_degrees(path, system)
    datum = draft.datum if system is None or _of_maps(system) else _as_it_says(path, system, draft)
    as_grids = _is_grid(path, layer, fields)
    for row, polygon in enumerate(polygons):
        ring = _ring(polygon, to_degrees)
        if ring is None:
            draft.skipped["not_a_polygon_on_earth"] += 1
            continue
        ring = np.stack(to_wgs84(datum, ring[:, 0], ring[:, 1]), axis=1)
        _take(draft, ring, {k: v[row] for k, v in fields.items()}, as_grids, f"{layer}.{row}")


def _encoding(path: Path) -> str | None:
    """A Shapefile without .cpg says nothing of its encoding: UTF-8 if its table is valid UTF-8, else GBK."""
    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or path.with_suffix(".CPG").exists():
        return None
    table = path.with_suffix(".dbf")
    if not table.exists():
        raise ImportRefused(f"{path.name} comes without its table {table.name}; put both in one folder.")
    try:
        table.read_bytes()[32:].decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _system(path: Path, said: str | None, polygons: Any) -> CRS | None:
    """The coordinate system that a layer names; None where it names none and is in degrees."""
    if said is None:
        west, south, east, north = shapely.total_bounds(polygons)
        if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
            return None
        raise ImportRefused(f"{path.name} does not say its coordinate system and is not in degrees; add a .prj file.")
    try:
        return CRS.from_user_input(said)
    except ProjError as error:
        raise _unknown(path, said) from error


def _to_degrees(path: Path, system: CRS | None) -> Transformer | None:
    """To WGS-84 degrees, longitude first; None where the file is in such degrees already."""
    if system is None:
        return None
    try:
        return Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    except ProjError as error:
        raise _unknown(path, system.name) from error


def _unknown(path: Path, said: str) -> ImportRefused:
    return ImportRefused(f"{path.name} names a coordinate system that is not known ({said[:60]}).")


def _of_maps(system: CRS) -> bool:
    return system.to_authority() in _OF_MAPS or ("EPSG", str(system.to_2d().to_epsg())) in _OF_MAPS


def _as_it_says(path: Path, system: CRS, draft: Draft) -> Datum:
    """Placed by the file's own system alone, which is kept, so that a person is told."""
    draft.own_systems[path.name] = system.name
    return Datum.WGS84


def _is_grid(path: Path, layer: str, fields: dict[str, Any]) -> bool:
    words = " ".join((path.stem, layer, *fields)).lower()
    return any(word in words for word in _GRID_WORDS)


def _take(draft: Draft, ring: Ring, row: dict[str, Any], as_grid: bool, key: str) -> None:
    name = _text(row, _NAME)
    if as_grid:
        draft.grids.append(AreaDraft(key, name, ring))
    else:
        levels, height = round(_figure(row, _LEVELS)), _figure(row, _HEIGHT)
        draft.buildings.append(BuildingDraft(key, ring, name, min(levels, 163), min(height, 830.0)))


def _ring(polygon: Any, to_degrees: Transformer | None) -> Ring | None:
    """The largest part's outline in degrees; None for what is no polygon or lies off the earth."""
    if polygon is None or polygon.is_empty or polygon.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    part = max(polygon.geoms, key=lambda p: p.area) if polygon.geom_type == "MultiPolygon" else polygon
    xy = np.asarray(part.exterior.coords)[:-1, :2]
    if to_degrees is not None:
        xy = np.stack(to_degrees.transform(xy[:, 0], xy[:, 1]), axis=1)
    inside = np.isfinite(xy).all() and (np.abs(xy[:, 0]) <= 180).all() and (np.abs(xy[:, 1]) <= 90).all()
    return xy if inside else None


def _text(row: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = row.get(key)
        if value is not None and str(value).strip() not in ("", "nan", "None"):
            return str(value).strip()[:80]
    return ""


def _figure(row: dict[str, Any], keys: tuple[str, ...]) -> float:
    try:
        value = float(_text(row, keys) or 0)
    except ValueError:
        return 0.0
    return max(0.0, value) if np.isfinite(value) else 0.0

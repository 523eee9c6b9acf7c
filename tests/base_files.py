"""Base maps made for the tests: a chessboard whose corners lie at known places, in every kind of box."""

import gzip
import json
import sqlite3
from pathlib import Path

import cv2
import numpy as np
import rasterio
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from pyproj import Transformer
from rasterio.enums import Resampling
from rasterio.transform import from_origin

from map.frame import LocalFrame

FRAME = LocalFrame(120.1, 33.4)
AREA = (-450.0, -330.0, 450.0, 330.0)
FIRST, LAST = 14, 18
CELLS = 4  # of the chessboard along a tile of the last zoom
ROUND = 2 * np.pi * 6378137
DEGREES = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True)


def place(z: int) -> tuple[int, int]:
    """The tile that holds the frame's origin."""
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(FRAME.lon0, FRAME.lat0)
    return int((x / ROUND + 0.5) * 2**z), int((0.5 - y / ROUND) * 2**z)


def metres(x: np.ndarray, y: np.ndarray, z: int) -> np.ndarray:
    """Places counted in tiles -> metres of the frame, by the projections themselves."""
    east, north = (x / 2**z - 0.5) * ROUND, (0.5 - y / 2**z) * ROUND
    return FRAME.to_metres(np.column_stack(DEGREES.transform(east, north)))


def corners(reach: int = 10) -> np.ndarray:
    """(n, 2) metres of the chessboard's corners around the origin."""
    x, y = place(LAST)
    i, j = np.meshgrid(np.arange(-reach, reach), np.arange(-reach, reach))
    return metres(x + i.ravel() / CELLS, y + j.ravel() / CELLS, LAST)


def tile(z: int, x: int, y: int, side: int = 256, ending: str = ".png") -> bytes:
    """One tile of the chessboard; its bright cells are tinted by the tile of the last zoom they belong to."""
    scale = 2.0 ** (LAST - z) * CELLS
    steps = (np.arange(side) + 0.5) / side
    i = np.floor((x + steps) * scale).astype(np.int64)[None, :]
    j = np.floor((y + steps) * scale).astype(np.int64)[:, None]
    bright = (i + j) % 2 == 0
    pixels = np.zeros((side, side, 3), dtype=np.uint8)
    pixels[..., 0] = np.where(bright, 200 + (i // CELLS % 4) * 16, 0)
    pixels[..., 1] = np.where(bright, 255, 0)
    pixels[..., 2] = np.where(bright, 200 + (j // CELLS % 4) * 16, 0)
    return cv2.imencode(ending, pixels)[1].tobytes()


def all_tiles(reach: int = 3, first: int = FIRST, last: int = LAST) -> list[tuple[int, int, int]]:
    """Numbers of all tiles around the origin."""
    found = []
    for z in range(first, last + 1):
        x, y = place(z)
        wide = reach + 1 if z == last else reach
        found += [(z, x + i, y + j) for i in range(-wide, wide + 1) for j in range(-wide, wide + 1)]
    return found


def mbtiles(path: Path, tiles: list[tuple[int, int, int]] | None = None, side: int = 256, **said: str) -> Path:
    """An MBTiles file; `said`: rows of its metadata."""
    file = sqlite3.connect(path)
    file.execute("create table metadata (name text, value text)")
    file.execute("create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)")
    file.executemany("insert into metadata values (?, ?)", {"name": "chessboard", "format": "png", **said}.items())
    rows = [(z, x, 2**z - 1 - y, tile(z, x, y, side)) for z, x, y in (all_tiles() if tiles is None else tiles)]
    file.executemany("insert into tiles values (?, ?, ?, ?)", rows)
    file.execute("create unique index tile_index on tiles (zoom_level, tile_column, tile_row)")
    file.commit()
    file.close()
    return path


def pmtiles(path: Path, kind: TileType = TileType.PNG) -> Path:
    """A PMTiles file."""
    with path.open("wb") as file:
        writer = Writer(file)
        for number, (z, x, y) in sorted((zxy_to_tileid(*t), t) for t in all_tiles()):
            writer.write_tile(number, tile(z, x, y))
        head = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_lon_e7": int(120.0e7),
            "min_lat_e7": int(33.3e7),
            "max_lon_e7": int(120.2e7),
            "max_lat_e7": int(33.5e7),
            "center_zoom": 16,
            "center_lon_e7": int(120.1e7),
            "center_lat_e7": int(33.4e7),
        }
        writer.finalize(head, {"name": "chessboard", "attribution": "<b>&copy; nobody</b>"})
    return path


def folder(path: Path, ending: str = ".png", from_south: bool = False) -> Path:
    """A folder z/x/y."""
    for z, x, y in all_tiles():
        column = path / str(z) / str(x)
        column.mkdir(parents=True, exist_ok=True)
        (column / f"{2**z - 1 - y if from_south else y}{ending}").write_bytes(tile(z, x, y, ending=ending))
    if from_south:
        (path / "tilemapresource.xml").write_text("<TileMap/>", encoding="utf-8")
    return path


def geotiff(
    path: Path,
    crs: str = "EPSG:4547",
    step: float = 0.5,
    *,
    cell: int = 64,
    kind: str = "uint8",
    overviews: bool = True,
    nothing: int | None = None,
) -> np.ndarray:
    """A chessboard of 1600 x 1400 pixels of `step` units; returns its corners, metres of the frame.

    `nothing`: the value of its western half, which says that there is none.
    """
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    back = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    x, y = there.transform(FRAME.lon0, FRAME.lat0)
    left, top = x - 800 * step, y + 700 * step
    i, j = np.arange(1600)[None, :] // cell, np.arange(1400)[:, None] // cell
    bright = ((i + j) % 2 == 0).astype(kind) * (255 if kind == "uint8" else 9000)
    if nothing is not None:
        bright[:, :800] = nothing
    with rasterio.open(
        path, "w", driver="GTiff", width=1600, height=1400, count=3, dtype=kind, crs=crs, tiled=True, nodata=nothing,
        transform=from_origin(left, top, step, step),
    ) as file:  # fmt: skip
        for band in (1, 2, 3):
            file.write(bright, band)
        if overviews:
            file.build_overviews([2, 4, 8], Resampling.average)
    a, b = np.meshgrid(np.arange(3, 1600 // cell - 2), np.arange(3, 1400 // cell - 2))
    degrees = back.transform(left + a.ravel() * cell * step, top - b.ravel() * cell * step)
    return FRAME.to_metres(np.column_stack(degrees))


def vector_mbtiles(path: Path, **said: str) -> Path:
    """MBTiles of vector tiles."""
    mbtiles(path, [], **said)
    file = sqlite3.connect(path)
    z = 16
    x, y = place(z)
    packed = gzip.compress(json.dumps({"no": "picture"}).encode())
    file.execute("insert into tiles values (?, ?, ?, ?)", (z, x, 2**z - 1 - y, packed))
    file.commit()
    file.close()
    return path

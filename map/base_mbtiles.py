"""MBTiles: one SQLite file of raster tiles, rows counted from the south."""

import contextlib
import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import numpy as np

from map.base import Unfit, UnfitError
from map.base_mercator import DEEPEST, lonlat
from map.base_tiles import Label
from map.view import Bounds

MAGIC = b"SQLite format 3\x00"
VECTOR = {"pbf", "mvt", "application/x-protobuf"}
MOST_WORDS = 120


class Mbtiles:
    """A TileSource. Opened read-only; the file may be made in one thread and read in another, never in two at once."""

    def __init__(self, path: Path) -> None:
        """Raises UnfitError."""
        self._path = path
        try:
            uri = f"file:{quote(str(path))}?mode=ro&immutable=1"  # no journal, no lock: nothing is written beside it
            self._file = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.label = self._read_label()
        except sqlite3.OperationalError as error:
            raise UnfitError(Unfit.UNKNOWN, path.name) from error  # a database, but none of tiles
        except sqlite3.Error as error:
            raise UnfitError(Unfit.DAMAGED, path.name) from error

    def read(self, z: int, x: int, y: int) -> bytes | None:
        """See TileSource."""
        ask = "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?"
        try:
            row = self._file.execute(ask, (z, x, 2**z - 1 - y)).fetchone()
        except sqlite3.Error as error:
            raise OSError(str(error)) from error
        return row[0] if row is not None and isinstance(row[0], bytes) else None  # a column holds whatever it was given

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _read_label(self) -> Label:
        said = self._said()
        if str(said.get("format", "")).lower() in VECTOR:
            raise UnfitError(Unfit.VECTOR, self._path.name)
        first, last = self._zoom("min"), self._zoom("max")
        if first is None or last is None:
            raise UnfitError(Unfit.EMPTY, self._path.name)
        name = plain(str(said.get("name", ""))) or self._path.stem
        return Label(name, plain(str(said.get("attribution", ""))), first, last, self._covers(last))

    def _said(self) -> dict[str, object]:
        with contextlib.suppress(sqlite3.OperationalError):  # some writers leave the table out
            return dict(self._file.execute("select name, value from metadata").fetchall())
        return {}

    def _zoom(self, which: str) -> int | None:
        ask = f"select {which}(zoom_level) from tiles where zoom_level between 0 and {DEEPEST}"  # noqa: S608 – no text of others
        value = self._file.execute(ask).fetchone()[0]
        return None if value is None else int(value)

    def _covers(self, z: int) -> Bounds:
        """By the tiles that are there: what the metadata says is often the whole world."""
        ask = "select min(tile_column), max(tile_column), min(tile_row), max(tile_row) from tiles where zoom_level = ?"
        x0, x1, south, north = self._file.execute(ask, (z,)).fetchone()
        return degrees_of(z, x0, 2**z - 1 - north, x1, 2**z - 1 - south)


def degrees_of(z: int, x0: int, y0: int, x1: int, y1: int) -> Bounds:
    """West, south, east, north of the tiles x0 … x1, y0 … y1, the last included."""
    (w, n), (e, s) = lonlat(z, np.array([x0, x1 + 1.0]), np.array([y0, y1 + 1.0]))
    return float(w), float(s), float(e), float(n)


def plain(text: str) -> str:
    """One short line without the tags and entities that attributions often come with."""
    bare = re.sub(r"<[^>]*>", "", text).replace("&copy;", "©").replace("&amp;", "&").replace("&nbsp;", " ")
    line = " ".join("".join(c for c in bare if c.isprintable() or c.isspace()).split())
    return line if len(line) <= MOST_WORDS else line[: MOST_WORDS - 1] + "…"

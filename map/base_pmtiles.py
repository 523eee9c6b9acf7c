"""PMTiles, version 3: one file of raster tiles behind a directory of its own."""

import gzip
import json
import mmap
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from map.base import Unfit, UnfitError
from map.base_mbtiles import plain
from map.base_mercator import DEEPEST
from map.base_tiles import Label
from map.view import Bounds

MAGIC = b"PMTiles"
HEADER_BYTES = 127
PICTURES = {TileType.PNG, TileType.JPEG, TileType.WEBP}
DEEPEST_DIRECTORY = 4


class Pmtiles:
    """A TileSource on a mapped file; directories read last are kept, for each is asked for by many tiles."""

    def __init__(self, path: Path) -> None:
        """Raises UnfitError."""
        self._path = path
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._header = deserialize_header(self._bytes[:HEADER_BYTES])
            self.label = self._read_label()
        except UnfitError:
            raise
        except Exception as error:  # the parser lets through whatever a damaged file makes it meet
            raise UnfitError(Unfit.DAMAGED, path.name) from error
        self._directory = lru_cache(maxsize=64)(self._read_directory)

    def read(self, z: int, x: int, y: int) -> bytes | None:
        """See TileSource."""
        try:
            return self._read(zxy_to_tileid(z, x, y))
        except Exception as error:
            raise OSError(str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._bytes.close()

    def _read(self, tile: int) -> bytes | None:
        head = self._header
        offset, length = head["root_offset"], head["root_length"]
        for _ in range(DEEPEST_DIRECTORY):
            found = find_tile(self._directory(offset, length), tile)
            if found is None:
                return None
            if found.run_length:
                return self._unpacked(head["tile_data_offset"] + found.offset, found.length, head["tile_compression"])
            offset, length = head["leaf_directory_offset"] + found.offset, found.length
        return None

    def _read_directory(self, offset: int, length: int) -> Any:
        return deserialize_directory(self._bytes[offset : offset + length])

    def _unpacked(self, offset: int, length: int, packing: Compression) -> bytes:
        raw = self._bytes[offset : offset + length]
        return gzip.decompress(raw) if packing is Compression.GZIP else raw

    def _read_label(self) -> Label:
        head = self._header
        if head["tile_type"] not in PICTURES:
            raise UnfitError(Unfit.VECTOR if head["tile_type"] is TileType.MVT else Unfit.UNKNOWN, self._path.name)
        if not head["addressed_tiles_count"] and not head["tile_data_length"]:
            raise UnfitError(Unfit.EMPTY, self._path.name)
        if not 0 <= head["min_zoom"] <= head["max_zoom"] <= DEEPEST:
            raise UnfitError(Unfit.DAMAGED, self._path.name)
        said = self._said()
        name, whose = plain(str(said.get("name") or "")), plain(str(said.get("attribution") or ""))
        return Label(name or self._path.stem, whose, head["min_zoom"], head["max_zoom"], self._covers())

    def _covers(self) -> Bounds:
        head = self._header
        return head["min_lon_e7"] / 1e7, head["min_lat_e7"] / 1e7, head["max_lon_e7"] / 1e7, head["max_lat_e7"] / 1e7

    def _said(self) -> Mapping[str, object]:
        head = self._header
        try:
            raw = self._unpacked(head["metadata_offset"], head["metadata_length"], head["internal_compression"])
            said = json.loads(raw)
        except (ValueError, OSError, EOFError, zlib.error):
            return {}  # without its metadata the tiles are as good
        return said if isinstance(said, dict) else {}

"""Opening a base map: a file or folder is known by what is in it, and refused by one reason where it does not fit."""

import logging
import os
from pathlib import Path

import numpy as np
import pyproj
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # its stub forgets it

from map.base import Base, Unfit, UnfitError
from map.base_cache import decode
from map.base_folder import Folder
from map.base_mbtiles import MAGIC as SQLITE
from map.base_mbtiles import Mbtiles
from map.base_mercator import Span, metres_of, tile_xy
from map.base_pmtiles import MAGIC as PMTILES
from map.base_pmtiles import Pmtiles
from map.base_tiles import TileBase, TileSource
from map.frame import LocalFrame
from map.view import Bounds

log = logging.getLogger(__name__)

GEOD = pyproj.Geod(ellps="WGS84")
TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
GZIP = b"\x1f\x8b"
PROBED = 3  # tiles in each direction looked at to learn whether, and how large, they are pictures
USUAL_SIDE = 256


def open_base(path: Path, frame: LocalFrame, area: Bounds) -> Base:
    """Open MBTiles, PMTiles, a z/x/y folder, or a GeoTIFF. Reads the file: call it off the GUI thread.

    `area`: what the station covers, metres. Raises UnfitError, and has then let go of the file; opens no network.
    """
    set_network_enabled(active=False)  # a grid that is not installed is not fetched
    try:
        return _opened(path, frame, area)
    except UnfitError:
        raise
    except PermissionError as error:
        raise UnfitError(Unfit.MISSING, path.name) from error
    except Exception as error:  # the parsers let through whatever a damaged file makes them meet
        log.warning("base map %s cannot be opened: %r", path.name, error)
        raise UnfitError(Unfit.DAMAGED, path.name) from error


def _opened(path: Path, frame: LocalFrame, area: Bounds) -> Base:
    if path.is_dir():
        return _of_tiles(Folder(path), frame, area)
    if not path.is_file():
        raise UnfitError(Unfit.MISSING, path.name)
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise UnfitError(Unfit.EMPTY, path.name)
    if head.startswith(SQLITE):
        return _of_tiles(Mbtiles(path), frame, area)
    if head.startswith(PMTILES):
        return _of_tiles(Pmtiles(path), frame, area)
    if head.startswith(TIFF):
        return _of_image(path, frame, area)
    raise UnfitError(Unfit.UNKNOWN, path.name)


def _of_image(path: Path, frame: LocalFrame, area: Bounds) -> Base:
    os.environ["PROJ_NETWORK"] = "OFF"  # of the PROJ inside GDAL, which reads it when it is loaded
    from map.base_geotiff import GeoTiff  # GDAL takes a tenth of a second to load: only who shows an image waits for it

    image = GeoTiff(path, frame)
    _near(image.degrees, path.name, frame, area)
    return image


def _of_tiles(source: TileSource, frame: LocalFrame, area: Bounds) -> Base:
    try:
        _near(source.label.degrees, source.label.name, frame, area)
        return TileBase(source, frame, _side(source, frame, area))
    except Exception:
        source.close()
        raise


def _near(degrees: Bounds, name: str, frame: LocalFrame, area: Bounds) -> None:
    """Refuse what does not touch the station's area."""
    e0, n0, e1, n1 = area
    rim = frame.to_degrees([(e0, n0), (e1, n0), (e1, n1), (e0, n1)])
    low, high = rim.min(axis=0), rim.max(axis=0)
    west, south, east, north = degrees
    if low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south:
        return
    here = np.clip((frame.lon0, frame.lat0), low, high)
    there = np.clip(here, (west, south), (east, north))
    here = np.clip(there, low, high)
    metres = GEOD.inv(here[0], here[1], there[0], there[1])[2]
    raise UnfitError(Unfit.AWAY, name, km=float(metres) / 1000)


def _side(source: TileSource, frame: LocalFrame, area: Bounds) -> int:
    """Pixels of a tile, by the first picture near the middle of what it has of the area, finest level first."""
    mine = metres_of(frame, source.label.degrees)
    low, high = np.maximum(area[:2], mine[:2]), np.minimum(area[2:], mine[2:])
    middle = (low + high) / 2 if np.isfinite((low, high)).all() else np.array((area[:2], area[2:])).mean(axis=0)
    no_picture = b""
    for z in range(source.label.last, source.label.first - 1, -1):
        (column, row) = np.floor(tile_xy(z, frame.to_degrees([middle]))[0]).astype(int)
        around = Span(z, column - PROBED, row - PROBED, column + PROBED, row + PROBED)
        for x, y in around.outwards():
            data = source.read(z, x, y) if 0 <= x < 2**z and 0 <= y < 2**z else None
            pixels = decode(data) if data else None
            if pixels is not None:
                return int(pixels.shape[1])
            no_picture = no_picture or data or b""
    if no_picture:
        raise UnfitError(Unfit.VECTOR if no_picture.startswith(GZIP) else Unfit.DAMAGED, source.label.name)
    return USUAL_SIDE

"""GeoTIFF in any projection: read window by window through a warp into the local frame, with its own overviews."""

import logging
import math
import warnings
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from map.base import Piece, Unfit, UnfitError
from map.base_cache import PieceCache, multiplied
from map.base_mbtiles import plain
from map.base_tiles import MOST_TILES
from map.frame import LocalFrame
from map.raster import Image
from map.view import Bounds, View

log = logging.getLogger(__name__)

SIDE = 512  # pixels of a piece
SAMPLE = 512  # pixels of the look by which more than 8 bits are brought into 8


class GeoTiff:
    """A `Base`. Made in any thread; `tiles` belongs to the render thread. GDAL is let near local TIFF files only."""

    def __init__(self, path: Path, frame: LocalFrame) -> None:
        """Raises UnfitError."""
        self._path, self._frame, self._told = path, frame, False
        self._cache = PieceCache()
        self._levels: dict[int, Any] = {}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", NotGeoreferencedWarning)  # said by a refusal of our own
                self._file = rasterio.open(path, driver="GTiff")
            self._check()
            self._warped = WarpedVRT(self._file, **self._options())
            self._bands = _bands(self._file)
            self._stretch = self._find_stretch()
        except (RasterioError, ValueError, IndexError) as error:
            raise UnfitError(Unfit.DAMAGED, path.name) from error
        tags = self._file.tags()
        self._whose = plain(str(tags.get("TIFFTAG_COPYRIGHT", "")))

    def _check(self) -> None:
        file = self._file
        if file.crs is None or file.transform.is_identity:
            raise UnfitError(Unfit.NO_GROUND, self._path.name)
        if not file.crs.is_projected and not file.crs.is_geographic:
            raise UnfitError(Unfit.PROJECTION, self._path.name)
        if any("complex" in kind for kind in file.dtypes):
            raise UnfitError(Unfit.UNKNOWN, self._path.name)  # a radar's phases are no picture
        try:
            self._degrees = transform_bounds(file.crs, "EPSG:4326", *file.bounds)
        except Exception as error:  # no way leads from there to here: the ground of the Moon, say
            raise UnfitError(Unfit.PROJECTION, self._path.name) from error

    def _options(self) -> dict[str, Any]:
        add_alpha = ColorInterp.alpha not in self._file.colorinterp
        return {"crs": self._frame.crs, "resampling": self._warping(), "add_alpha": add_alpha}

    @property
    def degrees(self) -> Bounds:
        """West, south, east, north."""
        west, south, east, north = self._degrees
        return float(west), float(south), float(east), float(north)

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.stem

    @property
    def attribution(self) -> str:
        """By the file's copyright tag, or its name."""
        return self._whose or self.name

    @property
    def bounds(self) -> Bounds:
        """Metres of the local frame."""
        west, south, east, north = self._warped.bounds
        return float(west), float(south), float(east), float(north)

    def tiles(self, view: View) -> Iterator[Piece]:
        """See `Base`."""
        step, cells = self._in_sight(view)
        for column, row in cells[:MOST_TILES]:
            pixels = self._cache.get((step, column, row), partial(self._read, step, column, row))
            if pixels is not None:
                yield pixels, self._affine(step, column, row)

    def _cut(self, step: int, column: int, row: int) -> tuple[Window, int, int]:
        """A piece as a window of the warped image, and how many pixels wide and high it is read."""
        left, top, side = column * SIDE * step, row * SIDE * step, SIDE * step
        width, height = min(side, self._warped.width - left), min(side, self._warped.height - top)
        return Window(left, top, width, height), math.ceil(width / step), math.ceil(height / step)

    def _affine(self, step: int, column: int, row: int) -> NDArray[np.float64]:
        cut, width, height = self._cut(step, column, row)
        t = self._warped.transform
        east, north = t.a * cut.width / width, t.e * cut.height / height
        return np.array([[east, 0.0, t.c + cut.col_off * t.a], [0.0, north, t.f + cut.row_off * t.e]])

    def _in_sight(self, view: View) -> tuple[int, list[tuple[int, int]]]:
        """The power of two by which the picture is shrunk, and the pieces in sight, the middle ones first."""
        t, seen = self._warped.transform, view.visible()
        step = 2 ** max(round(math.log2(max(1 / (view.px_per_m * t.a), 1e-9))), 0)
        metres = SIDE * step * t.a
        last_column = math.ceil(self._warped.width / (SIDE * step)) - 1
        last_row = math.ceil(self._warped.height / (SIDE * step)) - 1
        x0, x1 = (math.floor((e - t.c) / metres) for e in (seen[0], seen[2]))
        y0, y1 = (math.floor((t.f - n) / metres) for n in (seen[3], seen[1]))
        columns = range(max(x0, 0), min(x1, last_column) + 1)
        rows = range(max(y0, 0), min(y1, last_row) + 1)
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        cells = [(x, y) for y in rows for x in columns]
        return step, sorted(cells, key=lambda at: max(abs(at[0] - middle[0]), abs(at[1] - middle[1])))

    def _read(self, step: int, column: int, row: int) -> Image | None:
        """One piece; None: there is nothing in it, or it cannot be read."""
        cut, width, height = self._cut(step, column, row)
        bands = (len(self._bands), height, width)
        try:
            warped = self._warped
            if step > 1 and not self._file.overviews(1):  # shrunk while it is warped: 15 times quicker than afterwards
                warped, cut = self._shrunk(step), Window(column * SIDE, row * SIDE, width, height)
            read = warped.read(self._bands, window=cut, out_shape=bands, resampling=self._shrinking(step))
            alpha = self._alpha(warped, cut, bands[1:])
            return multiplied(self._coloured(read, alpha)) if alpha.any() else None
        except Exception as error:  # noqa: BLE001 – GDAL's errors have no common ancestor; none stops the picture
            if not self._told:
                log.warning("base map %s: a part cannot be read: %s; more of the kind are not told", self.name, error)
                self._told = True
            return None

    @staticmethod
    def _alpha(warped: Any, cut: Window, shape: tuple[int, int]) -> NDArray[np.uint8]:
        """How far each pixel is there; of fractional numbers GDAL makes no mask by itself."""
        if not warped.dtypes[-1].startswith("float"):
            return np.asarray(warped.dataset_mask(window=cut, out_shape=shape), dtype=np.uint8)
        return np.where(warped.read(warped.count, window=cut, out_shape=shape) > 0, 255, 0).astype(np.uint8)

    def _shrunk(self, step: int) -> Any:
        """The warped image on pixels `step` times as large."""
        if step not in self._levels:
            size = {"width": math.ceil(self._warped.width / step), "height": math.ceil(self._warped.height / step)}
            t = self._warped.transform
            coarse = rasterio.Affine(t.a * step, 0.0, t.c, 0.0, t.e * step, t.f)
            self._levels[step] = WarpedVRT(self._file, **self._options(), **size, transform=coarse)
        return self._levels[step]

    def _warping(self) -> Resampling:
        return Resampling.nearest if self._paletted else Resampling.bilinear  # numbers of colours have no average

    @property
    def _paletted(self) -> bool:
        return bool(self._file.colorinterp[0] is ColorInterp.palette)

    def _shrinking(self, step: int) -> Resampling:
        return Resampling.nearest if self._paletted or step == 1 else Resampling.average

    def _coloured(self, read: NDArray[Any], alpha: NDArray[np.uint8]) -> Image:
        pixels = np.empty((*alpha.shape, 4), dtype=np.uint8)
        for i in range(3):
            pixels[..., 2 - i] = self._eight_bits(read[min(i, len(read) - 1)], min(i, len(read) - 1))
        if self._paletted:
            table = np.array([self._file.colormap(1).get(i, (0, 0, 0, 0)) for i in range(256)], dtype=np.uint8)
            pixels[..., :3] = table[read[0].astype(np.uint8)][..., 2::-1]
        pixels[..., 3] = alpha
        return pixels

    def _eight_bits(self, band: NDArray[Any], which: int) -> NDArray[Any]:
        if self._stretch is None:
            return band
        low, high = self._stretch[which]
        light = (band.astype(np.float32) - low) * (255 / max(high - low, 1e-6))
        return np.asarray(np.clip(light, 0, 255).astype(np.uint8))

    def _find_stretch(self) -> list[tuple[float, float]] | None:
        """From the 2nd to the 98th of a hundred brightnesses, for images of more than 8 bits; None for the others."""
        if all(kind == "uint8" for kind in self._file.dtypes[:3]):
            return None
        shape = (min(SAMPLE, self._file.height), min(SAMPLE, self._file.width))
        look = self._file.read(self._bands, out_shape=(len(self._bands), *shape), masked=True)
        kept = [band.compressed() for band in look]
        ends = [np.percentile(one, (2, 98)) if len(one) else (0.0, 1.0) for one in kept]
        return [(float(low), float(high)) for low, high in ends]


def _bands(file: Any) -> list[int]:
    """Numbers of red, green and blue, or of the only one."""
    kinds = list(file.colorinterp)
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(kind in kinds for kind in wanted):
        return [kinds.index(kind) + 1 for kind in wanted]
    plain_bands = [i + 1 for i, kind in enumerate(kinds) if kind is not ColorInterp.alpha]
    return plain_bands[:3] if len(plain_bands) >= 3 else plain_bands[:1]

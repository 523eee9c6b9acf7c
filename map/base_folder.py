"""A folder z/x/y.png of tiles, as most tools write them."""

from pathlib import Path

from map.base import Unfit, UnfitError
from map.base_mbtiles import degrees_of
from map.base_mercator import DEEPEST
from map.base_tiles import Label
from map.view import Bounds

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
VECTOR_ENDINGS = (".pbf", ".mvt")


class Folder:
    """A TileSource. Rows are counted from the north, or from the south where gdal2tiles' own file says so."""

    def __init__(self, path: Path) -> None:
        """Raises UnfitError."""
        self._path = path
        zooms = sorted(_numbers(path))
        zooms = [z for z in zooms if z <= DEEPEST]
        if not zooms:
            raise UnfitError(Unfit.EMPTY if not any(path.iterdir()) else Unfit.UNKNOWN, path.name)
        self._from_south = (path / "tilemapresource.xml").is_file()
        self._ending = self._find_ending(zooms[-1])
        self.label = Label(path.name, "", zooms[0], zooms[-1], self._covers(zooms[-1]))

    def read(self, z: int, x: int, y: int) -> bytes | None:
        """See TileSource."""
        file = self._path / str(z) / str(x) / f"{2**z - 1 - y if self._from_south else y}{self._ending}"
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None

    def close(self) -> None:
        """Nothing is held open."""

    def _find_ending(self, z: int) -> str:
        endings = {file.suffix for x in _numbers(self._path / str(z)) for file in (self._path / f"{z}/{x}").iterdir()}
        for ending in sorted(endings):
            if ending.lower() in ENDINGS:
                return ending
        vector = any(ending.lower() in VECTOR_ENDINGS for ending in endings)
        raise UnfitError(Unfit.VECTOR if vector else Unfit.EMPTY, self._path.name)

    def _covers(self, z: int) -> Bounds:
        columns = sorted(_numbers(self._path / str(z)))
        rows = [row for x in columns for row in self._rows(z, x)]
        if not rows:
            raise UnfitError(Unfit.EMPTY, self._path.name)
        last = 2**z - 1
        y0, y1 = (last - max(rows), last - min(rows)) if self._from_south else (min(rows), max(rows))
        return degrees_of(z, columns[0], y0, columns[-1], y1)

    def _rows(self, z: int, x: int) -> list[int]:
        files = (self._path / f"{z}/{x}").glob(f"*{self._ending}")
        return [int(file.stem) for file in files if file.stem.isdecimal()]


def _numbers(folder: Path) -> list[int]:
    """The numbered folders in it."""
    return [int(one.name) for one in folder.iterdir() if one.name.isdecimal() and one.is_dir()]

"""What is no base map here is refused by its reason, and let go of."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import rasterio
from pmtiles.tile import TileType

from map.base import Unfit, UnfitError
from map.base_open import open_base
from map.frame import LocalFrame
from tests import base_files as files
from tests.base_files import AREA, FRAME


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def other_database(path: Path) -> Path:
    file = sqlite3.connect(path)
    file.execute("create table people (name text)")
    file.commit()
    file.close()
    return path


def cut_short(path: Path) -> Path:
    files.geotiff(path)
    return write(path, path.read_bytes()[:200])


def nowhere(path: Path) -> Path:
    cv2.imwrite(str(path), np.zeros((20, 20, 3), dtype=np.uint8))
    return path


def wrong_end(path: Path) -> Path:
    return write(path, b"SQLite format 3\x00" + b"\x07" * 5000)


def made_folder(path: Path, *parts: str) -> Path:
    for part in parts:
        (path / part).parent.mkdir(parents=True, exist_ok=True)
        (path / part).write_bytes(b"x")
    path.mkdir(exist_ok=True)
    return path


REFUSED: list[tuple[str, Callable[[Path], Path], Unfit]] = [
    ("not-there.tif", lambda p: p, Unfit.MISSING),
    ("empty.mbtiles", lambda p: write(p, b""), Unfit.EMPTY),
    ("letter.tif", lambda p: write(p, b"Dear Madam, dear Sir, "), Unfit.UNKNOWN),
    ("people.mbtiles", other_database, Unfit.UNKNOWN),
    ("torn.mbtiles", wrong_end, Unfit.DAMAGED),
    ("no-tiles.mbtiles", lambda p: files.mbtiles(p, []), Unfit.EMPTY),
    ("vector.mbtiles", lambda p: files.vector_mbtiles(p, format="pbf"), Unfit.VECTOR),
    ("vector-silent.mbtiles", lambda p: files.vector_mbtiles(p, format="png"), Unfit.VECTOR),
    ("vector.pmtiles", lambda p: files.pmtiles(p, TileType.MVT), Unfit.VECTOR),
    ("short.pmtiles", lambda p: write(p, b"PMTiles\x03" + b"\x00" * 20), Unfit.DAMAGED),
    ("short.tif", cut_short, Unfit.DAMAGED),
    ("plain.tif", nowhere, Unfit.NO_GROUND),
    ("bare", made_folder, Unfit.EMPTY),
    ("photos", lambda p: made_folder(p, "one.jpg", "two.jpg"), Unfit.UNKNOWN),
    ("vectors", lambda p: made_folder(p, "16/5/5.pbf"), Unfit.VECTOR),
]


@pytest.mark.parametrize(("name", "make", "why"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(tmp_path: Path, name: str, make: Callable[[Path], Path], why: Unfit) -> None:
    path = make(tmp_path / name)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UnfitError) as refused:
        open_base(path, FRAME, AREA)
    assert refused.value.why is why
    assert refused.value.name
    assert sorted(tmp_path.rglob("*")) == before


def test_by_content_whatever_it_is_called(tmp_path: Path) -> None:
    files.geotiff(tmp_path / "photo.mbtiles")
    files.mbtiles(tmp_path / "tiles.tif")
    assert open_base(tmp_path / "photo.mbtiles", FRAME, AREA).name == "photo"
    assert open_base(tmp_path / "tiles.tif", FRAME, AREA).name == "chessboard"


@pytest.mark.parametrize("make", [files.mbtiles, files.geotiff], ids=["tiles", "image"])
def test_elsewhere_says_how_far(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "a")
    with pytest.raises(UnfitError) as refused:
        open_base(tmp_path / "a", LocalFrame(121.47, 31.23), AREA)
    assert refused.value.why is Unfit.AWAY
    assert 265 < refused.value.km < 280  # Yancheng – Shanghai


def test_a_projection_of_a_building_site_is_none_of_the_earth(tmp_path: Path) -> None:
    local = 'LOCAL_CS["site",UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]'
    with rasterio.open(
        tmp_path / "site.tif", "w", driver="GTiff", width=8, height=8, count=1, dtype="uint8", crs=local,
        transform=rasterio.transform.from_origin(10, 10, 1, 1),
    ) as file:  # fmt: skip
        file.write(np.ones((8, 8), np.uint8), 1)
    with pytest.raises(UnfitError) as refused:
        open_base(tmp_path / "site.tif", FRAME, AREA)
    assert refused.value.why in {Unfit.PROJECTION, Unfit.NO_GROUND}

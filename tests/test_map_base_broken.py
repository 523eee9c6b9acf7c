"""What is broken in a base map stays away from the map, and is never begun to be read where it says to be huge."""

import sqlite3
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.transform import from_origin

from map.base import Underlay, Unfit, UnfitError
from map.base_cache import MOST_SIDE, decode
from map.base_head import claimed_size
from map.base_open import open_base
from map.palette import PALETTES
from map.render import render
from map.scene import Scene
from map.stage import Stage
from map.view import View
from tests import base_files as files
from tests.base_files import AREA, FRAME

VIEW = View(width=500, height=400, px_per_m=2.0)
ENDINGS = (".png", ".jpg", ".webp")
MOON = 'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],UNIT["degree",0.0174532925199433]]'


def packed(ending: str, pixels: np.ndarray) -> bytes:
    return cv2.imencode(ending, pixels)[1].tobytes()


def png_that_claims(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = packed(".png", np.zeros((8, 8, 3), np.uint8))
    return whole[:12] + head + struct.pack(">I", zlib.crc32(head)) + whole[33:]


BROKEN: dict[str, bytes | str] = {
    "huge": png_that_claims(40_000, 40_000),
    "fractions": packed(".tiff", np.ones((256, 256, 3), np.float32)),
    "many lights": packed(".hdr", np.ones((256, 256, 3), np.float32)),
    "larger than a tile": packed(".png", np.zeros((MOST_SIDE + 1, 8), np.uint8)),
    "cut short": packed(".png", np.zeros((256, 256), np.uint8))[:60],
    "text where bytes belong": "picture",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_tile_costs_itself_alone(tmp_path: Path, broken: bytes | str) -> None:
    path, (x, y) = files.mbtiles(tmp_path / "a.mbtiles"), files.place(files.LAST)
    stage, base = Stage(Scene()), open_base(path, FRAME, AREA)
    whole = render(stage, VIEW, PALETTES["paper"], base=Underlay(base)).pixels
    file = sqlite3.connect(path)
    change = "update tiles set tile_data = ? where zoom_level = ? and tile_column = ? and tile_row = ?"
    with file:
        file.execute(change, (broken, files.LAST, x, 2**files.LAST - 1 - y))
    file.close()
    base = open_base(path, FRAME, AREA)
    picture = render(stage, VIEW, PALETTES["paper"], base=Underlay(base)).pixels
    assert 0 < (cv2.absdiff(picture, whole) > 60).mean() < 0.1, "the next coarser tile stands in"


@pytest.mark.parametrize("broken", [b for b in BROKEN.values() if isinstance(b, bytes)], ids=list(BROKEN)[:-1])
def test_what_is_no_picture_is_none(broken: bytes) -> None:
    assert decode(broken) is None


def test_nothing_larger_than_a_tile_is_begun() -> None:
    whole = packed(".png", np.zeros((MOST_SIDE, 16), np.uint8))
    assert decode(whole) is not None
    assert decode(packed(".png", np.zeros((16, MOST_SIDE + 1), np.uint8))) is None
    assert decode(png_that_claims(30_000, 30_000)) is None


@given(
    st.sampled_from(ENDINGS), st.integers(1, 300), st.integers(1, 300), st.sampled_from([1, 3, 4]), st.integers(0, 101)
)
def test_the_head_says_what_is_decoded(ending: str, width: int, height: int, channels: int, quality: int) -> None:
    pixels = np.full((height, width, channels), 90, np.uint8)
    how = {".png": [], ".jpg": [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_PROGRESSIVE, quality % 2]}
    data = cv2.imencode(ending, pixels, how.get(ending, [cv2.IMWRITE_WEBP_QUALITY, max(quality, 1)]))[1].tobytes()
    assert claimed_size(data) == (width, height)
    decoded = decode(data)
    assert decoded is not None and decoded.shape == (height, width, 4)


def test_deep_pictures_are_shown_in_eight_bits() -> None:
    pixels = decode(packed(".png", np.full((4, 4, 3), 0x8034, np.uint16)))
    assert pixels is not None and pixels.dtype == np.uint8 and (pixels[..., :3] == 0x80).all()


def test_an_extended_webp_says_how_large_its_canvas_is() -> None:
    head = b"VP8X" + struct.pack("<I", 10) + b"\x10\0\0\0" + (511).to_bytes(3, "little") + (4999).to_bytes(3, "little")
    assert claimed_size(b"RIFF\0\0\0\0WEBP" + head) == (512, 5000)


def test_a_thumbnail_is_not_the_picture() -> None:
    small, large = (packed(".jpg", np.zeros((side, side), np.uint8)) for side in (16, 200))
    segment = b"\xff\xe1" + struct.pack(">H", len(small) + 2) + small
    assert claimed_size(large[:2] + segment + large[2:]) == (200, 200)


@given(st.sampled_from(ENDINGS), st.data())
def test_a_damaged_picture_raises_nothing(ending: str, data: st.DataObject) -> None:
    whole = bytearray(packed(ending, np.arange(900, dtype=np.uint8).reshape(30, 30)))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    decode(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


def tiff(path: Path, crs: str, kind: str, *, step: float = 1e-4) -> Path:
    left, top = FRAME.lon0 - 32 * step, FRAME.lat0 + 32 * step
    with rasterio.open(
        path, "w", driver="GTiff", width=64, height=64, count=1, dtype=kind, crs=crs,
        transform=from_origin(left, top, step, step),
    ) as file:  # fmt: skip
        file.write(np.arange(64 * 64).reshape(64, 64).astype(kind), 1)
    return path


@pytest.mark.parametrize(
    ("crs", "kind", "why"), [(MOON, "uint8", Unfit.PROJECTION), ("EPSG:4326", "complex64", Unfit.UNKNOWN)]
)
def test_an_image_of_another_kind_is_refused(tmp_path: Path, crs: str, kind: str, why: Unfit) -> None:
    with pytest.raises(UnfitError) as refused:
        open_base(tiff(tmp_path / "a.tif", crs, kind), FRAME, AREA)
    assert refused.value.why is why


def test_a_tile_box_of_other_columns_is_damaged(tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / "a.mbtiles")
    with file:
        file.execute("create table tiles (zoom_level integer, tile_column text, tile_row text, tile_data blob)")
        file.execute("insert into tiles values (3, 'left', 'above', x'00')")
    file.close()
    with pytest.raises(UnfitError) as refused:
        open_base(tmp_path / "a.mbtiles", FRAME, AREA)
    assert refused.value.why is Unfit.DAMAGED


def test_a_box_without_one_picture_is_damaged_all_the_same(tmp_path: Path) -> None:
    for z, x, y in files.all_tiles(reach=1):
        (tmp_path / f"{z}/{x}").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{z}/{x}/{y}.png").write_bytes(b"nothing of the kind")
    with pytest.raises(UnfitError) as refused:
        open_base(tmp_path, FRAME, AREA)
    assert refused.value.why is Unfit.DAMAGED


def test_an_image_whose_colours_are_missing_leaves_the_map(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tiff(tmp_path / "a.tif", "EPSG:4326", "uint8")
    beside = "<PAMDataset><PAMRasterBand band='1'><ColorInterp>Palette</ColorInterp></PAMRasterBand></PAMDataset>"
    (tmp_path / "a.tif.aux.xml").write_text(beside, encoding="utf-8")
    base = open_base(path, FRAME, AREA)
    assert list(base.tiles(VIEW)) == []
    assert "cannot be read" in caplog.text

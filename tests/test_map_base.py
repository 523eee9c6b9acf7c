"""A base map lies where its ground is, in every box, from every side; and nothing is fetched to draw it."""

import os
import struct
import sys
from collections.abc import Callable
from itertools import count, product
from pathlib import Path
from threading import current_thread

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from map.base import Base, Underlay
from map.base_cache import PieceCache
from map.base_open import open_base
from map.canvas import MapCanvas
from map.palette import PALETTES
from map.ragged import Ragged
from map.render import CancelledError, Quality, render
from map.scene import Areas, Scene
from map.stage import Stage
from map.view import View
from tests import base_files as files
from tests.base_files import AREA, FRAME

PAPER = PALETTES["paper"]
STAGE = Stage(Scene())
VIEW = View(width=500, height=400)
SIGHTS = [
    VIEW.but(px_per_m=zoom, bearing_deg=bearing, tilt_deg=tilt, dpr=dpr)
    for zoom, (bearing, tilt), dpr in product((0.9, 3.1), ((0, 90), (0, 42), (33, 90), (250, 42)), (1.0, 2.0))
]


def opened(path: Path) -> Base:
    return open_base(path, FRAME, AREA)


def errors(base: Base, view: View, corners: np.ndarray) -> np.ndarray:
    """(n,) physical pixels between where the corners of the chessboard are drawn, and where they belong."""
    picture = render(STAGE, view, PAPER, base=Underlay(base)).pixels
    grey = cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY)
    sight = view.scaled(view.dpr)
    there = sight.project(corners)
    inside = np.all((there > 14) & (there < (sight.width - 14, sight.height - 14)), axis=1)
    there = there[inside]
    assert len(there) >= 4
    begun = (there - 0.5).astype(np.float32)[:, None]
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 40, 0.001)
    found = cv2.cornerSubPix(grey, begun.copy(), (4, 4), (-1, -1), criteria)[:, 0] + 0.5
    beside = [grey[int(y) + dy, int(x) + dx] for x, y in there for dx, dy in ((-5, -5), (5, -5), (5, 5), (-5, 5))]
    assert max(beside) > 200 and min(beside) < 60  # a chessboard it is, not a plain grey where nothing is found
    return np.hypot(*(found - there).T)


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Base, np.ndarray]]:
    at = tmp_path_factory.mktemp("base")
    corners = files.corners()
    degrees = files.geotiff(at / "degrees.tif", "EPSG:4326", 5e-6)
    metric = files.geotiff(at / "gauss.tif", "EPSG:4547")
    deep = files.geotiff(at / "deep.tif", "EPSG:32651", kind="uint16")
    return {
        "mbtiles": (opened(files.mbtiles(at / "a.mbtiles")), corners),
        "large tiles": (opened(files.mbtiles(at / "b.mbtiles", side=512)), corners),
        "pmtiles": (opened(files.pmtiles(at / "a.pmtiles")), corners),
        "folder": (opened(files.folder(at / "png")), corners),
        "folder from the south": (opened(files.folder(at / "south", ".jpg", from_south=True)), corners),
        "geotiff in degrees": (opened(at / "degrees.tif"), degrees),
        "geotiff in metres": (opened(at / "gauss.tif"), metric),
        "geotiff of 16 bits": (opened(at / "deep.tif"), deep),
    }


@pytest.mark.parametrize("view", SIGHTS, ids=lambda v: f"{v.px_per_m}-{v.bearing_deg}-{v.tilt_deg}-x{v.dpr}")
@pytest.mark.parametrize("box", ["mbtiles", "geotiff in metres"])
def test_a_pixel_lies_where_its_ground_is(boxes: dict[str, tuple[Base, np.ndarray]], box: str, view: View) -> None:
    off = errors(boxes[box][0], view, boxes[box][1])
    assert off.max() <= 1.0, f"{off.max():.2f} pixels"


@pytest.mark.parametrize(
    "box", ["large tiles", "pmtiles", "folder", "folder from the south", "geotiff in degrees", "geotiff of 16 bits"]
)
def test_every_box_is_read_alike(boxes: dict[str, tuple[Base, np.ndarray]], box: str) -> None:
    for view in (SIGHTS[0], SIGHTS[-1]):
        off = errors(boxes[box][0], view, boxes[box][1])
        assert off.max() <= 1.0, f"{off.max():.2f} pixels"


def test_there_are_no_seams(tmp_path: Path) -> None:
    white = cv2.imencode(".png", np.full((256, 256, 3), 255, dtype=np.uint8))[1].tobytes()
    for z, x, y in files.all_tiles():
        (tmp_path / f"{z}/{x}").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{z}/{x}/{y}.png").write_bytes(white)
    base = opened(tmp_path)
    for view, opacity, quality in product(SIGHTS, (1.0, 0.5), Quality):
        pixels = render(STAGE, view, PAPER, base=Underlay(base, opacity), quality=quality).pixels[..., :3]
        assert (pixels == pixels[0, 0]).all()


def test_opacity_is_a_mixture_with_the_ground(boxes: dict[str, tuple[Base, np.ndarray]]) -> None:
    base, view = boxes["mbtiles"][0], SIGHTS[2]
    bare, full = (render(STAGE, view, PAPER, base=b).pixels[..., :3].astype(int) for b in (None, Underlay(base)))
    for opacity in (0.25, 0.5, 0.75):
        mixed = render(STAGE, view, PAPER, base=Underlay(base, opacity)).pixels[..., :3]
        assert np.abs(mixed - (bare * (1 - opacity) + full * opacity)).max() <= 2


def test_it_shows_within_the_estate_too_and_under_its_edges(tmp_path: Path) -> None:
    ring = Ragged.of([np.array([(-60.0, -60.0), (60.0, -60.0), (60.0, 60.0), (-60.0, 60.0)])], closed=True)
    stage = Stage(Scene(areas=Areas(ring, ["green"], ["lawn"])))
    base = opened(files.mbtiles(tmp_path / "a.mbtiles"))
    view = VIEW.but(px_per_m=2.0, tilt_deg=42, bearing_deg=20)
    bare, under = (render(s, view, PAPER, base=Underlay(base)).pixels for s in (STAGE, stage))
    differs = np.any(bare != under, axis=2)
    assert 300 < differs.sum() < 4000  # the four edges, a pixel or so wide
    assert not differs[195:206, 245:256].any()
    half = render(stage, view, PAPER, base=Underlay(base, 0.5)).pixels[198:203, 248:253].astype(int)
    lawn = render(stage, view, PAPER).pixels[198:203, 248:253].astype(int)
    assert np.abs(half - (lawn + bare[198:203, 248:253]) / 2).max() <= 2


def test_what_is_clear_shows_the_ground(tmp_path: Path) -> None:
    files.geotiff(tmp_path / "small.tif")
    far = VIEW.but(px_per_m=0.2)
    with_it = render(STAGE, far, PAPER, base=Underlay(opened(tmp_path / "small.tif"))).pixels
    assert np.array_equal(with_it[:40], render(STAGE, far, PAPER).pixels[:40])
    assert len(np.unique(with_it[200, 230:270, 0])) > 1


def test_an_image_without_overviews_is_shrunk_in_place(tmp_path: Path) -> None:
    corners = files.geotiff(tmp_path / "bare.tif", overviews=False)
    base = opened(tmp_path / "bare.tif")
    assert errors(base, VIEW.but(px_per_m=0.6, bearing_deg=20, tilt_deg=50), corners).max() <= 1.0
    assert not list(tmp_path.glob("bare.tif.*"))


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float32"])
def test_where_an_image_has_nothing_the_ground_shows(tmp_path: Path, kind: str) -> None:
    files.geotiff(tmp_path / "half.tif", kind=kind, nothing=7)
    picture = render(STAGE, VIEW, PAPER, base=Underlay(opened(tmp_path / "half.tif"))).pixels
    assert np.array_equal(picture[:, :230], render(STAGE, VIEW, PAPER).pixels[:, :230])
    assert not np.array_equal(picture[:, 270:], render(STAGE, VIEW, PAPER).pixels[:, 270:])


def test_a_missing_tile_is_filled_by_a_coarser_one(tmp_path: Path) -> None:
    last = files.place(18)
    some = [t for t in files.all_tiles() if t != (18, *last)]
    base = opened(files.mbtiles(tmp_path / "gap.mbtiles", some))
    off = errors(base, VIEW.but(px_per_m=2.0), files.corners())
    assert off.max() <= 1.0


def test_the_level_fits_the_density_of_the_screen(boxes: dict[str, tuple[Base, np.ndarray]]) -> None:
    for box in ("mbtiles", "large tiles", "geotiff in metres"):
        for view in (VIEW.but(px_per_m=0.9), VIEW.but(px_per_m=0.9, dpr=2.0).scaled(2.0)):
            pixels, affine = next(iter(boxes[box][0].tiles(view)))
            assert 0.6 < np.hypot(*affine[:, 0]) * view.px_per_m < 1.6, pixels.shape


def test_a_box_that_says_the_world_is_asked_for_its_middle(tmp_path: Path) -> None:
    path = files.pmtiles(tmp_path / "world.pmtiles")
    head = bytearray(path.read_bytes())
    struct.pack_into("<2B4i", head, 100, 18, 18, *(round(degrees * 1e7) for degrees in (-180, -85, 180, 85)))
    path.write_bytes(head)
    base = opened(path)
    asked = count()  # five million tiles lie in sight: without the question nobody would live to see the end
    with pytest.raises(CancelledError):
        render(
            STAGE,
            View(width=1600, height=1000, px_per_m=0.004),
            PAPER,
            base=Underlay(base),
            cancelled=lambda: next(asked) > 1,
        )
    assert next(asked) <= 4


def test_cancelled_between_two_tiles(boxes: dict[str, tuple[Base, np.ndarray]]) -> None:
    asked = iter([False, False, False, True])
    with pytest.raises(CancelledError):
        render(STAGE, SIGHTS[-1], PAPER, base=Underlay(boxes["mbtiles"][0]), cancelled=lambda: next(asked))


def test_the_cache_is_bounded() -> None:
    cache, read = PieceCache(most_bytes=3 * 4096), []

    def piece(key: int) -> np.ndarray:
        read.append(key)
        return np.zeros((32, 32, 4), dtype=np.uint8)

    for key in (1, 2, 3, 1, 4, 1, 2):
        cache.get(key, lambda key=key: piece(key))
    assert read == [1, 2, 3, 4, 2]
    assert cache.held_bytes <= 3 * 4096


def test_a_file_that_breaks_meanwhile_leaves_the_map(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    base = opened(files.folder(tmp_path / "broken"))
    for file in (tmp_path / "broken").rglob("*.png"):
        file.write_bytes(b"nothing of the kind")
    picture = render(STAGE, VIEW, PAPER, base=Underlay(base)).pixels
    assert np.array_equal(picture, render(STAGE, VIEW, PAPER).pixels)
    assert len(caplog.records) == 1


def test_the_widget_reads_in_the_render_thread_alone(qtbot: QtBot, tmp_path: Path) -> None:
    base, threads = opened(files.mbtiles(tmp_path / "a.mbtiles", attribution='<a href="x">&copy; nobody</a>')), set()
    seen = base.tiles

    def tiles(view: View) -> object:
        threads.add(current_thread().name)
        return seen(view)

    base.tiles = tiles  # type: ignore[method-assign]
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.set_attribution("the estate's own")
    canvas.set_view(canvas.view.but(px_per_m=1.0))
    canvas.show()
    with qtbot.waitSignal(canvas.rendered):
        canvas.set_base(Underlay(base))
    qtbot.waitUntil(canvas.sharp)
    image = canvas.grab_picture()
    assert len({image.pixel(x, 150) for x in range(400)}) > 10
    assert canvas._composer.attribution == "© nobody · the estate's own"
    assert threads == {"map-render"}
    with qtbot.waitSignal(canvas.rendered):
        canvas.set_base(None)
    assert canvas._composer.attribution == "the estate's own"
    canvas.close_pictures()


CALLS: list[str] = []
HOOKED = []


def _hear(event: str, _: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        CALLS.append(event)


def _sockets() -> int:
    """How many this process holds open, those of compiled code too."""
    links = list(Path("/proc/self/fd").iterdir())
    return sum(os.path.lexists(link) and str(link.readlink()).startswith("socket") for link in links)


@pytest.mark.parametrize("make", [files.mbtiles, files.pmtiles, files.folder, files.geotiff], ids=lambda m: m.__name__)
def test_no_socket_is_opened(tmp_path: Path, make: Callable[[Path], object]) -> None:
    if not HOOKED:
        sys.addaudithook(_hear)  # for the rest of the run: a hook cannot be taken back
        HOOKED.append(True)
    make(tmp_path / "base")
    CALLS.clear()
    before = _sockets()
    base = opened(tmp_path / "base")
    render(STAGE, VIEW.but(px_per_m=1.0), PAPER, base=Underlay(base))
    assert [CALLS, _sockets()] == [[], before]

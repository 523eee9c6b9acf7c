"""The static picture: it has something on it, obeys its switches, can be cancelled, and is what the view says."""

import numpy as np
import pytest

from map.order import painters_order
from map.palette import PALETTES
from map.render import CancelledError, Quality, render, with_margin
from map.scene import Scene
from map.stage import Stage
from map.view import View
from tests.test_map_estate import estate

NIGHT, PAPER = PALETTES["night"], PALETTES["paper"]
VIEW = View(width=480, height=320, bearing_deg=20, tilt_deg=42).fit((-450, -330, 450, 330), 5)
CLOSE = VIEW.but(east=-330.0, north=-210.0, px_per_m=5.0)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(estate())


def colours(pixels: np.ndarray) -> int:
    return len(np.unique(pixels[..., :3].reshape(-1, 3), axis=0))


def test_there_is_something_to_see(stage: Stage) -> None:
    picture = render(stage, VIEW, NIGHT)
    assert picture.pixels.shape == (320, 480, 4)
    assert colours(picture.pixels) > 500
    assert (picture.image.width(), picture.image.height()) == (480, 320)


def test_the_density_of_the_screen_is_obeyed(stage: Stage) -> None:
    picture = render(stage, with_margin(VIEW.but(dpr=1.5), 10), NIGHT)
    assert picture.pixels.shape == (510, 750, 4)
    assert picture.image.devicePixelRatio() == 1.5


def test_a_margin_shows_the_same_middle(stage: Stage) -> None:
    plain, wide = render(stage, VIEW, NIGHT), render(stage, with_margin(VIEW, 16), NIGHT)
    assert np.abs(plain.pixels.astype(int) - wide.pixels[16:-16, 16:-16]).mean() < 0.5


def test_windows_carry_their_colours(stage: Stage) -> None:
    amber = np.array(NIGHT.amber[2::-1])
    near = np.abs(render(stage, CLOSE, NIGHT).pixels[..., :3].astype(int) - amber).max(axis=-1) < 12
    dark = np.abs(render(stage, CLOSE, NIGHT, hidden=frozenset({"windows"})).pixels[..., :3] - amber).max(axis=-1) < 12
    assert near.sum() > 20
    assert dark.sum() == 0


def test_paper_is_light_and_night_is_dark(stage: Stage) -> None:
    assert render(stage, VIEW, PAPER).pixels[..., :3].mean() > 200
    assert render(stage, VIEW, NIGHT).pixels[..., :3].mean() < 60


def test_calm_is_nearly_without_colour(stage: Stage) -> None:
    rgb = render(stage, VIEW.but(width=960, height=640, px_per_m=VIEW.px_per_m * 2), NIGHT).pixels[..., :3].astype(int)
    vivid = (rgb.max(axis=-1) > 120) & (rgb.max(axis=-1) - rgb.min(axis=-1) > 110)
    assert vivid.mean() < 0.03


def test_blocks_can_be_left_out(stage: Stage) -> None:
    view = CLOSE.but(px_per_m=3.0)
    gone = frozenset(stage.scene.blocks.keys)
    without, hidden = render(stage, view, NIGHT, without=gone), render(stage, view, NIGHT, hidden=frozenset({"blocks"}))
    assert np.array_equal(without.pixels, hidden.pixels)
    assert not np.array_equal(without.pixels, render(stage, view, NIGHT).pixels)


def test_a_coarse_picture_has_the_same_shapes(stage: Stage) -> None:
    fine, coarse = render(stage, VIEW, NIGHT), render(stage, VIEW, NIGHT, quality=Quality.COARSE)
    assert np.abs(fine.pixels.astype(int) - coarse.pixels).mean() < 8


def test_a_cancelled_picture_stops_early(stage: Stage) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(CancelledError):
        render(stage, VIEW, NIGHT, cancelled=cancelled)
    assert asked == 4


def test_nothing_is_drawn_of_nothing() -> None:
    assert colours(render(Stage(Scene()), VIEW, NIGHT).pixels) == 1


@pytest.mark.parametrize("bearing", [0.0, 33.0, 120.0, 251.0])
def test_the_painter_comes_from_behind(stage: Stage, bearing: float) -> None:
    view = VIEW.but(bearing_deg=bearing)
    rows = np.arange(len(stage.base))
    order = painters_order(stage.boxes, stage.base, stage.top, rows, view)
    assert sorted(order.tolist()) == rows.tolist()
    place = np.argsort(order)
    corners = stage.boxes.corners()
    depth, across = view.depth(corners), view.but(bearing_deg=bearing + 90).depth(corners)
    for i in rows:
        hides = (across.min(1) < across[i].max()) & (across.max(1) > across[i].min()) & (depth.min(1) > depth[i].max())
        assert (place[hides] < place[i]).all()


def test_what_stands_on_another_is_painted_later() -> None:
    from map.ragged import Ragged
    from map.scene import Blocks
    from tests.test_map_estate import rect

    blocks = Blocks(
        Ragged.of([rect(0, -8, 10, 10), rect(0, 0, 60, 40)]),
        np.array([9.0, 0.0]),
        np.array([40.0, 9.0]),
        np.array([10, 3], np.int32),
        np.zeros((2, 4), np.uint8),
        ["tower", "podium"],
        ["", ""],
    )
    stage = Stage(Scene(blocks=blocks))
    order = painters_order(stage.boxes, stage.base, stage.top, np.arange(2), VIEW.but(bearing_deg=180))
    assert order.tolist() == [1, 0]

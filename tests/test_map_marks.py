"""Outlines that are grounded: part of the static picture, once, under the buildings, and gone with their layer."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from map import compose
from map.canvas import MapCanvas
from map.draw_marks import Mark
from map.frame import LocalFrame
from map.palette import PALETTES
from map.ragged import Ragged
from map.render import render
from map.scene import Blocks, Scene
from map.shapes import Outlines, Shape
from map.stage import Stage
from map.view import View

NIGHT = PALETTES["night"]
VIEW = View(width=400, height=300, px_per_m=1.0)
RED = np.array([[255, 0, 0, 255]], dtype=np.uint8)
SQUARE = np.array([(-100.0, -100), (100, -100), (100, 100), (-100, 100)])


def house() -> Scene:
    ring = np.array([(90.0, -20), (110, -20), (110, 20), (90, 20)])
    one = np.ones(1)
    return Scene(
        blocks=Blocks(
            footprints=Ragged.of([ring], closed=True), base=0 * one, height=9 * one,
            levels=np.array([3], dtype=np.int32), tint=np.zeros((1, 4), dtype=np.uint8), keys=("b",), labels=("",),
        )
    )  # fmt: skip


def square(**more: object) -> Outlines:
    return Outlines(Ragged.of([SQUARE], closed=True), RED, **{"fill": 0.0, "width_px": 2.0, "grounded": True} | more)  # type: ignore[arg-type]


def redness(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Above that of the ground."""
    red = pixels[..., 2].astype(int) - pixels[..., 0]
    return red - (NIGHT.ground[0] - NIGHT.ground[2])


def drawn(scene: Scene, *marks: Mark, view: View = VIEW) -> NDArray[np.int64]:
    return redness(render(Stage(scene), view, NIGHT, marks=marks).pixels)


def test_the_edge_lies_where_it_is_and_under_the_house() -> None:
    found = drawn(house(), Mark(square(), 1.0))
    assert found[148:153, 98:102].max() > 150, "the western edge"
    assert found[200:204, 297:304].max() > 150, "the eastern one beside the house"
    assert found[140:160, 295:305].max() < 40, "which stands on it"
    assert abs(found[150, 200]) < 40 and abs(found[20, 20]) < 40, "neither inside nor beside"


def test_it_is_as_strong_as_its_layer() -> None:
    whole, half = (drawn(Scene(), Mark(square(), share))[:, 98:102].max() for share in (1.0, 0.5))
    assert half == pytest.approx(whole / 2, abs=12)


def test_a_wide_line_is_drawn_at_any_density() -> None:
    for dpr in (0.5, 1.0, 1.5, 2.0):
        found = drawn(Scene(), Mark(square(width_px=3.0), 1.0), view=VIEW.but(dpr=dpr))
        across = (found[round(150 * dpr), : round(200 * dpr)] / 255).sum()
        assert across == pytest.approx(3.0 * dpr, abs=0.8)


def test_dashes_leave_gaps_of_their_length() -> None:
    edge = drawn(Scene(), Mark(square(dashed=True), 1.0))[60:240, 98:102].max(axis=1) > 100
    assert edge.mean() == pytest.approx(7.5 / 13.5, abs=0.12)
    turns = np.count_nonzero(np.diff(edge.astype(int)))
    assert 22 <= turns <= 30, "180 pixels of dashes of 7.5 and gaps of 6"


def test_the_fill_is_faint_and_even_over_the_bands() -> None:
    faint = Outlines(Ragged.of([SQUARE], closed=True), RED, fill=0.2, width_px=0.5, grounded=True)
    inside, outside = drawn(Scene(), Mark(faint, 1.0))[60:240, 110:290], drawn(Scene())[60:240, 110:290]
    assert np.ptp(inside - outside) <= 2 and (inside - outside).mean() == pytest.approx(0.2 * 255, abs=12)


def test_what_is_for_a_larger_zoom_waits() -> None:
    assert drawn(Scene(), Mark(square(from_px_per_m=1.5), 1.0)).max() < 40
    assert drawn(Scene(), Mark(square(from_px_per_m=0.5), 1.0)).max() > 150


def test_only_flat_and_plain_outlines_lie_on_the_ground() -> None:
    for more in ({"hatched": True}, {"heights": np.ones(1)}):
        with pytest.raises(ValueError, match="grounded"):
            square(**more)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_scene(house(), LocalFrame(120.0, 33.0))
    made.show()
    yield made
    made.close_pictures()


def shown(canvas: MapCanvas) -> NDArray[np.int64]:
    image = canvas.grab().toImage().convertToFormat(image_format())
    data = np.frombuffer(image.constBits(), dtype=np.uint8)
    return redness(data.reshape(image.height(), image.width(), 4))


def image_format() -> object:
    from PySide6.QtGui import QImage

    return QImage.Format.Format_RGB32


def test_it_is_there_at_once_and_painted_no_more_once_the_picture_has_it(
    qtbot: QtBot, canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Shape] = []
    true = compose.paint_outlines
    monkeypatch.setattr(compose, "paint_outlines", lambda b, s: (painted.append(s), true(b, s)))
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    shape = square(width_px=3.0)
    canvas.set_shapes("grids", [shape])
    assert shown(canvas).max() > 150 and painted, "not yet in the picture, so painted over it"
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    painted.clear()
    assert shown(canvas).max() > 150 and not painted
    canvas.set_layer_opacity("grids", 0.3)
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    assert 40 < shown(canvas).max() < 150 and not painted
    canvas.set_layer_visible("grids", False)
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    assert shown(canvas).max() < 40

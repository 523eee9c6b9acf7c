"""What is kept between paints gives the picture that drawing anew gives."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from map import kept
from map.canvas import MapCanvas
from map.frame import LocalFrame
from map.palette import PALETTES
from map.ragged import Ragged
from map.scene import Scene
from map.shapes import Dots, Opened, Outlines, Ribbons, Wedges
from map.sprites import sprite
from map.stage import Stage
from tests.test_map_estate import estate

NIGHT, PAPER = PALETTES["night"], PALETTES["paper"]


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.set_scene(Scene(), LocalFrame(120.1, 33.4))
    canvas.destroyed.connect(canvas.close_pictures)
    return canvas


def camera() -> Wedges:
    one = np.array([120.0])
    rgba = np.array([(160, 120, 250, 200)], np.uint8)
    return Wedges(np.array([(0.0, 0.0)]), one, np.array([70.0]), one, rgba, keys=["cam"])


def difference(a: QImage, b: QImage) -> int:
    """The greatest difference of a colour channel."""
    x, y = (np.array(i.convertToFormat(QImage.Format.Format_RGB32).constBits()).astype(int) for i in (a, b))
    return int(np.abs(x - y).max())


def test_a_field_of_view_after_a_zoom_is_that_of_a_fresh_one(canvas: MapCanvas) -> None:
    canvas.set_shapes("cameras", [camera()])
    canvas.set_view(canvas.view.but(px_per_m=1.0, east=0.0, north=0.0))
    canvas.grab_picture()
    for _ in range(5):
        canvas.set_view(canvas.view.zoomed(1.05, 200, 150))
        moving = canvas.grab_picture()
    still = canvas.grab_picture()
    canvas.set_shapes("cameras", [camera()])
    fresh = canvas.grab_picture()
    assert difference(still, canvas.grab_picture()) <= 2
    assert difference(still, fresh) <= 40  # drawn the first time without a pixmap: its edges lie between pixels
    assert difference(moving, fresh) < 120  # only stretched


def test_chips_take_on_a_new_palette(canvas: MapCanvas) -> None:
    canvas.set_shapes("guards", [Dots(
        np.zeros((1, 2)), np.array([sprite("disc", "green")], np.int16), ["k"], labels=["巡-05"],
        heading=np.array([30.0]),
    )])  # fmt: skip
    night = canvas.grab_picture()
    canvas.set_palette(PAPER)
    paper = canvas.grab_picture()
    canvas.set_palette(NIGHT)
    assert difference(night, canvas.grab_picture()) == 0
    assert difference(night, paper) > 100


def test_a_heading_points_where_it_says(canvas: MapCanvas) -> None:
    canvas.set_view(canvas.view.but(px_per_m=1.0, east=0.0, north=0.0, bearing_deg=0.0, tilt_deg=90.0))
    pictures = []
    for heading in (0.0, 90.0, np.nan):
        canvas.set_shapes(
            "guards",
            [Dots(np.zeros((1, 2)), np.array([sprite("disc", "green")], np.int16), ["k"], heading=np.array([heading]))],
        )
        pictures.append(canvas.grab_picture())
    up, right, none = (i.pixelColor(200, 150 - 12).green() for i in pictures)
    assert up > 150 > right == none
    assert pictures[1].pixelColor(212, 150).green() > 150


def _field() -> list[object]:
    """A ring wider than the window, and a trail: what is kept as a picture while the map is dragged."""
    ring = Ragged(np.array([(-500.0, -400.0), (500.0, -380.0), (450.0, 380.0), (-480.0, 400.0)]), np.array([0, 4]))
    trail = Ragged(np.array([(0.0, 0.0), (60.0, 20.0), (90.0, 80.0)]), np.array([0, 3]))
    green = np.array([(40, 220, 140, 200)], np.uint8)
    return [Outlines(ring, green, width_px=2.0, fill=0.3), Ribbons(trail, green, fade=True)]


@pytest.mark.parametrize("steps", [3, 40])
def test_what_is_dragged_looks_as_if_painted_there(canvas: MapCanvas, steps: int) -> None:
    canvas.set_shapes("zones", _field())
    canvas.set_view(canvas.view.but(px_per_m=1.0, east=0.0, north=0.0, tilt_deg=50.0))
    canvas.grab_picture()
    canvas.grab_picture()
    for _ in range(steps):
        canvas.set_view(canvas.view.panned(7, -4))
        dragged = canvas.grab_picture()
    still = canvas.grab_picture()
    canvas.set_shapes("zones", [])
    canvas.set_shapes("zones", _field())
    canvas.grab_picture()
    fresh = canvas.grab_picture()
    x, y = (np.array(i.convertToFormat(QImage.Format.Format_RGB32).constBits()).astype(int) for i in (dragged, fresh))
    assert float((np.abs(x - y) > 40).mean()) < 0.004, "edges may lie half a pixel off"
    assert difference(still, canvas.grab_picture()) == 0


def test_a_plate_that_a_pan_has_fitted_into_the_window_is_drawn_where_it_is(canvas: MapCanvas, qtbot: QtBot) -> None:
    scene = estate()
    row = int(np.flatnonzero(np.asarray(scene.blocks.levels) >= 18)[0])
    east, north = Stage(scene).boxes.middles()[row]
    canvas.resize(1100, 700)
    canvas.set_scene(scene, LocalFrame(120.1, 33.4))
    view = canvas.view.but(east=float(east), north=float(north), px_per_m=3.0, bearing_deg=20, tilt_deg=50)
    canvas.set_view(view.panned(0, -0.25 * 700))
    canvas.set_shapes("x", [Opened(scene.blocks.keys[row], 9, NIGHT.red, title="T")])
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=10_000)
    canvas.grab_picture()
    ((_, shape, before),) = canvas.opened_plans()
    canvas.set_view(canvas.view.panned(0, -0.11 * 700))
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=10_000)
    canvas.grab_picture()
    stood = canvas.grab_picture()
    ((_, _, after),) = canvas.opened_plans()
    assert np.abs((after.plate - after.cut) - (before.plate - before.cut)).max() > 10, "fitted into the window anew"
    kept._KEPT.pop(shape)
    assert difference(stood, canvas.grab_picture()) <= 2

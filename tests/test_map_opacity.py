"""How strongly a layer shows: mixed into what lies below, labels and kept pictures too, and at 0 gone for a click."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from map.canvas import MapCanvas
from map.palette import PALETTES
from map.ragged import Ragged
from map.shapes import Dots, Outlines, Ribbons, Shape
from map.sprites import sprite

GREEN = np.array([PALETTES["night"].green], dtype=np.uint8)
WAY = Ragged.of([np.array([(-200.0, -120.0), (200.0, 120.0)])])
FIELD = Ragged.of([np.array([(-150.0, -100.0), (150.0, -100.0), (150.0, 100.0), (-150.0, 100.0)])], closed=True)
PRIORITY = np.array([5], dtype=np.int32)


def dot() -> Dots:
    kind = np.full(1, sprite("disc", "green"), np.int16)
    return Dots(np.array([[0.0, 0.0]]), kind, ["k"], labels=["巡-01"], priority=PRIORITY, size=2.0)


def seen(canvas: MapCanvas) -> np.ndarray:
    """(h, w, 3) of a paint at rest."""
    canvas.grab_picture()
    image = canvas.grab_picture().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(Ribbons(WAY, GREEN, width_px=9.0), id="ribbon"),
        pytest.param(Outlines(FIELD, GREEN, fill=0.6, width_px=4.0), id="outline"),
        pytest.param(dot(), id="dot"),
    ],
)
def test_half_lies_between_nothing_and_all_and_all_comes_back_exactly(canvas: MapCanvas, shape: Shape) -> None:
    bare = seen(canvas)
    canvas.set_shapes("one", [shape])
    full = seen(canvas)
    canvas.set_layer_opacity("one", 0.5)
    half = seen(canvas)
    canvas.set_layer_opacity("one", 0.0)
    assert np.array_equal(seen(canvas), bare)
    canvas.set_layer_opacity("one", 1.0)
    assert np.array_equal(seen(canvas), full)
    inked = np.abs(full - bare).sum(axis=2) > 90
    inked &= np.abs(full - bare).max(axis=2) > 0
    assert inked.sum() > 40
    strength = np.abs(half - bare).sum(axis=2)[inked] / np.abs(full - bare).sum(axis=2)[inked]
    assert np.median(strength) == pytest.approx(0.5, abs=0.06)


def test_what_does_not_show_is_not_there_for_a_click(canvas: MapCanvas) -> None:
    canvas.set_layer_opacity("one", 0.0)  # of a layer to come
    canvas.set_shapes("one", [dot()])
    canvas.grab_picture()
    at = QPointF(*canvas.view.project([(0.0, 0.0)])[0])
    assert canvas.pick(at) != ("one", "k")
    canvas.set_layer_opacity("one", 0.1)
    canvas.grab_picture()
    assert canvas.pick(at) == ("one", "k")


def test_it_outlives_new_shapes_and_is_held_within_its_limits(canvas: MapCanvas) -> None:
    canvas.set_shapes("one", [dot()])
    full = seen(canvas)
    canvas.set_layer_opacity("one", 0.3)
    faint = seen(canvas)
    canvas.set_shapes("one", None)
    canvas.set_shapes("one", [dot()])
    assert np.array_equal(seen(canvas), faint)
    canvas.set_layer_opacity("one", 7.0)
    assert np.array_equal(seen(canvas), full)


def test_other_layers_keep_their_light(canvas: MapCanvas) -> None:
    canvas.set_shapes("two", [dot()])
    full = seen(canvas)
    canvas.set_shapes("one", [Outlines(FIELD, GREEN, fill=0.0, width_px=2.0)])
    canvas.set_layer_order(["one", "two"])
    canvas.set_layer_opacity("one", 0.0)
    assert np.array_equal(seen(canvas), full)

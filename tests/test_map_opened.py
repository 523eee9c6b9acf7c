"""The floor that is out: clear of its own tower, inside the window, a lit gap where it was; outlines on roofs."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from map.canvas import MapCanvas
from map.opened import OpenedPlan, plan_of
from map.palette import PALETTES
from map.ragged import Ragged
from map.shapes import Opened, Outlines
from map.stage import Stage
from map.view import View
from tests.test_map_estate import estate, rect

NIGHT = PALETTES["night"]
STAGE = Stage(estate())
TALL = [int(i) for i in np.flatnonzero(STAGE.scene.blocks.levels >= 18)]


def plan(view: View, row: int, floor: int = 9, side: int | None = None) -> OpenedPlan:
    found = plan_of(Opened(STAGE.scene.blocks.keys[row], floor, NIGHT.red), STAGE, view, 1.0, side)
    assert found is not None
    return found


def view_on(row: int, x: float, y: float, bearing: float, tilt: float, width: int = 1100, height: int = 700) -> View:
    """The block's foot at shares x, y of the window."""
    east, north = STAGE.boxes.middles()[row]
    view = View(east, north, 3.0, bearing, tilt, width, height)
    return view.panned((x - 0.5) * width, (y - 0.5) * height)


@settings(max_examples=60)
@given(
    st.sampled_from(TALL),
    st.floats(0.2, 0.8),
    st.floats(0.45, 0.8),
    st.floats(0, 359),
    st.floats(35, 70),
    st.integers(1, 25),
)
def test_the_plate_is_clear_of_its_own_tower(
    row: int, x: float, y: float, bearing: float, tilt: float, floor: int
) -> None:
    found = plan(view_on(row, x, y, bearing, tilt), row, floor)
    assert shapely.Polygon(found.plate).distance(shapely.Polygon(found.silhouette)) > 12


@settings(max_examples=60)
@given(st.sampled_from(TALL), st.floats(0.1, 0.9), st.floats(0.55, 0.8), st.floats(0, 359))
def test_the_plate_stays_inside_the_window(row: int, x: float, y: float, bearing: float) -> None:
    found = plan(view_on(row, x, y, bearing, 50), row)
    assert found.plate.min() > -1
    assert found.plate[:, 0].max() < 1101
    assert found.plate[:, 1].max() < 701


def test_it_slides_to_the_side_that_has_room() -> None:
    row = TALL[0]
    left, right = plan(view_on(row, 0.08, 0.6, 20, 50), row), plan(view_on(row, 0.92, 0.6, 20, 50), row)
    assert left.plate[:, 0].mean() > left.cut[:, 0].mean()
    assert right.plate[:, 0].mean() < right.cut[:, 0].mean()


def test_it_does_not_jump_to_and_fro_while_the_map_pans() -> None:
    row, side, sides = TALL[0], None, []
    for x in [*np.linspace(0.5, 0.6, 30), *np.linspace(0.6, 0.5, 30)]:
        side = plan(view_on(row, float(x), 0.6, 20, 50), row, side=side).side
        sides.append(side)
    assert len(set(sides)) == 1


def test_the_slab_is_the_buildings_own_floor_and_the_gap_one_storey() -> None:
    row = TALL[0]
    view = view_on(row, 0.5, 0.6, 20, 50)
    found = plan(view, row, 3)
    ring = STAGE.scene.blocks.footprints.part(row)
    assert np.allclose(found.slab, view.project(np.column_stack([ring, np.full(len(ring), 6.0)])))
    assert np.allclose(found.gap[:, 3, 1] - found.gap[:, 0, 1], 3.0 * view.px_per_m * view.rise)
    assert len(plan(view.but(tilt_deg=90.0), row, 3).gap) == 0


def _redder(image: QImage, view: View, xyz: tuple[float, float, float]) -> bool:
    x, y = (round(c) for c in view.project([xyz])[0])
    near = [image.pixelColor(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return any(c.red() > 200 and c.green() < 120 for c in near)


def test_outlines_are_raised_to_their_heights(canvas: MapCanvas) -> None:
    rings = Ragged.of([rect(0, 0, 120, 60)], closed=True)
    red = np.array([(255, 60, 60, 255)], np.uint8)
    canvas.set_shapes("marks", [Outlines(rings, red, fill=0.0, width_px=3.0, keys=["ring"], heights=np.array([40.0]))])
    canvas.fly_to((0.0, 0.0), 3.0, ms=0)
    image, view = canvas.grab_picture(), canvas.view
    assert _redder(image, view, (-60, 0, 40))
    assert not _redder(image, view, (-60, 0, 0))
    assert canvas.pick(tuple(view.project([(0, -30, 40.0)])[0])) == ("marks", "ring")
    assert canvas.pick(tuple(view.project([(0, -30, 0.0)])[0])) != ("marks", "ring")
    with pytest.raises(ValueError, match=r"Outlines\.heights has 2 rows"):
        Outlines(rings, red, heights=np.zeros(2))


def test_a_raised_outline_whose_foot_is_below_the_window_is_still_drawn(canvas: MapCanvas) -> None:
    rings = Ragged.of([rect(0, 0, 120, 60)], closed=True)
    canvas.set_shapes(
        "marks",
        [Outlines(rings, np.array([(255, 60, 60, 255)], np.uint8), fill=0.0, width_px=3.0, heights=np.array([200.0]))],
    )
    x, y = canvas.view.project([(0, 0, 0.0)])[0]
    canvas.set_view(canvas.view.panned(320 - x, 420 + 60 - y))
    assert _redder(canvas.grab_picture(), canvas.view, (-60, 0, 200))

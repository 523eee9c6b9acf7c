"""Where the map flies to for a spot: all that belongs to it in sight, no nearer than it fits, little empty ground."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from map.framing import LEAST_PX_PER_M, Subject, framed, in_sight
from map.opened import plan_of, reach
from map.ragged import Ragged
from map.rects import touching
from map.scene import Areas, Blocks, Scene
from map.shapes import Opened
from map.stage import Stage
from map.view import View

VIEW = View(bearing_deg=18.0, tilt_deg=44.0, width=756, height=704)
ROOM = (28.0, 28.0, 728.0, 628.0)
MOST = 3.2
HALF = 400.0


def square(east: float, north: float, half: float) -> list[tuple[float, float]]:
    return [(east + a * half, north + b * half) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def estate() -> Stage:
    """A walled square of 800 m with a tower of twelve floors every 100 m."""
    at = [(float(e), float(n)) for e in range(-350, 351, 100) for n in range(-350, 351, 100)]
    count = len(at)
    blocks = Blocks(
        Ragged.of([square(e, n, 10.0) for e, n in at]),
        np.zeros(count),
        np.full(count, 36.0),
        np.full(count, 12, dtype=np.int32),
        np.zeros((count, 4), dtype=np.uint8),
        [f"b{e:.0f}:{n:.0f}" for e, n in at],
        [""] * count,
    )
    areas = Areas(Ragged.of([square(0, 0, HALF)], closed=True), ["community"], ["c"], [""])
    return Stage(Scene(areas=areas, blocks=blocks))


STAGE = estate()


def subject(east: float, north: float, ways: list[tuple[float, float]] | None = None) -> Subject:
    return Subject(np.array([east, north]), f"b{east:.0f}:{north:.0f}", 9, np.array(ways or []).reshape(-1, 2))


def empty(view: View) -> float:
    corners = [(0, 0), (view.width, 0), (view.width, view.height), (0, view.height)]
    window = shapely.Polygon(view.unproject(corners))
    return float(1 - shapely.area(shapely.intersection(window, shapely.box(-HALF, -HALF, HALF, HALF))) / window.area)


def test_in_the_midst_of_the_estate_the_spot_stands_in_the_middle_and_near() -> None:
    found = framed(VIEW, STAGE, subject(50, 50), ROOM, MOST)
    core = reach("b50:50", 9, STAGE, found)
    middle = (core.min(axis=0) + core.max(axis=0)) / 2
    assert found.px_per_m == MOST and found.same_angles(VIEW) and empty(found) < 1e-6
    assert np.allclose(middle, [378, 328], atol=12.0)


@pytest.mark.parametrize(("east", "north"), [(-350, -350), (350, -350), (-350, 350), (350, 350), (50, -350), (350, 50)])
@pytest.mark.parametrize("tilt", [44.0, 90.0])
def test_at_the_rim_the_estate_fills_the_window_and_the_spot_stays_in_sight(
    east: float, north: float, tilt: float
) -> None:
    centred = VIEW.but(east=east, north=north, px_per_m=MOST, tilt_deg=tilt)
    found = framed(VIEW.but(tilt_deg=tilt), STAGE, subject(east, north), ROOM, MOST)
    assert in_sight(found, STAGE, subject(east, north), ROOM) and found.px_per_m == MOST
    assert empty(found) < empty(centred) - 0.1 and empty(found) < 0.35


def test_ways_are_in_sight_from_as_near_as_they_fit() -> None:
    told = subject(50, 50, [(50, 50), (50, -250), (-50, -250)])
    found = framed(VIEW, STAGE, told, ROOM, MOST)
    assert LEAST_PX_PER_M < found.px_per_m < MOST and in_sight(found, STAGE, told, ROOM)
    assert not in_sight(framed(VIEW, STAGE, subject(50, 50), ROOM, MOST), STAGE, told, ROOM)


def test_one_corner_of_a_way_outside_the_estate_counts_more_than_empty_ground() -> None:
    inside = [(350.0, 50.0 - 2 * n) for n in range(60)]
    told = subject(350, 50, [*inside, (415.0, 50.0)])
    found = framed(VIEW, STAGE, told, ROOM, MOST)
    assert in_sight(found, STAGE, told, ROOM) and found.px_per_m > 2.0


def test_a_way_too_long_for_the_window_gives_way_to_the_spot() -> None:
    told = subject(350, 350, [(350, 350), (-2000, -2000)])
    found = framed(VIEW, STAGE, told, ROOM, MOST)
    assert found.px_per_m == LEAST_PX_PER_M and not in_sight(found, STAGE, told, ROOM)
    assert in_sight(found, STAGE, subject(350, 350), ROOM)


def test_a_spot_without_a_block_and_land_without_communities_will_do() -> None:
    outdoors = Subject(np.array([390.0, 0.0]), "", 0, np.zeros((0, 2)))
    assert in_sight(framed(VIEW, STAGE, outdoors, ROOM, MOST), STAGE, outdoors, ROOM)
    for stage in (Stage(Scene(blocks=STAGE.scene.blocks)), Stage(Scene())):
        assert in_sight(framed(VIEW, stage, outdoors, ROOM, MOST), stage, outdoors, ROOM)


def test_land_is_where_communities_and_waters_are_else_among_the_blocks() -> None:
    spots = np.array([[(0.0, 0.0), (399.0, -399.0)], [(401.0, 0.0), (5000.0, -401.0)]])
    assert STAGE.land.holds(spots).tolist() == [[True, True], [False, False]]
    among = Stage(Scene(blocks=STAGE.scene.blocks)).land
    assert among.holds(spots).tolist() == [[True, False], [False, False]]
    assert not Stage(Scene()).land.holds(spots).any()


def test_what_is_kept_in_sight_is_what_will_be_opened() -> None:
    view = VIEW.but(east=50, north=50, px_per_m=MOST)
    shape = Opened(block="b50:50", floor=9, colour=(255, 0, 0, 255))
    plan = plan_of(shape, STAGE, view)
    assert plan is not None
    assert np.allclose(reach("b50:50", 9, STAGE, view), np.concatenate([plan.silhouette, plan.plate]))
    assert np.allclose(reach("b50:50", 0, STAGE, view), plan.silhouette) and not len(reach("none", 1, STAGE, view))


@pytest.mark.parametrize(("east", "north"), [(350, -350), (350, 50), (-350, -350), (50, 50)])
def test_the_spot_does_not_come_under_what_lies_over_the_map(east: float, north: float) -> None:
    covers = np.array([(516.0, 464.0, 756.0, 704.0), (0.0, 500.0, 200.0, 704.0)])
    found = framed(VIEW, STAGE, subject(east, north), ROOM, MOST, covers=covers)
    core = reach(f"b{east:.0f}:{north:.0f}", 9, STAGE, found)
    box = np.concatenate([core.min(axis=0), core.max(axis=0)])
    assert in_sight(found, STAGE, subject(east, north), ROOM)
    assert not touching(box[None], covers).any()

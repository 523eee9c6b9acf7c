"""What you click is what was drawn: the picked block is compared with the colour of the pixel."""

import colorsys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from map.draw_panes import pane_corners
from map.palette import PALETTES
from map.pick import pick_area, pick_block, pick_window
from map.render import render
from map.scene import Scene, Windows
from map.stage import Stage
from map.view import View
from tests.test_map_estate import estate

NIGHT = PALETTES["night"]


@pytest.fixture(scope="module")
def coloured() -> Stage:
    """Every block in a hue of its own and nothing else to see."""
    scene = estate()
    n = len(scene.blocks)
    hues = [colorsys.hsv_to_rgb((i * 0.61803) % 1.0, 1.0 if i % 2 else 0.55, 1.0) for i in range(n)]
    tint = np.array([(*(round(255 * c) for c in rgb), 255) for rgb in hues], dtype=np.uint8)
    blocks = replace(scene.blocks, tint=tint, windows=Windows.none(), levels=np.ones(n, dtype=np.int32))
    return Stage(Scene(blocks=blocks))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_picked_block_has_the_colour_of_the_pixel(coloured: Stage, data: st.DataObject) -> None:
    view = View(
        east=data.draw(st.floats(-300, 300)),
        north=data.draw(st.floats(-200, 200)),
        px_per_m=data.draw(st.floats(0.8, 7.0)),
        bearing_deg=data.draw(st.floats(0, 359)),
        tilt_deg=data.draw(st.sampled_from([28.0, 44.0, 70.0, 90.0])),
        width=320,
        height=240,
        dpr=data.draw(st.sampled_from([1.0, 1.5, 2.0])),
    )
    pixels = render(coloured, view, NIGHT).pixels
    rng = np.random.default_rng(data.draw(st.integers(0, 2**16)))
    _compare(coloured, view, pixels, rng.uniform((6, 6), (314, 234), (40, 2)))


def test_the_comparison_compares_something(coloured: Stage) -> None:
    view = View(east=-330, north=-210, px_per_m=4.0, bearing_deg=20, tilt_deg=40, width=320, height=240)
    points = np.random.default_rng(1).uniform((6, 6), (314, 234), (300, 2))
    assert _compare(coloured, view, render(coloured, view, NIGHT).pixels, points) > 30


def _compare(stage: Stage, view: View, pixels: np.ndarray, points: np.ndarray) -> int:
    checked = 0
    for x, y in points:
        expected = _block_of(stage, pixels, round(x * view.dpr - 0.5), round(y * view.dpr - 0.5))
        if expected is not None:
            checked += 1
            assert pick_block(stage, view, x, y) == expected
    return checked


def _block_of(stage: Stage, pixels: np.ndarray, i: int, j: int) -> int | None:
    """Row of the block whose hue fills the neighbourhood of a pixel; -1 ground; None: an edge is near, no judgement."""
    part = pixels[j - 3 : j + 4, i - 3 : i + 4, 2::-1].reshape(-1, 3).astype(float)
    light = part.max(axis=1)
    tint = stage.scene.blocks.tint[:, :3].astype(float)
    shape = part / np.maximum(light[:, None], 1)
    away = np.abs(shape[:, None] - tint[None] / 255).max(axis=2)
    found = np.where(away.min(axis=1) < 0.035, away.argmin(axis=1), -1)
    if len(set(found.tolist())) > 1 or found[0] == -1:
        return None
    return int(found[0])


def test_bare_ground_is_no_block(coloured: Stage) -> None:
    view = View(east=110.0, north=0.0, px_per_m=2.0, width=200, height=150, tilt_deg=60.0)
    assert pick_block(coloured, view, 100, 75) is None


def test_every_visible_pane_can_be_clicked() -> None:
    stage = Stage(estate())
    view = View(east=-330, north=-210, px_per_m=9.0, bearing_deg=20, tilt_deg=42, width=900, height=700)
    facing = np.flatnonzero(view.depth(stage.normal[stage.panes.edge]) < 0)
    px = pane_corners(stage, view, facing).mean(axis=1)
    inside = np.flatnonzero((px > 0).all(axis=1) & (px < (900, 700)).all(axis=1))
    hits = 0
    for k in inside[::7].tolist():
        row = pick_block(stage, view, *px[k])
        if row == stage.panes.block[facing[k]]:  # not hidden by another block
            hits += 1
            assert pick_window(stage, view, row, *px[k]) == stage.panes.window[facing[k]]
    assert hits > 50


def test_a_block_left_out_is_not_picked(coloured: Stage) -> None:
    view = View(east=-392, north=-285, px_per_m=4.0, width=200, height=150)
    middle = view.project(coloured.boxes.middles()[:1])[0]
    row = pick_block(coloured, view, *middle)
    assert row == 0
    assert pick_block(coloured, view, *middle, without=frozenset({"b0"})) is None


def test_areas_topmost_first() -> None:
    stage = Stage(estate())
    view = View(east=110.0, north=0.0, px_per_m=2.0, width=400, height=300)
    assert pick_area(stage, view, 200, 150) == "pond"
    assert pick_area(stage, view, *view.project([(20, 80)])[0]) == "park"
    assert pick_area(stage, view, *view.project([(-230, 100)])[0]) == "estate"
    assert pick_area(stage, view, *view.project([(-2000, 100)])[0]) is None

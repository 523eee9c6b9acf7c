"""The small view of a whole scene: what of it a window shows, at any turn, tilt and zoom; and its picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from map.overview import (
    LEAST_FRAME,
    PADDING,
    Asked,
    SmallPicture,
    all_seen,
    area_of,
    corners,
    frame_of,
    holds,
    small_view,
    window_corners,
)
from map.palette import PALETTES
from map.render import Quality, render
from map.scene import Scene
from map.stage import Stage
from map.view import View
from map.worker import Request
from tests.test_map_estate import estate

SCENE = estate()
VIEWS = st.builds(
    View,
    east=st.floats(-600, 600),
    north=st.floats(-600, 600),
    px_per_m=st.floats(0.05, 20.0),
    bearing_deg=st.floats(0, 359),
    tilt_deg=st.floats(25, 90),
    width=st.integers(320, 3840),
    height=st.integers(200, 2160),
)


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("width", [190, 280])
def test_the_whole_scene_lies_within_the_small_view(flat: bool, width: int) -> None:
    small = small_view(SCENE, width, 1.0, flat=flat)
    bounds = area_of(SCENE)
    assert bounds is not None and small.width == width and small.flat is flat
    px = small.project(corners(bounds))
    assert np.all(px >= PADDING - 1e-6) and np.all(px <= np.array([small.width, small.height]) - PADDING + 1e-6)


@given(VIEWS, st.booleans(), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_frame_holds_what_the_window_shows_and_nothing_else(view: View, flat: bool, u: float, v: float) -> None:
    small = small_view(SCENE, 240, 1.0, flat=flat)
    frame = frame_of(view, small)
    ground = view.unproject([u * view.width, v * view.height])
    assert holds(frame, *small.project(ground))
    outside = view.unproject([(1.2 + u) * view.width, v * view.height])
    true = small.project(view.unproject(window_corners(view)))
    if np.ptp(true, axis=0).max() >= LEAST_FRAME:
        assert frame == pytest.approx(true, abs=1e-6)
        assert not holds(frame, *small.project(outside))


@given(VIEWS)
def test_a_frame_is_never_too_small_to_be_found(view: View) -> None:
    frame = frame_of(view, small_view(SCENE, 240, 1.0, flat=False))
    assert np.ptp(frame, axis=0).max() >= LEAST_FRAME - 1e-6


@given(VIEWS)
def test_home_shows_everything_and_a_corner_off_the_window_is_noticed(view: View) -> None:
    bounds = area_of(SCENE)
    assert bounds is not None
    home = view.fit(bounds, 40.0)
    assert all_seen(home, bounds)
    assert not all_seen(home.panned(home.width * 1.5, 0.0), bounds)


def test_its_picture_is_drawn_once_for_the_same_and_anew_for_another_look(qtbot: QtBot) -> None:
    small = SmallPicture()
    view, stage = small_view(SCENE, 240, 2.0, flat=False), Stage(SCENE)
    with qtbot.waitSignal(small.arrived, timeout=5000):
        small.ask(Asked(stage, PALETTES["night"], view))
    assert small.pixmap.width() == 480 and small.pixmap.devicePixelRatio() == 2.0
    first = small.pixmap.cacheKey()
    dark = small.pixmap.toImage().pixelColor(2, 2).lightness()
    small.ask(Asked(stage, PALETTES["night"], small_view(SCENE, 240, 2.0, flat=False)))
    assert small.pixmap.cacheKey() == first
    with qtbot.waitSignal(small.arrived, timeout=5000):
        small.ask(Asked(stage, PALETTES["paper"], view))
    assert small.pixmap.toImage().pixelColor(2, 2).lightness() > dark + 60
    small.stop()


def test_a_picture_that_was_asked_for_before_the_look_changed_is_not_shown(qtbot: QtBot) -> None:
    small, view, stage = SmallPicture(), small_view(SCENE, 240, 1.0, flat=False), Stage(SCENE)
    with qtbot.waitSignal(small.arrived, timeout=5000):
        small.ask(Asked(stage, PALETTES["night"], view))
    late = Request(SCENE, view, PALETTES["night"], Quality.FINE)
    drawn = render(stage, view, PALETTES["night"])
    small.ask(Asked(stage, PALETTES["paper"], view))
    assert small.pixmap.isNull()
    small._take(drawn, late)
    assert small.pixmap.isNull(), "night on paper"
    small.stop()


def test_an_empty_scene_has_a_view_too() -> None:
    assert small_view(Scene(), 240, 1.0, flat=True).width == 240

"""A crowd on the map: clusters far away, density between, dots near; what is clicked is what was drawn."""

from __future__ import annotations

import timeit
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from map.alike import alike
from map.canvas import MapCanvas
from map.compose import Composer
from map.crowd_cells import Cell
from map.crowd_mix import CELL_PX
from map.crowd_pick import pick_crowd
from map.crowd_prepare import prepare
from map.frame import LocalFrame
from map.palette import NIGHT, PAPER
from map.pictures import Pictures
from map.scene import Scene
from map.shapes import Crowd, Dots
from map.stack import Stack
from map.view import View

N, HALF_M, KINDS = 100_000, 5_000.0, 4
RGBA = np.array([NIGHT.blue, NIGHT.device, NIGHT.amber, NIGHT.green], dtype=np.uint8)
NAMES = ("rental", "home", "elder", "guard")
VIEW = View(width=640, height=400)
FAR, BETWEEN, NEAR = 0.02, 0.08, 0.6  # logical pixels a metre; the points lie 32 m apart


def field(n: int = N, seed: int = 7) -> Crowd:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(-HALF_M, HALF_M, (n, 2)).astype(np.float32)
    kind = rng.choice(KINDS, n, p=(0.6, 0.3, 0.07, 0.03)).astype(np.int8)
    return Crowd(xy, kind, RGBA, NAMES, keys=[f"dot-{i}" for i in range(n)])


class Window:
    """A composer that paints into memory, and the pictures it has made."""

    def __init__(self, qtbot: QtBot, parent: QObject) -> None:
        self.qtbot, self.stack, self.pictures = qtbot, Stack(), Pictures(parent)
        self.composer = Composer(self.stack, self.pictures)

    def paint(self, view: View) -> np.ndarray:
        """(h, w, 3) BGR."""
        image = QImage(round(view.width * view.dpr), round(view.height * view.dpr), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(view.dpr)
        painter = QPainter(image)
        self.composer.paint(painter, view, NIGHT, 0.0, False)
        painter.end()
        return np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., :3].astype(int)

    def rest(self, view: View) -> np.ndarray:
        """Painted until nothing is lacking."""

        def whole() -> bool:
            self.paint(view)
            return self.composer.crowds.whole and self.composer.crowds.drawn != []

        self.qtbot.waitUntil(whole, timeout=20_000)
        return self.paint(view)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    parent = QObject()
    window = Window(qtbot, parent)
    parent.destroyed.connect(window.pictures.stop)
    window.held = parent  # type: ignore[attr-defined]  # ends with the test
    return window


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return field()


def lit(picture: np.ndarray) -> np.ndarray:
    """Where something lies over the ground."""
    return np.abs(picture[:370] - np.array(NIGHT.ground[2::-1])).max(axis=2) > 24


def test_clusters_far_away_then_density_then_dots(window: Window, crowd: Crowd) -> None:
    window.stack.set("people", [crowd], bright=False)
    far, between, near = (window.rest(VIEW.but(px_per_m=zoom)) for zoom in (FAR, BETWEEN, NEAR))
    window.rest(VIEW.but(px_per_m=FAR))
    marks = window.composer.crowds.drawn[0].marks[0]
    for x, y in marks.centres[:20]:
        assert lit(far)[int(y), int(x) - 30 : int(x) + 30].any(), "a mark"
    assert 0.02 < lit(far).mean() < 0.3, "rings and numbers, ground between them"
    assert lit(between).mean() > 0.97, "colour everywhere"
    assert np.abs(np.diff(between[60:300, 60:580], axis=1)).max() < 40, "and soft"
    assert 0.02 < lit(near).mean() < 0.3, "single dots with ground between them"
    px = VIEW.but(px_per_m=NEAR).project(crowd.xy)
    inside = px[(px[:, 0] > 5) & (px[:, 0] < 635) & (px[:, 1] > 5) & (px[:, 1] < 330)]
    assert len(inside) > 100
    x, y = inside.astype(int).T
    assert lit(near)[y, x].all(), "every one of them is there"


def test_a_swift_zoom_out_bares_no_edge(window: Window, crowd: Crowd) -> None:
    window.stack.set("people", [crowd], bright=False)
    window.rest(VIEW.but(px_per_m=0.3))
    out = lit(window.paint(VIEW.but(px_per_m=0.3 / 2.5)))
    assert not window.composer.crowds.whole, "its own picture is not there yet"
    assert all(part.mean() > 0.3 for part in (out[:40, :80], out[:40, -80:], out[-40:, :80], out[-40:, -80:]))
    assert 0.02 < out[150:250, 280:360].mean() < 0.9, "in the middle the dots, not twice the same"


def test_the_numbers_in_sight_are_all_there_is(window: Window, crowd: Crowd) -> None:
    window.stack.set("people", [crowd], bright=False)
    for zoom in np.geomspace(0.012, 0.03, 9):
        window.rest(VIEW.but(px_per_m=float(zoom)))
        drawn = window.composer.crowds.drawn[0]
        assert len(drawn.marks) == 1, "one level at rest, or all would be counted twice"
        marks = drawn.marks[0]
        inside = 10_000 * zoom < 400
        total = marks.marks.cells.counts[marks.marks.rows[marks.rows]].sum(axis=0)
        expected = np.bincount(crowd.kind, minlength=KINDS)
        assert total.tolist() == expected.tolist() if inside else (total <= expected).all()
        keys = {marks.marks.cells.cell(row) for row in marks.marks.rows[marks.rows].tolist()}
        assert len(keys) == len(marks.rows)


def test_a_pan_changes_no_cluster(window: Window, crowd: Crowd) -> None:
    window.stack.set("people", [crowd], bright=False)
    view = VIEW.but(px_per_m=0.025)
    window.rest(view)

    def clusters() -> dict[Cell, tuple[list[int], tuple[float, float]]]:
        marks = window.composer.crowds.drawn[0].marks[0]
        where = window.composer.crowds.drawn[0].view.unproject(marks.centres)
        rows = marks.marks.rows[marks.rows].tolist()
        cells = marks.marks.cells
        return {cells.cell(r): (cells.counts[r].tolist(), tuple(w)) for r, w in zip(rows, where.tolist(), strict=True)}

    before = clusters()
    for dx in (3.0, 40.0, 111.5):
        window.paint(view.panned(dx, dx / 2))
        after = clusters()
        common = before.keys() & after.keys()
        assert len(common) > len(before) / 2
        for cell in common:
            assert before[cell][0] == after[cell][0]
            assert before[cell][1] == pytest.approx(after[cell][1], abs=1e-6)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_clicked_is_what_was_drawn(window: Window, crowd: Crowd, data: st.DataObject) -> None:
    window.stack.set("people", [crowd], bright=False)
    zoom = data.draw(st.sampled_from([0.014, 0.021, 0.027, 0.4, 1.1]))
    bearing, tilt = data.draw(st.sampled_from([(0, 90), (33, 90), (33, 50)]))
    view = replace(
        VIEW.but(px_per_m=zoom, bearing_deg=bearing, tilt_deg=tilt), dpr=data.draw(st.sampled_from([1.0, 1.5]))
    )
    window.rest(view)
    drawn = window.composer.crowds.drawn
    assert drawn[0].dotted is (zoom > 0.3)
    for marks in drawn[0].marks:
        cells, rows = marks.marks.cells, marks.marks.rows[marks.rows]
        hit = pick_crowd(drawn, *marks.centres[-1])
        assert hit == ("people", cells.cell(int(rows[-1])).key), "the topmost"
        assert crowd.index.counts(Cell.of(hit[1])).tolist() == cells.counts[rows[-1]].tolist()
    if drawn[0].dotted:
        px = view.project(crowd.xy)
        sight = np.flatnonzero((px > 0).all(axis=1) & (px < (640, 380)).all(axis=1))
        for row in sight[:30].tolist():
            hit = pick_crowd(drawn, *px[row])
            assert hit is not None and np.hypot(*(px[int(hit[1][4:])] - px[row])) < 1e-2
        assert pick_crowd(drawn, -400.0, -400.0) is None or px.min() < -300


def test_density_is_not_clickable_nor_a_crowd_without_keys(window: Window, crowd: Crowd) -> None:
    window.stack.set("people", [crowd], bright=False)
    window.rest(VIEW.but(px_per_m=BETWEEN))
    assert pick_crowd(window.composer.crowds.drawn, 320.0, 200.0) is None
    bare = replace(crowd, keys=None)
    window.stack.set("people", [bare], bright=False)
    window.qtbot.waitUntil(
        lambda: window.rest(VIEW.but(px_per_m=NEAR)) is not None and window.composer.crowds.drawn[0].crowd is bare
    )
    x, y = VIEW.but(px_per_m=NEAR).project(crowd.xy[:1] * 0)[0]
    assert pick_crowd(window.composer.crowds.drawn, x, y) is None


def test_the_old_points_stay_on_show_until_the_new_ones_are_ready(window: Window, crowd: Crowd) -> None:
    view, later = VIEW.but(px_per_m=FAR), field(20_000, seed=8)
    window.stack.set("people", [crowd], bright=False)
    window.rest(view)
    window.stack.set("people", [later], bright=False)
    window.paint(view)
    assert window.composer.crowds.drawn[0].crowd is crowd and not window.composer.crowds.whole
    window.rest(view)
    assert window.composer.crowds.drawn[0].crowd is later
    window.stack.set("people", None, bright=False)
    window.paint(view)
    assert window.composer.crowds.drawn == []


def test_points_that_lie_nowhere_are_reported_and_not_asked_for_again(
    window: Window, caplog: pytest.LogCaptureFixture
) -> None:
    window.stack.set("people", [Crowd(np.full((3, 2), np.nan), np.zeros(3, np.int8), RGBA, NAMES)], bright=False)

    def settled() -> bool:
        window.paint(VIEW)
        return window.composer.crowds.whole

    window.qtbot.waitUntil(settled, timeout=10_000)
    assert "the points of layer people could not be drawn" in caplog.text and window.composer.crowds.drawn == []


def test_no_jump_is_seen_where_one_way_of_showing_turns_into_the_next(window: Window, crowd: Crowd) -> None:
    window.stack.set("people", [crowd], bright=False)
    for zoom in (1.0 / 32, 2.0 / 32, 4.0 / 32, 8.0 / 32):  # where the fades begin and end
        below, above = (window.rest(VIEW.but(px_per_m=zoom * k)) for k in (0.998, 1.002))
        assert abs(below[:370].mean() - above[:370].mean()) < 1.5, zoom


def test_marks_of_a_level_do_not_lie_on_one_another(crowd: Crowd) -> None:
    for zoom in (0.015, 0.02, 0.028):
        for marks in prepare(crowd, VIEW.but(px_per_m=zoom), NIGHT).marks.values():
            size = marks.cells.size_m * zoom
            if size < CELL_PX:
                continue
            px = marks.places(zoom) * zoom
            away = np.hypot(*(px[:, None] - px[None]).transpose(2, 0, 1)) + np.eye(len(px)) * 1e9
            assert (away.min(axis=1) > 1.6 * marks.radii).all()
            home = np.floor_divide(marks.places(zoom), marks.cells.size_m)
            assert (home == marks.cells.ij[marks.rows]).all()


@pytest.mark.parametrize("n", [0, 1, 5])
def test_a_handful_of_points_are_dots_at_any_zoom(window: Window, n: int) -> None:
    few = Crowd(
        np.arange(2.0 * n).reshape(-1, 2) * 20, np.zeros(n, np.int8), RGBA, NAMES, keys=[str(i) for i in range(n)]
    )
    window.stack.set("people", [few], bright=False)
    for zoom in (0.01, 1.0):
        picture = lit(window.rest(VIEW.but(px_per_m=zoom)))
        assert picture.any() == bool(n) and not window.composer.crowds.drawn[0].marks
    assert bool(n) is (pick_crowd(window.composer.crowds.drawn, 320.0, 180.0) == ("people", "0"))


def test_another_palette_is_made_ready_anew(crowd: Crowd) -> None:
    ready = prepare(crowd, VIEW.but(px_per_m=FAR), NIGHT)
    assert ready.serves(VIEW.but(px_per_m=FAR), NIGHT, rests=True)
    assert not ready.serves(VIEW.but(px_per_m=FAR), PAPER, rests=True)
    assert not ready.serves(VIEW.but(px_per_m=FAR * 8), NIGHT, rests=True)
    assert not ready.serves(VIEW.but(px_per_m=FAR, east=9e4), NIGHT, rests=True)


def test_the_very_same_points_are_alike_and_others_are_not(crowd: Crowd) -> None:
    assert alike(crowd, replace(crowd))
    assert not alike(crowd, replace(crowd, xy=crowd.xy.copy())) and not alike(crowd, replace(crowd, spacing_m=3.0))
    with pytest.raises(ValueError, match=r"Crowd\.kind"):
        replace(crowd, kind=crowd.kind[1:])


def test_a_click_on_the_map_reports_the_cluster(qtbot: QtBot, crowd: Crowd) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.destroyed.connect(canvas.close_pictures)
    canvas.resize(640, 400)
    canvas.show()
    canvas.set_scene(Scene(), LocalFrame(120.1, 33.4))
    canvas.set_view(VIEW.but(px_per_m=FAR))
    canvas.set_shapes("people", [crowd])
    east, north = crowd.index.cells(12).places[-1]  # the outermost in the upper right
    at = QPoint(round(320 + east * FAR), round(200 - north * FAR))

    def drawn() -> bool:
        canvas.grab_picture()
        return canvas.pick(at.toPointF()) is not None

    qtbot.waitUntil(drawn, timeout=10_000)
    layer, key = canvas.pick(at.toPointF()) or ("", "")
    cells = crowd.index.cells(12)
    assert (layer, key) == ("people", cells.cell(len(cells) - 1).key)
    with qtbot.waitSignal(canvas.clicked) as clicked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args is not None and clicked.args[:2] == ["people", key]
    canvas.set_layer_visible("people", False)
    canvas.grab_picture()
    assert canvas.pick(at.toPointF()) is None


def test_movers_are_sorted_anew_well_within_their_second() -> None:
    rng = np.random.default_rng(5)
    xy, kind = rng.uniform(-2e4, 2e4, (20_000, 2)), np.zeros(20_000, np.int8)
    assert min(timeit.repeat(lambda: Crowd(xy, kind, RGBA[:1], ("a",)).index, number=1, repeat=5)) < 0.05


def test_a_fade_is_baked_into_the_picture_and_kept_up_with(crowd: Crowd) -> None:
    whole = 2.0 / crowd.index.spacing_m  # from there on the picture is as strong as it gets
    half = prepare(crowd, VIEW.but(px_per_m=whole / 2**0.5), NIGHT)
    assert half.strength == pytest.approx(0.5) and half.picture is not None
    assert half.serves(VIEW.but(px_per_m=whole / 2**0.5 * 1.05), NIGHT, rests=False)
    assert not half.serves(VIEW.but(px_per_m=whole / 2**0.5 * 1.12), NIGHT, rests=False)
    strong = prepare(crowd, VIEW.but(px_per_m=whole), NIGHT)
    faint, full = (np.array(one.picture.constBits())[3::4].max() for one in (half, strong) if one.picture is not None)
    assert faint == pytest.approx(full / 2, abs=12)


def test_where_others_tell_of_its_points_a_crowd_is_gone_and_ready_before_it_comes_back(window: Window) -> None:
    crowd = replace(field(2_000), spacing_m=1.0, to_px_per_m=FAR)
    assert not crowd.sorted
    window.stack.set("people", [crowd], bright=False)
    bare = window.paint(VIEW.but(px_per_m=FAR * 2))
    assert window.composer.crowds.whole and not window.composer.crowds.drawn and not crowd.sorted
    soon = VIEW.but(px_per_m=FAR * 1.1)
    arrived = window.composer.crowds.arrived
    with window.qtbot.waitSignal(arrived, timeout=20_000):
        window.paint(soon)
    assert crowd.sorted and not window.composer.crowds.drawn and window.composer.crowds.whole
    (drawn,) = (window.paint(VIEW.but(px_per_m=FAR * 0.99)), *window.composer.crowds.drawn)[1:]
    assert sum(len(marks.rows) for marks in drawn.marks)
    assert pick_crowd(window.composer.crowds.drawn, *drawn.marks[0].centres[-1]) is not None
    assert (window.paint(VIEW.but(px_per_m=FAR * 2)) == bare).all()
    assert alike(crowd, replace(crowd)) and not alike(crowd, replace(crowd, to_px_per_m=1.0))


def test_a_click_means_what_lies_on_top_a_dot_or_a_cluster(qtbot: QtBot, crowd: Crowd) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(640, 400)
    canvas.show()
    canvas.set_view(VIEW.but(px_per_m=FAR))
    canvas.set_shapes("people", [crowd])

    def whole() -> bool:
        canvas.repaint()
        return canvas._composer.crowds.whole and bool(canvas._composer.crowds.drawn)

    qtbot.waitUntil(whole, timeout=20_000)
    centre = tuple(canvas._composer.crowds.drawn[0].marks[0].centres[-1].tolist())
    here = canvas.view.unproject([centre])
    canvas.set_shapes("guards", [Dots(here, np.zeros(1, np.int16), ["who"])])
    canvas.set_layer_order(("people", "guards"))
    assert canvas.pick(centre) == ("guards", "who")
    canvas.set_layer_order(("guards", "people"))
    found = canvas.pick(centre)
    assert found is not None and found[0] == "people" and "/" in found[1]
    canvas.set_layer_visible("people", False)
    canvas.repaint()
    assert canvas.pick(centre) == ("guards", "who")
    canvas.close_pictures()

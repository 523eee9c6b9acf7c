"""Labels stand whole inside the window, off furniture and off the dots that matter; the leader gives way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from map.brush import LabelJob
from map.canvas import MapCanvas
from map.chips import ChipStyle, Line
from map.fragments import draw_fragments, fragments
from map.frame import LocalFrame
from map.leader import ends_of
from map.paint_labels import CARRIED, WALKING, LabelRoom
from map.polygons import inside
from map.rects import about, bands, crossings, rows_of, touching
from map.shapes import Dots
from map.sprites import sprite
from map.view import View
from tests.test_map_estate import estate

VIEW = View(width=600, height=400)
WINDOW = QRectF(0, 0, 600, 400)
SCENE = estate()


def job(x: float, y: float, priority: int = 0, text: str = "巡-05", **more: object) -> LabelJob:
    return LabelJob(
        priority,
        x,
        y,
        (Line(text, (255, 255, 255, 255)),),
        ChipStyle(fill=(0, 0, 0, 255)),
        11.0,
        "l",
        text,
        memory=text,
        **more,
    )  # type: ignore[arg-type]


places = st.tuples(st.floats(-20, 620), st.floats(-20, 420))


@given(st.lists(places, max_size=40))
def test_every_chip_is_whole_and_off_furniture_and_glyphs(qapp: QApplication, at: list[tuple[float, float]]) -> None:
    legend = rows_of([QRectF(10, 350, 300, 40)])
    glyphs = about(np.array(at[:9]).reshape(-1, 2), 8.5)
    jobs = [job(*p, i, f"巡-{i:02d}", leader=i == 7, bright=i % 2 == 0) for i, p in enumerate(at)]
    placed = LabelRoom().place(jobs, VIEW, legend, glyphs)
    boxes = rows_of([one.box for one in placed])
    assert all(WINDOW.contains(one.box) for one in placed)
    assert not touching(boxes, np.concatenate([legend, glyphs])).any()
    for i in range(len(boxes)):
        assert not touching(boxes[i], boxes[i + 1 :]).any()


def test_a_dot_out_of_sight_has_no_chip_unless_it_is_bright(qapp: QApplication) -> None:
    assert LabelRoom().place([job(-12, 200)], VIEW) == []
    assert len(LabelRoom().place([job(-12, 200, bright=True)], VIEW)) == 1


def test_the_leader_gives_way_to_the_chips_of_bright_dots(qapp: QApplication) -> None:
    beside = [job(280.0 + 10 * k, 120.0 + 34 * k, k, f"辅-{k:02d}", bright=True) for k in range(5)]
    alarm = job(200, 180, 1_000_000, "12层 · 1203 烟感报警", leader=True, around=(150.0, 150.0, 260.0, 220.0))
    alone = LabelRoom().place([alarm], VIEW)[0].box
    placed = LabelRoom().place([alarm, *beside], VIEW, glyphs=about(np.array([(b.x, b.y) for b in beside]), 8.5))
    assert {one.job.key for one in placed} == {alarm.key, *(b.key for b in beside)}
    assert next(one.box for one in placed if one.job.leader) != alone


def test_a_leader_without_any_room_comes_before_the_chips(qapp: QApplication) -> None:
    small = View(width=190, height=90)
    crowd = [job(5.0 + 36 * k, 5.0 + 20 * j, k, f"辅{k}{j}", bright=True) for k in range(6) for j in range(5)]
    leader = job(95, 45, 9, "12层 · 1203", leader=True)
    assert LabelRoom().place([leader, *crowd], small)[0].job is leader
    assert not LabelRoom().place(crowd, small)[0].job.leader


def test_the_line_of_the_leader_runs_through_no_number_where_another_side_would_do(qapp: QApplication) -> None:
    numbers = rows_of([QRectF(220, 190, 40, 20), QRectF(270, 190, 40, 20)])
    alarm = job(200, 200, 9, "12层", leader=True, around=(170.0, 150.0, 320.0, 250.0), written=numbers)
    box = LabelRoom().place([alarm], VIEW)[0].box
    assert not crossings(np.array([200.0, 200.0]), ends_of(alarm, rows_of([box])), numbers).any()


def test_a_chip_of_a_bright_dot_stands_on_the_tower_before_it_is_left_out(qapp: QApplication) -> None:
    tower = rows_of([QRectF(0, 0, 600, 400)])
    assert LabelRoom().place([job(300, 200)], VIEW, apart=tower) == []
    assert len(LabelRoom().place([job(300, 200, bright=True)], VIEW, apart=tower)) == 1


@given(st.floats(0, 360), st.floats(20, 200), st.floats(5, 80), st.floats(0, 1), st.floats(0, 1))
def test_bands_cover_their_polygon(turn: float, w: float, h: float, u: float, v: float) -> None:
    a = np.radians(turn)
    axes = np.array([(np.cos(a) * w, np.sin(a) * w), (-np.sin(a) * h, np.cos(a) * h)])
    ring = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) @ axes
    point = np.array([u, v]) @ axes
    assert touching(about(point[None], 1e-6), bands(ring)).all()
    assert bands(ring)[:, 3].max() <= ring[:, 1].max() + 1e-6


def test_widgets_over_the_map_are_furniture(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(640, 420)
    legend = QLabel(canvas)
    legend.setGeometry(200, 150, 260, 160)
    canvas.show()
    canvas.set_scene(SCENE, LocalFrame(120.1, 33.4))
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    rng = np.random.default_rng(2)
    n = 60
    canvas.set_shapes(
        "guards",
        [
            Dots(
                rng.uniform(-300, 300, (n, 2)),
                np.full(n, sprite("disc", "green"), np.int16),
                [f"k{i}" for i in range(n)],
                labels=[f"巡-{i}" for i in range(n)],
            )
        ],
    )
    canvas.fly_to((0.0, 0.0), 1.6, ms=0)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    canvas.grab_picture()
    assert len(canvas.label_boxes()) > 10
    assert not any(box.intersects(QRectF(legend.geometry())) for box in canvas.label_boxes())
    legend.hide()
    canvas.grab_picture()
    assert any(box.intersects(QRectF(legend.geometry())) for box in canvas.label_boxes())
    canvas.close_pictures()


def test_the_light_of_a_sprite_is_taken_once(qapp: QApplication) -> None:
    from PySide6.QtGui import QColor, QPixmap

    atlas, image = QPixmap(20, 20), QImage(60, 60, QImage.Format.Format_RGB32)
    atlas.fill(QColor("white"))
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setOpacity(0.5)
    table = fragments(np.array([(30.0, 30.0)]), np.zeros((1, 2)), cell=20, scale=1.0, alpha=np.ones(1))
    draw_fragments(painter, table, atlas, 1.0)
    painter.end()
    assert abs(image.pixelColor(30, 30).red() - 127) <= 2
    assert inside(np.array([(0, 0), (2, 0), (2, 2), (0, 2)], float), 1, 1)


steps = st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=2, max_size=8)


@given(st.lists(places, min_size=2, max_size=30, unique=True), steps)
def test_labels_that_go_along_with_their_dots_never_overlap(
    qapp: QApplication, at: list[tuple[float, float]], walk: list[tuple[float, float]]
) -> None:
    """Every other dot walks, the rest stand; a second room that places anew each time is the measure of who has one."""
    room, x, y = LabelRoom(), 0.0, 0.0
    for dx, dy in walk:
        x, y = x + dx, y + dy
        jobs = [job(p[0] + x * (i % 2), p[1] + y * (i % 2), i, f"巡-{i:02d}") for i, p in enumerate(at)]
        placed = room.place(jobs, VIEW)
        boxes = rows_of([one.box for one in placed])
        for i in range(len(boxes)):
            assert not touching(boxes[i], boxes[i + 1 :]).any()
        assert all(one.job in jobs for one in placed), "today's jobs"


def test_a_label_goes_along_and_is_placed_anew_when_the_text_or_the_view_is_another(qapp: QApplication) -> None:
    room = LabelRoom()
    first = room.place([job(200, 200)], VIEW)[0].box
    assert room.place([job(200.4, 200)], VIEW)[0].box.x() == first.x() + 0.4
    assert room.place([job(220, 200)], VIEW)[0].box.x() == first.x() + 20
    longer = room.place([job(220, 200, text="巡-05 · 3′")], VIEW)[0]
    assert longer.box.width() > first.width()
    assert room.place([], VIEW) == []


def test_in_motion_labels_go_along_and_are_placed_anew_when_it_rests(qapp: QApplication) -> None:
    room = LabelRoom()
    crowd = [job(100.0 + 40 * i, 200.0, i, f"巡-{i:02d}") for i in range(6)]
    still = {one.job.key: one.box for one in room.place(crowd, VIEW)}
    near = VIEW.but(px_per_m=VIEW.px_per_m * 1.02)
    moved = [job(j.x + 3 * i, j.y, j.priority, j.key) for i, j in enumerate(crowd)]
    along = {one.job.key: one.box for one in room.place(moved, near, moving=True)}
    for i, one in enumerate(crowd):
        if one.key in along:
            assert along[one.key].x() == pytest.approx(still[one.key].x() + 3 * i)
    furniture = rows_of([along[crowd[0].key]])
    assert crowd[0].key not in {one.job.key for one in room.place(moved, near, furniture, moving=True)}
    rested = room.place(moved, near, furniture)

    boxes = rows_of([one.box for one in rested])
    assert not touching(boxes, furniture).any()
    for i in range(len(boxes)):
        assert not touching(boxes[i], boxes[i + 1 :]).any()


@given(st.lists(places, min_size=2, max_size=25), st.integers(0, 2**32 - 1))
def test_labels_that_walk_along_never_meet_nor_leave(
    qapp: QApplication, at: list[tuple[float, float]], seed: int
) -> None:
    rng, room, points = np.random.default_rng(seed), LabelRoom(), np.array(at)
    furniture = rows_of([QRectF(10, 350, 300, 40)])
    for _ in range(12):
        points = points + rng.uniform(-2.5, 2.5, points.shape)
        glyphs = about(points[:5], 8.5)
        jobs = [job(*p, i, f"巡-{i:02d}", bright=i % 2 == 0) for i, p in enumerate(points.tolist())]
        placed = room.place(jobs, VIEW, furniture, glyphs)
        boxes = rows_of([one.box for one in placed])
        assert all(WINDOW.contains(one.box) for one in placed)
        assert not touching(boxes, np.concatenate([furniture, glyphs])).any()
        for i in range(len(boxes)):
            assert not touching(boxes[i], boxes[i + 1 :]).any()


def test_while_others_walk_all_are_looked_at_again_now_and_then(qapp: QApplication) -> None:
    room, given = LabelRoom(), set()
    for i in range(3 * WALKING):
        room.place([job(100 + i % 8, 100)], VIEW)
        given.add(id(room._given))
    assert 2 <= len(given) <= 6, "seldom, but not never: somebody new must find room"


def test_in_motion_all_are_looked_at_again_every_few_paints(qapp: QApplication) -> None:
    room = LabelRoom()
    room.place([job(200, 200)], VIEW)
    both = [job(200, 200), job(400, 300, 1, "巡-09")]
    counts = [len(room.place(both, VIEW.but(east=VIEW.east + i), moving=True)) for i in range(1, CARRIED + 2)]
    assert counts == [1] * CARRIED + [2], "somebody new is seen after five paints at the latest"

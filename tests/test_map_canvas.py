"""The widget under real events: what it reports, where it goes, and that it never waits or leaks."""

import gc
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from map.canvas import Click, MapCanvas
from map.frame import LocalFrame
from map.palette import PALETTES
from map.ragged import Ragged
from map.scene import Scene
from map.shapes import (
    Discs,
    Dots,
    Glows,
    Labels,
    Opened,
    Outlines,
    Pulses,
    Ribbons,
    Wedges,
    even_cells,
)
from map.sprites import sprite
from tests.test_map_estate import estate

NIGHT = PALETTES["night"]
FRAME = LocalFrame(120.1, 33.4)
SCENE = estate()
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def colour(n: int, rgba: tuple[int, int, int, int] = NIGHT.green) -> np.ndarray:
    return np.tile(np.array(rgba, dtype=np.uint8), (n, 1))


def dots(xy: list[tuple[float, float]], **more: object) -> Dots:
    keys = [f"k{i}" for i in range(len(xy))]
    return Dots(np.array(xy, dtype=float), np.full(len(xy), sprite("triangle", "green"), np.int16), keys, **more)


@pytest.fixture
def bare(qtbot: QtBot) -> Iterator[MapCanvas]:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(640, 420)
    canvas.show()
    yield canvas
    canvas.close_pictures()


@pytest.fixture
def canvas(bare: MapCanvas, qtbot: QtBot) -> MapCanvas:
    bare.set_scene(SCENE, FRAME)
    qtbot.waitUntil(bare.sharp, timeout=5000)
    return bare


def at(canvas: MapCanvas, east: float, north: float, z: float = 0.0) -> QPoint:
    x, y = canvas.view.project([(east, north, z)])[0]
    return QPoint(round(x), round(y))


def distinct(image: QImage) -> int:
    small = image.scaled(80, 60).convertToFormat(QImage.Format.Format_RGB32)
    return len({small.pixel(x, y) for x in range(80) for y in range(60)})


def test_a_scene_is_fitted_and_becomes_sharp(canvas: MapCanvas) -> None:
    e0, n0, e1, n1 = canvas.view.visible()
    assert e0 < -450 < 450 < e1
    assert n0 < -330 < 330 < n1
    assert distinct(canvas.grab_picture()) > 100
    assert canvas.frame is FRAME


def test_an_empty_scene_says_so(bare: MapCanvas, qtbot: QtBot) -> None:
    bare.set_scene(Scene(), FRAME)
    before = bare.grab_picture()
    bare.set_empty_text("还没有地图", "从 文件 › 导入 开始")
    after = bare.grab_picture()
    assert before != after
    assert bare.pick((300, 200)) is None


def test_clicks_report_blocks_windows_areas_and_ground(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to((-392.0, -285.0), 5.0, ms=0)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    with qtbot.waitSignal(canvas.clicked) as seen:
        qtbot.mouseClick(canvas, LEFT, pos=at(canvas, -390, -265, 54))
    assert seen.args[:2] == ["blocks", "b0"]
    assert isinstance(seen.args[2], Click)
    row = int(np.flatnonzero(SCENE.blocks.windows.block == 0)[40])
    with qtbot.waitSignal(canvas.clicked) as seen:
        qtbot.mouseClick(canvas, LEFT, pos=_pane_of(canvas, row))
    assert seen.args[:2] == ["windows", SCENE.blocks.windows.keys[row]]
    canvas.fly_to((110.0, 0.0), 4.0, ms=0)
    with qtbot.waitSignal(canvas.clicked) as seen:
        qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 110, 4))
    assert seen.args[:2] == ["areas", "pond"]
    canvas.fly_to((-600.0, 420.0), 4.0, ms=0)
    with qtbot.waitSignal(canvas.ground_clicked) as seen:
        qtbot.mouseClick(canvas, LEFT, pos=at(canvas, -600, 420))
    assert np.allclose(seen.args, (-600, 420), atol=0.5)


def _pane_of(canvas: MapCanvas, window: int) -> QPoint:
    from map.draw_panes import pane_corners

    stage = canvas.stage
    assert stage is not None
    rows = np.flatnonzero(stage.panes.window == window)
    rows = rows[canvas.view.depth(stage.normal[stage.panes.edge[rows]]) < 0]
    x, y = pane_corners(stage, canvas.view, rows)[0].mean(axis=0)
    return QPoint(round(x), round(y))


def test_a_dot_comes_before_what_lies_under_it(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_shapes("guards", [dots([(110, 4)])])
    assert canvas.pick(QPointF(at(canvas, 110, 4))) == ("guards", "k0")
    canvas.set_layer_visible("guards", False)
    assert canvas.pick(QPointF(at(canvas, 110, 4))) == ("areas", "pond")
    canvas.set_layer_visible("guards", True)
    canvas.set_shapes("guards", None)
    assert canvas.pick(QPointF(at(canvas, 110, 4))) == ("areas", "pond")


def test_hovering_is_reported_once(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_shapes("guards", [dots([(110, 4)])])
    told: list[tuple[str, str]] = []
    canvas.hovered.connect(lambda layer, key: told.append((layer, key)))
    spot = at(canvas, 110, 4)
    for dx in (0, 1, 2):
        qtbot.mouseMove(canvas, spot + QPoint(dx, 0))
    qtbot.mouseMove(canvas, QPoint(3, 3))
    assert told == [("guards", "k0"), ("", "")]


def drag(qtbot: QtBot, canvas: MapCanvas, button: Qt.MouseButton, start: QPoint, by: QPoint) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    def send(kind: QEvent.Type, pos: QPoint, which: Qt.MouseButton, held: Qt.MouseButton) -> None:
        event = QMouseEvent(
            kind, QPointF(pos), QPointF(canvas.mapToGlobal(pos)), which, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(canvas, event)

    none = Qt.MouseButton.NoButton
    send(QEvent.Type.MouseButtonPress, start, button, button)
    for k in range(1, 5):
        send(QEvent.Type.MouseMove, start + by * k / 4, none, button)
    send(QEvent.Type.MouseButtonRelease, start + by, button, none)


def test_a_drag_pans_and_is_no_click(canvas: MapCanvas, qtbot: QtBot) -> None:
    ground = canvas.view.unproject([(300, 200)])
    with qtbot.waitSignals([canvas.user_panned, canvas.view_changed]), qtbot.assertNotEmitted(canvas.clicked):
        drag(qtbot, canvas, LEFT, QPoint(300, 200), QPoint(60, -20))
    assert np.allclose(canvas.view.project(ground), [(360, 180)], atol=0.01)
    qtbot.waitUntil(canvas.sharp, timeout=5000)


def test_the_right_button_turns_and_tilts(canvas: MapCanvas, qtbot: QtBot) -> None:
    before = canvas.view
    drag(qtbot, canvas, RIGHT, QPoint(300, 200), QPoint(40, 30))
    assert canvas.view.bearing_deg != before.bearing_deg
    assert canvas.view.tilt_deg > before.tilt_deg
    qtbot.waitUntil(canvas.sharp, timeout=5000)


def test_the_wheel_zooms_about_the_pointer(canvas: MapCanvas, qtbot: QtBot) -> None:
    before, ground = canvas.view, canvas.view.unproject([(200, 150)])
    spot = QPointF(200, 150)
    event = QWheelEvent(
        spot,
        QPointF(canvas.mapToGlobal(spot.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(canvas.user_panned):
        QApplication.sendEvent(canvas, event)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    assert canvas.view.px_per_m > before.px_per_m * 1.2
    assert np.allclose(canvas.view.project(ground), [(200, 150)], atol=0.5)


def test_keys(canvas: MapCanvas, qtbot: QtBot) -> None:
    home = canvas.view
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_E, Qt.Key.Key_Up):
        before = canvas.view
        qtbot.keyClick(canvas, key)
        qtbot.waitUntil(canvas.sharp, timeout=5000)
        assert canvas.view != before
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: canvas.view.flat, timeout=3000)
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: canvas.view.tilt_deg == home.tilt_deg, timeout=3000)
    qtbot.keyClick(canvas, Qt.Key.Key_Q)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    e0, _, e1, _ = canvas.view.visible()
    assert e0 < -450 < 450 < e1


def test_a_flight_is_interrupted_by_a_hand(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to((300.0, 200.0), 6.0)
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    halted = canvas.view
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(50, 50))
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    assert canvas.view == halted


def test_a_flight_arrives(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to((100.0, 50.0, 200.0, 120.0))
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    e0, _, e1, _ = canvas.view.visible()
    assert e0 < 100
    assert e1 > 200
    with qtbot.waitSignal(canvas.double_clicked):
        qtbot.mouseDClick(canvas, LEFT, pos=QPoint(320, 210))


def everything() -> list[object]:
    path = Ragged.of([[(-200, -100), (0, -100), (0, 90)], [(10, 10), (60, 60)]])
    return [
        dots(
            [(0, 0), (40, 0), (900, 900)],
            labels=["巡-01", "", "巡-03"],
            heading=np.array([30, np.nan, 0]),
            alpha=np.array([1, 0.5, 1], np.float32),
            glide_ms=500,
        ),
        Discs(np.array([(0.0, 0.0)]), np.array([60.0]), colour(1), keys=["disc"]),
        Wedges(np.array([(455.0, 0.0)]), np.array([90.0]), np.array([60.0]), np.array([80.0]), colour(1), keys=["cam"]),
        Ribbons(path, colour(2), ticks=[[60, 120], []], keys=["way", ""]),
        Ribbons(path, colour(2), fade=True),
        Outlines(path, colour(2), dashed=True, hatched=True, keys=["grid", ""]),
        Labels(np.array([(0.0, 40.0)]), ["东门"], colour(1), subs=["2′10″"], boxed=True, keys=["gate"]),
        Labels(np.array([(90.0, 40.0)]), ["plain"], colour(1), boxed=False, centred=True),
        Pulses(np.array([(50.0, 50.0)]), colour(1)),
        Glows(np.array([(70.0, 50.0)]), colour(1)),
        Opened(
            "b1",
            4,
            NIGHT.red,
            even_cells(5, 2),
            np.zeros((5, 4), np.uint8),
            [f"h{i}" for i in range(5)],
            [f"40{i}" for i in range(5)],
            np.array([(0.5, 0.5)]),
            np.array([sprite("small_disc", "white")], np.int16),
            ["smoke"],
            hot=(0.5, 0.5),
            title="4层",
            lines=["正常"],
            notes=["1人"],
        ),
    ]


def test_every_shape_is_drawn_and_found(canvas: MapCanvas, qtbot: QtBot) -> None:
    calm = canvas.grab_picture()
    canvas.set_shapes("all", everything(), bright=True)  # type: ignore[arg-type]
    canvas.set_focus(1.0)
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    alarm = canvas.grab_picture()
    assert alarm != calm
    assert canvas.pick(QPointF(at(canvas, 0, -60))) is not None
    assert canvas.pick(QPointF(at(canvas, 500, 4))) == ("all", "cam")
    assert canvas.pick(QPointF(at(canvas, -100, -100))) == ("all", "grid")  # the outline lies over the route
    ((_, shape, plan),) = canvas.opened_plans()
    assert shape.block == "b1"
    assert canvas.pick(tuple(plan.dots[0])) == ("all", "smoke")
    assert canvas.pick(tuple(plan.cells[0].mean(axis=0))) == ("all", "h0")
    canvas.set_shapes("all", None)
    canvas.set_focus(0.0)
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    assert canvas.grab_picture() == calm


def test_labels_on_the_map_never_overlap(canvas: MapCanvas, qtbot: QtBot) -> None:
    rng = np.random.default_rng(2)
    many = dots([tuple(p) for p in rng.uniform(-300, 300, (80, 2))], labels=[f"巡-{i}" for i in range(80)])
    canvas.set_shapes("guards", [many])
    canvas.fly_to((0.0, 0.0), 1.6, ms=0)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    canvas.grab_picture()
    boxes = canvas.label_boxes()
    assert len(boxes) > 30
    for i, a in enumerate(boxes):
        assert not any(a.intersects(b) for b in boxes[i + 1 :])


def test_dots_glide_between_fixes(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_shapes("guards", [dots([(-300, -110)], glide_ms=200)])
    canvas.set_shapes("guards", [dots([(300, 110)], glide_ms=200)])
    assert canvas.pick(QPointF(at(canvas, 300, 110))) != ("guards", "k0")  # not there yet
    qtbot.waitUntil(lambda: canvas.pick(QPointF(at(canvas, 300, 110))) == ("guards", "k0"), timeout=3000)


def test_the_newest_request_wins(canvas: MapCanvas, qtbot: QtBot) -> None:
    sharp: list[float] = []
    canvas.rendered.connect(sharp.append)
    for k in range(20):
        canvas.set_view(canvas.view.but(px_per_m=1.0 + 0.01 * k))
        canvas.fit()
        canvas.set_flat(k % 2 == 0)
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled(), timeout=5000)
    assert len(sharp) < 20
    assert all(ms > 0 for ms in sharp)


def test_a_picture_of_a_replaced_scene_is_not_shown(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_scene(estate(seed=9), FRAME)
    other = estate(seed=10)
    canvas.set_scene(other, FRAME)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    assert canvas.stage is not None
    assert canvas.stage.scene is other


def test_the_palette_changes_the_picture(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_palette(PALETTES["paper"])
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    assert canvas.palette_now.name == "paper"
    assert canvas.grab_picture().scaled(1, 1).pixelColor(0, 0).lightness() > 180


def test_parts_of_the_scene_can_be_hidden(canvas: MapCanvas, qtbot: QtBot) -> None:
    spot = at(canvas, -390, -265, 54)
    assert canvas.pick(QPointF(spot)) == ("blocks", "b0")
    canvas.set_layer_visible("blocks", False)
    qtbot.waitUntil(canvas.sharp, timeout=5000)
    assert canvas.pick(QPointF(spot)) != ("blocks", "b0")


def test_a_larger_scale_counts_fewer_pixels(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.set_scale(2.0)
    assert (canvas.view.width, canvas.view.height, canvas.view.dpr) == (320, 210, 2.0)
    canvas.set_shapes("guards", [dots([(110, 4)])])
    x, y = canvas.view.project([(110, 4)])[0] * 2
    with qtbot.waitSignal(canvas.clicked) as seen:
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(x), round(y)))
    assert seen.args[1] == "k0"


def test_resizing_keeps_the_whole_in_sight_until_somebody_moves(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.resize(400, 300)
    e0, _, e1, _ = canvas.view.visible()
    assert e0 < -450 < 450 < e1
    canvas.set_view(canvas.view.but(px_per_m=3.0, east=50.0))
    canvas.resize(500, 300)
    assert (canvas.view.px_per_m, canvas.view.east, canvas.view.width) == (3.0, 50.0, 500)


def test_thousands_of_paints_leave_none_alone(bare: MapCanvas, qtbot: QtBot) -> None:
    bare.resize(96, 64)
    bare.set_scene(Scene(), FRAME)
    bare.set_shapes("guards", [dots([(0, 0), (5, 5)], labels=["1", ""]), everything()[2]])  # type: ignore[list-item]
    bare.repaint()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(5000):
        bare.repaint()
    gc.collect()
    assert abs(sys.getrefcount(None) - before) < 500
    assert len(bare.frame_times()) == 600


def test_names_are_read_while_everything_stands_back_for_an_alarm(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to((0.0, 0.0), 2.0, ms=0)
    canvas.set_focus(1.0)
    qtbot.waitUntil(lambda: canvas.sharp() and canvas.settled() and bool(canvas.label_boxes()), timeout=5000)
    picture = canvas.grab_picture()
    whole = [box for box in canvas.label_boxes() if QRectF(canvas.rect()).contains(box)]
    told = [_contrast_in(picture, box) for box in whole]
    assert len(told) > 5 and float(np.median(told)) >= 3.0


def _contrast_in(picture: QImage, box: QRectF) -> float:
    """Of the brightest sign in a box against what lies under it."""
    part = picture.copy(box.toAlignedRect())
    light = sorted(
        0.2126 * c.redF() ** 2.2 + 0.7152 * c.greenF() ** 2.2 + 0.0722 * c.blueF() ** 2.2
        for y in range(part.height())
        for x in range(part.width())
        for c in [part.pixelColor(x, y)]
    )
    return (light[-1] + 0.05) / (light[len(light) // 2] + 0.05)

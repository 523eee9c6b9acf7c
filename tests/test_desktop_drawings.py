"""Drawing in the real window: begun, saved, refused, changed by two, taken back, put down and not lost, and who may."""

from __future__ import annotations

from dataclasses import replace as with_
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.camera_strip import cameras_for
from app.desktop.drawings_page import DrawingsPage
from domain.access import Role, Seat
from domain.changes import Drawn
from domain.commands import Draw, Reply
from domain.drawings import BOUND, Drawing, DrawingKind, Sketch, own_id
from domain.register import Cameras, Gates
from map.editor import Editor
from tests.desktop_rows import NOW, OPERATOR, Station, words_on
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEYS, LEFT, CTRL = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Station:
    return seated(qtbot, qapp, tmp_path)


def seated(qtbot: QtBot, qapp: QApplication, tmp_path: Path, seat: Seat = OPERATOR) -> Station:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp, seat, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


def page_of(station: Station) -> DrawingsPage:
    QTest.keyClick(station.bench, KEYS.Key_D, CTRL)
    page = station.wiring.drawings._page
    assert page is not None and page.isVisible()
    return page


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def draw(station: Station, page: DrawingsPage, name: str = "Yard") -> Editor:
    """A zone of three points by hand, ready to be saved."""
    press(page.new[DrawingKind.ZONE])
    canvas = station.bench.canvas
    tool = canvas.tools.tool
    assert isinstance(tool, Editor)
    middle = canvas.rect().center()
    for dx, dy in ((-80, -60), (80, -60), (0, 70)):
        QTest.mouseClick(canvas, LEFT, pos=middle + QPoint(dx, dy))
    QTest.keyClick(canvas, KEYS.Key_Return)
    assert tool.whole
    page.panel.name.setText(name)
    return tool


def stand(station: Station, sketch: Sketch, ident: str = "draw-1", by: str = "op") -> Drawing:
    rev = station.source.drawn + 1
    drawing = Drawing(id=ident, rev=rev, at=NOW, by=by, sketch=sketch)
    station.give(Drawn(id=ident, rev=rev, at=NOW, drawing=drawing))
    return drawing


def asked(station: Station) -> Draw:
    command = station.line.commands(Draw)[-1]
    assert isinstance(command, Draw)
    return command


def answer(station: Station, **more: object) -> None:
    """The desk did the newest command: its change comes first, then its answer."""
    command = asked(station)
    rev = station.source.drawn + 1
    sketch = command.sketch
    new = own_id(sketch) if sketch is not None and sketch.kind in BOUND else f"draw-{rev}"
    ident = command.id or new
    if command.sketch is None:
        station.give(Drawn(id=ident, rev=rev, at=NOW))
    else:
        stand(station, command.sketch, ident)
    station.line.answer(Reply(data={"drawing": ident, "rev": rev}))
    station.app.processEvents()


def test_a_zone_is_drawn_saved_shown_and_the_save_is_undone(station: Station) -> None:
    page = page_of(station)
    tool = draw(station, page)
    press(page.panel.save)
    command = asked(station)
    assert command.base == 0 and command.id == "" and command.sketch is not None
    assert (command.sketch.kind, command.sketch.name, len(command.sketch.points)) == (DrawingKind.ZONE, "Yard", 3)
    back = station.bench.board.picture.plan.frame.to_metres(command.sketch.points)  # type: ignore[union-attr]
    assert abs(back - tool.points).max() < 0.001
    assert not page.panel.save.isEnabled(), "a second press is no second drawing"
    answer(station)
    station.until(lambda: station.bench.canvas.tools.tool is None and not page.panel.isVisible())
    assert "Yard" in words_on(page) and page.back.isEnabled()
    assert any(row.layer == "drawings" and row.count == 1 for row in station.bench.board.legend())
    press(page.back)
    assert asked(station) == Draw(id="draw-1", base=1, sketch=None), "what stood before: nothing"
    answer(station)
    station.until(lambda: not station.situation.drawings)
    assert not page.back.isEnabled() and "Nothing is drawn yet" in words_on(page)


def test_what_the_desk_refuses_stays_in_the_hand_and_is_told(station: Station) -> None:
    page = page_of(station)
    tool = draw(station, page, name="")
    press(page.panel.save)
    station.line.answer(Reply(code="drawing_unnamed"))
    station.until(lambda: "Give it a name" in page.panel.trouble.text())
    assert station.bench.canvas.tools.tool is tool and len(tool.points) == 3 and page.panel.save.isEnabled()
    page.panel.name.setText("Yard")
    press(page.panel.save)
    answer(station)
    station.until(lambda: not page.panel.isVisible())


def test_the_second_of_two_is_told_and_saves_over_it_knowingly(station: Station) -> None:
    page = page_of(station)
    ring = tuple(zip((120.0, 120.001, 120.001), (33.4, 33.4, 33.401), strict=True))
    one = stand(station, Sketch(kind=DrawingKind.ZONE, name="Yard", points=ring))
    station.until(lambda: "Yard" in words_on(page))
    press(page._list.findChild(QPushButton, "change"))  # type: ignore[arg-type]
    assert page.panel.name.text() == "Yard" and page.panel.isVisible()
    newer = stand(station, replace(one.sketch, name="By another"), by="other")
    press(page.panel.save)
    assert asked(station).base == one.rev
    station.line.answer(Reply(code="drawing_changed", params={"user": "other"}))
    station.until(lambda: "other" in page.panel.trouble.text())
    press(page.panel.save)
    assert asked(station).base == newer.rev and asked(station).id == one.id


def test_what_was_put_down_is_not_lost_and_is_given_up_only_by_its_button(station: Station) -> None:
    page = page_of(station)
    tool = draw(station, page)
    canvas = station.bench.canvas
    QTest.keyClick(canvas, KEYS.Key_Escape)
    assert canvas.tools.tool is None and page.panel.take_up.isVisible() and len(tool.points) == 3
    press(page.panel.take_up)
    assert canvas.tools.tool is tool
    press(page.panel.undo)
    assert not tool.whole
    press(page.panel.redo)
    assert tool.whole
    press(page.panel.give_up)
    assert canvas.tools.tool is None and not page.panel.isVisible() and not station.line.commands(Draw)


def gate_columns() -> dict[str, Any]:
    one = {"ids": ["G1"], "name": ["东门"], "device": [""], "locked": np.array([False])}
    rows = {"community_row": np.array([0], dtype=np.int32), "node_row": np.array([-1], dtype=np.int32)}
    return {**one, **rows, "lon": np.zeros(1), "lat": np.zeros(1), "width_m": np.array([3], dtype=np.float32)}


def test_a_gate_is_set_by_hand_and_given_back_to_its_device(station: Station) -> None:
    gates, site = Gates(**gate_columns()), station.register.site
    station.register.gates = with_(gates, lon=np.array([site.lon0]), lat=np.array([site.lat0]))
    station.open()
    station.until(lambda: station.bridge.picture is not None and len(station.situation.register.gates) == 1)
    page = page_of(station)
    choice = page.view.gates[0]
    menu = page.gate.menu()
    assert menu is not None and choice.name in menu.actions()[0].text()
    menu.actions()[0].trigger()
    sketch = asked(station).sketch
    assert sketch is not None and (sketch.of, sketch.locked) == (choice.id, not choice.locked)
    answer(station)
    station.until(lambda: page.view.gates[0].locked is not choice.locked)
    removal = [b for b in page._list.findChildren(QPushButton, "change") if b.text() == "Take away"]
    press(removal[0])
    assert asked(station).sketch is None and asked(station).base == 1


def test_a_cameras_view_begins_as_its_wedge_and_is_reshaped(station: Station) -> None:
    page = page_of(station)
    menu = page.camera.menu()
    assert menu is not None and page.view.cameras
    menu.actions()[0].trigger()
    tool = station.bench.canvas.tools.tool
    assert isinstance(tool, Editor) and tool.whole and len(tool.points) == 5
    assert tool.points[0] == pytest.approx(station.bench.board.picture.plan.camera_xy[0])  # type: ignore[union-attr]
    assert not page.panel.name.isVisible(), "it has its camera's name"
    press(page.panel.save)
    sketch = asked(station).sketch
    assert sketch is not None and (sketch.kind, sketch.of) == (DrawingKind.VIEW, page.view.cameras[0].id)


def test_the_camera_that_has_the_place_in_its_drawn_view_comes_first(station: Station) -> None:
    register, alarm = station.register, station.raise_alarm()
    register.cameras = Cameras(
        ids=["a", "b"],
        name=["a", "b"],
        lon=np.array([alarm.place.lon + 0.0001, alarm.place.lon + 0.0005]),
        lat=np.full(2, alarm.place.lat),
        **{column: np.full(2, 4, dtype=np.float32) for column in ("height_m", "fov", "range_m")},
        bearing=np.full(2, 90, dtype=np.float32),
    )
    lon, lat = alarm.place.lon, alarm.place.lat
    ring = ((lon - 0.0002, lat - 0.0002), (lon + 0.0006, lat), (lon - 0.0002, lat + 0.0002))
    sketch = Sketch(kind=DrawingKind.VIEW, of="b", points=ring)
    view = Drawing(id="view:b", rev=1, at=NOW, by="op", sketch=sketch)
    assert cameras_for(register, alarm, {"a", "b"}) == ["a", "b"]
    assert cameras_for(register, alarm, {"a", "b"}, {"view:b": view}) == ["b", "a"]


@pytest.mark.parametrize("role", [Role.PROPERTY, Role.GRID_WORKER, Role.SUPERVISOR])
def test_who_may_draw_what_is_told(qtbot: QtBot, qapp: QApplication, tmp_path: Path, role: Role) -> None:
    seat = Seat(user="u", role=role, grids=("g1",), communities=("c1",))
    station = seated(qtbot, qapp, tmp_path, seat)
    page = page_of(station)
    shown = [kind for kind, button in page.new.items() if button.isVisible()]
    assert bool(shown) == (role is not Role.PROPERTY)
    assert page.grid.isVisible() == (role is Role.SUPERVISOR)
    assert ("Your role sees what is drawn" in words_on(page)) == (role is Role.PROPERTY)


def test_in_chinese_nothing_is_left_in_english(station: Station) -> None:
    page = page_of(station)
    draw(station, page, name="院子")
    station.languages.use("zh_CN")
    station.app.processEvents()
    try:
        texts = [line for line in words_on(page).splitlines() if line not in ("院子", "")]
        english = [line for line in texts if line.isascii() and not line.endswith("²")]
        assert not english, texts
    finally:
        station.languages.use("en")


def test_whoever_leaves_takes_the_work_along(station: Station) -> None:
    page = page_of(station)
    draw(station, page)
    station.wiring.leave()
    assert station.bench.canvas.tools.tool is None and station.wiring.drawings._hand is None

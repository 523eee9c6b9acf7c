"""Two estates: from one to another by key, menu, command bar; one alone if asked; side by side with alarms in both."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.beside_pane import BesidePane
from domain.alarms import Level
from domain.register import Communities, Register
from layers.estates import EstateRow, estates, nearest
from layers.plan import Plan
from layers.symbology import Symbology
from map.canvas import MapCanvas
from tests import desktop_rows
from tests import layers_rows as rows
from tests.desktop_rows import Station, words_on
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
FLOATS = st.floats(-500, 500, allow_nan=False)


def two() -> Register:
    """The small estate, its western half called one community and its eastern half another; a third lies nowhere."""
    reg = desktop_rows_register()
    west, east = rows.box(-160, -140, 160, 260), rows.box(10, -140, 170, 260)
    reg.communities = Communities(
        ids=["c1", "c2", "c3"], name=["云杉里", "听潮里", "无处"],
        outline=rows.degrees([west, east, np.zeros((0, 2))]), walled=np.array([True, False, False]),
    )  # fmt: skip
    plan = Plan(reg)
    middles = np.array([plan.building_xy(row) for row in range(len(reg.buildings))])
    reg.buildings.community_row[:] = np.where(middles[:, 0] > 5, 1, 0)
    reg.devices.community_row[:] = np.where(plan.device_xyz[:, 0] > 5, 1, 0)
    return reg


desktop_rows_register = desktop_rows.register


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    keep_settings_in(tmp_path)
    monkeypatch.setattr(desktop_rows, "register", two)
    made = Station(qtbot, qapp, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


@pytest.fixture
def pane(station: Station) -> BesidePane:
    station.wiring.beside.toggle()
    found = station.wiring.beside.pane
    assert found is not None
    station.until(found.canvas.sharp)
    return found


def inside(station: Station, estate: str, canvas: object | None = None) -> bool:
    """An estate lies in a canvas's sight, and its middle near the middle."""
    view = (canvas or station.bench.canvas).aim()  # type: ignore[attr-defined]
    row = next(row for row in station.wiring.estates.rows() if row.id == estate)
    e0, n0, e1, n1 = row.bounds
    corners = view.project([(e0, n0), (e1, n0), (e1, n1), (e0, n1)])
    return bool((corners >= 0).all() and (corners <= (view.width, view.height)).all())


# -- where they lie


def test_bounds_hold_outline_and_buildings_and_what_lies_nowhere_is_left_out() -> None:
    reg = two()
    plan = Plan(reg)
    found = estates(plan, rows.situation(reg))
    assert [row.id for row in found] == ["c1", "c2"]
    for number, row in enumerate(found):
        blocks = [b for b, at in enumerate(plan.building_of) if reg.buildings.community_row[at] == number]
        points = [plan.frame.to_metres(reg.communities.outline[number]), *(plan.footprints.part(b) for b in blocks)]
        every = np.concatenate(points)
        assert row.bounds == pytest.approx((*every.min(axis=0), *every.max(axis=0)))
        assert row.buildings == int((reg.buildings.community_row == number).sum()) > 0


@given(st.lists(st.tuples(FLOATS, FLOATS, st.floats(1, 300), st.floats(1, 300)), max_size=6), FLOATS, FLOATS)
def test_the_nearest_is_one_that_holds_the_place_if_any_does(
    boxes: list[tuple[float, float, float, float]], east: float, north: float
) -> None:
    made = [EstateRow(str(i), "", (e, n, e + w, n + h), 1, 0) for i, (e, n, w, h) in enumerate(boxes)]
    found = nearest(made, east, north)

    def off(row: EstateRow) -> float:
        e0, n0, e1, n1 = row.bounds
        return float(np.hypot(max(e0 - east, 0, east - e1), max(n0 - north, 0, north - n1)))

    assert (found is None) is (not made)
    assert found is None or off(found) == pytest.approx(min(map(off, made)))


# -- switched


def test_the_switcher_flies_there_by_key_menu_and_command_bar(station: Station) -> None:
    names = {action.name for action in station.wiring._commands()}
    assert {"estates", "only_estate", "beside", "estate c1", "estate c2"} <= names
    menu = station.wiring.estates.build_menu()
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "&0 All estates" and any(text.startswith("&2 听潮里") for text in texts)
    next(action for action in menu.actions() if action.text().startswith("&2")).trigger()
    assert inside(station, "c2")
    station.until(station.bench.canvas.settled)
    here = station.wiring.estates.here()
    assert here is not None and here.id == "c2"
    next(action for action in station.wiring._commands() if action.name == "estate c1").run()
    assert inside(station, "c1")


def test_an_estate_with_an_open_alarm_says_so(station: Station) -> None:
    station.raise_alarm("A1", Level.RED)
    texts = [action.text() for action in station.wiring.estates.build_menu().actions()]
    assert any("云杉里" in text and "1 open alarm" in text for text in texts)


def test_one_alone_confines_marks_and_counts_follows_the_switcher_and_never_hides_an_alarm(station: Station) -> None:
    estates_, board = station.wiring.estates, station.bench.board
    estates_.go("c2")
    estates_.toggle_alone()
    assert board.filters.community == "c2" and estates_.alone
    assert "听潮里" in station.wiring.filters.chip.text.text()
    rented = next(row for row in board.legend() if row.layer == "rentals")
    reg = station.register
    here = reg.buildings.community_row[reg.homes.building_row] == 1
    assert rented.shown == int((Plan(reg).rented & here).sum()) < rented.count
    estates_.go("c1")
    assert board.filters.community == "c1"
    station.raise_alarm("A1", Level.RED, place=replace_place(rows.smoke().place))
    station.until(lambda: "alarms" in [layer.name for layer in station.bench.canvas._stack.shown()])
    assert station.bench.top.counts.counts[0] == 1
    estates_.go("")
    assert board.filters.community == ""


def replace_place(place: object) -> object:
    from msgspec.structs import replace as with_

    return with_(place, community="c2")  # type: ignore[type-var]


# -- side by side


def test_the_second_pane_shows_the_other_estate_with_the_same_layers_filters_and_marks(
    station: Station, pane: BesidePane
) -> None:
    assert pane.which.currentData() == "c2" and inside(station, "c2", pane.canvas)
    board, own = station.bench.board, pane.board
    assert own.picture is not None and board.picture is not None
    assert own.picture.situation is board.picture.situation and own.picture.plan is board.picture.plan
    board.set_layer_on("safety", True)
    board.set_symbology(Symbology().faded("guards", 0.4))
    station.wiring.filters.use(station.wiring.filters.filters.with_code("device_kind", "smoke", False))
    assert own.layer_on("safety") and own.symbology == board.symbology and own.filters == board.filters
    board.select("building", "b9")
    assert own.picture.selected == ("building", "b9")


def test_an_alarm_is_in_both_panes_and_a_click_in_either_is_a_click(station: Station, pane: BesidePane) -> None:
    station.raise_alarm("A1", Level.RED)
    for canvas in (station.bench.canvas, pane.canvas):
        station.until(partial(shows_alarms, canvas))
    station.until(lambda: pane.board.picture is not None and pane.board.picture.focus == station.wiring.cases.alarm)
    pane.board.picked.emit("building", "b9")
    station.until(lambda: station.bench.board.picture is not None and station.bench.board.picture.selected is not None)


def shows_alarms(canvas: MapCanvas) -> bool:
    return "alarms" in [one.name for one in canvas._stack.shown()]


def test_views_are_free_or_in_step(station: Station, pane: BesidePane) -> None:
    main, other = station.bench.canvas, pane.canvas
    before = other.view
    main.set_view(main.view.but(px_per_m=main.view.px_per_m * 1.5, bearing_deg=40.0))
    assert other.view == before, "free"
    pane.step.setChecked(True)
    where = (other.view.east, other.view.north)
    assert other.view.px_per_m == pytest.approx(main.view.px_per_m)
    other.set_view(other.view.but(px_per_m=2.0, tilt_deg=50.0))
    assert (main.view.px_per_m, main.view.tilt_deg) == (2.0, 50.0)
    main.set_view(main.view.but(bearing_deg=30.0))
    assert other.view.bearing_deg == 30.0 and (other.view.east, other.view.north) == where


def test_it_ends_by_its_key_by_esc_in_it_and_for_the_next_person(station: Station) -> None:
    beside = station.wiring.beside
    alone = _threads()
    for end in (beside.toggle, _escape, station.wiring.leave):
        QTest.keyClick(station.bench, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
        pane = beside.pane
        assert pane is not None and station.bench.panes.count() == 2
        station.until(pane.canvas.sharp)
        assert _threads() == alone + 1
        end(pane) if end is _escape else end()  # type: ignore[call-arg]
        assert not beside.open and station.bench.panes.count() == 1 and _threads() == alone


def _escape(pane: BesidePane) -> None:
    QTest.keyClick(pane.canvas, Qt.Key.Key_Escape)


def _threads() -> int:
    return sum(thread.name == "map-render" for thread in threading.enumerate())


def test_two_panes_together_draw_no_more_than_one_window(station: Station) -> None:
    station.until(station.bench.canvas.sharp)
    width, alone = station.bench.canvas.view.width, station.bench.canvas.view.height
    station.wiring.beside.toggle()
    pane = station.wiring.beside.pane
    assert pane is not None
    station.until(lambda: pane.canvas.sharp() and station.bench.canvas.sharp())
    assert pane.canvas.view.width + station.bench.canvas.view.width <= width
    assert max(pane.canvas.view.height, station.bench.canvas.view.height) <= alone


def test_the_pane_is_in_the_reader_s_language_and_its_parts_are_reached_by_tab(
    station: Station, pane: BesidePane
) -> None:
    assert pane.which.focusPolicy() & Qt.FocusPolicy.TabFocus and pane.step.focusPolicy() & Qt.FocusPolicy.TabFocus
    station.languages.use("zh_CN")
    try:
        station.until(lambda: pane.step.text() == "同步")
        assert "Close" not in words_on(pane)
    finally:
        station.languages.use("en")


def test_one_community_alone_opens_beside_itself_at_its_own_scale(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    keep_settings_in(tmp_path)
    station = Station(qtbot, qapp, size=(1366, 768))
    station.wiring.beside.toggle()
    pane = station.wiring.beside.pane
    assert pane is not None and pane.which.currentData() == ""
    station.until(pane.canvas.sharp)
    station.wiring.beside.shut()


def test_a_lost_line_is_told_over_both_panes(station: Station, pane: BesidePane) -> None:
    station.bridge.lost.emit("the desk has gone")
    station.until(lambda: pane.band.isVisible() and station.bench.band.isVisible())
    station.bridge.resumed.emit()
    station.until(lambda: not pane.band.isVisible())

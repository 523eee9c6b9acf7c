"""The map's tools in the real window: measuring, kept views, coordinates; keys, menu, settings."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop import bookmarks
from app.desktop.bookmarks import Bookmark, read, spell
from app.desktop.coordinates import Coordinates, degrees_words
from domain.datum import Datum, from_wgs84
from tests.desktop_rows import Station
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEYS = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Station:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


def awake(station: Station) -> None:
    """The window is the active one again: a popup or a dock may have taken that away."""
    station.bench.activateWindow()
    station.until(station.bench.isActiveWindow)


def middle(station: Station, dx: int = 0, dy: int = 0) -> QPoint:
    return station.bench.canvas.rect().center() + QPoint(dx, dy)


# -- measuring


def test_d_measures_and_the_cases_keys_stay_the_tools(station: Station) -> None:
    station.raise_alarm()
    bench, canvas = station.bench, station.bench.canvas
    QTest.keyClick(bench, KEYS.Key_D)
    QTest.mouseClick(canvas, LEFT, pos=middle(station, -60))
    QTest.mouseClick(canvas, LEFT, pos=middle(station, 60))
    asked = list(station.line.commands())
    QTest.keyClick(canvas, KEYS.Key_Return)
    assert canvas.tools.tool is not None and not canvas.tools.working
    assert station.line.commands() == asked, "Enter ended the measure, the case did not step on"
    bench.setFocus()
    QTest.keyClick(bench, KEYS.Key_Escape)
    assert canvas.tools.tool is None
    assert station.wiring.cases.alarm == "A1", "the first Esc was for the measure"
    awake(station)
    QTest.keyClick(bench, KEYS.Key_D, SHIFT)
    assert canvas.tools.working and bench.status.note.property("wrong") is False and bench.status.note.text()


# -- kept views


def test_a_view_is_kept_flown_to_named_and_deleted_for_this_seat_only(station: Station) -> None:
    bench, canvas, kept = station.bench, station.bench.canvas, station.wiring.bookmarks
    canvas.set_view(canvas.view.but(east=40.0, north=-30.0, px_per_m=3.0, bearing_deg=77.0, tilt_deg=50.0))
    there = canvas.view
    QTest.keyClick(bench, KEYS.Key_3, CTRL)
    assert kept.kept == {3: "View 3"}
    canvas.fit()
    QTest.keyClick(bench, KEYS.Key_3, ALT)
    station.until(lambda: canvas.settled() and abs(canvas.view.east - 40.0) < 0.01)
    now = canvas.view
    assert now.bearing_deg == pytest.approx(77.0) and now.tilt_deg == pytest.approx(50.0)
    assert now.px_per_m == pytest.approx(3.0) and now.north == pytest.approx(there.north, abs=0.01)
    assert not bench.star.isChecked(), "who flew by hand is not flown away again"
    QTest.keyClick(bench, KEYS.Key_B, CTRL)
    page = kept._page
    assert page is not None and page.isVisible() and not page.isModal()
    field = page.findChild(QLineEdit, "name3")
    assert isinstance(field, QLineEdit)
    field.setText("东门")
    field.editingFinished.emit()
    assert kept.kept == {3: "东门"}
    assert any("东门" in action.text for action in kept.for_command_bar())
    station.open()  # the seat sits down again
    station.until(lambda: kept.kept == {3: "东门"})
    settings = station.wiring.comfort.settings
    assert read(settings.text(bookmarks.KEY))[3].name == "东门"
    assert not read(type(settings)(station.register.site.id, "another").text(bookmarks.KEY))
    station.until(lambda: any(b.isVisible() for b in page.findChildren(QPushButton)))
    next(b for b in page.findChildren(QPushButton) if b.text() == "Delete").click()
    assert kept.kept == {}
    page.close()
    awake(station)
    QTest.keyClick(bench, KEYS.Key_3, ALT)
    assert "Ctrl+3" in bench.status.note.text()


def test_the_page_of_kept_views_speaks_the_windows_language(station: Station) -> None:
    kept = station.wiring.bookmarks
    kept.keep(2)
    kept.keep(5)
    kept.rename(5, "East gate")
    kept.open()
    page = kept._page
    assert page is not None

    def names() -> list[str]:
        return [field.text() for field in page.findChildren(QLineEdit) if field.isVisible()]

    station.until(lambda: names() == ["View 2", "East gate"])
    station.languages.use("zh_CN")
    station.until(lambda: names() == [kept.kept[2], "East gate"] and "View" not in kept.kept[2])
    next(field for field in page.findChildren(QLineEdit, "name2") if field.isVisible()).editingFinished.emit()
    station.languages.use("en")
    station.until(lambda: names() == ["View 2", "East gate"])
    page.close()


def test_a_view_of_another_town_is_not_flown_to(station: Station) -> None:
    kept, canvas = station.wiring.bookmarks, station.bench.canvas
    kept._kept = {1: Bookmark(2.35, 48.85, 2.0, 0.0, 90.0)}
    before = canvas.aim()
    kept.fly(1)
    assert canvas.aim() == before and "off this map" in station.bench.status.note.text()


figures = st.floats(-200, 200) | st.just(float("nan")) | st.just(float("inf"))


@given(st.text() | st.dictionaries(st.sampled_from("0123456789x"), st.none() | figures | st.text()).map(str))
def test_damaged_settings_are_no_views(text: str) -> None:
    assert read(text) == {}


@given(
    st.dictionaries(
        st.integers(1, 9),
        st.builds(
            Bookmark, st.floats(-180, 180), st.floats(-90, 90), st.floats(0.004, 60), st.floats(0, 360),
            st.floats(25, 90), st.text(max_size=40).filter(lambda s: s.isprintable()),
        ),
    )
)  # fmt: skip
def test_what_is_kept_is_read_again(kept: dict[int, Bookmark]) -> None:
    assert read(spell(kept)) == kept


def test_one_damaged_view_costs_the_others_nothing() -> None:
    good = msgspec.json.encode(Bookmark(120.0, 33.0, 1.0, 0.0, 90.0)).decode()
    bad = '{"lon":120,"lat":33,"px_per_m":1e9,"bearing":0,"tilt":90}'
    assert list(read(f'{{"1":{good},"2":{bad},"3":[],"12":{good},"4":{{"lon":"x"}}}}')) == [1]


# -- coordinates


def point(station: Station) -> Coordinates:
    return station.bench.coordinates


def test_the_point_under_the_pointer_in_the_chosen_datum(station: Station) -> None:
    canvas, shown = station.bench.canvas, point(station)
    width = shown.width()
    QTest.mouseMove(canvas, middle(station, 20, 10))
    station.until(lambda: shown.point.text() != "")
    at = middle(station, 20, 10)
    frame = canvas.frame
    assert frame is not None
    lon, lat = frame.to_degrees([canvas.view.unproject([at.x() / canvas.scale, at.y() / canvas.scale])])[0]
    assert shown.point.text() == f"{lon:.6f}, {lat:.6f}" and shown.badge.text() == "WGS-84"
    for datum in Datum:
        shown.use(datum)
        x, y = from_wgs84(datum, lon, lat)
        assert shown.point.text() == f"{float(x):.6f}, {float(y):.6f}" and shown.badge.text() == datum.value
    assert shown.width() == width, "nothing moves when a point comes or its datum changes"
    station.open()
    station.until(lambda: station.wiring.comfort.settings.text("datum") == "BD-09")
    assert shown.datum is Datum.BD09, "kept for this seat"


def test_a_click_on_the_badge_offers_four_and_a_right_click_copies(station: Station) -> None:
    canvas, shown = station.bench.canvas, point(station)
    QTest.mouseClick(shown.badge, LEFT)
    assert shown.menu.isVisible() and [a.text() for a in shown.menu.actions()] == [d.value for d in Datum]
    shown.menu.actions()[2].trigger()
    shown.menu.close()
    assert shown.datum is Datum.GCJ02
    heard: list[object] = []
    station.bench.board.picked.connect(lambda *a: heard.append(a))
    QTest.mouseClick(canvas, RIGHT, pos=middle(station))
    text = QApplication.clipboard().text()
    lon, lat = (part.strip() for part in text.split(","))
    assert len(lon.split(".")[1]) == len(lat.split(".")[1]) == 6 and "GCJ-02" in station.bench.status.note.text()
    assert not heard, "a right click chooses nothing"
    QApplication.clipboard().clear()
    awake(station)
    QTest.mouseMove(canvas, middle(station))
    QTest.keyClick(station.bench, KEYS.Key_P, SHIFT)
    assert QApplication.clipboard().text() == text


def test_the_pointer_is_read_ten_times_a_second_at_most(station: Station) -> None:
    shown = point(station)
    said: list[None] = []
    shown._later.timeout.connect(lambda: said.append(None))
    begun = monotonic()
    for i in range(300):
        QTest.mouseMove(station.bench.canvas, middle(station, i % 50, i % 30))
        QApplication.processEvents()
    station.until(lambda: not shown._later.isActive())
    assert 1 <= len(said) <= (monotonic() - begun) * 10 + 1


def test_degrees_have_six_digits() -> None:
    assert degrees_words(Datum.WGS84, 120.1234567, -3.2) == "120.123457, -3.200000"


# -- a band


def test_a_band_counts_by_kind_and_lists_what_can_be_clicked(station: Station) -> None:
    bench, canvas = station.bench, station.bench.canvas
    canvas.tools.end_band()
    assert not bench.detail.showing, "no drag, no card"
    e0, n0, e1, n1 = canvas.view.visible()
    everything = np.array([(e0, n0), (e1, n0), (e1, n1), (e0, n1)])
    canvas.banded.emit(everything)
    view = bench.detail.view
    assert view is not None and bench.detail.isVisible() and bench.detail.go.isHidden()
    told = dict(view.rows)
    register, situation = station.register, station.situation
    assert int(told["Buildings"]) == len(station.bench.board.picture.plan.building_of)  # type: ignore[union-attr]
    kinds = {link.kind for link in view.links}
    assert {"responder", "building", "camera", "device"} <= kinds
    on_duty = {register.responders.ids[row] for row in np.flatnonzero(situation.on_duty)}
    assert {link.id for link in view.links if link.kind == "responder"} <= on_duty
    assert not view.people, "a band is about things, never about people"
    assert len(canvas.tools.band.ring) == 4
    station.languages.use("zh_CN")
    station.until(lambda: "楼栋" in dict(bench.detail.view.rows if bench.detail.view else ()))
    link = next(link for link in view.links if link.kind == "building")
    bench.detail.link_chosen.emit(link.kind, link.id)
    assert bench.detail.view is not None and bench.detail.view.target == ("building", link.id)
    assert not bench.detail.go.isHidden() and len(canvas.tools.band.ring) == 4
    bench.setFocus()
    QTest.keyClick(bench, KEYS.Key_Escape)
    assert not bench.detail.showing and not len(canvas.tools.band.ring)
    station.languages.use("en")


def test_an_empty_band_says_so(station: Station) -> None:
    station.bench.canvas.banded.emit(np.array([(9_000.0, 9_000.0), (9_010.0, 9_000.0), (9_010.0, 9_010.0)]))
    view = station.bench.detail.view
    assert view is not None and not view.rows and not view.links and "Nothing here" in view.sub


def test_a_long_remark_pushes_nothing_aside(station: Station) -> None:
    bench, shown = station.bench, point(station)
    before = shown.x(), bench.width(), bench.minimumSizeHint().width()
    bench.say("what happened, what was not lost, and the next step " * 8, wrong=True)
    QApplication.processEvents()
    assert (shown.x(), bench.width(), bench.minimumSizeHint().width()) == before
    assert bench.status.note.toolTip() == bench.status.note.text()

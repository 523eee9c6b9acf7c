"""Filters in the window: chosen in a page, told on the map, cleared by one key, kept for a seat, gone for the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.filters import KEY
from app.desktop.filters_page import FiltersPage
from domain.alarms import Level
from domain.clock import HOUR, MINUTE
from layers.filters import FACETS, NOTHING, WINDOWED, Filters, Window, open_codes, read
from map.shapes import Dots
from tests.desktop_rows import NOW, Station, words_on
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Station:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


@pytest.fixture
def page(station: Station) -> FiltersPage:
    station.wiring.filters.open()
    found = station.wiring.filters.page
    assert found is not None
    return found


def keys(station: Station, layer: str) -> set[str]:
    """What of a layer can be clicked on the map now."""
    layers = [one for one in station.bench.canvas._stack.shown() if one.name == layer]
    dots = [held.shape for one in layers for held in one.held if isinstance(held.shape, Dots)]
    return {key for dot in dots for key in dot.keys or ()}


def test_it_opens_by_key_and_by_the_command_bar_and_says_that_alarms_stay(station: Station) -> None:
    QTest.keyClick(station.bench, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    page = station.wiring.filters.page
    assert page is not None and page.isVisible() and not page.isModal()
    names = {action.name for action in station.wiring.menus.for_command_bar()}
    assert {"filters", "clear_filters"} <= names
    assert "Open alarms" in words_on(page) and "always shown" in words_on(page)
    assert not page.facets["device_health"].boxes["alarm"].isEnabled()


def test_a_tick_is_live_told_on_the_map_and_in_the_legend(station: Station, page: FiltersPage) -> None:
    assert {"responder:r1", "responder:r2"} <= keys(station, "guards")
    page.facets["guard_class"].boxes["officer"].click()
    station.until(lambda: "responder:r1" not in keys(station, "guards"))
    assert "responder:r2" in keys(station, "guards")
    chip, legend = station.wiring.filters.chip, station.bench.legend
    assert not chip.isHidden() and chip.text.text() == "Filtered: 3 of 5 guards shown"
    assert chip.text.text() in words_on(page)
    assert "0/2" in [row.figure for row in legend.entries() if row.layer == "guards"]
    assert chip.geometry().bottom() < legend.y() and station.bench.canvas.rect().contains(chip.geometry())


def test_one_key_shows_everything_again(station: Station, page: FiltersPage) -> None:
    page.facets["device_kind"].boxes["lock"].click()
    page.times["guards"].wished.emit(Window(last_ms=5 * MINUTE))
    page.close()
    station.bench.activateWindow()
    station.until(station.bench.isActiveWindow)
    station.bench.setFocus()
    QTest.keyClick(station.bench, Qt.Key.Key_X)
    assert station.bench.board.filters == NOTHING and station.wiring.filters.chip.isHidden()
    station.until(lambda: "device:l1" in keys(station, "devices"))
    QTest.keyClick(station.bench, Qt.Key.Key_X)
    assert "Nothing is filtered" in words_on(station.bench.status)


def test_the_chip_opens_the_page_and_clears(station: Station) -> None:
    filters = station.wiring.filters
    filters.use(NOTHING.with_code("homes", "rental", False))
    QTest.mouseClick(filters.chip.text, LEFT)
    assert filters.page is not None and filters.page.isVisible()
    QTest.mouseClick(filters.chip.clear, LEFT)
    assert filters.filters == NOTHING and filters.page.facets["homes"].boxes["rental"].isChecked()
    assert not filters.page.back.isEnabled()


def test_the_lights_of_homes_follow(station: Station) -> None:
    canvas = station.bench.canvas
    assert canvas._scene.blocks.windows.glow.any()
    station.wiring.filters.use(NOTHING.with_code("homes", "elder", False))
    station.until(lambda: not canvas._scene.blocks.windows.glow.any())
    assert canvas._scene.blocks.tint[:, 3].any(), "rentals stay"
    station.wiring.filters.use(NOTHING.with_code("homes", "rental", False))
    station.until(lambda: not canvas._scene.blocks.tint[:, 3].any())


def test_an_open_alarm_its_device_and_who_is_sent_are_on_the_map_whatever_is_filtered(station: Station) -> None:
    everything = Filters(
        hidden={facet.key: frozenset(open_codes(facet.key)) for facet in FACETS},
        windows={layer: Window(last_ms=1) for layer in WINDOWED},
    )
    station.wiring.filters.use(everything)
    station.until(lambda: not keys(station, "guards"))
    station.raise_alarm("A1", Level.BLUE)
    station.send("r2")
    station.until(lambda: "responder:r2" in keys(station, "orders"))
    station.wiring.attention.calm()
    station.until(lambda: "alarm:A1" in keys(station, "alarms"))
    station.until(lambda: keys(station, "devices") == {"device:k1"})
    assert station.bench.top.counts.counts == (0, 0, 0, 1)


def test_a_time_by_hand_last_hour_and_from_to(station: Station, page: FiltersPage) -> None:
    row = page.times["guards"]
    row.choice.setCurrentIndex(row.choice.findData(HOUR))
    row.choice.activated.emit(row.choice.currentIndex())
    assert station.bench.board.filters.windows["guards"] == Window(last_ms=HOUR)
    station.until(lambda: keys(station, "guards") == {f"responder:r{n}" for n in range(1, 5)})
    row.choice.setCurrentIndex(row.choice.findData(0))
    row.choice.activated.emit(row.choice.currentIndex())
    assert station.bench.board.filters.windows["guards"] == Window(start=NOW - HOUR, end=NOW)
    assert all(end.isVisible() for end in row.ends)
    row.ends[1].setDateTime(row.ends[1].dateTime().addSecs(-600))
    window = station.bench.board.filters.windows["guards"]
    assert NOW - 11 * MINUTE <= window.end <= NOW - 10 * MINUTE
    station.until(lambda: keys(station, "guards") == {"responder:r4"})


def test_counts_follow_the_clock(station: Station) -> None:
    filters = station.wiring.filters
    filters.use(NOTHING.with_window("guards", Window(last_ms=5 * MINUTE)))
    assert filters.chip.text.text() == "Filtered: 3 of 5 guards shown"
    station.pass_time(6 * 60)
    station.until(lambda: filters.chip.text.text() == "Filtered: 0 of 5 guards shown")


def test_it_is_kept_for_the_seat_and_gone_for_the_next_person(station: Station) -> None:
    filters, wish = station.wiring.filters, NOTHING.with_code("guard_fix", "stale", False)
    filters.use(wish)
    settings = station.wiring.comfort.settings
    station.wiring.leave()
    assert station.bench.board.filters == NOTHING and filters.chip.isHidden()
    assert read(settings.text(KEY)) == wish
    station.open()  # the same person sits down again
    station.until(lambda: station.bench.board.filters == wish)


def test_a_wish_of_the_last_moment_is_kept_too(station: Station) -> None:
    station.wiring.filters.use(NOTHING.with_community("c1"))
    station.bench.closing.emit()
    assert read(station.wiring.comfort.settings.text(KEY)).community == "c1"
    assert "云杉里" in station.wiring.filters.chip.text.text()


def test_page_and_chip_are_in_the_reader_s_language(station: Station, page: FiltersPage) -> None:
    station.wiring.filters.use(NOTHING.with_code("device_kind", "smoke", False))
    station.languages.use("zh_CN")
    try:
        station.until(lambda: "始终显示" in words_on(page))
        assert "shown" not in words_on(page) and station.wiring.filters.chip.text.text().startswith("已筛选")
    finally:
        station.languages.use("en")

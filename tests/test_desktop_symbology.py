"""Order and opacity of the layers: edited in the window, live on the map, kept for the seat; alarms always in full."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.symbology import KEY
from app.desktop.symbology_page import SymbologyPage
from layers.catalogue import LAYERS
from layers.symbology import EDITABLE, FIXED, ORDERED, PLAIN, Symbology, read
from tests.desktop_rows import Station, words_on
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
LOOKS = st.builds(
    Symbology,
    overlays=st.permutations(ORDERED).map(tuple),
    shares=st.dictionaries(st.sampled_from(EDITABLE), st.floats(0.0, 1.0)),
)


# -- the value


@given(LOOKS)
def test_what_is_written_down_is_read_again(look: Symbology) -> None:
    assert read(look.spell()) == look


@given(LOOKS, st.sampled_from(ORDERED), st.integers(-9, 9))
def test_a_move_keeps_all_others_in_their_order(look: Symbology, key: str, up: int) -> None:
    moved = look.moved(key, up)
    others = [name for name in look.overlays if name != key]
    assert [name for name in moved.overlays if name != key] == others
    assert moved.overlays.index(key) == min(max(look.overlays.index(key) + up, 0), len(others))


@given(LOOKS)
def test_alarms_stay_on_top_and_in_full(look: Symbology) -> None:
    assert look.order[-3:] == FIXED and sorted(look.order) == sorted(layer.key for layer in LAYERS)
    assert all(look.share(key) == 1.0 for key in FIXED)


@pytest.mark.parametrize("key", FIXED)
def test_an_alarm_layer_cannot_be_made_faint_by_hand_nor_by_a_file(key: str) -> None:
    with pytest.raises(ValueError):
        PLAIN.faded(key, 0.5)
    spelled = PLAIN.spell().replace('"shares": {}', f'"shares": {{"{key}": 0.1, "guards": 0.5}}')
    assert read(spelled).shares == {"guards": 0.5}


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[]", "{}", '{"order": 3, "shares": {}}', '{"order": [], "shares": 1}',
     '{"order": [], "shares": {"guards": 1' + "0" * 400 + "}}", "[" * 100_000],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_rubbish_is_the_usual_look(text: str) -> None:
    assert read(text) == PLAIN


@given(st.permutations(ORDERED), st.sampled_from(ORDERED))
def test_a_layer_that_is_new_gets_a_place_and_one_that_is_gone_is_forgotten(order: list[str], new: str) -> None:
    kept = [key for key in order if key != new]
    text = Symbology().spell().replace(str(list(ORDERED)).replace("'", '"'), str(["gone", *kept]).replace("'", '"'))
    assert [key for key in read(text).overlays if key != new] == kept


@given(st.one_of(st.none(), st.text(), st.dictionaries(st.sampled_from(["order", "shares"]), st.text())))
def test_reading_never_raises(found: object) -> None:
    assert isinstance(read(str(found)), Symbology)


# -- in the window


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Station:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp, size=(1366, 768))
    made.bench.activateWindow()
    made.until(lambda: made.bench.canvas.sharp() and made.bench.canvas.settled())
    return made


@pytest.fixture
def page(station: Station) -> SymbologyPage:
    station.wiring.symbology.open()
    found = station.wiring.symbology.page
    assert found is not None
    return found


def order(page: SymbologyPage) -> list[str]:
    """Keys from the top of the page down."""
    return [key for _, key in sorted((page.rows[key].y(), key) for key in ORDERED)]


def test_it_opens_by_a_right_click_on_the_legend_by_key_and_by_the_command_bar(station: Station) -> None:
    legend, symbology = station.bench.legend, station.wiring.symbology
    on = station.bench.board.layer_on("cameras")
    QTest.mouseClick(legend, RIGHT, pos=legend.box_of("cameras").center())
    assert symbology.page is not None and symbology.page.isVisible() and not symbology.page.isModal()
    assert symbology.page.focusWidget() is symbology.page.rows["cameras"].slider
    assert station.bench.board.layer_on("cameras") is on, "a right click switches nothing"
    symbology.page.close()
    station.bench.activateWindow()
    station.until(station.bench.isActiveWindow)
    QTest.keyClick(station.bench, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert symbology.page.isVisible()
    assert any(action.name == "symbology" for action in station.wiring.menus.for_command_bar())
    assert "right click" in _hint(station)


def _hint(station: Station) -> str:
    legend = station.bench.legend
    QTest.mouseMove(legend, QPoint(1, 1))
    QTest.mouseMove(legend, legend.box_of("cameras").center())
    return legend.toolTip()


def test_the_slider_is_live_and_kept_for_the_seat(station: Station, page: SymbologyPage) -> None:
    canvas, row = station.bench.canvas, page.rows["guards"]
    row.slider.setValue(0)
    assert row.figure.text() == "0 %"
    assert "guards" not in [layer.name for layer in canvas._stack.shown()]
    row.slider.setValue(40)
    shown = {layer.name: layer.opacity for layer in canvas._stack.shown()}
    assert shown["guards"] == pytest.approx(0.4)
    settings = station.wiring.comfort.settings
    station.until(lambda: read(settings.text(KEY)).share("guards") == 0.4)
    station.wiring.symbology.look = PLAIN
    station.open()  # the seat sits down again
    station.until(lambda: station.wiring.symbology.look.share("guards") == 0.4)
    assert row.slider.value() == 40


def test_a_wish_of_the_last_moment_is_kept_too(station: Station, page: SymbologyPage) -> None:
    page.rows["cameras"].slider.setValue(70)
    station.bench.closing.emit()
    assert read(station.wiring.comfort.settings.text(KEY)).share("cameras") == 0.7


def test_layers_go_up_and_down_on_the_page_and_on_the_map(station: Station, page: SymbologyPage) -> None:
    page.show()
    station.until(lambda: order(page) == list(reversed(ORDERED)))
    row, canvas = page.rows["gathered"], station.bench.canvas
    assert not row.up.isEnabled() and row.down.isEnabled() and not page.rows["grids"].down.isEnabled()
    QTest.mouseClick(row.down, LEFT)
    station.until(lambda: order(page)[1] == "gathered")
    names = [layer.name for layer in canvas._stack.shown()]
    assert names.index("gathered") < names.index("guards") if "gathered" in names else True
    assert canvas._stack._order.index("gathered") < canvas._stack._order.index("guards")
    assert row.up.isEnabled()


def test_everything_goes_back(station: Station, page: SymbologyPage) -> None:
    assert not page.back.isEnabled()
    page.rows["guards"].slider.setValue(20)
    page.rows["devices"].up.click()
    assert page.back.isEnabled()
    QTest.mouseClick(page.back, LEFT)
    assert station.bench.board.symbology == PLAIN and page.rows["guards"].slider.value() == 100
    assert not page.back.isEnabled()
    assert station.bench.canvas._stack._order == PLAIN.order


def test_lights_of_homes_fade_in_the_picture(station: Station, page: SymbologyPage) -> None:
    canvas = station.bench.canvas

    def strongest() -> int:
        windows = canvas._scene.blocks.windows
        return int(windows.rgba[np.flatnonzero(windows.glow), 3].max(initial=0))

    assert strongest() == 255
    page.rows["elders"].slider.setValue(20)
    station.until(lambda: strongest() == 51)
    page.rows["elders"].slider.setValue(0)
    station.until(lambda: not canvas._scene.blocks.windows.glow.any())
    page.rows["rentals"].slider.setValue(0)
    station.until(lambda: int(canvas._scene.blocks.tint[:, 3].max(initial=0)) == 0)


def test_the_legend_tells_a_faint_layer_from_a_full_one_and_from_none(station: Station, page: SymbologyPage) -> None:
    legend, seen = station.bench.legend, []
    for percent in (100, 50, 0):
        page.rows["cameras"].slider.setValue(percent)
        station.until(lambda: not legend._later.isActive())
        box = legend.box_of("cameras")
        seen.append(legend.grab(box).toImage())
    full, half, none = seen
    assert full != half != none != full


def test_the_page_says_that_alarms_stay_and_which_layer_is_off(station: Station, page: SymbologyPage) -> None:
    said = words_on(page)
    assert "never faint" in said and not set(page.rows) & set(FIXED)
    station.bench.board.set_layer_on("cameras", False)
    assert page.rows["cameras"].name.text().endswith("off")
    station.languages.use("zh_CN")
    try:
        station.until(lambda: "警情" in words_on(page))
        assert "alarm" not in words_on(page)
    finally:
        station.languages.use("en")

"""Layer switches: the seat's own – kept for whoever turned them, and none of them left for the next person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.switches import USUAL, read, spell
from tests.desktop_rows import OPERATOR, Station
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp)
    yield made
    made.wiring.wall.shut()


@given(st.fixed_dictionaries({key: st.booleans() for key in USUAL}))
def test_what_is_written_down_is_read_again(switched: dict[str, bool]) -> None:
    assert read(spell(switched)) == switched


@given(st.text())
def test_rubbish_harms_nothing(text: str) -> None:
    assert read(text).keys() == USUAL.keys()


def test_guards_that_one_person_turned_off_are_there_for_the_next(station: Station) -> None:
    board = station.bench.board
    board.set_layer_on("guards", False)
    board.set_layer_on("ended", True)
    station.wiring.leave()
    assert board.layer_on("guards") and not board.layer_on("ended")
    first = station.seat
    station.seat = replace(OPERATOR, user="second")
    station.open()
    station.until(lambda: station.bridge.picture is not None and station.bridge.picture.seat.user == "second")
    assert board.layer_on("guards"), "another person sees them"
    station.wiring.leave()
    station.seat = first
    station.open()
    station.until(lambda: not board.layer_on("guards") and board.layer_on("ended"))


def test_a_switch_of_the_last_moment_is_kept_too(station: Station) -> None:
    station.bench.board.set_layer_on("guards", False)
    station.bench.closing.emit()
    assert station.wiring.comfort.settings.text("layers") == "-guards"

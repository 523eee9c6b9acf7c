"""What must be seen from afar, and never go missing: the band over the map, the timeline's heaps, row heights."""

from __future__ import annotations

import logging
from datetime import UTC

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.__main__ import _hear_qt
from app.desktop.faults import FAULTS, fault_words
from app.desktop.login import LoginPage
from app.desktop.rail import Rail, scroll
from app.desktop.stale_band import StaleBand
from app.desktop.theme import Theme
from app.desktop.timeline import Mark, Timeline
from app.desktop.top_bar import TopBar
from app.seat.messages import Pulse
from domain.clock import MINUTE
from domain.store import LedgerBusy, LedgerFull
from tests.desktop_rows import NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_lost_line_is_a_band_over_the_map_until_it_is_back(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(700, 400)
    over.show()
    band, told = StaleBand(over), list[bool]()
    band.stale.connect(told.append)
    band.show_pulse(Pulse(link_up=True))
    assert band.isHidden() and not told
    for _ in range(2):
        band.show_lost("The desk does not answer.")
    assert band.isVisible() and band.width() == 700 and "NO LINE" in band.text() and told == [True]
    over.resize(500, 400)
    assert band.width() == 500
    band.show_lost("")
    assert band.isHidden() and told == [True, False]


def test_a_stuck_ledger_is_told_by_its_class_and_does_not_make_the_picture_old(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    band, told = StaleBand(over), list[bool]()
    band.stale.connect(told.append)
    band.show_pulse(Pulse(fault="sample.db: the disk is full; nothing was written."))
    assert band.isVisible() and "the disk is full" in band.text() and "sample.db" not in band.text()
    band.show_pulse(Pulse())
    assert band.isHidden() and not told


def test_every_class_of_fault_has_words_and_a_strange_one_too() -> None:
    for sentence in (LedgerFull("x: the disk is full"), LedgerBusy("x: the database is held by another program")):
        assert fault_words(str(sentence)) in FAULTS.values()
    assert "log" in fault_words("something else")


@pytest.mark.parametrize("n", [1, 4, 9, 40])
def test_no_alarm_is_missing_on_the_timeline_and_the_worst_have_room(qtbot: QtBot, n: int) -> None:
    strip = Timeline(Theme())
    qtbot.addWidget(strip)
    strip.resize(312, 112)
    given = [Mark(f"A{i}", NOW - i * 1000, 1 + i % 4, True, "") for i in range(n)]
    strip.show_marks([*given, Mark("early", NOW - 50 * MINUTE, 4, True, "")], NOW, UTC)
    glyphs, heaps = strip._stack()
    shown = {m.alarm for m, _ in glyphs}
    heaped = [m for found, _ in heaps for m in found]
    assert shown | {m.alarm for m in heaped} == {m.alarm for m in given} | {"early"} and "early" in shown
    assert not shown & {m.alarm for m in heaped}
    boxes = [box for _, box in glyphs]
    assert all(box.top() >= 0 for box in boxes)
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in [*boxes[i + 1 :], *(h for _, h in heaps)])
    if heaped:
        late = [m.level for m, _ in glyphs if m.alarm != "early"]
        assert min(m.level for m in heaped) >= max(late)


def test_what_is_in_a_scrolled_column_is_never_squeezed(qtbot: QtBot) -> None:
    inner = QWidget()
    box = QVBoxLayout(inner)
    words, row = QLabel("short", wordWrap=True), QLabel("row")
    row.setFixedHeight(52)
    for widget in (words, row):
        box.addWidget(widget)
    area = scroll(inner, "area")
    qtbot.addWidget(area)
    area.resize(160, 90)
    area.show()
    words.setText("many words that need a good number of lines in so narrow a column " * 4)
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) and row.height() == 52, timeout=2000)
    assert area.verticalScrollBar().maximum() > 0


def test_the_first_page_is_as_high_as_its_texts(qtbot: QtBot) -> None:
    page = LoginPage("")
    qtbot.addWidget(page)
    page.show()
    page.show_refusal("no_users")
    page.password.setText("a")
    page._check()
    qtbot.waitUntil(lambda: page.text.height() >= page.text.heightForWidth(page.text.width()), timeout=2000)
    assert page.trouble.height() >= page.trouble.heightForWidth(page.trouble.width())


def test_a_station_without_devices_says_what_to_do_and_one_home_is_one_home(qtbot: QtBot) -> None:
    rail = Rail(Theme())
    qtbot.addWidget(rail)
    rail.show_watched(0)
    assert "sandtable demo --on" in rail._empty.text()
    rail.show_watched(3)
    assert "3 devices" in rail._empty.text()
    assert rail._near_text(1) == "1 home < 2h" and rail._near_text(2) == "2 homes < 2h"


def test_qts_remarks_go_to_the_log_quietly(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    kind = type("Kind", (), {"name": "QtWarningMsg"})
    with caplog.at_level(logging.INFO, "qt"):
        _hear_qt(kind, None, "This plugin does not support propagateSizeHints()")
        _hear_qt(kind, None, "something odd")
    assert [(r.levelno, "odd" in r.getMessage()) for r in caplog.records] == [(logging.INFO, True)]


def test_the_key_hint_gives_way_to_the_placeholder(qtbot: QtBot) -> None:
    top = TopBar(Theme())
    qtbot.addWidget(top)
    top.field.setPlaceholderText("Find a home")
    top._place_hint()
    assert not top.key_hint.isHidden()
    top.field.setPlaceholderText("Find a building, home, device, responder, and more than has room in here")
    top.set_narrow(True)
    assert top.key_hint.isHidden()

"""The page “Check this station”: rows come while the window lives on, in both languages, of a real doctor's process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.doctor_page import DoctorPage, arguments
from app.desktop.i18n import Languages
from app.desktop.theme import Theme
from app.doctor.finding import State
from app.supervisor.state import RunState, state_path, write_state
from domain.store import Ledger
from tests import station_scene as scene

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LONG_MS = 60_000


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    languages = Languages(qapp)
    languages.use("en")
    yield languages
    languages.use("en")


def test_rows_come_without_blocking_and_follow_the_language(qtbot: QtBot, languages: Languages, tmp_path: Path) -> None:
    station = tmp_path / "s.db"
    Ledger.create(station, scene.register("real"), scene.people_files(), now=scene.T0).close()
    station.with_suffix(".keys").chmod(0o644)
    turns: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(1))
    timer.start(5)
    page = DoctorPage(Theme(), lambda: languages.now, ["--station", str(station), "--broker", "127.0.0.1:1"], None)
    page.show()
    assert page.running and not page.again.isEnabled()
    qtbot.waitUntil(lambda: not page.running, timeout=LONG_MS)
    timer.stop()
    assert len(turns) > 20, "the window's own thread went on"
    by_code = {f.code: f.state for f in page.findings}
    assert by_code["database.keys_open"] is State.FAULT and by_code["broker.refused"] is State.FAULT
    rows = [[page.table.item(y, x).text() for x in range(4)] for y in range(page.table.rowCount())]
    assert len(rows) == len(page.findings) and ["fault", "station"] in [row[:2] for row in rows]
    assert "fault" in page.state.text() and page.again.isEnabled()
    languages.use("zh_CN")
    qtbot.waitUntil(lambda: page.windowTitle() == "检查本站点", timeout=5_000)
    assert "项故障" in page.state.text() and page.table.item(0, 0).text() in {"正常", "注意", "故障", "–"}
    page.close()


def test_a_page_that_is_closed_ends_the_look(qtbot: QtBot, languages: Languages) -> None:
    page = DoctorPage(Theme(), lambda: languages.now, [], None)
    process = page._process
    with qtbot.waitSignal(page.destroyed, timeout=10_000):
        page.show()
        pid = process.processId()
        page.close()
    assert pid and not Path(f"/proc/{pid}").exists()


def test_the_window_s_own_run_is_what_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert arguments() == []
    state = RunState(pid=os.getppid(), station="/x/s.db", broker="127.0.0.1:1883")
    write_state(state_path(os.getppid()), state)
    assert arguments() == ["--station", "/x/s.db", "--broker", "127.0.0.1:1883"]

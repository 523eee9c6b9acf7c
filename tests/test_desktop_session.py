"""`Session`: a seat that is refused or signed out leaves nothing behind, and no line is waited for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.options import Options
from app.desktop.session import Session
from app.seat import Login, Lost, Opened, Refused
from app.seat.door import Runtime, write_runtime
from app.watcher.talk import Camera
from domain.clock import Clock
from tests import layers_rows as rows
from tests.desktop_rows import NOW, OPERATOR, register
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def session(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    keep_settings_in(tmp_path)
    options = Options(tmp_path / "none.json", "", None, "op", (1280, 720), "en", "dark", False, {}, False, None, False)
    made = Session(qapp, options)
    qtbot.addWidget(made.bench)
    made.start()
    yield made
    made.wiring.close()
    made._leave_link()
    made._leave_page()


def opening() -> Opened:
    reg = register()
    return Opened(reg, rows.situation(reg).freeze(), OPERATOR, Clock(NOW, 1_000.0, 1.0, lambda: 1_000.0), reg.site)


def seated(qtbot: QtBot, session: Session) -> None:
    session.bridge.deliver(opening())
    session._show_bench()
    qtbot.waitUntil(lambda: session.bridge.picture is not None and session._page is None, timeout=5_000)


def test_a_line_that_comes_back_and_is_refused_leaves_nobody_at_the_seat(qtbot: QtBot, session: Session) -> None:
    seated(qtbot, session)
    session.autopilot.start()
    session.wiring.room.cameras = {"c1": Camera(id="c1")}
    session.bridge.deliver(Refused("wrong_login", "not any more"))
    qtbot.waitUntil(lambda: session._page is not None, timeout=5_000)
    assert session.bridge.picture is None, "no picture: nothing counts, and nothing sounds"
    assert session.wiring.room.cameras == {}, "the cameras are given back"
    assert not any(timer.isActive() for timer in session.autopilot.findChildren(QTimer))
    assert not session.bench.isVisible()
    assert session._page is not None and session._page.trouble.text(), "it says why"


class Silence:
    """A host that takes a connection and never says a word, until it is let go."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.reached = threading.Event()
        self._held: list[socket.socket] = []
        threading.Thread(target=self._hold, daemon=True).start()

    def _hold(self) -> None:
        while True:
            try:
                self._held.append(self.socket.accept()[0])
            except OSError:
                return
            self.reached.set()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)  # wakes whoever accepts
        for held in (self.socket, *self._held):
            held.close()


@pytest.fixture
def silence() -> Silence:
    return Silence()


def test_signing_in_again_waits_for_no_line_that_is_still_being_made(
    session: Session, silence: Silence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.seat.link.OPEN_S", 60.0)
    port = silence.socket.getsockname()[1]
    assert session._options.runtime is not None
    write_runtime(session._options.runtime, Runtime(port=port, token="t", pid=1, station="T"))
    session._sign_in(Login("op", "long-enough"))
    first = session._link
    assert first is not None and silence.reached.wait(10)
    session._sign_in(Login("op", "long-enough"))
    assert first._threads[0].is_alive(), "it was told to go and not waited for"
    assert session._link is not first
    silence.close()  # before the window is: its end waits for the line


def test_what_a_line_brings_after_it_was_left_is_dropped(qtbot: QtBot, session: Session) -> None:
    lost: list[str] = []
    session.bridge.lost.connect(lost.append)
    before = session.bridge.way_in()
    now = session.bridge.way_in()
    before(Lost("of yesterday"))
    now(Lost("of today"))
    qtbot.waitUntil(lambda: bool(lost), timeout=5_000)
    assert lost == ["of today"]
    before(opening())
    session.bridge.forget()
    now(opening())
    session.bridge.way_in()(Lost("at last"))
    qtbot.waitUntil(lambda: len(lost) == 2, timeout=5_000)
    assert session.bridge.picture is None, "nobody sits here: no picture of whoever left comes back"

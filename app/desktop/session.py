"""`Session`: the life of this process's window – sign in, sit, sign out, end – and its line to the supervisor."""

from __future__ import annotations

import gc
import json
import threading
from pathlib import Path
from typing import Any

import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.desktop.autopilot import Autopilot
from app.desktop.bridge import Bridge, Picture
from app.desktop.camera_room import Given
from app.desktop.i18n import Languages, system_language
from app.desktop.login import LoginPage
from app.desktop.measure import Measure
from app.desktop.options import Options
from app.desktop.settings import SeatSettings
from app.desktop.theme import Theme
from app.desktop.wiring import Wiring
from app.desktop.workbench import Workbench
from app.seat import Door, FarDoor, Login, RuntimeDoor, SeatLink
from app.supervisor.control import Control
from domain.alarms import Fact
from layers.board import MapBoard
from map.canvas import MapCanvas

log = structlog.get_logger()

LAST_USER = "last_user"
SETTLE_MS = 400
"""How long panels and the map are given after an opening; a screenshot looks twice as often."""
SHOT_TRIES = 60
"""How often a screenshot waits for an opened picture and a sharp map: twelve seconds in all."""


class Session(QObject):
    """Owns the window and the link. GUI thread; `_order` carries the supervisor's lines here."""

    _order = Signal(object)

    def __init__(self, app: QApplication, options: Options) -> None:
        super().__init__(app)
        self._app, self._options = app, options
        self._settings = SeatSettings()
        self.languages = Languages(app)
        self.languages.use(options.language or self._settings.text("language") or system_language())
        self.theme = Theme(parent=self)
        self.bridge = Bridge(self)
        self.bench = Workbench(MapBoard(MapCanvas(), say=self._say_fact), self.theme)
        self.bridge.opened.connect(self._show_bench)  # first of all: the map fits its first scene into what it sees
        given = Given(options.videos, options.runtime, options.cameras)
        self.wiring = Wiring(self.bench, self.bridge, self.languages, given, sign_out=self.sign_out)
        dark = (options.theme or self._settings.text("theme", "dark")) != "light"
        self.wiring.comfort.use_theme(dark, cvd=self._settings.flag("cvd"))
        fixed = {"theme": options.theme, "language": options.language}
        self.wiring.comfort.fixed = frozenset(name for name, value in fixed.items() if value)
        self.measure = Measure(self.bench.canvas, self.bridge, lambda: self._link.resumes if self._link else 0, self)
        self.autopilot = Autopilot(self.wiring)
        self._link: SeatLink | None = None
        self._page: LoginPage | None = None
        self._ended = False
        self._control: Control | None = None
        self.bridge.opened.connect(self._opened)
        self.bridge.refused.connect(self._refused)
        self.wiring.screen.shown.connect(self.measure.shown)
        self.bench.closing.connect(self.end)
        self._order.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def _say_fact(self, fact: Fact) -> str:
        return self.wiring.screen.say_fact(fact)

    # -- begin

    def start(self) -> None:
        """Sign in as asked on the command line, or ask who sits here."""
        if self._options.control:
            self._control = Control(self._order.emit, lambda: self._order.emit({"do": "stop"}))
            self._control.start()
        if self._options.user == "demo":
            self._sign_in(Login("demo"))
            self._show_bench()
        else:
            self._ask(self._options.user or self._settings.text(LAST_USER))
            if self._options.first and self._page is not None:
                self._page.show_refusal("no_users")

    def _ask(self, user: str) -> None:
        self._page = LoginPage(user)
        self._page.entered.connect(self._sign_in)
        self._page.language_wished.connect(self.wiring.comfort.speak)
        self._page.given_up.connect(self._given_up)
        self._page.show()

    def _given_up(self) -> None:
        if self.bridge.picture is None or not self.bench.isVisible():
            self.end()

    def _sign_in(self, login: Login) -> None:
        self._leave_link()
        self._link = SeatLink(self._door(), login, self.bridge.way_in())
        self.bridge.attach(self._link)
        self._link.start()

    def _door(self) -> Door:
        if self._options.runtime is not None:
            return RuntimeDoor(self._options.runtime)
        return FarDoor(self._options.station, self._options.ca)

    def _refused(self, code: str, text: str) -> None:
        log.info("refused", code=code)
        if self._page is None:
            self._vacate("" if self._options.user == "demo" else self._options.user)
        if self._page is not None:
            self._page.show_refusal(code)

    def _opened(self, picture: Picture) -> None:
        if picture.seat.user != "demo":
            self._settings.keep(LAST_USER, picture.seat.user)  # a window that has died comes back asking for them
        self._leave_page()
        if self._control is not None:
            self._control.say({"said": "ready"})
        QTimer.singleShot(SETTLE_MS, self._after_opening)

    def _leave_page(self) -> None:
        if self._page is not None:
            page, self._page = self._page, None
            page.given_up.disconnect()
            page.close()
            page.deleteLater()

    def _after_opening(self) -> None:
        # the register's hundred thousand objects stay for good: walking them again and again cost 90 ms at a time
        gc.collect()
        gc.freeze()
        self.measure.start()
        if self._options.autopilot:
            self.autopilot.start()

    def _show_bench(self, _picture: Picture | None = None) -> None:
        if self.bench.isVisible():
            return
        if self._options.size is not None:
            width, height = self._options.size
            self.bench.resize(round(width / self._options.scale), round(height / self._options.scale))
            self.bench.show()
        elif self._app.platformName() == "offscreen":
            self.bench.resize(1920, 1080)
            self.bench.show()
        else:
            self.bench.setGeometry(self.bench.screen().availableGeometry())  # where no window manager maximises it
            self.bench.showMaximized()

    def sign_out(self) -> None:
        """Another person sits down here: the picture goes with the one who leaves."""
        self._vacate("")

    def _vacate(self, user: str) -> None:
        """Nobody sits here any more: no picture, no sound, no camera is left; `user` is asked to sign in."""
        self.autopilot.stop()
        self.wiring.leave()
        self.wiring.room.rest()
        self._leave_link()
        self.bridge.forget()
        self.bench.hide()
        self._ask(user)

    # -- the supervisor's lines

    def _do(self, order: dict[str, Any]) -> None:
        match order.get("do"):
            case "stop":
                self.end()
            case "screenshot":
                self._screenshot(str(order.get("path", "")), SHOT_TRIES)
            case other:
                log.warning("unknown order", order=str(other))

    def _screenshot(self, path: str, tries: int) -> None:
        if tries and (self.bridge.picture is None or not self.bench.isVisible() or not self.bench.canvas.sharp()):
            QTimer.singleShot(SETTLE_MS // 2, lambda: self._screenshot(path, tries - 1))
            return
        picture = self.bench.grab().toImage()
        self.measure.skip()
        threading.Thread(target=self._save, args=(picture, path), name="screenshot", daemon=True).start()

    def _save(self, picture: QImage, path: str) -> None:
        """On a thread of its own: packing a large PNG takes half a second."""
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            done = picture.save(path)
        except OSError:
            done = False
        if self._control is not None:
            self._control.say(
                {"said": "screenshot", "path": path, **({} if done else {"error": "could not be written"})}
            )

    # -- end

    def _leave_link(self) -> None:
        """Without waiting: a host that cannot be reached would hold the page up for seconds."""
        if self._link is not None:
            self._link.leave()
            self._link = None

    def end(self) -> None:
        """Write the report, end the line, leave. Safe to call twice."""
        if self._ended:
            return
        self._ended = True
        self.autopilot.stop()
        self.measure.stop()
        self.wiring.close()
        self._write_report()
        self._leave_page()
        if self._link is not None:
            self._link.stop()  # nothing is on the screen: here it may take its time
            self._link = None
        self._app.quit()

    def _report(self) -> dict[str, object]:
        return self.measure.report() | {"published": self.wiring.room.published}

    def _write_report(self) -> None:
        if self._options.report is None:
            return
        try:
            self._options.report.parent.mkdir(parents=True, exist_ok=True)
            self._options.report.write_text(json.dumps(self._report(), indent=1), encoding="utf-8")
        except OSError as error:
            log.warning("the window's report could not be written", error=str(error))

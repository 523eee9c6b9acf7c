"""The wall: driven by the workbench – its view, its case, its layers – on another screen of the same machine."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QScreen

from app.desktop import figures, wall_view
from app.desktop.bridge import Bridge, Picture
from app.desktop.cases import Cases
from app.desktop.i18n import translate
from app.desktop.settings import SeatSettings
from app.desktop.wall_page import WallPage
from app.desktop.wall_type import USUAL_M
from app.desktop.wall_window import WallWindow
from app.desktop.workbench import Workbench
from domain.changes import AnyChange, Moved
from layers.catalogue import LAYERS
from layers.estate import Estate
from map.view import View

MIRROR_MS = 80
"""The workbench's view is taken over this often; with the flight there it is on the wall within 300 ms (T1-29)."""
FLIGHT_MS = 180
SECOND_MS = 1000
WRITE_MS = 40
"""So long after a change the columns are written: the workbench's own card goes first (`Screen`)."""


class Wall(QObject):
    """Opens and drives it. GUI thread. While it is shut nothing of it exists and nothing is done for it."""

    _made = Signal(object, object)

    def __init__(
        self, bench: Workbench, bridge: Bridge, cases: Cases, blind: Callable[[], Iterable[str]] = tuple
    ) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._cases, self._blind = bench, bridge, cases, blind
        self.window: WallWindow | None = None
        self._settings: SeatSettings | None = None
        self._view: View | None = None
        self._mirror = QTimer(self, singleShot=True, interval=MIRROR_MS)
        self._mirror.timeout.connect(self._follow)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._tick)
        self._write = QTimer(self, singleShot=True, interval=WRITE_MS)
        self._write.timeout.connect(self._columns)
        self._made.connect(self._show)
        bridge.opened.connect(self._prepare)
        bridge.changed.connect(self._changed)
        cases.chosen.connect(self._chosen)
        bench.canvas.view_changed.connect(self._moved)
        bench.band.stale.connect(self._band)
        bench.board.legend_changed.connect(self._layers)
        bench.board.marked.connect(self._mark)
        bench.theme.changed.connect(self._restyle)
        bench.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._unplugged)

    def begin(self, settings: SeatSettings) -> None:
        """This seat's own width and distance."""
        self._settings = settings
        if self.window is not None:
            self.window.use_metres(*self.metres())

    def metres(self) -> tuple[float, float]:
        """Width of the wall and distance of its farthest reader, as kept."""
        kept = self._settings.text("wall_metres") if self._settings is not None else ""
        try:
            width, distance = (float(part) for part in kept.split())
        except ValueError:
            return USUAL_M
        return (width, distance) if math.isfinite(width) and math.isfinite(distance) else USUAL_M

    def keep_metres(self, width_m: float, distance_m: float) -> None:
        """Remember, and show."""
        if self._settings is not None:
            self._settings.keep("wall_metres", f"{width_m:g} {distance_m:g}")
        if self.window is not None:
            self.window.use_metres(width_m, distance_m)

    def ask_size(self) -> WallPage:
        """The page for it; one at a time."""
        page = self._bench.findChild(WallPage)
        if page is None:
            screen = beside(self._bench.screen())
            width = self.window.width() if self.window is not None else screen.geometry().width()
            page = WallPage(self.metres(), width, self.keep_metres, self._bench)
            page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.show()
        page.raise_()
        return page

    # -- open and shut

    @property
    def open(self) -> bool:
        """Whether there is one."""
        return self.window is not None

    def toggle(self) -> None:
        """Open it on the screen beside this one, or shut it."""
        if self.window is not None:
            self.shut()
        else:
            self.show_on(beside(self._bench.screen()))

    def show_on(self, screen: QScreen | None, size: tuple[int, int] | None = None) -> WallWindow:
        """Open it over a whole screen; with `size`, as a frameless window of that many logical pixels.

        The keyboard stays with the workbench, unless the wall covers it.
        """
        made = self.window = WallWindow(self._bench.theme, self._gone, self._key)
        made.use_metres(*self.metres())
        made.fitted = self._refit
        self._restyle()
        covers = size is None and screen is self._bench.screen()
        made.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not covers)
        if size is not None:
            made.resize(*size)
            made.show()
        else:
            if screen is not None:
                made.setScreen(screen)
                made.setGeometry(screen.geometry())
            made.showFullScreen()
        if self._bridge.picture is not None:
            self._prepare(self._bridge.picture)
        return made

    def _key(self, event: QKeyEvent) -> None:
        """A key on the wall does what it does at the workbench; the key that opened the wall shuts it."""
        if event.key() == Qt.Key.Key_W and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shut()
        else:
            self._bench.keyPressEvent(event)

    def _unplugged(self, screen: QScreen) -> None:
        """Its screen is gone: left alone it would be moved over the workbench."""
        if self.window is not None and self.window.screen() is screen:
            self.shut()
            self._bench.say(translate("Wall", "The wall's screen is gone, and so is the wall: Shift+W opens it again"))

    def shut(self) -> None:
        """No wall any more."""
        if self.window is not None:
            self.window.close()

    def _gone(self) -> None:
        window, self.window = self.window, None
        self._second.stop()
        self._mirror.stop()
        self._write.stop()
        self._view = None
        if window is not None:
            window.deleteLater()

    # -- what it shows

    def _prepare(self, picture: Picture) -> None:
        """The estate without marks of single homes takes a tenth of a second: not on this thread."""
        if self.window is None:
            return

        def make() -> None:
            estate = Estate(picture.estate.plan, home_marks=False)
            estate.warm()
            with suppress(RuntimeError):  # the window was closed meanwhile
                self._made.emit(picture, estate)

        threading.Thread(target=make, name="wall-estate", daemon=True).start()

    def _show(self, picture: Picture, estate: Estate) -> None:
        if self.window is None or picture is not self._bridge.picture:
            return
        situation = picture.situation
        self._layers()
        self.window.board.open(
            situation.register, situation, picture.clock.now(), speed=picture.clock.speed, estate=estate
        )
        seen = self._bench.board.picture
        if seen is not None and seen.selected is not None:
            self.window.board.select(*seen.selected)
        self._chosen(self._cases.alarm)
        self._follow()
        self._tick()
        self._second.start()

    def _band(self) -> None:
        if self.window is not None:
            self.window.band.take(self._bench.band)

    def _changed(self, changes: tuple[AnyChange, ...]) -> None:
        if self.window is None:
            return
        self.window.board.changed(changes)
        if not self._write.isActive() and not all(isinstance(change, Moved) for change in changes):
            self._write.start()

    def _chosen(self, alarm: str) -> None:
        if self.window is not None:
            self.window.board.focus_alarm(alarm or None)
            self._write.start()

    def _mark(self, kind: str, ident: str) -> None:
        if self.window is not None:
            self.window.board.select(kind or None, ident)  # type: ignore[arg-type]  # a signal carries plain text

    def _layers(self) -> None:
        """Which are on, and their order and opacity."""
        if self.window is None:
            return
        own, bench = self.window.board, self._bench.board
        for layer in LAYERS:
            own.set_layer_on(layer.key, bench.layer_on(layer.key))
        if own.symbology != bench.symbology:
            own.set_symbology(bench.symbology)

    def _restyle(self) -> None:
        if self.window is not None:
            self.window.board.set_palette(self._bench.theme.palette)
            self.window.setStyleSheet(f"#wall {{ background: {self._bench.theme.look.panel}; }}")

    def _tick(self) -> None:
        if self.window is not None and self._bridge.picture is not None:
            self.window.board.tick(self._bridge.now)
            self._band()
            self._columns()

    def _columns(self) -> None:
        picture, window = self._bridge.picture, self.window
        if picture is None or window is None:
            return
        situation, now = picture.situation, picture.clock.now()
        tz: tzinfo = figures.zone(picture.site.zone)
        date, time = figures.date(now, tz), figures.time_of_day(now, tz, seconds=True)
        window.figures.show_figures(
            picture.site.name, date, time, wall_view.figures(situation, picture.seat, self._blind())
        )
        alarm = wall_view.chosen(situation, self._cases.alarm)
        window.case.show_case(None if alarm is None else wall_view.case(situation, alarm, tz), now)

    # -- the view

    def _moved(self, _view: View) -> None:
        if self.window is not None and not self._mirror.isActive():
            self._mirror.start()

    def _refit(self) -> None:
        self._view = None
        self._mirror.start()

    def _follow(self) -> None:
        """The same ground in sight as the workbench has, at its flight's end: one flight here instead of its steps."""
        window = self.window
        if window is None:
            return
        aim, own = self._bench.canvas.aim(), window.canvas.view
        share = min(own.width / aim.width, own.height / aim.height)
        view = aim.but(px_per_m=aim.px_per_m * share, width=own.width, height=own.height, dpr=own.dpr)
        if view != self._view:
            self._view = view
            window.canvas.show_view(view, FLIGHT_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._bench and event.type() == QEvent.Type.LanguageChange and self.window is not None:
            self.window.retranslate()
            self._columns()
        return False


def beside(own: QScreen) -> QScreen:
    """The widest screen but the workbench's own; its own where there is no other."""
    others = [screen for screen in QGuiApplication.screens() if screen is not own]
    return max(others, key=lambda screen: screen.geometry().width(), default=own)

"""The wall: a frameless window without hands, driven by the workbench – its view, its case, its layers."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desktop import figures, wall_view
from app.desktop.bridge import Bridge, Picture
from app.desktop.cases import Cases
from app.desktop.settings import SeatSettings
from app.desktop.stale_band import StaleBand
from app.desktop.theme import Theme
from app.desktop.wall_page import WallPage
from app.desktop.wall_panels import WallCaseColumn, WallFiguresColumn
from app.desktop.wall_type import USUAL_M, WallType
from app.desktop.workbench import Workbench
from domain.changes import AnyChange
from layers.board import MapBoard
from layers.catalogue import LAYERS
from layers.estate import Estate
from map.canvas import MapCanvas
from map.view import View

FIGURES_COLUMN, CASE_COLUMN, WIDEST = (560 / 3840, 12.5), (960 / 3840, 17.0), 0.34
"""A column's share of a wall of 3840×1080 (look.md), and how many times the least type it is wide at least; on another
form or of larger type it takes what it needs, up to WIDEST of the whole."""
MIRROR_MS = 80
"""The workbench's view is taken over this often; with the flight there it is on the wall within 300 ms (T1-29)."""
FLIGHT_MS = 180
SECOND_MS = 1000
USUAL_PX = 12.0
"""The least type for which the map's own signs are made."""


class WallWindow(QWidget):
    """Figures · map · the one case. `closed` is called when it goes. GUI thread; `Esc` closes it."""

    def __init__(self, theme: Theme, closed: Callable[[], None]) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("wall")
        self._closed = closed
        self.fitted: Callable[[], None] = lambda: None
        """Called when the map has another size or scale: what it is to show lies differently in it."""
        self.metres = USUAL_M
        self.canvas = MapCanvas()
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # nobody clicks on a wall
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.board = MapBoard(self.canvas, home_marks=False)
        self.figures, self.case = WallFiguresColumn(theme), WallCaseColumn(theme)
        self.band = StaleBand(self.canvas)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.figures)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.case)

    def use_metres(self, width_m: float, distance_m: float) -> None:
        """How wide the wall is, and how far off its farthest reader stands: the size of all type follows."""
        self.metres = (width_m, distance_m)
        self._fit()

    def _fit(self) -> None:
        kind = WallType.of(max(self.width(), 1), *self.metres)
        least = kind.px[0]
        for column, share, floor in ((self.figures, *FIGURES_COLUMN), (self.case, *CASE_COLUMN)):
            column.type = kind
            column.setFixedWidth(round(min(max(self.width() * share, least * floor), self.width() * WIDEST)))
            column.update()
        self.canvas.set_scale(least / USUAL_PX)
        self.band.setStyleSheet(f"font-size: {kind.px[1]}px;")
        self.fitted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.canvas.close_pictures()
        super().closeEvent(event)
        self._closed()


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
        self._made.connect(self._show)
        bridge.opened.connect(self._prepare)
        bridge.changed.connect(self._changed)
        bridge.lost.connect(self._lost)
        bridge.resumed.connect(lambda: self._lost(""))
        cases.chosen.connect(self._chosen)
        bench.canvas.view_changed.connect(self._moved)
        bench.board.legend_changed.connect(self._layers)
        bench.board.marked.connect(self._mark)
        bench.theme.changed.connect(self._restyle)
        bench.installEventFilter(self)

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
        return width, distance

    def keep_metres(self, width_m: float, distance_m: float) -> None:
        """Remember, and show."""
        if self._settings is not None:
            self._settings.keep("wall_metres", f"{width_m:g} {distance_m:g}")
        if self.window is not None:
            self.window.use_metres(width_m, distance_m)

    def ask_size(self) -> WallPage:
        """The page for it."""
        screen = _other_screen(self._bench.screen())
        width = self.window.width() if self.window is not None else screen.geometry().width() if screen else 1920
        page = WallPage(self.metres(), width, self.keep_metres, self._bench)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.show()
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
            self.show_on(_other_screen(self._bench.screen()))

    def show_on(self, screen: QScreen | None, size: tuple[int, int] | None = None) -> WallWindow:
        """Open it over a whole screen; with `size`, as a frameless window of that many logical pixels."""
        made = self.window = WallWindow(self._bench.theme, self._gone)
        made.use_metres(*self.metres())
        made.fitted = self._refit
        self._restyle()
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

    def shut(self) -> None:
        """No wall any more."""
        if self.window is not None:
            self.window.close()

    def _gone(self) -> None:
        window, self.window = self.window, None
        self._second.stop()
        self._mirror.stop()
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
            self._made.emit(picture, estate)

        threading.Thread(target=make, name="wall-estate", daemon=True).start()

    def _show(self, picture: Picture, estate: Estate) -> None:
        if self.window is None or picture is not self._bridge.picture:
            return
        situation = picture.situation
        self.window.board.open(
            situation.register, situation, picture.clock.now(), speed=picture.clock.speed, estate=estate
        )
        self._lost("")
        self._layers()
        self._chosen(self._cases.alarm)
        self._follow()
        self._tick()
        self._second.start()

    def _lost(self, reason: str) -> None:
        if self.window is not None:
            self.window.band.show_lost(reason)

    def _changed(self, changes: tuple[AnyChange, ...]) -> None:
        if self.window is not None:
            self.window.board.changed(changes)
            self._columns()

    def _chosen(self, alarm: str) -> None:
        if self.window is not None:
            self.window.board.focus_alarm(alarm or None)
            self._columns()

    def _mark(self, kind: str, ident: str) -> None:
        if self.window is not None:
            self.window.board.select(kind or None, ident)  # type: ignore[arg-type]  # a signal carries plain text

    def _layers(self) -> None:
        if self.window is not None:
            for layer in LAYERS:
                self.window.board.set_layer_on(layer.key, self._bench.board.layer_on(layer.key))

    def _restyle(self) -> None:
        if self.window is not None:
            self.window.board.set_palette(self._bench.theme.palette)
            self.window.setStyleSheet(f"#wall {{ background: {self._bench.theme.look.panel}; }}")

    def _tick(self) -> None:
        if self.window is not None and self._bridge.picture is not None:
            self.window.board.tick(self._bridge.now)
            self._columns()

    def _columns(self) -> None:
        picture, window = self._bridge.picture, self.window
        if picture is None or window is None:
            return
        situation, now = picture.situation, picture.clock.now()
        tz: tzinfo = figures.zone(picture.site.zone)
        date, time = figures.date(now, tz), figures.time_of_day(now, tz, seconds=True)
        window.figures.show_figures(picture.site.name, date, time, wall_view.figures(situation, self._blind()))
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
            self.window.board.retranslate()
            self._columns()
        return False


def _other_screen(own: QScreen) -> QScreen | None:
    """The widest screen but the workbench's own; its own where there is no other."""
    others = [screen for screen in QGuiApplication.screens() if screen is not own]
    return max(others, key=lambda screen: screen.geometry().width(), default=own)

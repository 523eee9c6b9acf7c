"""`BaseMaps`: the base map of a seat – chosen or dropped, made fainter, off, and there again next time."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QActionGroup, QCursor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu

from app.desktop.i18n import QT_TRANSLATE_NOOP, translate
from app.desktop.settings import SeatSettings
from app.desktop.texts import say
from app.desktop.workbench import Workbench
from map.base import Base, Underlay, Unfit, UnfitError
from map.base_open import open_base
from map.frame import LocalFrame
from map.view import Bounds

OPACITIES = (25, 50, 75, 100)
BARE_AREA = (-2000.0, -2000.0, 2000.0, 2000.0)  # metres: what a station without a single building covers
UNFIT: dict[Unfit, str] = {
    Unfit.MISSING: QT_TRANSLATE_NOOP(
        "BaseMaps", "{name} is not there or may not be read. Nothing was changed: put it back or choose another."
    ),
    Unfit.EMPTY: QT_TRANSLATE_NOOP(
        "BaseMaps", "{name} holds no map tiles. Nothing was changed: ask for a file with pictures of this area."
    ),
    Unfit.UNKNOWN: QT_TRANSLATE_NOOP(
        "BaseMaps",
        "{name} is no base map. Nothing was changed: use MBTiles, PMTiles, GeoTIFF or a folder of tiles (z/x/y).",
    ),
    Unfit.DAMAGED: QT_TRANSLATE_NOOP(
        "BaseMaps", "{name} is damaged or not complete. Nothing was changed: copy it here once more."
    ),
    Unfit.VECTOR: QT_TRANSLATE_NOOP(
        "BaseMaps", "{name} holds vector tiles, not pictures. Nothing was changed: ask for raster tiles (PNG or JPEG)."
    ),
    Unfit.NO_GROUND: QT_TRANSLATE_NOOP(
        "BaseMaps", "{name} does not say where on the ground it lies. Nothing was changed: ask for a GeoTIFF that does."
    ),
    Unfit.PROJECTION: QT_TRANSLATE_NOOP(
        "BaseMaps",
        "{name} lies in a projection of its own. Nothing was changed: ask for it in CGCS2000 or WGS 84.",
    ),
    Unfit.AWAY: QT_TRANSLATE_NOOP(
        "BaseMaps", "{name} lies {km} km away from this station. Nothing was changed: choose one of this area."
    ),
}
"""Why a base map was refused → the sentence for the person."""


def unfit_words(error: UnfitError) -> str:
    """The refusal in the window's language."""
    km = f"{error.km:.1f}" if error.km < 10 else f"{error.km:.0f}"
    return say("BaseMaps", UNFIT[error.why]).format(name=error.name, km=km)


class BaseMaps(QObject):
    """Opens base maps in a thread of its own and hands them to the canvas. GUI thread."""

    _opened = Signal(int, str, object)  # which request, the path, a Base or an UnfitError

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench, self._canvas = bench, bench.canvas
        self._settings = SeatSettings()
        self._request = 0
        self._opacity = 100
        self._shown_of = ("", 0.0, 0.0)  # the path of what is on show, and the middle of the map it was opened for
        self._thread: threading.Thread | None = None
        bench.closing.connect(self._stop)
        self._opened.connect(self._take)
        self._canvas.setAcceptDrops(True)
        self._canvas.installEventFilter(self)

    def begin(self, settings: SeatSettings) -> None:
        """Somebody has sat down, and the map is there: the base map as this seat left it, and nothing of who sat here
        before. What this seat has on show already stays: a line that comes back makes no base map blink.
        """
        self._request += 1
        self._settings = settings
        kept = settings.text("base_opacity", "100")
        self._opacity = int(kept) if kept.isdecimal() and int(kept) in OPACITIES else 100
        path = settings.text("base_map")
        shown = self._canvas.base
        if path and shown is not None and self._shown_of == self._of(path):
            self._put(shown.base)
            return
        self._put(None)
        if path:
            self.open(path)

    def _of(self, path: str) -> tuple[str, float, float]:
        frame = self._canvas.frame
        return (path, frame.lon0, frame.lat0) if frame is not None else (path, 0.0, 0.0)

    def open(self, path: str) -> None:
        """Open a file or folder; the newest wish wins. A refusal leaves what was on show."""
        frame, area = self._canvas.frame, self._canvas.area or BARE_AREA
        if frame is None:
            self._bench.status.show_remark(
                translate("BaseMaps", "The map is not here yet. Nothing was changed: try again in a moment.")
            )
            return
        self._request += 1
        work = partial(self._open, self._request, path, frame, area)
        self._thread = threading.Thread(target=work, name="base-map", daemon=True)
        self._thread.start()

    def _open(self, request: int, path: str, frame: LocalFrame, area: Bounds) -> None:
        """In the thread: the file may lie on a slow disk."""
        try:
            found: object = open_base(Path(path), frame, area)
        except UnfitError as error:
            found = error
        try:
            self._opened.emit(request, path, found)
        except RuntimeError:  # the window was closed meanwhile
            return

    def _take(self, request: int, path: str, found: Base | UnfitError) -> None:
        if request != self._request:
            return
        if isinstance(found, UnfitError):
            self._bench.status.show_remark(unfit_words(found))
            return
        self._settings.keep("base_map", path)
        self._shown_of = self._of(path)
        self._put(found)
        self._bench.status.show_remark(translate("BaseMaps", "Base map: {name}").format(name=found.name))

    def _stop(self) -> None:
        """The window goes: a thread that still opens a file must not outlive the interpreter."""
        self._request += 1
        if self._thread is not None:
            self._thread.join(timeout=2.0)

    def off(self) -> None:
        """No base map, also the next time."""
        self._request += 1
        self._settings.keep("base_map", "")
        self._put(None)

    def fade(self, percent: int) -> None:
        """How strongly it shows, of a hundred."""
        self._opacity = percent
        self._settings.keep("base_opacity", str(percent))
        shown = self._canvas.base
        self._put(shown.base if shown is not None else None)

    def _put(self, base: Base | None) -> None:
        self._canvas.set_base(Underlay(base, self._opacity / 100) if base is not None else None)

    # -- the menu

    def menu(self) -> None:
        """Show what can be done, at the pointer."""
        menu = self.build_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def build_menu(self) -> QMenu:
        """Choose, how strong, off."""
        menu = QMenu(self._bench)
        menu.addAction(translate("BaseMaps", "Choose a file…"), self._choose_file)
        menu.addAction(translate("BaseMaps", "Choose a folder of tiles…"), self._choose_folder)
        menu.addSeparator()
        shown, group = self._canvas.base is not None, QActionGroup(menu)
        for percent in OPACITIES:
            action = menu.addAction(translate("BaseMaps", "Opacity {percent} %").format(percent=percent))
            action.setCheckable(True)
            action.setChecked(percent == self._opacity)
            action.setEnabled(shown)
            action.triggered.connect(partial(self._fade_by_menu, percent))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(translate("BaseMaps", "No base map"), self.off).setEnabled(shown)
        return menu

    def _fade_by_menu(self, percent: int, _checked: bool = True) -> None:
        self.fade(percent)

    def _choose_file(self) -> None:
        kinds = translate("BaseMaps", "Base maps (*.mbtiles *.pmtiles *.tif *.tiff);;All files (*)")
        dialog = QFileDialog(self._bench, translate("BaseMaps", "Base map"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self._bench, translate("BaseMaps", "Base map"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- dropped on the map

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # a QDragEnterEvent is one too
            path = _dropped(event)
            if path:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.Drop:
                    self.open(path)
                return True
        return super().eventFilter(watched, event)


def _dropped(event: QDropEvent) -> str:
    """The first file of this machine among what is dragged; never an address."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return files[0] if files else ""

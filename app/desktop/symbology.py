"""`SeatSymbology`: how the layers of the map lie and show at this seat – edited in a page, there again next time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.desktop.settings import SeatSettings
from app.desktop.symbology_page import SymbologyPage
from app.desktop.workbench import Workbench
from layers.symbology import MARKS, PLAIN, Symbology, read

KEY = "symbology"
MARKS_MS = 150  # lights are part of the picture, which is drawn anew for them: not for every step of a slider
KEEP_MS = 500


class SeatSymbology(QObject):
    """Shows at once what a hand wishes, and writes it down a little later. GUI thread."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench, self._board = bench, bench.board
        self._settings: SeatSettings | None = None
        self.look: Symbology = PLAIN
        self.page: SymbologyPage | None = None
        self._unwritten = False
        self._show = QTimer(self, singleShot=True, interval=MARKS_MS)
        self._show.timeout.connect(self._put)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self._write)
        bench.closing.connect(self._write)
        self._board.legend_changed.connect(self._tell)

    def begin(self, settings: SeatSettings) -> None:
        """Somebody has sat down: the layers as this seat left them."""
        self._write()  # what the one before wished last is theirs
        self._settings = settings
        self.look = read(settings.text(KEY))
        self._put()
        self._tell()

    def open(self, layer: str = "") -> None:
        """The page; not modal, one at a time. `layer`: the one that somebody pointed at."""
        if self.page is None:
            self.page = SymbologyPage(self._board.layer_on, self._bench)
            self.page.faded.connect(self.fade)
            self.page.moved.connect(self.move)
            self.page.reset_wished.connect(self.reset)
        self._tell()
        self.page.show()
        self.page.raise_()
        self.page.activateWindow()
        self.page.look_at(layer)

    def fade(self, layer: str, percent: int) -> None:
        """How strongly a layer shows, of a hundred."""
        self._use(self.look.faded(layer, percent / 100), at_once=layer not in MARKS)

    def move(self, layer: str, up: int) -> None:
        """So many places higher, or lower."""
        self._use(self.look.moved(layer, up))

    def reset(self) -> None:
        """Everything as it usually is."""
        self._use(PLAIN)

    def _use(self, look: Symbology, *, at_once: bool = True) -> None:
        self.look = look
        if at_once:
            self._put()
        elif not self._show.isActive():
            self._show.start()
        self._unwritten = True
        self._keep.start()
        self._tell()

    def _put(self) -> None:
        self._show.stop()
        self._board.set_symbology(self.look)

    def _write(self) -> None:
        if self._unwritten and self._settings is not None:
            self._settings.keep(KEY, self.look.spell())
        self._unwritten = False

    def _tell(self) -> None:
        if self.page is not None:
            self.page.show_look(self.look)

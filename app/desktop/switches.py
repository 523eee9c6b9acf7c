"""`SeatSwitches`: which layers this seat has switched on or off – there again next time, gone for the next person."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.desktop.settings import SeatSettings
from app.desktop.workbench import Workbench
from layers.catalogue import LAYERS
from layers.legend import SWITCHABLE

KEY = "layers"
KEEP_MS = 500
USUAL = {layer.key: layer.default_on for layer in LAYERS if layer.key in SWITCHABLE}


def spell(switched: dict[str, bool]) -> str:
    """The layers that are not as usual: "+ended -guards"."""
    return " ".join(("+" if on else "-") + key for key, on in sorted(switched.items()) if on is not USUAL[key])


def read(text: str) -> dict[str, bool]:
    """Every layer that can be switched; what a text does not know is as usual."""
    told = {word[1:]: word[0] == "+" for word in text.split() if word[0] in "+-"}
    return {key: told.get(key, usual) for key, usual in USUAL.items()}


class SeatSwitches(QObject):
    """Follows the board's switches and writes them down a little later. GUI thread."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._board = bench.board
        self._settings: SeatSettings | None = None
        self._written = ""
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self._write)
        self._board.legend_changed.connect(self._altered)
        bench.closing.connect(self._write)

    def begin(self, settings: SeatSettings) -> None:
        """Somebody has sat down: the layers that this seat has on."""
        self._write()  # what the one before wished last is theirs
        self._settings, self._written = settings, settings.text(KEY)
        self._put(read(self._written))

    def leave(self) -> None:
        """Whoever sat here goes: kept for them, and every layer as usual for the next."""
        self._write()
        self._settings = None
        self._put(USUAL)

    def _put(self, switched: dict[str, bool]) -> None:
        for key, on in switched.items():
            self._board.set_layer_on(key, on)

    def _now(self) -> str:
        return spell({key: self._board.layer_on(key) for key in USUAL})

    def _altered(self) -> None:
        if self._settings is not None and not self._keep.isActive() and self._now() != self._written:
            self._keep.start()

    def _write(self) -> None:
        self._keep.stop()
        if self._settings is not None and self._now() != self._written:
            self._written = self._now()
            self._settings.keep(KEY, self._written)

"""What a hand does on a board's map: what it meant by a click, what it points at, and the way into a cluster."""

from PySide6.QtCore import QObject, Signal

from layers.catalogue import BY_KEY
from layers.gathered import cell_of, crowd
from layers.picture import Picture
from layers.target import Target, target_of
from map.canvas import AREAS, BLOCKS, WINDOWS, MapCanvas
from map.crowd_cells import Cell

SCENE_LAYERS = (BLOCKS, WINDOWS, AREAS)
GATHERED = "gathered"
WIDER_M = 40.0  # around the points of a cluster that is flown to


class Hands(QObject):
    """`picked(kind, id)`, `double_picked`, `hovered` on change; two empty strings: nothing. GUI thread.

    `home_marks` False: homes cannot be picked (R9).
    """

    picked = Signal(str, str)
    double_picked = Signal(str, str)
    hovered = Signal(str, str)

    def __init__(self, canvas: MapCanvas, *, home_marks: bool) -> None:
        super().__init__(canvas)
        self._canvas, self._home_marks = canvas, home_marks
        self.picture: Picture | None = None
        canvas.clicked.connect(lambda layer, key, _click: self._click(layer, key))
        canvas.double_clicked.connect(self._double)
        canvas.hovered.connect(self._hover)
        canvas.ground_clicked.connect(lambda _east, _north: self.picked.emit("", ""))

    def _target(self, layer: str, key: str) -> Target | None:
        target = target_of(key) if layer in BY_KEY or layer in SCENE_LAYERS else None
        return None if target is not None and target[0] == "home" and not self._home_marks else target

    def _click(self, layer: str, key: str) -> None:
        cell = cell_of(key) if layer == GATHERED else None
        if cell is not None:
            self._into(cell)
        else:
            self.picked.emit(*(self._target(layer, key) or ("", "")))

    def _double(self, layer: str, key: str) -> None:
        if layer != GATHERED:
            self.double_picked.emit(*(self._target(layer, key) or ("", "")))

    def _into(self, cell: Cell) -> None:
        """Fly to the points of a cluster; what was chosen stays chosen."""
        found = None if self.picture is None else crowd(self.picture)
        reach = found.index.reach(cell) if found is not None and found.sorted else None
        if reach is not None:
            e0, n0, e1, n1 = reach
            self._canvas.fly_to((e0 - WIDER_M, n0 - WIDER_M, e1 + WIDER_M, n1 + WIDER_M))

    def _hover(self, layer: str, key: str) -> None:
        target = self._target(layer, key)
        lines = []
        if self.picture is not None and layer == GATHERED:
            lines = BY_KEY[GATHERED].tooltip(key, self.picture)
        elif self.picture is not None and target is not None:
            lines = BY_KEY["buildings"].tooltip(key, self.picture)
        self._canvas.setToolTip("\n".join(lines))
        self.hovered.emit(*(target or ("", "")))

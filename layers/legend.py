"""The legend: a quiet chip at the map's lower left with glyphs, names and counts; a click switches a layer."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from layers import words
from layers.board import MapBoard
from layers.catalogue import LAYERS
from layers.layer import LegendRow
from map.chips import font
from map.draw_sprites import glyph
from map.palette import RGBA

HEIGHT = 30  # logical px of one row
GAP, PAD, GLYPH = 12, 12, 14
MARGIN = 16
SCALE = 130  # the scale stands in the other corner
SWITCHABLE = tuple(layer.key for layer in LAYERS if layer.key not in ("selection", "alarms", "orders"))
QUIET = ("devices",)  # counted in the status bar; in the menu only
LATER_MS = 200
SHAPES_ONLY = frozenset({"guards", "safety"})  # whose shapes speak for themselves where room is short
BARE = (frozenset[str](), SHAPES_ONLY, SHAPES_ONLY | {"cameras"})  # who goes without a name, until all is one row
FAINTEST = 0.2  # of a glyph, however faint its layer: the legend says that there is one
SEEN_THROUGH = 0.5  # its light while an alarm, a way or somebody on it lies under it


@dataclass(frozen=True)
class Entry:
    """A row of the legend and where it stands in the chip; `row` None is the button with all layers."""

    row: LegendRow | None
    text: str
    count: str
    box: QRect


class LegendChip(QWidget):
    """Child of a board's canvas; keeps itself at the lower left and as wide as it needs. GUI thread.

    `symbology_wished(layer)`: somebody wishes to see how the layers lie and show ("" none of them in particular).
    """

    symbology_wished = Signal(str)

    def __init__(self, board: MapBoard) -> None:
        super().__init__(board.canvas)
        self._board = board
        self._rows: list[LegendRow] = []
        self._entries: list[Entry] = []
        self._under: Entry | None = None
        self._face: object = None
        self._picture = QPixmap()
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self.refresh)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("legend")
        board.legend_changed.connect(self._later.start)
        board.canvas.installEventFilter(self)
        self.refresh()

    def refresh(self) -> None:
        """Count and lay out again."""
        self._rows = [row for row in self._board.legend() if row.layer not in QUIET and self._wanted(row)]
        self._show_rows()

    def _show_rows(self) -> None:
        rows = self._rows
        for bare in BARE:
            self._entries = self._lay_out(rows, bare)
            if self._entries[-1].box.bottom() < HEIGHT:
                break
        self.setVisible(bool(rows))
        bottom = max((entry.box.bottom() for entry in self._entries), default=HEIGHT)
        right = max((entry.box.right() for entry in self._entries), default=0)
        self.resize(QSize(right + PAD, bottom + 1))
        self._place()
        self._board.canvas.set_foot(self.height() + MARGIN if rows else 0)
        self.update()

    def entries(self) -> list[LegendRow]:
        """The rows as they stand, left to right and down."""
        return [entry.row for entry in self._entries if entry.row is not None]

    def box_of(self, layer: str) -> QRect:
        """Where the first row of a layer stands in the chip; an empty rectangle where there is none."""
        boxes = [entry.box for entry in self._entries if entry.row is not None and entry.row.layer == layer]
        return boxes[0] if boxes else QRect()

    def menu(self) -> QMenu:
        """All layers with their switches; also for the window's menu bar."""
        menu = QMenu(self)
        for layer in LAYERS:
            if layer.key in SWITCHABLE:
                menu.addAction(self._switch(layer.key, layer.title, menu))
        return menu

    def _menu_of_all(self) -> QMenu:
        """The switches, and the way to how the layers lie and show."""
        menu = self.menu()
        menu.addSeparator()
        menu.addAction(words.symbology(), lambda: self.symbology_wished.emit(""))
        menu.aboutToHide.connect(menu.deleteLater)  # one a click
        return menu

    def _wanted(self, row: LegendRow) -> bool:
        """A layer that is off by default takes room only while it is on."""
        default = next(layer.default_on for layer in LAYERS if layer.key == row.layer)
        return default or self._board.layer_on(row.layer)

    def _switch(self, key: str, title: str, menu: QMenu) -> QAction:
        action = QAction(title, menu, checkable=True, checked=self._board.layer_on(key))
        action.toggled.connect(lambda on: self._board.set_layer_on(key, on))
        return action

    # -- where it stands

    def _lay_out(self, rows: list[LegendRow], bare: frozenset[str]) -> list[Entry]:
        """Left to right, row by row; the layers in `bare` go without their names."""
        widest = max(self._board.canvas.width() - 2 * MARGIN - SCALE, 240)
        plain, bold = QFontMetrics(font(13)), QFontMetrics(font(13, bold=True))
        entries, x, y = [], PAD, 0
        for row in [*rows, None]:
            text = row.text if row is not None and row.layer not in bare else ""
            count = row.figure if row is not None else ""
            words = [face.horizontalAdvance(word) for face, word in ((plain, text), (bold, count)) if word]
            width = GLYPH + sum(words) + 6 * len(words)
            if x > PAD and x + width + PAD > widest:
                x, y = PAD, y + HEIGHT
            entries.append(Entry(row, text, count, QRect(x, y, width, HEIGHT)))
            x += width + GAP
        return entries

    def _place(self) -> None:
        self.move(MARGIN, self._board.canvas.height() - self.height() - MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the canvas."""
        if watched is self._board.canvas and event.type() is QEvent.Type.Resize:
            self._show_rows()  # the counts are the same
        return super().eventFilter(watched, event)

    # -- what a hand does

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Switch the layer under the pointer; the button opens the menu of all layers, the right one the symbology."""
        entry = self._at(event.position())
        if event.button() == Qt.MouseButton.RightButton:
            self.symbology_wished.emit(entry.row.layer if entry is not None and entry.row is not None else "")
        elif entry is None:
            return
        elif entry.row is None:
            self._menu_of_all().popup(self.mapToGlobal(QPoint(entry.box.left(), -8)))
        else:
            self._board.set_layer_on(entry.row.layer, not self._board.layer_on(entry.row.layer))
            self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Mark what a click would switch."""
        under = self._at(event.position())
        if under is not self._under:
            self._under = under
            row = under.row if under is not None else None
            self.setToolTip("\n".join([row.text, *_partly(row), words.legend_hint()]) if row is not None else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Nothing is marked any more."""
        self._under = None
        self.update()

    def _light(self, entry: Entry) -> float:
        """How strongly the layer of an entry shows, 0..1; 0: it is off."""
        if entry.row is None:
            return 1.0
        return self._board.symbology.share(entry.row.layer) if self._board.layer_on(entry.row.layer) else 0.0

    def _at(self, spot: QPointF) -> Entry | None:
        at = spot.toPoint()
        reach = GAP // 2
        return next((entry for entry in self._entries if entry.box.adjusted(-reach, 0, reach, 0).contains(at)), None)

    # -- what it looks like

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Kept as a picture: the map below repaints many times a second, and the chip lies over it."""
        ratio = self.devicePixelRatioF()
        on = tuple(self._light(entry) for entry in self._entries)
        face = (self.size(), ratio, self._board.canvas.palette_now.name, id(self._under), tuple(self._entries), on)
        if self._face != face:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            self._paint(picture)
            self._face, self._picture = face, picture
        p = QPainter(self)
        if self._under is None and self._board.canvas.live_under(self.geometry()):
            p.setOpacity(SEEN_THROUGH)
        p.drawPixmap(0, 0, self._picture)
        p.end()

    def _paint(self, onto: QPixmap) -> None:
        """The chip, then its entries; a layer that is off is faint."""
        palette = self._board.canvas.palette_now
        p = QPainter(onto)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(_colour(palette.chip_edge), 1))
        p.setBrush(_colour(palette.chip))
        p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for entry in self._entries:
            self._paint_entry(p, entry)
        p.end()

    def _paint_entry(self, p: QPainter, entry: Entry) -> None:
        palette, box = self._board.canvas.palette_now, entry.box
        light = self._light(entry)
        on = light > 0
        p.setOpacity((1.0 if entry is self._under or on else 0.85) if on else 0.38)
        middle = QPointF(box.left() + GLYPH / 2, box.center().y() + 0.5)
        if entry.row is None:
            _burger(p, middle, _colour(palette.text_soft))
            return
        colour = _colour(palette.hue(entry.row.hue))
        colour.setAlphaF(FAINTEST + (1 - FAINTEST) * light)
        _mark(p, entry.row.shape, middle, colour)
        text = box.adjusted(GLYPH + 6, 0, 0, 0)
        p.setFont(font(13))
        p.setPen(_colour(palette.text if entry is self._under else palette.text_soft))
        p.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry.text)
        p.setFont(font(13, bold=True))
        p.setPen(_colour(palette.text))
        p.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.count)
        if not on:
            p.drawLine(text.left(), box.center().y() + 1, text.right(), box.center().y() + 1)


def _partly(row: LegendRow) -> list[str]:
    """What the two figures mean, where there are two."""
    if row.shown in (None, row.count):
        return []
    said = QCoreApplication.translate("Map", "{0} in sight or not filtered away, of {1}")
    return [said.format(f"{row.shown:,}", f"{row.count:,}")]


def _mark(p: QPainter, shape: str, middle: QPointF, colour: QColor) -> None:
    """A glyph of the map, a little smaller."""
    p.save()
    p.translate(middle)
    p.scale(0.72, 0.72)
    if shape.endswith("ring"):
        p.setPen(QPen(colour, 2.4))
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.drawEllipse(QPointF(0, 0), 6.0, 6.0)
    else:
        p.fillPath(glyph(shape), colour)
    p.restore()


def _burger(p: QPainter, middle: QPointF, colour: QColor) -> None:
    """Three bars: all layers."""
    for down in (-4, 0, 4):
        p.fillRect(QRectF(middle.x() - 6, middle.y() + down - 0.8, 12, 1.6), colour)


def _colour(rgba: RGBA) -> QColor:
    return QColor(*rgba)

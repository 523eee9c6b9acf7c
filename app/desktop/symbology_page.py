"""The page of the layers: which lies over which, how strongly each shows, and everything back as it was."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QVBoxLayout, QWidget

from app.desktop.named import named
from layers.symbology import MARKS, ORDERED, PLAIN, Symbology, title_of

NAME_PX, FIGURE_PX, BUTTON_PX = 230, 52, 28
STEP, PAGE_STEP = 5, 20  # percent, by arrow keys and by Page Up and Down


class LayerRow(QWidget):
    """One layer: name, slider, per cent, and with `ordered` the buttons that move it. Emits what a hand wishes."""

    faded = Signal(int)
    moved = Signal(int)

    def __init__(self, key: str, *, ordered: bool) -> None:
        super().__init__()
        self.key = key
        self.name = named(QLabel(), "mid")
        self.name.setFixedWidth(NAME_PX)
        self.slider = named(QSlider(Qt.Orientation.Horizontal), f"opacity_{key}")
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(PAGE_STEP)
        self.slider.valueChanged.connect(self._slid)
        self.figure = named(QLabel(), "mid")
        self.figure.setFixedWidth(FIGURE_PX)
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.up, self.down = self._button("▲", 1), self._button("▼", -1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        for widget in (self.name, self.slider, self.figure, self.up, self.down):
            row.addWidget(widget, 1 if widget is self.slider else 0)
        if not ordered:
            for button in (self.up, self.down):
                policy = button.sizePolicy()
                policy.setRetainSizeWhenHidden(True)
                button.setSizePolicy(policy)
                button.hide()

    def _button(self, text: str, up: int) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setFixedWidth(BUTTON_PX)
        button.clicked.connect(partial(self.moved.emit, up))
        return button

    def show_share(self, percent: int, *, on: bool, first: bool, last: bool) -> None:
        """As it is now; not a wish."""
        self.slider.blockSignals(True)
        self.slider.setValue(percent)
        self.slider.blockSignals(False)
        self.figure.setText(f"{percent} %")
        title = title_of(self.key)
        self.name.setText(title if on else self.tr("{layer} · off").format(layer=title))
        self.slider.setAccessibleName(self.tr("Opacity: {layer}").format(layer=title))
        for button, words, at_end in (
            (self.up, self.tr("Higher: {layer}"), first),
            (self.down, self.tr("Lower: {layer}"), last),
        ):
            button.setToolTip(words.format(layer=title))
            button.setAccessibleName(words.format(layer=title))
            button.setEnabled(not at_end)

    def _slid(self, percent: int) -> None:
        self.figure.setText(f"{percent} %")
        self.faded.emit(percent)


class SymbologyPage(QDialog):
    """Stands beside the work. Emits wishes with the layer's key; shows what it is given. `is_on`: whether a layer is
    switched on."""

    faded = Signal(str, int)
    moved = Signal(str, int)
    reset_wished = Signal()

    def __init__(self, is_on: Callable[[str], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setMinimumWidth(600)
        self._is_on, self._look = is_on, PLAIN
        self.rows = {key: self._row(key) for key in (*ORDERED, *MARKS)}
        self._hint = named(QLabel(wordWrap=True), "soft")
        self._fixed, self._always = named(QLabel(), "mid"), named(QLabel(wordWrap=True), "soft")
        self._marks = named(QLabel(), "heading")
        self._ordered = QVBoxLayout()
        self.back = QPushButton()
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.reset_wished)
        self._lay_out()
        self.retranslate()

    def _row(self, key: str) -> LayerRow:
        row = LayerRow(key, ordered=key in ORDERED)
        row.faded.connect(partial(self.faded.emit, key))
        row.moved.connect(partial(self.moved.emit, key))
        return row

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        top = QHBoxLayout()
        top.setContentsMargins(0, 8, 0, 2)
        self._fixed.setFixedWidth(NAME_PX)
        top.addWidget(self._fixed)
        top.addWidget(self._always, 1)
        box.addWidget(self._hint)
        box.addLayout(top)
        box.addLayout(self._ordered)
        self._marks.setContentsMargins(0, 10, 0, 0)
        box.addWidget(self._marks)
        for key in MARKS:
            box.addWidget(self.rows[key])
        box.addSpacing(8)
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)

    def show_look(self, look: Symbology) -> None:
        """The highest layer on top, each as strong as it is."""
        self._look = look
        for place, key in enumerate(reversed(look.overlays)):
            self._ordered.insertWidget(place, self.rows[key])
        for key, row in self.rows.items():
            row.show_share(
                round(look.share(key) * 100),
                on=self._is_on(key),
                first=key == look.overlays[-1],
                last=key == look.overlays[0],
            )
        self.back.setEnabled(look != PLAIN)

    def look_at(self, key: str) -> None:
        """The keyboard is at this layer's slider."""
        if key in self.rows:
            self.rows[key].slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Put everything into the window's language."""
        self.setWindowTitle(self.tr("Order and opacity of the layers"))
        self._hint.setText(
            self.tr("What stands higher here is drawn over what stands lower. It is kept for this seat.")
        )
        self._fixed.setText(self.tr("Alarms and orders"))
        self._always.setText(self.tr("always on top, never faint"))
        self._marks.setText(self.tr("Lights of homes, part of the buildings"))
        self.back.setText(self.tr("Put everything back"))
        self.show_look(self._look)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

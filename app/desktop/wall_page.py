"""The page that asks how wide the wall is and how far off its farthest reader: the size of its type follows."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.desktop.i18n import translate
from app.desktop.named import named
from app.desktop.wall_type import FARTHEST_M, NARROWEST_M, NEAREST_M, WIDEST_M, WallType


class WallPage(QDialog):
    """`kept(width_m, distance_m)` at every change: what is typed is seen on the wall at once. GUI thread."""

    def __init__(
        self, metres: tuple[float, float], width_px: int, kept: Callable[[float, float], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._width_px, self._kept = width_px, kept
        self.width_m = self._field(metres[0], NARROWEST_M, WIDEST_M)
        self.distance_m = self._field(metres[1], NEAREST_M, FARTHEST_M)
        self.words = named(QLabel(wordWrap=True), "soft")
        self._names = QLabel(), QLabel()
        self._done = named(QPushButton(), "primary")
        self._done.clicked.connect(self.accept)
        grid = QGridLayout()
        grid.addWidget(self._names[0], 0, 0)
        grid.addWidget(self.width_m, 0, 1)
        grid.addWidget(self._names[1], 1, 0)
        grid.addWidget(self.distance_m, 1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 24)
        box.setSpacing(14)
        box.addLayout(grid)
        box.addWidget(self.words)
        box.addWidget(self._done)
        self.setMinimumWidth(480)
        for field in (self.width_m, self.distance_m):
            field.valueChanged.connect(self._changed)
        self.retranslate()

    def retranslate(self) -> None:
        """Put everything into the window's language."""
        names = translate("Wall", "Width of the wall"), translate("Wall", "Distance of the farthest reader")
        for label, field, name in zip(self._names, (self.width_m, self.distance_m), names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.setWindowTitle(translate("Wall", "Size of the wall"))
        self._done.setText(translate("Wall", "Done"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @staticmethod
    def _field(value: float, least: float, most: float) -> QDoubleSpinBox:
        field = QDoubleSpinBox(decimals=1, singleStep=0.5, minimum=least, maximum=most)
        field.setSuffix(" m")
        field.setValue(value)
        return field

    def _changed(self) -> None:
        self._kept(self.width_m.value(), self.distance_m.value())
        self._say()

    def _say(self) -> None:
        px = WallType.of(self._width_px, self.width_m.value(), self.distance_m.value()).px[0]
        self.words.setText(
            translate("Wall", "The smallest type is {px} px on {width} px: 16 arc-minutes at that distance.").format(
                px=px, width=self._width_px
            )
        )

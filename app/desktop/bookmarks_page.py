"""The page of kept views: fly there, name, delete."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.desktop.named import named

NAME_MOST = 40


class BookmarksPage(QDialog):
    """Stands beside the work. Emits wishes with the view's number; shows what it is given."""

    fly_wished = Signal(int)
    renamed = Signal(int, str)
    delete_wished = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.resize(520, 200)
        self._views: dict[int, str] = {}
        self._hint = named(QLabel(wordWrap=True), "soft")
        self._rows = QWidget()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(16, 14, 16, 14)
        self._box.addWidget(self._hint)
        self._box.addWidget(self._rows)
        self._box.addStretch(1)
        self.retranslate()

    def show_views(self, views: dict[int, str]) -> None:
        """Number → name."""
        if views != self._views:
            self._views = dict(views)
            self.retranslate()

    def retranslate(self) -> None:
        """Lay out anew in the window's language."""
        self.setWindowTitle(self.tr("Kept views"))
        self._hint.setText(
            self.tr("Ctrl+1 … Ctrl+9 keeps the view you see, Alt+1 … Alt+9 flies there.")
            if self._views
            else self.tr("No view is kept yet. Move the map, then press Ctrl+1 … Ctrl+9 to keep what you see.")
        )
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setColumnStretch(1, 1)
        for row, (number, name) in enumerate(self._views.items()):
            self._lay_row(grid, row, number, name)
        self._box.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh

    def _lay_row(self, grid: QGridLayout, row: int, number: int, name: str) -> None:
        field = named(QLineEdit(name, maxLength=NAME_MOST), f"name{number}")
        field.setAccessibleName(self.tr("Name of view {n}").format(n=number))
        field.editingFinished.connect(lambda: self._named(number, field.text()))
        go = named(QPushButton(self.tr("Go there")), "small")
        go.setAutoDefault(False)
        go.clicked.connect(partial(self.fly_wished.emit, number))
        delete = named(QPushButton(self.tr("Delete")), "small")
        delete.setAutoDefault(False)
        delete.clicked.connect(partial(self.delete_wished.emit, number))
        for column, widget in enumerate((named(QLabel(f"Alt+{number}"), "soft"), field, go, delete)):
            grid.addWidget(widget, row, column)

    def _named(self, number: int, name: str) -> None:
        """Only a name that was altered is one: a view's number is not written down in one language."""
        if name.strip() != self._views.get(number):
            self.renamed.emit(number, name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

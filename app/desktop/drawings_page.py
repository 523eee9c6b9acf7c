"""The page of what is drawn on the map: begin, save, change, take away, bring back; beside the work, never over it."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop.drawing_panel import DrawingPanel
from app.desktop.drawings_view import Choice, Row, View
from app.desktop.named import named
from domain.drawings import DrawingKind

FREE = (DrawingKind.ZONE, DrawingKind.NO_GO, DrawingKind.PATROL)


class DrawingsPage(QDialog):
    """Emits wishes, shows what it is given. `begun(kind, of)`; `gate_set(gate, locked)`; others with a drawing's id."""

    begun = Signal(str, str)
    gate_set = Signal(str, bool)
    change_wished = Signal(str)
    removal_wished = Signal(str)
    fly_wished = Signal(str)
    bring_back_wished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setMinimumWidth(520)
        self.view = View()
        self._hint = named(QLabel(wordWrap=True), "soft")
        self.panel = DrawingPanel()
        self.new = {kind: self._button(f"new_{kind.value}", partial(self.begun.emit, kind.value, "")) for kind in FREE}
        self.grid = self._button("new_grid", None)
        self.gate = self._button("new_gate", None)
        self.camera = self._button("new_camera", None)
        self.back = self._button("bring_back", self.bring_back_wished.emit)
        self._list = QScrollArea(widgetResizable=True)
        self._list.setFrameShape(QScrollArea.Shape.NoFrame)
        self._list.setMinimumHeight(180)
        self._lay_out()
        self.retranslate()

    @staticmethod
    def _button(name: str, do: Callable[[], object] | None) -> QPushButton:
        button = named(QPushButton(), name)
        button.setAutoDefault(False)
        if do is not None:
            button.clicked.connect(lambda _=False, do=do: do())
        return button

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        begin = QHBoxLayout()
        begin.setSpacing(6)
        for button in (*self.new.values(), self.grid, self.gate, self.camera):
            begin.addWidget(button)
        begin.addStretch(1)
        box.addWidget(self._hint)
        box.addLayout(begin)
        box.addWidget(self.panel)
        box.addWidget(self._list, 1)
        box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: View) -> None:
        """As it is now."""
        before, self.view = self.view, view
        self.panel.show_work(view.work)
        self._show_state()
        if (before.rows, before.why_not) != (view.rows, view.why_not):
            self._fill()
        if (before.grids, before.gates, before.cameras) != (view.grids, view.gates, view.cameras):
            self._menus()

    def _show_state(self) -> None:
        may, busy = not self.view.why_not, self.view.work is not None
        self._hint.setText(self.view.why_not or self._how())
        for button in self.new.values():
            button.setVisible(may and not busy)
        self.grid.setVisible(may and not busy and bool(self.view.grids))
        self.gate.setVisible(may and not busy and bool(self.view.gates))
        self.camera.setVisible(may and not busy and bool(self.view.cameras))
        self.back.setVisible(may and not busy)
        self.back.setEnabled(self.view.can_bring_back)
        self._list.setVisible(not busy)
        self.adjustSize()  # while something is in the hand the map needs the room

    def _how(self) -> str:
        if self.view.work is not None:
            return self.tr(
                "Click points on the map; Enter or a double click ends. Then drag points, the middle of an edge, or all"
                " of it. Ctrl+Z and Ctrl+Shift+Z undo and redo, Backspace takes a point out, Esc puts it down."
            )
        if self.view.rows:
            return self.tr(
                "What is drawn is seen by every seat within whose reach it lies; each change is in the books."
            )
        return self.tr("Nothing is drawn yet. Choose what to draw, then click its points on the map.")

    def _menus(self) -> None:
        self._menu(
            self.grid, [(c.name, partial(self.begun.emit, DrawingKind.GRID.value, c.id)) for c in self.view.grids]
        )
        self._menu(self.gate, [self._gate_act(c) for c in self.view.gates])
        camera = partial(self.begun.emit, DrawingKind.VIEW.value)
        self._menu(self.camera, [(c.name, partial(camera, c.id)) for c in self.view.cameras])

    def _gate_act(self, choice: Choice) -> tuple[str, Callable[[], object]]:
        words = self.tr("{gate}: set open") if choice.locked else self.tr("{gate}: set locked")
        return words.format(gate=choice.name), partial(self.gate_set.emit, choice.id, not choice.locked)

    def _menu(self, button: QPushButton, acts: list[tuple[str, Callable[[], object]]]) -> None:
        menu = QMenu(button)
        for words, act in acts:
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        before = button.menu()
        button.setMenu(menu)
        if before is not None:
            before.deleteLater()

    def _fill(self) -> None:
        fresh = named(QWidget(), "page")
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setColumnStretch(0, 1)
        for n, row in enumerate(self.view.rows):
            self._lay_row(grid, n, row)
        grid.setRowStretch(len(self.view.rows), 1)
        self._list.setWidget(fresh)
        self._show_state()

    def _lay_row(self, grid: QGridLayout, n: int, row: Row) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(QLabel(row.name, wordWrap=True, textFormat=Qt.TextFormat.PlainText))
        words.addWidget(named(QLabel(row.what, textFormat=Qt.TextFormat.PlainText), "soft"))
        grid.addLayout(words, n, 0)
        acts = [(1, self.tr("Go there"), "go", self.fly_wished)]
        if not self.view.why_not:
            if not row.gate:
                acts.append((2, self.tr("Change"), "change", self.change_wished))
            acts.append((3, self.tr("Take away"), "change", self.removal_wished))
        for column, text, name, signal in acts:
            button = self._button(name, partial(signal.emit, row.id))
            button.setText(text)
            button.setAccessibleName(f"{text}: {row.name}")
            grid.addWidget(button, n, column)

    def retranslate(self) -> None:
        """Put everything into the window's language."""
        self.setWindowTitle(self.tr("Drawn on the map"))
        self.new[DrawingKind.ZONE].setText(self.tr("Zone"))
        self.new[DrawingKind.NO_GO].setText(self.tr("No-go area"))
        self.new[DrawingKind.PATROL].setText(self.tr("Patrol route"))
        self.grid.setText(self.tr("Grid"))
        self.gate.setText(self.tr("Gate"))
        self.camera.setText(self.tr("Camera view"))
        self.back.setText(self.tr("Undo the last save"))
        self.panel.retranslate()
        self._menus()
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

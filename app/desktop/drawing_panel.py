"""The part of the page for what is in the hand: its name, its size, save, undo, redo, take up again, give up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.desktop.drawings_view import Work
from app.desktop.named import named

NAME_MOST = 40


class DrawingPanel(QWidget):
    """Emits wishes; hidden while nothing is in the hand."""

    saved = Signal(str)
    undone = Signal()
    redone = Signal()
    taken_up = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = named(QLabel(), "heading")
        self.name = named(QLineEdit(maxLength=NAME_MOST), "drawing_name")
        self.size_words = named(QLabel(), "soft")
        self.trouble = named(QLabel(wordWrap=True), "wrong")
        self.save = named(QPushButton(), "primary")
        self.undo, self.redo = named(QPushButton(), "undo"), named(QPushButton(), "redo")
        self.take_up, self.give_up = named(QPushButton(), "take_up"), named(QPushButton(), "give_up")
        self._work: Work | None = None
        self.save.clicked.connect(lambda: self.saved.emit(self.name.text()))
        self.name.returnPressed.connect(lambda: self.saved.emit(self.name.text()))
        for button, signal in (
            (self.undo, self.undone),
            (self.redo, self.redone),
            (self.take_up, self.taken_up),
            (self.give_up, self.given_up),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
        self._lay_out()
        self.show_work(None)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 6)
        box.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.size_words)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.save, self.undo, self.redo, self.take_up, self.give_up):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        box.addLayout(top)
        box.addWidget(self.name)
        box.addWidget(self.trouble)
        box.addLayout(buttons)

    def show_work(self, work: Work | None) -> None:
        """As it stands; the name is left as it is being typed."""
        self._work = work
        self.setVisible(work is not None)
        if work is None:
            return
        self.title.setText(work.title)
        self.size_words.setText(work.size)
        self.name.setVisible(work.named)
        self.save.setEnabled(work.whole and not work.asking)
        self.undo.setEnabled(work.held and work.can_undo)
        self.redo.setEnabled(work.held and work.can_redo)
        self.take_up.setVisible(not work.held)

    def tell(self, text: str) -> None:
        """What is wrong; "" nothing."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def retranslate(self) -> None:
        """Put everything into the window's language."""
        self.name.setPlaceholderText(self.tr("Its name"))
        self.name.setAccessibleName(self.tr("Its name"))
        self.save.setText(self.tr("Save"))
        self.undo.setText(self.tr("Undo"))
        self.redo.setText(self.tr("Redo"))
        self.take_up.setText(self.tr("Take it up again"))
        self.give_up.setText(self.tr("Give up"))

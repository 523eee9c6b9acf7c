"""The detail card: what is known of one thing on the map; people masked, more only while a hand holds, for a reason."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.desktop import texts
from app.desktop.camera_card import CameraCard
from app.desktop.detail_rows import DetailView, Person
from app.desktop.named import named
from app.desktop.rail import scroll
from app.desktop.revealed import Revealed
from app.desktop.theme import Theme

FIELDS = ("name", "phone", "contacts")


class PersonRow(QWidget):
    """One person by masked label; while the button is held, what the seat asked for (at most thirty seconds)."""

    hold_wished = Signal(str, object)
    held = Signal(str, str)  # person, reason code
    let_go = Signal()

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = person
        self.label = QLabel(f"{person.label}  {person.sub}")
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.hold = named(QPushButton(), "hold")
        self.reason = QComboBox()
        self.revealed = Revealed()
        top = QHBoxLayout()
        top.addWidget(self.label, 1)
        top.addWidget(self.hold)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 2)
        box.setSpacing(4)
        box.addLayout(top)
        box.addWidget(self.reason)
        box.addWidget(self.revealed)
        self.reason.hide()
        self.hold.setVisible(person.reveal)
        self.hold.pressed.connect(self._pressed)
        self.hold.released.connect(self._released)
        self.reason.currentIndexChanged.connect(self._say)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the texts into the window's language; the reason starts anew."""
        self.reason.blockSignals(True)
        self.reason.clear()
        self.reason.addItem(self.tr("Why? Choose a reason first"), "")
        for code, text in texts.REVEAL_REASONS.items():
            self.reason.addItem(texts.say("RevealReasons", text), code)
        self.reason.blockSignals(False)
        self._say()

    def _say(self) -> None:
        chosen = bool(self.reason.currentData())
        self.hold.setText(self.tr("Hold to show") if chosen or self.reason.isHidden() else self.tr("Reason?"))
        self.hold.setToolTip(self.tr("Shown while you hold, at most 30 seconds; who looked and why is logged"))

    def _pressed(self) -> None:
        if self.reason.isHidden() or not self.reason.currentData():
            self.reason.show()
            self._say()
            return
        self.held.emit(self.person.id, str(self.reason.currentData()))

    def _released(self) -> None:
        self.revealed.forget()
        self.let_go.emit()

    def show_lines(self, lines: list[str]) -> None:
        """The answer came; it is shown only if the hand still holds."""
        if self.hold.isDown():
            self.revealed.show_lines(lines)


class Detail(QWidget):
    """Shows a DetailView. Emits wishes only."""

    closed = Signal()
    link_chosen = Signal(str, str)
    fly_wished = Signal(str, str)
    reveal_wished = Signal(str, str)
    report_wished = Signal(str, str)
    shown = Signal(str, str)
    """Another card: kind and id, both "" for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self._view: DetailView | None = None
        self.title = named(QLabel(wordWrap=True), "title")
        self.sub = named(QLabel(wordWrap=True), "soft")
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.go = named(QPushButton(), "small")
        self.report = named(QPushButton(), "small")
        self.camera = CameraCard(theme)
        self.camera.hide()
        self.people: list[PersonRow] = []
        self._body = QVBoxLayout()
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.go.clicked.connect(lambda: self._tell(self.fly_wished))
        self.report.clicked.connect(lambda: self._tell(self.report_wished))
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go)
        buttons.addWidget(self.report)
        buttons.addStretch(1)
        inner = named(QWidget(), "detailInner")
        box = QVBoxLayout(inner)
        box.setContentsMargins(16, 14, 16, 12)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self.sub)
        box.addLayout(buttons)
        box.addWidget(self.camera)
        box.addLayout(self._body)
        box.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inner, "detailScroll"))

    def _tell(self, wish: SignalInstance) -> None:
        if self._view is not None:
            wish.emit(*self._view.target)

    @property
    def showing(self) -> bool:
        """Whether there is a card."""
        return self._view is not None

    @property
    def view(self) -> DetailView | None:
        """The card."""
        return self._view

    def show_view(self, view: DetailView | None) -> None:
        """Show this card; None empties it. A card that is held open for someone's fields is left alone."""
        if view == self._view or (view is not None and self._view is not None and self._holding(view)):
            return
        other = (view.target if view else None) != (self._view.target if self._view else None)
        self._view = view
        self._clear()
        if other:
            self.shown.emit(*(view.target if view is not None else ("", "")))
        if view is None:
            return
        self.title.setText(view.title)
        self.sub.setText(view.sub)
        self.sub.setVisible(bool(view.sub))
        self.go.setVisible(bool(view.target[1]))
        self.report.setVisible(view.target[0] in ("building", "home") and bool(view.target[1]))
        self._rows(view)
        self._add_people(view)
        self._add_links(view)

    def _holding(self, view: DetailView) -> bool:
        asking = any(not p.reason.isHidden() for p in self.people)
        return self._view is not None and view.target == self._view.target and asking

    def _clear(self) -> None:
        self.people = []
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _rows(self, view: DetailView) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for i, (what, value) in enumerate(view.rows):
            grid.addWidget(named(QLabel(what), "soft"), i, 0)
            shown = QLabel(value, wordWrap=True)
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, i, 1)
        self._body.addWidget(holder)

    def _add_people(self, view: DetailView) -> None:
        if view.people:
            self._body.addWidget(named(QLabel(self.tr("People")), "heading"))
        for person in view.people:
            row = PersonRow(person)
            row.held.connect(self.reveal_wished)
            self.people.append(row)
            self._body.addWidget(row)

    def _add_links(self, view: DetailView) -> None:
        if view.links:
            self._body.addWidget(named(QLabel(self.tr("See also")), "heading"))
        for link in view.links:
            button = named(QPushButton(f"{link.text}  ›"), "link")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setToolTip(link.text)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, to=link: self.link_chosen.emit(to.kind, to.id))
            self._body.addWidget(button)

    def show_revealed(self, person: str, lines: list[str]) -> None:
        """The answer to a reveal."""
        for row in self.people:
            if row.person.id == person:
                row.show_lines(lines)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put the fixed texts into the window's language."""
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.go.setText(self.tr("Show on map"))
        self.report.setText(self.tr("Report incident"))

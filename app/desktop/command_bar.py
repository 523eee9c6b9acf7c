"""The command bar: type to find or do anything; an address offers to report an incident there (N-21)."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.command_list import Action, Offer, incident_offers, incident_text, offers
from app.desktop.finder import Finder, Hit
from app.desktop.named import named
from app.desktop.theme import RIGHT, Theme, width_of, write
from domain.commands import ReportIncident

ROW = 34
FRAME = 14
"""Margins and borders of the popup and of its list together."""
_ROLE = Qt.ItemDataRole.UserRole
_MARKS = {"go": "→", "do": "⌘", "incident": "☎", "person": "○", "search": "…"}


class _Painter(QStyledItemDelegate):
    """Paints an Offer: mark, text, and its sub at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(300, ROW)

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        offer, look = index.data(_ROLE), self._theme.look
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            p.fillRect(box, QColor(look.card_over))
        colour = look.orange if offer.what == "incident" else look.text_soft
        write(p, QRectF(box.left() + 12, box.top(), 22, ROW), _MARKS[offer.what], colour, "small", bold=True)
        sub = min(width_of(offer.sub, "tiny") + 2, box.width() * 0.45)
        write(p, QRectF(box.left() + 38, box.top(), box.width() - 58 - sub, ROW), offer.text, look.text, "small")
        write(p, QRectF(box.right() - 12 - sub, box.top(), sub, ROW), offer.sub, look.text_soft, "tiny", align=RIGHT)


class IncidentForm(QWidget):
    """The second page: who calls and what they say, both optional; Enter reports."""

    reported = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self.heading = named(QLabel(), "title")
        self.where = named(QLabel(), "mid")
        self.caller = QLineEdit(maxLength=40)
        self.note = QLineEdit(maxLength=500)
        self.go = named(QPushButton(), "primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        for widget in (self.heading, self.where, self.caller, self.note, self.go):
            box.addWidget(widget)
        self.go.clicked.connect(self._report)
        for field in (self.caller, self.note):
            field.returnPressed.connect(self._report)

    def begin(self, offer: Offer) -> None:
        """A new incident of this kind at this place."""
        self._offer = offer
        assert offer.incident is not None and offer.hit is not None  # noqa: S101  # only such offers come here
        self.heading.setText(incident_text(offer.incident))
        self.where.setText(offer.hit.text)
        self.caller.setPlaceholderText(self.tr("Caller's number (optional, sealed)"))
        self.note.setPlaceholderText(self.tr("What the caller says (optional, sealed)"))
        self.go.setText(self.tr("Report   Enter"))
        self.caller.clear()
        self.note.clear()
        self.caller.setFocus()

    def _report(self) -> None:
        if self._offer is None or self._offer.hit is None or self._offer.incident is None:
            return
        hit, self_offer = self._offer.hit, self._offer
        self._offer = None
        assert self_offer.incident is not None  # noqa: S101  # looked at above
        self.reported.emit(
            ReportIncident(
                kind=self_offer.incident,
                building=hit.id if hit.kind == "building" else "",
                home=hit.id if hit.kind == "home" else "",
                caller=self.caller.text().strip(),
                note=self.note.text().strip(),
            )
        )


class CommandBar(QObject):
    """Drives the top bar's field and the list under it.

    `went(kind, id)`: go there. `incident(ReportIncident)`. `people_wished(text)`: search residents; answer with
    `show_people`. `person_chosen(person, home)`.
    """

    went = Signal(str, str)
    incident = Signal(object)
    people_wished = Signal(str)
    person_chosen = Signal(str, str)

    def __init__(self, field: QLineEdit, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._field, self._window = field, window
        self._finder: Finder | None = None
        self._actions: Callable[[], Sequence[Action]] = tuple
        self._may_report = self._may_search = False
        self._usual = ""  # what the empty field says, while it says something else
        self.popup = named(QFrame(window), "popup")
        self.pages = QStackedWidget()
        self.list = named(QListWidget(), "offers")
        self.list.setItemDelegate(_Painter(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.form = IncidentForm()
        for page in (self.list, self.form):
            self.pages.addWidget(page)
        box = QVBoxLayout(self.popup)
        box.setContentsMargins(4, 4, 4, 4)
        box.addWidget(self.pages)
        self.popup.hide()
        field.textEdited.connect(lambda _text: self.refresh())
        field.installEventFilter(self)
        self.form.installEventFilter(self)
        for inner in (self.form.caller, self.form.note):
            inner.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self._take(item.data(_ROLE)))
        self.form.reported.connect(self._reported)

    def set_up(
        self, finder: Finder, actions: Callable[[], Sequence[Action]], *, may_report: bool, may_search: bool
    ) -> None:
        """What can be found and done from now on."""
        self._finder, self._actions = finder, actions
        self._may_report, self._may_search = may_report, may_search

    def open(self, text: str = "") -> None:
        """Begin to type."""
        self._field.setFocus()
        self._field.setText(text)
        self._field.selectAll()
        self.refresh()

    def begin_incident(self, text: str) -> None:
        """Offer the incidents at an address."""
        self.open(text)
        self._usual = self._usual or self._field.placeholderText()
        self._field.setPlaceholderText(self.tr("Address and kind, e.g. 3-2-502 fire"))
        self._field.deselect()
        self._field.setCursorPosition(len(text))

    def offer_incident(self, hit: Hit) -> None:
        """Offer the kinds of incident at a place that is known already."""
        self._field.setFocus()
        self._field.setText(hit.text)
        self._show(incident_offers(hit))

    def close(self) -> None:
        """Fold the list away and empty the field."""
        self.popup.hide()
        if self._usual:
            self._field.setPlaceholderText(self._usual)
            self._usual = ""
        self._field.clear()
        self._field.clearFocus()
        self._window.setFocus()

    def refresh(self) -> None:
        """Offer what answers the field's text."""
        found = offers(
            self._field.text(), self._finder, self._actions(), may_report=self._may_report, may_search=self._may_search
        )
        self._show(found)

    def show_people(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The answer to a search for residents: masked labels and addresses."""
        if self.popup.isHidden():
            return
        found = [
            Offer(
                "person",
                str(r.get("label", "")),
                str(r.get("address", "")),
                person=str(r.get("id", "")),
                home=str(r.get("home", "")),
            )
            for r in rows
        ]
        self._show(found or [Offer("search", self.tr("No resident found within your reach"), "")])

    def _show(self, found: Sequence[Offer]) -> None:
        self.list.clear()
        for offer in found:
            item = QListWidgetItem(offer.text)
            item.setData(_ROLE, offer)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.pages.setCurrentWidget(self.list)
        self._place(ROW * max(1, len(found)) + FRAME)
        self.popup.setVisible(bool(found))
        self.popup.raise_()

    def _place(self, height: int) -> None:
        at = self._field.mapTo(self._window, QPoint(0, self._field.height() + 6))
        width = max(self._field.width(), 420)
        left = min(at.x(), self._window.width() - width - 8)
        self.popup.setGeometry(max(8, left), at.y(), width, min(height, self._window.height() - at.y() - 40))

    def _take(self, offer: Offer | None) -> None:
        if offer is None:
            return
        if offer.what == "incident":
            self.pages.setCurrentWidget(self.form)
            self._place(self.form.sizeHint().height() + 10)
            self.form.begin(offer)
        elif offer.what == "search":
            self.people_wished.emit(self._field.text().strip())
        else:
            self.close()
            self._do(offer)

    def _do(self, offer: Offer) -> None:
        if offer.what == "go" and offer.hit is not None:
            self.went.emit(offer.hit.kind, offer.hit.id)
        elif offer.what == "person":
            self.person_chosen.emit(offer.person, offer.home)
        elif offer.action is not None:
            offer.action.run()

    def _reported(self, command: ReportIncident) -> None:
        self.close()
        self.incident.emit(command)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event.key())
        if event.type() == QEvent.Type.FocusIn and watched is self._field:
            self.refresh()
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self._fold_if_left)
        return False

    def _fold_if_left(self) -> None:
        kept = (self._field, self.form.caller, self.form.note, self.form.go)
        if not any(w.hasFocus() for w in kept) and not self.popup.underMouse():
            self.popup.hide()

    def _key(self, watched: QObject, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        if watched is not self._field:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.popup.isHidden():
            item = self.list.currentItem()
            self._take(item.data(_ROLE) if item else None)
            return True
        return False

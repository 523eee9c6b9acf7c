"""The left rail: alarm cards above, the silence clock below, and what to do when there is nothing."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.desktop.alarm_card import HEIGHT, AlarmCard
from app.desktop.named import named
from app.desktop.reading import Card, Still
from app.desktop.silence import SilenceClock
from app.desktop.theme import Theme

GAP = 12


def scroll(inner: QWidget, name: str) -> QScrollArea:
    """A frameless scroll area that never scrolls sideways."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidget(inner)
    Unsqueezed(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class Unsqueezed(QObject):
    """Keeps the inside of a scroll area as high as its texts need at its width, whatever they have just become."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__(inner)
        self._inner = inner
        inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self, self.fit)
        return False

    def fit(self) -> None:
        """Ask the layout for its height at this width."""
        layout = self._inner.layout()
        if layout is not None:
            need = max(layout.totalMinimumSize().height(), layout.totalMinimumHeightForWidth(self._inner.width()))
            if need != self._inner.minimumHeight():
                self._inner.setMinimumHeight(need)


class Rail(QWidget):
    """Cards sorted worst first. Emits wishes only."""

    alarm_chosen = Signal(str)
    step_wished = Signal(str)
    elder_chosen = Signal(str, str)
    waiting_wished = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._theme = theme
        self._cards: dict[str, AlarmCard] = {}
        self._selected = ""
        self._near = 0
        self._watched = 0
        self._sees_devices = self._sees_elders = True
        self._heading = named(QLabel(), "heading")
        self.waiting = named(QPushButton(), "chip")
        self.waiting.clicked.connect(self.waiting_wished)
        self.waiting.hide()
        self._empty = named(QLabel(wordWrap=True), "empty")
        self._holder = named(QWidget(), "cards")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(GAP, 0, GAP, 0)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)
        self._scroll = scroll(self._holder, "cardScroll")
        self._still_heading = named(QLabel(), "heading")
        self._still_count = named(QLabel(), "tiny")
        self.clock = SilenceClock(theme)
        self.clock.chosen.connect(self.elder_chosen)
        self._still_empty = named(QLabel(wordWrap=True), "empty")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 4)
        box.setSpacing(2)
        box.addLayout(_heading(self._heading, self.waiting))
        box.addWidget(self._empty)
        box.addWidget(self._scroll)
        box.addSpacing(4)
        box.addLayout(_heading(self._still_heading, self._still_count))
        box.addWidget(self._still_empty)
        holder = named(QWidget(), "cards")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.clock)
        inner.addStretch(1)
        box.addWidget(scroll(holder, "clockScroll"), 1)

    @property
    def cards(self) -> dict[str, AlarmCard]:
        """The cards on show by alarm id, in order."""
        return self._cards

    def show_cards(self, cards: list[Card], now: int) -> None:
        """Show these alarms in this order."""
        for gone in self._cards.keys() - {c.id for c in cards}:
            card = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.deleteLater()
        for place, shown in enumerate(cards):
            self._place(place, shown, now)
        self._cards = {c.id: self._cards[c.id] for c in cards}
        self._fit()

    def _place(self, place: int, card: Card, now: int) -> None:
        widget = self._cards.get(card.id)
        if widget is None:
            widget = self._cards[card.id] = AlarmCard(card, self._theme)
            widget.clicked.connect(lambda _=False, key=card.id: self._clicked(key))
            widget.step_wished.connect(self.step_wished)
        if self._column.indexOf(widget) != place:
            self._column.removeWidget(widget)
            self._column.insertWidget(place, widget)
        widget.show_card(card, now)
        widget.setChecked(card.id == self._selected)

    def _clicked(self, alarm: str) -> None:
        self._cards[alarm].setChecked(alarm == self._selected)  # the mark follows what is chosen, not the click
        self.alarm_chosen.emit(alarm)

    def select(self, alarm: str) -> None:
        """Mark one card as the chosen one ("" none) and bring it into sight."""
        self._selected = alarm
        for key, card in self._cards.items():
            card.setChecked(key == alarm)
            if key == alarm:
                self._scroll.ensureWidgetVisible(card, 0, 0)

    def show_silence(self, rows: list[Still], near: int) -> None:
        """Show the elders with the least time left; `near` of all have less than two hours."""
        self.clock.show_rows(rows)
        self._near = near
        self._still_count.setText(self._near_text(near) if rows else "")
        self._still_empty.setVisible(not rows)

    def _near_text(self, near: int) -> str:
        return self.tr("1 home < 2h") if near == 1 else self.tr("{n} homes < 2h").format(n=near)

    def use_role(self, *, devices: bool, elders: bool) -> None:
        """Whether this seat sees devices with their alarms, and who lives alone: the hidden is not told as empty."""
        self._sees_devices, self._sees_elders = devices, elders
        self.retranslate()

    def show_watched(self, devices: int) -> None:
        """How many devices are watched, for the empty state."""
        self._watched = devices
        if not self._sees_devices:
            self._empty.setText(self.tr("Your role sees no devices and no alarms"))
        elif devices:
            told = self.tr("No alarms – {n} devices are watched").format(n=devices)
            self._empty.setText(self.tr("No alarms – 1 device is watched") if devices == 1 else told)
        else:
            self._empty.setText(
                self.tr(
                    "There are no devices in this station yet, so nothing can raise an alarm. See it live with "
                    "invented ones: sandtable demo --on STATION.db. Incidents can be reported already: "
                    "type an address above."
                )
            )

    def show_waiting(self, n: int) -> None:
        """New alarms to which the map did not fly."""
        self.waiting.setVisible(n > 0)
        self.waiting.setText(self.tr("{n} waiting").format(n=n))

    def tick(self, now: int) -> None:
        """Ages move on."""
        for card in self._cards.values():
            card.tick(now)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def retranslate(self) -> None:
        """Put every fixed text into the window's language."""
        self._heading.setText(self.tr("Alarms"))
        self._still_heading.setText(self.tr("Silence clock"))
        unheard = self.tr("No elder living alone has been heard from yet")
        self._still_empty.setText(unheard if self._sees_elders else self.tr("Your role does not see who lives alone"))
        self.waiting.setToolTip(self.tr("Go to the next alarm that waits (N)"))
        self.show_watched(self._watched)
        self.show_silence(self.clock.rows, self._near)
        self.clock.retranslate()

    def _fit(self) -> None:
        n = len(self._cards)
        self._empty.setVisible(n == 0)
        self._scroll.setVisible(n > 0)
        wanted = n * (HEIGHT + GAP) - GAP + 2
        self._scroll.setFixedHeight(max(HEIGHT, min(wanted, round(self.height() * 0.58))))


def _heading(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 4, 16, 4)
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row

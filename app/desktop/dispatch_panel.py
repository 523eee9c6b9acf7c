"""Who goes: those under way, the ranked candidates, send, the external service, and five seconds to take it back."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.desktop import figures, texts
from app.desktop.case_parts import CandidateRow, Meter, SentRow
from app.desktop.case_view import CaseView, Next, may_tick
from app.desktop.named import named
from app.desktop.offered import MOST
from app.desktop.send_button import SendButton
from app.desktop.theme import Theme
from domain.events import Answer

NAMED = 2
"""Call signs that have room under the words of the button that sends."""


class DispatchPanel(QWidget):
    """Emits wishes; which candidates are ticked is told to it, never kept by it."""

    toggled = Signal(str)
    send_wished = Signal()
    external_wished = Signal(str)
    take_back_wished = Signal()
    order_back_wished = Signal(str)
    answer_relayed = Signal(str, str, str)  # order, answer, result ("" none)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: CaseView | None = None
        self._ticked: frozenset[str] = frozenset()
        self._asking = False
        self._nobody = True
        self._release: tuple[int, int] = (0, 0)
        self._real: Callable[[float], float] = float
        self.sent_heading = named(QLabel(), "heading")
        self.sent_rows: list[SentRow] = []
        self._sent_box = QVBoxLayout()
        self.heading = named(QLabel(), "heading")
        self.columns = named(QLabel(), "tiny")
        self.rows = [CandidateRow(theme) for _ in range(MOST)]
        self.override = named(QLineEdit(maxLength=200), "note")
        self.none = named(QLabel(wordWrap=True), "empty")
        self.send = SendButton()
        self.external = named(QPushButton(), "external")
        self.back = named(QPushButton(), "takeBack")
        self.meter = Meter(theme)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)  # rows keep their height, the column scrolls
        box.addWidget(self.sent_heading)
        box.addLayout(self._sent_box)
        box.addWidget(self.back)
        box.addWidget(self.meter)
        line = QHBoxLayout()
        line.setContentsMargins(0, 8, 8, 4)
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.columns)
        box.addLayout(line)
        for candidate in self.rows:
            box.addWidget(candidate)
        box.addWidget(self.none)
        box.addWidget(self.override)
        self.buttons = QWidget()
        buttons = QHBoxLayout(self.buttons)
        buttons.setContentsMargins(0, 6, 0, 4)
        buttons.setSpacing(10)
        buttons.addWidget(self.send, 1)
        buttons.addWidget(self.external)
        box.addWidget(self.buttons)
        self.external.setFixedSize(100, 52)
        self.back.setFixedHeight(40)

    def take_buttons(self) -> None:
        """Send and the external service back under the candidates (a small screen keeps them below the column)."""
        box = self.layout()
        if box is not None and box.indexOf(self.buttons) < 0:
            box.addWidget(self.buttons)

    def _connect(self) -> None:
        for row in self.rows:
            row.clicked.connect(lambda _=False, r=row: self._toggle(r))
        self.send.clicked.connect(self.send_wished)
        self.override.textEdited.connect(lambda _text: self._may_send())
        self.override.returnPressed.connect(self.send_wished)
        self.back.clicked.connect(self.take_back_wished)
        self.external.clicked.connect(self._call)

    def _call(self) -> None:
        if self._view is not None:
            self.external_wished.emit(self._view.external)

    def _toggle(self, row: CandidateRow) -> None:
        if row.candidate is not None:
            row.setChecked(row.candidate.responder in self._ticked)  # the tick follows the truth, not the click
            self.toggled.emit(row.candidate.responder)

    def show_case(self, view: CaseView, ticked: frozenset[str], now: int, *, asking: bool) -> None:
        """Show who is under way and who could go; `asking`: the ranking has not come yet."""
        self._view, self._ticked, self._asking = view, ticked, asking
        self._show_sent(view, now)
        self._show_candidates(view)
        self._show_back(view, now)
        self.say()

    def _show_sent(self, view: CaseView, now: int) -> None:
        while len(self.sent_rows) < len(view.sent):
            row = SentRow(self._theme)
            row.menu_wished.connect(self._order_menu)
            self.sent_rows.append(row)
            self._sent_box.addWidget(row)
        for i, row in enumerate(self.sent_rows):
            row.setVisible(i < len(view.sent))
            if i < len(view.sent):
                row.show_sent(view.sent[i], now)
        self.sent_heading.setVisible(bool(view.sent))

    def _show_candidates(self, view: CaseView) -> None:
        can = "dispatch" in view.may and view.can_send
        shown = view.candidates[:MOST] if can else ()
        for i, row in enumerate(self.rows):
            row.setVisible(i < len(shown))
            if i < len(shown):
                row.show_candidate(shown[i], i + 1, free=may_tick(view, i))
                row.setChecked(shown[i].responder in self._ticked)
        for widget in (self.heading, self.columns, self.send):
            widget.setVisible(can)
        self._nobody = not any(may_tick(view, i) for i in range(len(shown)))
        self.none.setVisible(can and self._nobody)
        self.external.setVisible(can and bool(view.external) and not view.external_called)
        against = [c for c in view.candidates if c.responder in self._ticked and not c.allowed]
        self.override.setVisible(bool(against))
        if not against:
            self.override.clear()
        self._may_send()

    def _may_send(self) -> None:
        self.send.setEnabled(bool(self._ticked) and (self.override.isHidden() or bool(self.reason)))

    @property
    def reason(self) -> str:
        """Why a supervisor sends against the matrix; "" where nobody is sent against it."""
        return "" if self.override.isHidden() else self.override.text().strip()

    def _show_back(self, view: CaseView, now: int) -> None:
        held = [s for s in view.sent if s.held]
        self._release = (min((s.since for s in held), default=0), max((s.release_at for s in held), default=0))
        self.tick_back(now)

    def use_clock(self, real_ms: Callable[[float], float]) -> None:
        """How judging time turns into the seconds of the hand that takes back (`Clock.real_ms`)."""
        self._real = real_ms

    def tick_back(self, now: int) -> None:
        """The seconds in which an order can be taken back run out."""
        start, end = self._release
        running = end > now and end > start
        self.back.setVisible(running)
        self.meter.setVisible(running)
        if running:
            self.meter.show_share((end - now) / (end - start))
            self.back.setText(self.tr("Take back   {left}   T").format(left=figures.span(self._real(end - now) + 999)))

    def tick(self, now: int) -> None:
        """Ages move on."""
        for row in self.sent_rows:
            if row.isVisible():
                row.tick(now)
        self.tick_back(now)

    def _order_menu(self, order: str) -> None:
        row = next((r for r in self.sent_rows if r.sent is not None and r.sent.order == order), None)
        if row is not None and self._view is not None and (menu := self.order_menu(order)) is not None:
            menu.popup(row.mapToGlobal(QPoint(row.width() - 180, row.height())))

    def order_menu(self, order: str) -> QMenu | None:
        """What can be entered for this order: its answers by radio, and taking it back; None for nothing."""
        sent = next((s for s in (self._view.sent if self._view else ()) if s.order == order), None)
        if sent is None or self._view is None or not sent.open:
            return None
        menu = QMenu(self)
        if "relay_answer" in self._view.may:
            self._answers(menu, order, sent.answers)
        if "take_back" in self._view.may:
            menu.addAction(self.tr("Take back"), lambda: self.order_back_wished.emit(order))
        return menu

    def _answers(self, menu: QMenu, order: str, answers: tuple[Answer, ...]) -> None:
        menu.addSection(self.tr("Answer by radio or telephone"))
        for answer in answers:
            words = texts.say("Answers", texts.ANSWERS[answer])
            if answer is not Answer.FEEDBACK:
                menu.addAction(words, partial(self.answer_relayed.emit, order, str(answer), ""))
                continue
            results = menu.addMenu(words)
            for code, text in texts.RESULTS.items():
                results.addAction(
                    texts.say("Results", text), partial(self.answer_relayed.emit, order, str(Answer.FEEDBACK), code)
                )
        menu.addSeparator()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)

    def _send_words(self, n: int) -> str:
        if n:
            return self.tr("Send {n}").format(n=n)
        return self.tr("Nobody to send") if self._nobody and not self._asking else self.tr("Choose with 1–5")

    def _who(self) -> str:
        view = self._view
        signs = [c.sign for c in view.candidates if c.responder in self._ticked] if view is not None else []
        rest = len(signs) - NAMED
        return " · ".join(signs[:NAMED]) + (f" +{rest}" if rest > 0 else "")

    def _nobody_words(self) -> str:
        if self._view is not None and self._view.candidates:
            return self.tr("Nobody else on duty may be sent to this kind of alarm; why stands in the rows above")
        return self.tr("Nobody on duty can be sent")

    def say(self) -> None:
        """Put every text into the window's language."""
        view, n = self._view, len(self._ticked)
        self.sent_heading.setText(self.tr("Under way"))
        self.heading.setText(self.tr("Nearest responders") if not (view and view.sent) else self.tr("Reinforce"))
        upstairs = view is not None and view.floor > 1
        self.columns.setText(
            self.tr("foot / floor {n}").format(n=view.floor) if view and upstairs else self.tr("on foot")
        )
        self.none.setText(self.tr("Ranking…") if self._asking else self._nobody_words())
        enters = self._view is not None and self._view.next is Next.SEND
        self.send.show_send(self._send_words(n), self._who(), "Enter" if enters else "S")
        self.send.setToolTip(self.tr("Send those who are ticked (S)"))
        self.override.setPlaceholderText(self.tr("Why against the matrix? (logged)"))
        self.back.setToolTip(self.tr("Nothing has left yet (T)"))
        if view is not None and view.external:
            self.external.setText(view.external_sign)
            self.external.setToolTip(self.tr("Enter that you have called this service; answers are entered by hand"))

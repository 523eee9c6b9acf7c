"""The parts of the case column that paint themselves: header, next step, candidate and order rows."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.desktop import figures
from app.desktop.case_view import Candidate, CaseView, Sent
from app.desktop.glyphs import draw_class, draw_level
from app.desktop.theme import CENTRE, RIGHT, Theme, width_of, write
from app.desktop.wrap import wrapped

ROW = 52
NEXT = 64
NARROW = 340
"""A row of a small screen is not wider, logical px."""


class Header(QWidget):
    """Level, what and where in 28 px (two lines where it must), the running time in 40 px, and one line beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level, self._title, self._subtitle, self._since, self._now = 4, "", "", 0, 0
        self._ended = 0
        self._shown = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_case(self, view: CaseView, now: int) -> None:
        """Show this alarm."""
        self._level, self._title, self._subtitle, self._since = view.level, view.title, view.subtitle, view.since
        self._ended = view.ended
        self._shown = ""
        self.setAccessibleName(f"{view.title}, {view.subtitle}")
        self.setToolTip(f"{view.title}\n{view.subtitle}")
        self._fit()
        self.tick(now)

    def tick(self, now: int) -> None:
        """The time runs until the alarm's end."""
        self._now = now
        shown = figures.timer((self._ended or now) - self._since)
        if shown != self._shown:
            self._shown = shown
            self.update()

    def _lines(self) -> tuple[str, list[str]]:
        """Size and lines of the title: as large as fits, two lines at most."""
        room = max(80.0, self.width() - 46.0)
        if width_of(self._title, "title", bold=True) <= room:
            return "title", [self._title]
        what, _, where = self._title.partition(" · ") if " · " in self._title else self._title.rpartition(" ")
        if what and where and max(width_of(part, "head", bold=True) for part in (what, where)) <= room:
            return "head", [what, where]
        return "head", wrapped(self._title, room, "head", bold=True, most=2)

    def _fit(self) -> None:
        size, lines = self._lines()
        self.setFixedHeight((44 if size == "title" else 30 * len(lines) + 8) + 56)

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look, w = QPainter(self), self._theme.look, float(self.width())
        size, lines = self._lines()
        draw_level(p, QRectF(0, 5, 34, 34), self._level, look)
        height = 44.0 if size == "title" else 30.0
        for i, line in enumerate(lines):
            write(p, QRectF(46, i * height, w - 46, height), line, look.text, size, bold=True)
        y = height * len(lines) + (0 if size == "title" else 8)
        colour = look.red_soft if self._level == 1 else look.orange if self._level == 2 else look.text
        took = write(p, QRectF(0, y, w, 50), self._shown, colour, "timer", bold=True)
        rest = QRectF(took + 18, y + 8, w - took - 18, 40)
        words = wrapped(self._subtitle, rest.width(), "small", most=2)
        top = rest.top() + (14 if len(words) == 1 else 4)
        for i, line in enumerate(words):
            write(p, QRectF(rest.left(), top + i * 19, rest.width(), 19), line, look.text_mid, "small")
        p.end()


class NextStep(QAbstractButton):
    """The one big button: what to do now, and why."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = 4
        self._urgent = True
        self._sub = ""
        self.setFixedHeight(NEXT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    def show_step(self, text: str, sub: str, level: int, *, urgent: bool) -> None:
        """`urgent`: it waits for this seat (filled); else it waits for somebody else (outlined)."""
        self.setText(text)
        self._sub, self._level, self._urgent = sub, level, urgent
        self.setAccessibleName(f"{text}. {sub}")
        self.setToolTip(f"{text}\n{sub}" if sub else text)
        self.update()

    @property
    def sub(self) -> str:
        """The second line."""
        return self._sub

    def _fill(self) -> QColor:
        look = self._theme.look
        if not self._urgent or not self.isEnabled():
            return QColor(look.card)
        base = QColor(look.red_deep if self._level == 1 else look.orange_deep if self._level == 2 else look.grey_deep)
        return base.darker(112) if self.isDown() else base.lighter(108) if self.underMouse() else base

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look = QPainter(self), self._theme.look
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = self._fill()
        filled = self._urgent and self.isEnabled()
        edge = QColor(look.text) if self.hasFocus() else fill if filled else QColor(look.card_edge)
        p.setPen(QPen(edge, 1.2))
        p.setBrush(fill)
        p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        room = QRectF(self.rect()).adjusted(18, 0, -14, 0)
        main = look.on_fill if filled else look.text
        soft = "#FFE7E5" if filled and self._level == 1 else look.on_fill if filled else look.text_soft
        if self._sub:
            write(p, QRectF(room.left(), 9, room.width(), 25), self.text(), main, "body", bold=True)
            write(p, QRectF(room.left(), 35, room.width(), 20), self._sub, soft, "tiny")
        else:
            write(p, room, self.text(), main, "body", bold=True)
        p.end()


class _Row(QAbstractButton):
    """A card of 48 px in a row of 52, painted by its heir."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, ROW)

    def _ground(self, p: QPainter, *, chosen: bool) -> None:
        look = self._theme.look
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.green if chosen else look.text_soft if self.hasFocus() else look.card_edge
        p.setPen(QPen(QColor(edge), 1.5 if chosen else 1.0))
        p.setBrush(QColor(look.card_over if self.underMouse() and self.isEnabled() else look.card))
        p.drawRoundedRect(QRectF(1, 2, self.width() - 2, ROW - 5), 5, 5)


class CandidateRow(_Row):
    """A nearest responder: the key that ticks him, class, call sign, why, and the two times. Checked: will be sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setCheckable(True)
        self._candidate: Candidate | None = None
        self._number = 0

    @property
    def candidate(self) -> Candidate | None:
        """Whom it shows."""
        return self._candidate

    def show_candidate(self, candidate: Candidate, number: int, *, free: bool) -> None:
        """Show this one; `number` is the key that toggles it, `free` whether the seat may tick it."""
        self.setEnabled(free)
        if (candidate, number) != (self._candidate, self._number):
            self._candidate, self._number = candidate, number
            c = candidate
            self.setAccessibleName(f"{c.call_sign}, {c.reason}, {c.foot}, {c.floor}")
            self.setToolTip(f"{c.call_sign}\n{c.reason}" + (f"  [{number}]" if number else ""))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._candidate
        if c is None:
            return
        p, look, w = QPainter(self), self._theme.look, float(self.width())
        p.setOpacity(1.0 if self.isEnabled() and c.allowed else 0.55)
        self._ground(p, chosen=self.isChecked())
        if self._number:
            write(p, QRectF(8, 0, 12, ROW - 1), str(self._number), look.text_soft, "tiny")
        draw_class(p, QPointF(29, ROW / 2 - 1), 7.0, c.kind, QColor(look.green))
        times = (134.0 if w > 340 else 128.0) if c.floor else 68.0
        low = 27.0 if w <= NARROW else ROW - 1.0  # on a small screen the times stand above, the reasons get the width
        reason_w = w - 58 if w <= NARROW else w - 44 - times - 8
        write(p, QRectF(44, 5, w - 44 - times - 8, 22), c.call_sign, look.text, "small", bold=True)
        write(p, QRectF(44, 26, reason_w, 18), _fitting(c.reason, reason_w), look.text_soft, "tiny")
        foot_right = w - 72 if c.floor else w - 14
        at = QRectF(w - times, 5 if w <= NARROW else 0, foot_right - w + times, low - 5 if w <= NARROW else low)
        write(p, at, c.foot, look.text, "body", bold=True, align=RIGHT)
        write(p, QRectF(w - 70, at.top(), 56, at.height()), c.floor, look.text_mid, "body", align=RIGHT)
        if self.isChecked():
            self._tick(p)
        p.end()

    def _tick(self, p: QPainter) -> None:
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor(self._theme.look.green))
        p.drawRoundedRect(QRectF(1, 8, 3.5, ROW - 17), 1.7, 1.7)


def _fitting(reasons: str, room: float) -> str:
    """Without the first reason where they need more room: how near he is stands in the figures beside them too."""
    first, _, rest = reasons.partition(" · ")
    return rest if rest and width_of(reasons, "tiny") > room else first if not rest else reasons


class SentRow(_Row):
    """One who is under way: class, call sign, where the order stands and since when. A click opens what can be done."""

    menu_wished = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._sent: Sent | None = None
        self._now = 0
        self.clicked.connect(self._ask)

    @property
    def sent(self) -> Sent | None:
        """What it shows."""
        return self._sent

    def show_sent(self, sent: Sent, now: int) -> None:
        """Show this order."""
        self._sent, self._now = sent, now
        self.setAccessibleName(f"{sent.call_sign}, {sent.text}")
        self.setEnabled(bool(sent.open))
        self.update()

    def tick(self, now: int) -> None:
        """Its age moves on."""
        self._now = now
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._ask()

    def _ask(self) -> None:
        if self._sent is not None:
            self.menu_wished.emit(self._sent.order)

    def paintEvent(self, event: QPaintEvent) -> None:
        s = self._sent
        if s is None:
            return
        p, look, w = QPainter(self), self._theme.look, float(self.width())
        self._ground(p, chosen=False)
        colour = QColor(look.green if s.open else look.grey)
        draw_class(p, QPointF(21, ROW / 2 - 1), 7.0, s.kind, colour)
        write(p, QRectF(44, 5, w - 150, 22), s.call_sign, look.text, "small", bold=True)
        write(p, QRectF(44, 26, w - 150, 18), s.text, look.green_soft if s.open else look.text_soft, "tiny")
        age = figures.span(self._now - s.since)
        write(p, QRectF(w - 120, 0, 76, ROW - 1), age, look.text_mid, "body", align=RIGHT)
        if s.open:
            write(p, QRectF(w - 36, 0, 26, ROW - 3), "⋯", look.text_soft, "head", align=CENTRE)
        p.end()


class Meter(QWidget):
    """A thin bar that empties: the seconds in which an order can still be taken back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(4)

    def show_share(self, share: float) -> None:
        """0…1 of the time that is left."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look = QPainter(self), self._theme.look
        p.fillRect(self.rect(), QColor(look.track))
        p.fillRect(QRectF(0, 0, self.width() * self._share, self.height()), QColor(look.amber))
        p.end()

"""The two columns of a wall, painted: the station's figures, and the one case with those who are on their way."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop import figures
from app.desktop.fonts import font
from app.desktop.glyphs import draw_class, draw_level
from app.desktop.i18n import translate
from app.desktop.theme import LEFT, RIGHT, Theme
from app.desktop.wall_type import WallType
from app.desktop.wall_view import WallCase, WallFigures

EDGE = 0.8
"""Margin of a column, as a share of the least type."""
LEADING = 1.45


class WallColumn(QWidget):
    """Text goes down it line by line; what has no room any more is left out, never cut. GUI thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.type = WallType.of(1920, 4.0, 5.0)
        self._y = self._kept = 0.0
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), QColor(self._theme.look.panel))
        self._y, self._kept = self.type.px[0] * EDGE, 0.0
        self.fill(p)
        p.end()

    def fill(self, p: QPainter) -> None:
        """Hook."""

    def row(self, step: int) -> QRectF | None:
        """The next line's box for type of this step; None where it would not fit."""
        edge, high = self.type.px[0] * EDGE, self.type.px[step] * LEADING
        if self._y + high > self._foot():
            return None
        box = QRectF(edge, self._y, self.width() - 2 * edge, high)
        self._y += high
        return box

    def keep(self, rows: int) -> None:
        """Hold room for so many lines of the least type at the foot for what comes last; 0 gives it free."""
        self._kept = rows * self.type.px[0] * LEADING

    def rows_left(self) -> int:
        """How many lines of the least type still fit."""
        return int((self._foot() - self._y) / (self.type.px[0] * LEADING) + 1e-6)

    def _foot(self) -> float:
        return self.height() - self.type.px[0] * EDGE / 2 - self._kept

    def gap(self, share: float = 0.5) -> None:
        """Room before what follows, as a share of the least type."""
        self._y += self.type.px[0] * share

    def put(
        self, p: QPainter, box: QRectF, text: str, step: int, colour: str, *, bold: bool = False, right: bool = False
    ) -> float:
        """One line, elided; its width."""
        face = QFont(font("body", bold))
        face.setPixelSize(self.type.px[step])
        sizes = QFontMetricsF(face)
        p.setFont(face)
        p.setPen(QColor(colour))
        text = sizes.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        p.drawText(box, RIGHT if right else LEFT, text)
        return sizes.horizontalAdvance(text)

    def line(self, p: QPainter, text: str, step: int = 0, colour: str = "", *, bold: bool = False) -> None:
        """A line of its own."""
        box = self.row(step)
        if box is not None:
            self.put(p, box, text, step, colour or self._theme.look.text, bold=bold)

    def pair(self, p: QPainter, name: str, value: str, *, colour: str = "", step: int = 0) -> None:
        """A name and its figure on one line."""
        box = self.row(step)
        if box is None:
            return
        look = self._theme.look
        taken = self.put(p, box, value, step, colour or look.text, bold=True, right=True)
        self.put(p, box.adjusted(0, 0, -taken - self.type.px[0] * 0.6, 0), name, step, look.text_soft)


class WallFiguresColumn(WallColumn):
    """The station: its name, the time, open alarms by level, devices, who is on duty, totals."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._name = self._date = self._time = ""
        self._figures: WallFigures | None = None

    def show_figures(self, name: str, date: str, time: str, shown: WallFigures) -> None:
        """Paint anew where something differs."""
        if (name, date, time, shown) != (self._name, self._date, self._time, self._figures):
            self._name, self._date, self._time, self._figures = name, date, time, shown
            self.update()

    def fill(self, p: QPainter) -> None:
        look, shown = self._theme.look, self._figures
        if shown is None:
            return
        self.line(p, self._name, 1, bold=True)
        self.line(p, self._time, 2, look.text, bold=True)
        self.line(p, self._date, 0, look.text_soft)
        self.gap()
        self._levels(p, shown.levels)
        self.gap()
        for name, told in (
            (translate("Wall", "Devices"), shown.devices),
            (translate("Wall", "Video"), shown.cameras),
        ):
            if told is not None:
                self.pair(p, name, f"{told[0]}/{told[1]}", colour=look.text if told[0] == told[1] else look.amber)
        for name, total, colour in (
            (translate("Wall", "Elders living alone"), shown.elders, look.amber_soft),
            (translate("Wall", "Rentals"), shown.rentals, look.blue),
        ):
            if total is not None:
                self.pair(p, name, figures.count(total), colour=colour)
        if not shown.on_duty:
            return
        self.gap()
        self.line(p, translate("Wall", "On duty"), 0, look.text_soft)
        for kind, name, count in shown.on_duty:
            self._duty(p, kind, name, count)

    def _levels(self, p: QPainter, levels: tuple[int, int, int, int]) -> None:
        box = self.row(2)
        if box is None:
            return
        side, wide = self.type.px[1] * 1.1, box.width() / 4
        for n, count in enumerate(levels):
            at = QRectF(box.left() + n * wide, box.top() + (box.height() - side) / 2, side, side)
            draw_level(p, at, n + 1, self._theme.look, faint=not count)
            beside = QRectF(at.right() + side * 0.25, box.top(), wide - side * 1.3, box.height())
            colour = self._theme.look.text if count else self._theme.look.text_faint
            self.put(p, beside, str(count), 1, colour, bold=True)

    def _duty(self, p: QPainter, kind: int, name: str, count: int) -> None:
        box, r = self.row(0), self.type.px[0] * 0.42
        if box is None:
            return
        colour = QColor(self._theme.look.green)
        draw_class(p, QPointF(box.left() + r, box.center().y()), r, kind, colour)
        self.put(p, box.adjusted(r * 3.4, 0, -r * 5, 0), name, 0, self._theme.look.text)
        self.put(p, box, str(count), 0, self._theme.look.text, bold=True, right=True)


class WallCaseColumn(WallColumn):
    """The one case: what, where, for how long, how far it is, what is known and not, and who is on the way."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._case: WallCase | None = None
        self._age = ""
        self._ages: tuple[str, ...] = ()

    def show_case(self, case: WallCase | None, now: int) -> None:
        """Paint anew where something differs; `now` epoch ms."""
        age = figures.timer((case.ended or now) - case.since) if case else ""
        ages = tuple(figures.timer((case.ended or now) - one.since) for one in case.sent) if case else ()
        if (case, age, ages) != (self._case, self._age, self._ages):
            self._case, self._age, self._ages = case, age, ages
            self.update()

    def fill(self, p: QPainter) -> None:
        look, case = self._theme.look, self._case
        if case is None:
            self.line(p, translate("Wall", "No open alarm"), 1, look.text_soft)
            return
        self.keep(2 if case.others else 0)
        side = self.type.px[2]
        draw_level(p, QRectF(self.type.px[0] * EDGE, self._y, side, side), case.level, look)
        self._title(p, case.title, side * 1.4)
        self.line(p, case.place, 1)
        self.line(p, self._age, 4, look.level(case.level).name(), bold=True)
        self._dots(p, case)
        self.gap()
        for text in case.lines:
            self.line(p, text, 0, look.text_mid)
        for text in case.unknown:
            self.line(p, translate("Wall", "Not known: {text}").format(text=text), 0, look.amber_soft)
        self.gap()
        for n, sent in enumerate(case.sent):
            self._sent(p, sent.kind, f"{sent.call_sign} · {sent.text}", self._ages[n])
        self._others(p, case.others)

    def _others(self, p: QPainter, others: tuple[tuple[int, str], ...]) -> None:
        """What else is open; those that have no room are counted, for no alarm is passed over in silence."""
        if not others:
            return
        self.keep(0)
        if self.rows_left() > 2:
            self.gap()
        self.line(p, translate("Wall", "Also open"), 0, self._theme.look.text_soft)
        room = self.rows_left()
        shown = others if len(others) <= room else others[: max(room - 1, 0)]
        for level, text in shown:
            self._other(p, level, text)
        if len(shown) < len(others):
            more = translate("Wall", "{n} more").format(n=len(others) - len(shown))
            self.line(p, more, 0, self._theme.look.text_mid)

    def _title(self, p: QPainter, title: str, indent: float) -> None:
        box = self.row(2)
        if box is not None:
            self.put(p, box.adjusted(indent, 0, 0, 0), title, 1, self._theme.look.text, bold=True)

    def _dots(self, p: QPainter, case: WallCase) -> None:
        """Five dots – acknowledged, dispatched, accepted, on scene, fed back – and the stage in words."""
        box = self.row(0)
        if box is None:
            return
        look, r = self._theme.look, self.type.px[0] * 0.28
        for n in range(5):
            p.setPen(QColor(look.text_soft))
            p.setBrush(look.level(case.level) if n < case.dots else Qt.BrushStyle.NoBrush)
            p.drawEllipse(QRectF(box.left() + n * r * 3.4, box.center().y() - r, 2 * r, 2 * r))
        self.put(p, box.adjusted(5 * r * 3.4 + r, 0, 0, 0), case.stage, 0, look.text)

    def _other(self, p: QPainter, level: int, text: str) -> None:
        box, side = self.row(0), self.type.px[0] * 1.1
        if box is not None:
            draw_level(p, QRectF(box.left(), box.center().y() - side / 2, side, side), level, self._theme.look)
            self.put(p, box.adjusted(side * 1.5, 0, 0, 0), text, 0, self._theme.look.text_mid)

    def _sent(self, p: QPainter, kind: int, text: str, age: str) -> None:
        box = self.row(1)
        if box is None:
            return
        look, side = self._theme.look, self.type.px[0]
        draw_class(p, QPointF(box.left() + side / 2, box.center().y()), side / 2, kind, QColor(look.green))
        taken = self.put(p, box, age, 1, look.green_soft, bold=True, right=True)
        self.put(p, box.adjusted(side * 1.5, 0, -taken - side, 0), text, 0, look.text)

"""The page of the filters: what is shown of each layer, by class, state and time, and everything back."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from functools import partial

from PySide6.QtCore import QDateTime, QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop import filter_words as said
from app.desktop.named import named
from domain.clock import HOUR
from layers.filters import BY_FACET, NOTHING, Filters, Window, open_codes

ROWS = (
    *("homes", "guard_class", "guard_fix", "guards", "device_kind", "device_health", "device_ring", "devices"),
    *("camera_state", "safety_kind", "ended_level", "ended_kind", "ended"),
)
"""Facets, and layers for their times, in the order of the page."""
COLUMNS, COLUMN_PX, NAME_PX, CHOICE_PX = 4, 184, 176, 230
HEIGHT_PX = 560
"""Of the rows: with what stands above and below it fits a screen of 768."""
ALWAYS = ("device_health", "alarm")
"""The class that is shown whatever is filtered: said, and not to be unticked."""


class FacetRow(QWidget):
    """The classes of one facet. `toggled(code, shown)`: a hand's wish."""

    toggled = Signal(str, bool)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.boxes = {code: named(QCheckBox(), f"filter_{key}_{code}") for code in open_codes(key)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        for place, (code, box) in enumerate(self.boxes.items()):
            box.setMinimumWidth(COLUMN_PX)
            box.clicked.connect(partial(self._ticked, code))
            box.setEnabled((key, code) != ALWAYS)
            grid.addWidget(box, place // COLUMNS, place % COLUMNS)
        grid.setColumnStretch(COLUMNS, 1)

    def _ticked(self, code: str) -> None:
        self.toggled.emit(code, self.boxes[code].isChecked())

    def show_filters(self, filters: Filters) -> None:
        """As it is now; not a wish."""
        for code, box in self.boxes.items():
            box.setChecked(filters.shows(self.key, code) or (self.key, code) == ALWAYS)

    def retranslate(self) -> None:
        """Put the classes into the window's language."""
        for code, box in self.boxes.items():
            box.setText(said.code(self.key, code))
            box.setAccessibleName(f"{said.facet(self.key)}: {box.text()}")


class TimeRow(QWidget):
    """The time of one layer. `wished(Window | None)`. `now`: epoch ms of judging time; `zone`: of the station."""

    wished = Signal(object)

    def __init__(self, layer: str, now: Callable[[], int], zone: Callable[[], tzinfo]) -> None:
        super().__init__()
        self.key, self._now, self._zone = layer, now, zone
        self.choice = named(QComboBox(), f"time_{layer}")
        for ms in said.TIMES:
            self.choice.addItem("", ms)
        self.choice.setMinimumWidth(CHOICE_PX)
        self.choice.activated.connect(self._chosen)
        self.ends = tuple(QDateTimeEdit(displayFormat="MM-dd HH:mm", calendarPopup=False) for _ in range(2))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice)
        for end in self.ends:
            end.dateTimeChanged.connect(self._spanned)
            row.addWidget(end)
        row.addStretch(1)

    def show_filters(self, filters: Filters) -> None:
        """As it is now; not a wish."""
        window = filters.windows.get(self.key)
        ms = said.ANY if window is None else window.last_ms
        if (place := self.choice.findData(ms)) < 0:
            self.choice.addItem(said.minutes(ms), ms)
            place = self.choice.count() - 1
        self.choice.setCurrentIndex(place)
        spans = window is not None and not window.last_ms
        for end, at in zip(self.ends, (window.start, window.end) if window is not None else (0, 0), strict=True):
            end.setVisible(spans)
            if spans and not end.hasFocus():  # a hand that types in it is not written over
                end.blockSignals(True)
                local = datetime.fromtimestamp(at / 1000, self._zone()).replace(tzinfo=None)
                end.setDateTime(QDateTime.fromString(local.isoformat(timespec="seconds"), Qt.DateFormat.ISODate))
                end.blockSignals(False)

    def _chosen(self, place: int) -> None:
        ms, now = int(self.choice.itemData(place)), self._now()
        last = Window(last_ms=ms) if ms > 0 else None
        self.wished.emit(Window(start=now - HOUR, end=now) if ms == said.SPAN else last)

    def _spanned(self) -> None:
        start, end = (self._ms(one) for one in self.ends)
        if 0 < start <= end:
            self.wished.emit(Window(start=start, end=end))

    def _ms(self, one: QDateTimeEdit) -> int:
        when = datetime.fromisoformat(one.dateTime().toString("yyyy-MM-ddTHH:mm:ss"))
        return round(when.replace(tzinfo=self._zone()).astimezone(UTC).timestamp() * 1000)

    def retranslate(self) -> None:
        """Put the choices into the window's language."""
        for place in range(self.choice.count()):
            ms = int(self.choice.itemData(place))
            self.choice.setItemText(place, said.time(ms) if ms in said.TIMES else said.minutes(ms))
        self.choice.setAccessibleName(said.facet(self.key))
        for end, name in zip(self.ends, (self.tr("from"), self.tr("to")), strict=True):
            end.setAccessibleName(f"{said.facet(self.key)}: {name}")


class FiltersPage(QDialog):
    """Stands beside the work. `wished(Filters)`: what a hand wishes now; shows what it is given."""

    wished = Signal(object)

    def __init__(self, now: Callable[[], int], zone: Callable[[], tzinfo], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._filters = NOTHING
        self.facets = {key: FacetRow(key) for key in ROWS if key in BY_FACET and key != "ended"}
        self.times = {key: TimeRow(key, now, zone) for key in ROWS if key not in self.facets}
        for key, facet in self.facets.items():
            facet.toggled.connect(partial(self._toggle, key))
        for key, time in self.times.items():
            time.wished.connect(partial(self._time, key))
        self._rows: list[FacetRow | TimeRow] = [*self.facets.values(), *self.times.values()]
        self._names = {key: named(QLabel(wordWrap=True), "mid") for key in ROWS}
        self._hint, self.told = named(QLabel(wordWrap=True), "soft"), named(QLabel(wordWrap=True), "mid")
        self.back = QPushButton()
        self.back.setAutoDefault(False)
        self.back.clicked.connect(lambda: self.wished.emit(NOTHING))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        rows, inner = QGridLayout(), QWidget()
        rows.setVerticalSpacing(6)
        for place, key in enumerate(ROWS):
            self._names[key].setFixedWidth(NAME_PX)
            rows.addWidget(self._names[key], place, 0)
            rows.addWidget(self.facets[key] if key in self.facets else self.times[key], place, 1)
        rows.setColumnStretch(1, 1)
        inner.setLayout(rows)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(inner)
        area.setMinimumSize(NAME_PX + COLUMNS * COLUMN_PX + 70, HEIGHT_PX)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        for widget in (self._hint, area, self.told):
            box.addWidget(widget, 1 if widget is area else 0)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        box.addLayout(foot)

    def show_filters(self, filters: Filters, told: str) -> None:
        """As it is; `told`: how many are shown, "" for all."""
        self._filters = filters
        for row in self._rows:
            row.show_filters(filters)
        self.say(told)

    def say(self, told: str) -> None:
        """How many are shown now."""
        self.told.setText(told or self.tr("Everything is shown."))
        self.back.setEnabled(not self._filters.plain)

    def _toggle(self, facet: str, code: str, shown: bool) -> None:
        self.wished.emit(self._filters.with_code(facet, code, shown))

    def _time(self, layer: str, window: Window | None) -> None:
        self.wished.emit(self._filters.with_window(layer, window))

    def retranslate(self) -> None:
        """Put everything into the window's language."""
        self.setWindowTitle(self.tr("Filters of the layers"))
        self._hint.setText(
            self.tr(
                "What is ticked is shown. Open alarms, what they are about and who is sent to them are always shown, "
                "whatever is filtered. Guards off duty are nowhere on the map. It is kept for this seat."
            )
        )
        self.back.setText(self.tr("Show everything again (X)"))
        for key, name in self._names.items():
            name.setText(said.facet(key))
        for row in self._rows:
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

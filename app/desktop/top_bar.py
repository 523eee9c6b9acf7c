"""The top bar: station and shift, the command field, counts by level, devices, video, and the clock of judging time."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from app.desktop import figures
from app.desktop.counts import LevelCounts
from app.desktop.named import named
from app.desktop.theme import Theme

HEIGHT = 40
DAY_SHIFT = range(8, 20)
"""Local hours of the day shift; the rest is the night's."""


class TopBar(QWidget):
    """Shows what it is given. The command field is `field`, the menu button `menu_button`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._user = ""
        self._hour = -1
        self._speed = 1.0
        self._figures = (0, 0, 0, 0)
        self._offset: timedelta | None = None
        self.menu_button = named(QToolButton(), "menuButton")
        self.menu_button.setText("☰")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.station = named(QLabel(), "station")
        self.shift = named(QLabel(), "soft")
        self.banner = named(QLabel(), "banner")
        self.banner.setFixedHeight(22)
        self.banner.hide()
        self.field = named(QLineEdit(), "commandField")
        self.field.setFixedWidth(480)
        self.key_hint = named(QLabel("Ctrl K", self.field), "tiny")
        self.counts = LevelCounts(theme)
        self.devices = named(QLabel(), "mid")
        self.video = named(QLabel(), "mid")
        self.zone = named(QLabel(), "tiny")
        self.zone.hide()
        self.clock = named(QLabel(), "clock")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(0)
        left, right = QHBoxLayout(), QHBoxLayout()
        _fill(left, (self.menu_button, 8), (self.station, 14), (self.shift, 14), (self.banner, 0))
        left.addStretch(1)
        right.addStretch(1)
        _fill(right, (self.counts, 8), (self.devices, 24), (self.video, 24), (self.zone, 4), (self.clock, 0))
        row.addLayout(left, 1)
        row.addSpacing(12)
        row.addWidget(self.field)
        row.addSpacing(12)
        row.addLayout(right, 1)
        self.station.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_station(self, name: str, user: str, *, demo: bool, speed: float) -> None:
        """Whose desk this is, who sits at it, and whether it is all for show."""
        self.station.setText(name)
        self._user, self._speed = user, speed
        self.banner.setVisible(demo)
        self.retranslate()

    def show_figures(self, well: int, devices: int, seen: int, cameras: int) -> None:
        """Devices that are well of all, cameras that are well of all."""
        if (well, devices, seen, cameras) != self._figures:
            self._figures = (well, devices, seen, cameras)
            self._say_figures()

    def show_stale(self, stale: bool) -> None:
        """What is shown may be old: clock and counts step back."""
        for label in (self.clock, self.devices, self.video, self.shift):
            label.setProperty("stale", stale)
            label.style().polish(label)
        self.counts.show_stale(stale)

    def tick(self, now: int, tz: tzinfo) -> None:
        """The clock moves on."""
        self.clock.setText(figures.time_of_day(now, tz, seconds=True))
        self._say_zone(now, tz)
        hour = datetime.fromtimestamp(now / 1000, tz).hour
        if hour != self._hour:
            self._hour = hour
            self._say_shift()

    def _say_zone(self, now: int, tz: tzinfo) -> None:
        """The clock's zone: always in its hint, and beside it where this machine's own clock shows another."""
        there = datetime.fromtimestamp(now / 1000, tz)
        if there.utcoffset() != self._offset:
            self._offset = there.utcoffset()
            self.zone.setText(figures.offset(there))
            self.zone.setVisible(self._offset != datetime.fromtimestamp(now / 1000).astimezone().utcoffset())
            self.clock.setToolTip(self.tr("The station’s time, {zone}").format(zone=f"{tz} {figures.offset(there)}"))

    def set_narrow(self, narrow: bool) -> None:
        """Give up room on a small screen."""
        self.field.setFixedWidth(250 if narrow else 480)
        self._place_hint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: object) -> None:
        self._place_hint()

    def _place_hint(self) -> None:
        self.key_hint.adjustSize()
        words = self.field.fontMetrics().horizontalAdvance(self.field.placeholderText())
        self.key_hint.setVisible(words + self.key_hint.width() + 40 <= self.field.width())
        self.key_hint.move(self.field.width() - self.key_hint.width() - 10, (28 - self.key_hint.height()) // 2)

    def retranslate(self) -> None:
        """Put every text into the window's language."""
        self.field.setPlaceholderText(self.tr("Find anything…  3-2-502"))
        self._place_hint()
        self.field.setToolTip(self.tr("Find or do anything (Ctrl+K)"))
        self.menu_button.setToolTip(self.tr("Menu (F10)"))
        self.menu_button.setAccessibleName(self.tr("Menu"))
        self.banner.setText(self._banner_text())
        self.banner.setToolTip(self.tr("Sample estate: nobody here is real and no order reaches a real person"))
        self._offset = None  # the clock's hint is said anew with the next second
        self._say_shift()
        self._say_figures()

    def _banner_text(self) -> str:
        text = self.tr("DEMO")
        return text if self._speed == 1.0 else f"{text} ×{self._speed:g}"

    def _say_shift(self) -> None:
        shift = self.tr("Day shift") if self._hour in DAY_SHIFT else self.tr("Night shift")
        self.shift.setText(f"{shift} {self._user}".strip())

    def _say_figures(self) -> None:
        well, devices, seen, cameras = self._figures
        self.devices.setText(self.tr("Devices {n}/{m}").format(n=well, m=devices))
        self.devices.setToolTip(self.tr("Devices that are well, of all; trackers are not counted here"))
        self.video.setText(self.tr("Video {n}/{m}").format(n=seen, m=cameras))
        self.video.setToolTip(self.tr("Cameras that report, of all"))


def _fill(row: QHBoxLayout, *parts: tuple[QWidget, int]) -> None:
    """Widgets, each with the gap behind it."""
    for widget, gap in parts:
        row.addWidget(widget)
        row.addSpacing(gap)

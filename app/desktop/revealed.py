"""Unmasked fields on show: for at most thirty seconds, never copied anywhere else, gone when let go of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.desktop import texts
from app.desktop.named import named

SHOWN_MS = 30_000
"""How long unmasked fields stay on a screen (real time), whatever the hand does."""


def lines_of(data: Mapping[str, Any]) -> list[str]:
    """The fields of a Reveal or Contacts reply as lines; unknown fields are left out, empty ones too."""
    fields = [name for name in ("name", "phone", "id_number", "born", "notes") if data.get(name)]
    lines = [f"{texts.say('Fields', texts.FIELDS[name])}  {data[name]}" for name in fields]
    for contact in data.get("contacts") or ():
        key = texts.key_holder() if contact.get("key_holder") else ""
        words = (contact.get("relation", ""), contact.get("name", ""), contact.get("phone", ""), key)
        lines.append("  ".join(word for word in words if word))
    return lines


class Revealed(QWidget):
    """Shows lines and forgets them. `gone` tells that they are masked again."""

    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = named(QLabel(wordWrap=True), "revealed")
        self.left = named(QLabel(), "tiny")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.label)
        box.addWidget(self.left)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._seconds = 0
        self.hide()

    @property
    def showing(self) -> bool:
        """Whether anything is unmasked now."""
        return bool(self.label.text())

    def show_lines(self, lines: list[str]) -> None:
        """Show for thirty seconds."""
        self.label.setText("\n".join(lines) if lines else self.tr("Nothing is on file"))
        self._seconds = SHOWN_MS // 1000
        self._say()
        self._timer.start()
        self.show()

    def forget(self) -> None:
        """Mask again now."""
        if self.showing:
            self._timer.stop()
            self.label.clear()
            self.hide()
            self.gone.emit()

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self.forget()
        else:
            self._say()

    def _say(self) -> None:
        self.left.setText(self.tr("masked again in {n} s · this look is logged").format(n=self._seconds))

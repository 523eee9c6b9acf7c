"""A page of rows that a role may read: the auditor's book of who did what, the administrator's quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop import figures
from app.desktop.i18n import translate
from app.desktop.named import named

AUDIT = ("at", "user", "role", "verb", "target", "done", "code", "count", "note")
QUARANTINE = ("at", "reason", "device", "topic", "body")


class RowsPage(QDialog):
    """Newest first; the desk has cut and redacted them."""

    def __init__(self, title: str, columns: Sequence[str], tz: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(1000, 620)
        self._columns, self._tz = columns, tz
        self.state = named(QLabel(translate("RowsPage", "Asking the desk…")), "soft")
        self.table = QTableWidget(0, len(columns))
        self.table.setHorizontalHeaderLabels([_head(column) for column in columns])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        box = QVBoxLayout(self)
        box.addWidget(self.state)
        box.addWidget(self.table)

    def show_rows(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Fill the table."""
        told = translate("RowsPage", "{n} rows, newest first").format(n=len(rows))
        self.state.setText(translate("RowsPage", "1 row") if len(rows) == 1 else told)
        self.table.setRowCount(len(rows))
        for y, row in enumerate(rows):
            for x, column in enumerate(self._columns):
                self.table.setItem(y, x, QTableWidgetItem(self._cell(column, row.get(column, ""))))

    def show_trouble(self, words: str) -> None:
        """It was refused."""
        self.state.setText(words)

    def _cell(self, column: str, value: Any) -> str:
        if column == "at" and value:
            return f"{figures.date(int(value), self._tz)} {figures.time_of_day(int(value), self._tz, seconds=True)}"
        if column == "done":
            return translate("RowsPage", "done") if value else translate("RowsPage", "refused")
        return str(value)


def _head(column: str) -> str:
    return {
        "at": translate("RowsPage", "Time"),
        "user": translate("RowsPage", "User"),
        "role": translate("RowsPage", "Role"),
        "verb": translate("RowsPage", "Act"),
        "target": translate("RowsPage", "Of what"),
        "done": translate("RowsPage", "Outcome"),
        "code": translate("RowsPage", "Code"),
        "count": translate("RowsPage", "Count"),
        "note": translate("RowsPage", "Note"),
        "reason": translate("RowsPage", "Reason"),
        "device": translate("RowsPage", "Device"),
        "topic": translate("RowsPage", "Topic"),
        "body": translate("RowsPage", "Message (redacted)"),
    }[column]

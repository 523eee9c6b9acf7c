"""The page “Check this station”: the doctor's findings as they come, from a process of its own that blocks nothing."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QProcess, QProcessEnvironment, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.i18n import translate
from app.desktop.named import named
from app.desktop.theme import Theme
from app.doctor import words
from app.doctor.finding import Finding, State
from app.supervisor.children import module_command, our_path
from app.supervisor.state import read_state, state_path

_decoder = msgspec.json.Decoder(Finding)
_END_MS = 2_000


def arguments() -> list[str]:
    """What the doctor is to look at beside this machine: the station and the broker of the run this window is part of.

    A seat at a far station has neither; its desk's machine must be checked there.
    """
    state = read_state(state_path(os.getppid()))
    return ["--station", state.station, "--broker", state.broker] if state is not None and not state.ended else []


class DoctorPage(QDialog):
    """Asks at once, and again on a press. GUI thread; the looking is done by `python -m app.doctor`."""

    def __init__(self, theme: Theme, language: Callable[[], str], asked: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 620)
        self._theme, self._language, self._asked = theme, language, list(asked)
        self.findings: list[Finding] = []
        self._rest = b""
        self.state = named(QLabel(wordWrap=True), "soft")
        self.again = named(QPushButton(), "small")
        self.again.clicked.connect(self.ask)
        self.table = self._make_table()
        head = QHBoxLayout()
        head.addWidget(self.state, 1)
        head.addWidget(self.again)
        box = QVBoxLayout(self)
        box.addLayout(head)
        box.addWidget(self.table)
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._say)
        self._process.errorOccurred.connect(self._say)
        self.ask()

    def ask(self) -> None:
        """Look again; a look that is under way is left to its end."""
        if self.running:
            return
        self.findings, self._rest = [], b""
        program, *rest = module_command("app.doctor", *self._asked)
        self._process.start(program, rest)
        self._say()

    @property
    def running(self) -> bool:
        """Whether it still looks."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def _read(self) -> None:
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(b"\n")
        self.findings += [_decoder.decode(line) for line in lines]
        self._say()

    def _say(self) -> None:
        lang = self._language()
        self.setWindowTitle(translate("Doctor", "Check this station"))
        self.again.setText(translate("Doctor", "Check again"))
        self.again.setEnabled(not self.running)
        self.state.setText(self._summary(lang))
        heads = (
            translate("Doctor", "State"),
            translate("Doctor", "Part"),
            translate("Doctor", "What it means"),
            translate("Doctor", "What to do"),
        )
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(self.findings))
        for y, finding in enumerate(self.findings):
            self._show_row(y, finding, lang)
        self.table.resizeRowsToContents()

    def _summary(self, lang: str) -> str:
        if self.running:
            return translate("Doctor", "Looking at this machine; nothing is changed…")
        if not self.findings:
            return translate("Doctor", "The check could not be started; the logs say why. The station runs on.")
        return words.summary(self.findings, lang)

    def _show_row(self, y: int, finding: Finding, lang: str) -> None:
        do = words.advice(finding, lang) if finding.state is not State.OK else ""
        state = QTableWidgetItem(words.state_name(finding.state, lang))
        colour = {State.FAULT: self._theme.look.red_soft, State.WARNING: self._theme.look.amber_soft}.get(finding.state)
        if colour is not None:
            state.setForeground(QColor(colour))
        self.table.setItem(y, 0, state)
        texts = (words.check_name(finding.check, lang), words.meaning(finding, lang), do)
        for x, text in enumerate(texts, 1):
            self.table.setItem(y, x, QTableWidgetItem(text))

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def done(self, result: int) -> None:
        """Closing ends the looking; it has changed nothing."""
        self._process.blockSignals(True)
        if self.running:
            self._process.kill()
            self._process.waitForFinished(_END_MS)
        super().done(result)


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONPATH", our_path())
    return environment

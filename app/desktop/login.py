"""Signing in: who sits here; and, at a station that has nobody yet, making its administrator."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.desktop.i18n import LANGUAGES
from app.desktop.named import named
from app.desktop.refusals import refusal_words
from app.seat.messages import Login

LEAST = 10
"""Letters of a first administrator's password, at least (the station judges again)."""
PATIENCE_MS = 6_000
"""After so long without an answer the page says that the station is silent; the line goes on trying by itself."""


class LoginPage(QDialog):
    """Emits `entered(Login)`; `language_wished(code)`; `given_up()` when it is closed."""

    entered = Signal(object)
    language_wished = Signal(str)
    given_up = Signal()

    def __init__(self, user: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.first = self._silent = False
        self._code = ""
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._late.timeout.connect(self._say_silent)
        self.heading = named(QLabel(), "big")
        self.text = named(QLabel(wordWrap=True), "soft")
        self.user = QLineEdit(user, maxLength=64)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=256)
        self.again = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=256)
        self.trouble = named(QLabel(wordWrap=True), "wrong")
        self.go = named(QPushButton(), "primary")
        self._lay_out()
        self.go.clicked.connect(self.enter)
        for field in (self.user, self.password, self.again):
            field.textEdited.connect(lambda _text: self._check())
        self.retranslate()
        (self.password if user else self.user).setFocus()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(36, 30, 36, 24)
        box.setSpacing(10)
        for widget in (self.heading, self.text, self.user, self.password, self.again, self.trouble, self.go):
            box.addWidget(widget)
        languages = QHBoxLayout()
        languages.addStretch(1)
        for code, name in LANGUAGES.items():
            button = named(QPushButton(name, autoDefault=False), "link")
            button.clicked.connect(lambda _=False, c=code: self.language_wished.emit(c))
            languages.addWidget(button)
        box.addLayout(languages)
        box.addStretch(1)
        self.setMinimumWidth(460)
        self.again.hide()

    def show_refusal(self, code: str) -> None:
        """The desk did not let this login in; "no_users" turns the page into the first administrator's."""
        self._answered()
        self._code = code
        if code == "no_users":
            self.first, self._code = True, ""
            self.password.clear()
        elif code == "has_users":
            self.first = False
        self.password.selectAll()
        self.password.setFocus()
        self.retranslate()

    def _answered(self) -> None:
        self._late.stop()
        self._silent = False

    def _say_silent(self) -> None:
        """No answer yet: it may be pressed again, and nothing that was typed is lost."""
        self._silent, self._code = True, ""
        self.retranslate()

    def enter(self) -> None:
        """Sign in with what stands in the fields, if it can be right."""
        if self._check():
            self.go.setEnabled(False)
            self.go.setText(self.tr("Signing in…"))
            self._late.start()
            self.entered.emit(Login(self.user.text().strip(), self.password.text(), first=self.first))

    def _check(self) -> bool:
        password = self.password.text()
        good = bool(self.user.text().strip()) and bool(password)
        hint = ""
        if self.first and password and len(password) < LEAST:
            good, hint = False, self.tr("At least {n} characters").format(n=LEAST)
        elif self.first and password != self.again.text():
            good, hint = False, self.tr("The two passwords differ") if self.again.text() else ""
        self.trouble.setText(hint or self._why())
        self.go.setEnabled(good)
        QTimer.singleShot(0, self, self.grow)
        return good

    def _why(self) -> str:
        """Why nobody is let in, as far as it is known."""
        if self._silent:
            return self.tr(
                "The station does not answer yet. It is tried again and again, and what you typed is not lost: "
                "wait a moment, or check the network and the station's address."
            )
        return refusal_words(self._code) if self._code else ""

    def grow(self) -> None:
        """As high as its texts need in its width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            need = max(layout.totalMinimumHeightForWidth(self.width()), layout.totalHeightForWidth(self.width()))
            self.setMinimumHeight(need)
            self.resize(self.width(), need)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        self.given_up.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.given_up.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put every text into the window's language."""
        self.setWindowTitle(self.tr("Sandtable"))
        self.again.setVisible(self.first)
        if self.first:
            self.heading.setText(self.tr("First administrator"))
            self.text.setText(
                self.tr(
                    "This station has no users yet. Make the administrator now; nobody else can get in "
                    "before that, and there is no way back to a forgotten password."
                )
            )
            self.go.setText(self.tr("Make the administrator and sign in"))
        else:
            self.heading.setText(self.tr("Sign in"))
            self.text.setText(self.tr("What you do here is logged under your name."))
            self.go.setText(self.tr("Sign in"))
        self.user.setPlaceholderText(self.tr("User"))
        self.password.setPlaceholderText(self.tr("Password"))
        self.again.setPlaceholderText(self.tr("Password once more"))
        self._check()

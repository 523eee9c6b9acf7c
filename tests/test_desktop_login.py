"""The sign-in page while the station is silent: it says so, loses nothing, and forgets it with the first answer."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.i18n import Languages
from app.desktop.login import LoginPage


def signing_in(qtbot: QtBot) -> LoginPage:
    page = LoginPage("op")
    qtbot.addWidget(page)
    page._late.setInterval(0)
    page.password.setText("long-enough")
    page.enter()
    return page


def test_a_station_that_does_not_answer_is_told_and_can_be_asked_again(qtbot: QtBot) -> None:
    page = signing_in(qtbot)
    assert not page.go.isEnabled() and not page.trouble.text()
    qtbot.waitUntil(lambda: "does not answer yet" in page.trouble.text(), timeout=5000)
    assert page.go.isEnabled() and page.go.text() == "Sign in" and page.password.text() == "long-enough"


def test_an_answer_ends_the_waiting(qtbot: QtBot) -> None:
    page = signing_in(qtbot)
    qtbot.waitUntil(lambda: "does not answer yet" in page.trouble.text(), timeout=5000)
    page.show_refusal("wrong_login")
    assert page.trouble.text() and "does not answer yet" not in page.trouble.text()
    assert not page._late.isActive()


def test_it_is_told_in_the_language_that_is_chosen_meanwhile(qtbot: QtBot, qapp: QApplication) -> None:
    languages, page = Languages(qapp), signing_in(qtbot)
    qtbot.waitUntil(lambda: "does not answer yet" in page.trouble.text(), timeout=5000)
    languages.use("zh_CN")
    try:
        qtbot.waitUntil(lambda: "站" in page.trouble.text(), timeout=5000)
        assert "answer" not in page.trouble.text()
    finally:
        languages.use("en")

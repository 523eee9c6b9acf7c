"""The operator's manual: both languages alike, nothing named that is not there, and F1 shows it inside the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from app.cli.main import app as cli
from app.desktop.actions import ENTRIES, KEYS_ONLY
from app.desktop.manual import ManualWindow
from app.desktop.manual_book import NAMES, PICTURE_W, Book, BookReader, read_book
from tests.desktop_rows import Station

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_CN", "en")
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
KEY = re.compile(r"`((?:(?:Ctrl|Shift)\+)*(?:[A-Z1-5]|F\d+|Enter|Esc|Space|Home|[+-]|1 … 5))`")
COMMAND = re.compile(r"(?:`|^ {4})sandtable ([a-z]+)\b", re.MULTILINE)


def pages(language: str) -> list[tuple[Path, str]]:
    folder = ROOT / "docs" / "manual" / language
    return [(path, path.read_text("utf-8")) for path in sorted(folder.glob("*.md"))]


def prose(text: str) -> str:
    """Without the blocks that are typed into a terminal."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("    "))


def shape(text: str) -> tuple[list[int], int, int, int]:
    """Levels of headings in order, table rows, list items, blocks of commands."""
    lines = text.splitlines()
    headings = [len(line) - len(line.lstrip("#")) for line in lines if line.startswith("#")]
    items = [line for line in lines if re.match(r"\d+\. |- ", line)]
    return headings, sum(line.startswith("|") for line in lines), len(items), text.count("\n    ")


def keys_known() -> set[str]:
    named = {entry.key.replace("Return", "Enter") for entry in ENTRIES if entry.key}
    named |= {key for key, _ in KEYS_ONLY}
    return named | {part for key, _ in KEYS_ONLY for part in key.split()}


# -- the pages


def test_ten_pages_in_both_languages_of_the_same_shape() -> None:
    chinese, english = ([(p.stem, shape(t)) for p, t in pages(language)] for language in LANGUAGES)
    assert [name for name, _ in english] == list(NAMES) and len(NAMES) == 10
    assert chinese == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_and_picture_is_there(language: str) -> None:
    for path, text in pages(language):
        for picture, to in LINK.findall(text):
            assert (path.parent / to).is_file(), f"{path.name}: {to}"
            assert bool(picture) or "/" not in to, f"{path.name}: {to} leaves the manual"


def test_the_screens_of_the_docs_are_there_and_small() -> None:
    text = (ROOT / "docs" / "screens.md").read_text("utf-8")
    for _, to in LINK.findall(text):
        assert (ROOT / "docs" / to).is_file(), to
    named = {(ROOT / "docs" / to).resolve() for _, to in LINK.findall(text)}
    assert named == set((ROOT / "docs" / "pictures").glob("*.png")) and len(named) <= 12
    for path in (ROOT / "docs").rglob("*.png"):
        assert path.stat().st_size <= 300_000 or QImage(str(path)).format() == QImage.Format.Format_Indexed8, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_and_command_that_is_named_exists(language: str) -> None:
    known, commands = keys_known(), {c.name for c in cli.registered_commands}
    for path, text in pages(language):
        assert set(KEY.findall(prose(text))) <= known, path.name
        assert set(COMMAND.findall(text)) <= commands, path.name
    named = {key for _, text in pages(language) for key in KEY.findall(text)}
    assert {entry.key.replace("Return", "Enter") for entry in ENTRIES if entry.key} <= named, "a key is not told of"


def test_the_manual_is_found_where_it_was_shipped_or_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resources.manual() == ROOT / "docs" / "manual"
    shipped = tmp_path / "resources"
    (shipped / "manual").mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda _name: shipped)
    assert resources.manual() == shipped / "manual"
    (shipped / "manual").rmdir()
    with pytest.raises(FileNotFoundError, match="not part of this installation"):
        resources.manual()


# -- the window


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    made = Station(qtbot, qapp)
    yield made
    made.languages.use("en")
    qapp.setStyleSheet("")


def opened(station: Station) -> ManualWindow:
    """F1, and the pages have come."""
    QTest.keyClick(station.bench, Qt.Key.Key_F1)
    manual = station.wiring.manual
    station.until(lambda: manual.isVisible() and manual.list.count() == len(NAMES) + 1)
    return manual


def titles(manual: ManualWindow) -> list[str]:
    return [manual.list.item(row).text() for row in range(manual.list.count())]


@pytest.mark.parametrize(("language", "word"), [("zh_CN", "静默十二小时"), ("en", "Twelve hours of silence")])
def test_f1_opens_the_manual_in_the_windows_language(station: Station, language: str, word: str) -> None:
    station.languages.use(language)
    manual = opened(station)
    assert not manual.isModal() and any(word in title for title in titles(manual))
    assert manual.page.toPlainText().startswith("1. "), "the first time it begins at the beginning"


def test_another_language_turns_the_open_manual(station: Station) -> None:
    manual = opened(station)
    manual.open("04-twelve-hours")
    station.languages.use("zh_CN")
    station.until(lambda: manual.page.toPlainText().startswith("4. 静默十二小时"))
    assert manual.list.currentRow() == 3, "the page stays"


def test_the_search_finds_a_word_on_every_page_and_says_where_there_is_none(station: Station) -> None:
    manual = opened(station)
    manual.search.setText("quarantine")
    shown = [title for row, title in enumerate(titles(manual)) if not manual.list.item(row).isHidden()]
    assert shown and all(re.search(r"   \d+$", title) for title in shown)
    assert manual.page.textCursor().selectedText().casefold() == "quarantine"
    manual.search.setText("zeppelin")
    assert "zeppelin" in manual.note.text() and manual.note.isVisible()
    QTest.keyClick(manual.search, Qt.Key.Key_Escape)
    assert manual.isVisible() and not manual.search.text() and len(titles(manual)) == len(NAMES) + 1
    QTest.keyClick(manual.search, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_enter_goes_from_place_to_place_and_over_to_the_next_page(station: Station) -> None:
    manual = opened(station)
    manual.search.setText("broker")
    rows = [manual.list.currentRow()]
    for _ in range(40):
        QTest.keyClick(manual.search, Qt.Key.Key_Return)
        assert manual.page.textCursor().selectedText().casefold() == "broker"
        rows.append(manual.list.currentRow())
    assert len(set(rows)) > 2 and rows.count(rows[0]) > 1, "it goes round"


def test_links_turn_pages_and_the_net_is_refused_in_a_sentence(station: Station) -> None:
    manual = opened(station)
    manual.page.anchorClicked.emit(QUrl("03-alarm.md"))
    assert manual.page.toPlainText().startswith("3. ")
    for outside in ("https://example.org/help", "file:///etc/hosts", "../../house.md"):
        before = manual.page.toPlainText()
        manual.page.anchorClicked.emit(QUrl(outside))
        assert outside in manual.note.text() and manual.page.toPlainText() == before
    image = QTextDocument.ResourceType.ImageResource
    assert manual.page.loadResource(image.value, QUrl("https://example.org/a.png")) is None
    manual.open("02-map")
    assert not manual.note.isVisible(), "the sentence goes with the page"


def test_pictures_are_shown_and_no_wider_than_a_page(station: Station) -> None:
    book = read_book("en", 1.0)
    assert book.pictures and all(0 < image.width() <= PICTURE_W for image in book.pictures.values())
    manual = opened(station)
    image = QTextDocument.ResourceType.ImageResource
    assert all(not manual.page.loadResource(image.value, QUrl(name)).isNull() for name in book.pictures)


def test_all_keys_stand_in_the_manual_as_the_program_has_them(station: Station) -> None:
    QTest.keyClick(station.bench, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    manual = station.wiring.manual
    station.until(lambda: manual.list.count() == len(NAMES) + 1)
    assert manual.isVisible() and manual.list.currentRow() == len(NAMES), "the pages have come, and it is still there"
    text = manual.page.toPlainText()
    assert all(key in text for key in (e.key.replace("Return", "Enter") for e in ENTRIES) if key)
    manual.open("03-alarm")
    QTest.keyClick(manual, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert manual.page.toPlainText() == text, "also from within the manual"


def test_both_themes_dress_the_page(station: Station) -> None:
    manual = opened(station)

    def ink() -> str:
        return manual.page.document().begin().begin().fragment().charFormat().foreground().color().name().upper()

    for name in ("paper", "night"):
        station.theme.use(name)
        assert ink() == station.theme.look.text


def test_without_its_files_it_says_so_and_keeps_the_keys(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise FileNotFoundError("not here")

    monkeypatch.setattr(resources, "manual", gone)
    QTest.keyClick(station.bench, Qt.Key.Key_F1)
    manual = station.wiring.manual
    station.until(lambda: "were not found" in manual.note.text())
    assert titles(manual) == ["All keys"] and "Ctrl+K" in manual.page.toPlainText()


def test_a_reader_whose_window_is_gone_harms_nobody(qtbot: QtBot) -> None:
    reader = BookReader()
    with qtbot.waitSignal(reader.came) as came:
        reader.read("en", 1.0)
    assert isinstance(came.args[0], Book) and len(came.args[0].pages) == len(NAMES)
    other = BookReader()
    other.deleteLater()
    QApplication.sendPostedEvents(other, 52)  # QEvent.DeferredDelete: it is gone now
    other._read("en", 1.0)

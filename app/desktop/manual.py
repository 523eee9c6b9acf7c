"""The operator's manual inside the window (F1): pages at the left, the page at the right, search over all of them."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.about import keys_html
from app.desktop.i18n import Languages
from app.desktop.manual_book import NAMES, Book, BookReader, Page
from app.desktop.manual_look import ManualBrowser
from app.desktop.named import named
from app.desktop.theme import Theme

KEYS = "keys"
"""The page of all keys: made from the list of actions, so that it is never older than the program."""
LIST_W, WIDE, HIGH = 264, 1080, 780


class ManualWindow(QDialog):
    """Stands beside the work and never in its way: not modal, one a seat, closed with Esc. GUI thread.

    Pages come from a thread (`BookReader`) at the first opening and after a change of language.
    """

    def __init__(self, languages: Languages, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._languages, self._theme = languages, theme
        self._book = Book("")
        self._pages: tuple[Page, ...] = ()
        self._reading = self._wished = ""
        self._reader = BookReader(self)
        self.search = named(QLineEdit(maxLength=60), "manualFind")
        self.search.setClearButtonEnabled(True)
        self.list = named(QListWidget(), "manualList")
        self.page = ManualBrowser()
        self.note = named(QLabel(wordWrap=True), "wrong")
        self._lay_out(parent)
        self._reader.came.connect(self._came)
        self.list.currentRowChanged.connect(self._turn)
        self.page.page_wished.connect(self.open)
        self.page.refused.connect(self._refuse)
        self.search.textChanged.connect(lambda _text: self._search())
        self.search.returnPressed.connect(self._next)
        theme.changed.connect(self._show_again)
        self.search.installEventFilter(self)

    def _lay_out(self, parent: QWidget) -> None:
        left, right, box = QVBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        for widget in (self.search, self.list):
            widget.setFixedWidth(LIST_W)
            left.addWidget(widget)
        right.addWidget(self.page, 1)
        right.addWidget(self.note)
        box.addLayout(left)
        box.addLayout(right, 1)
        self.note.hide()
        self.resize(min(WIDE, parent.width() - 80), min(HIGH, parent.height() - 80))

    # -- opening

    def open(self, name: str = "") -> None:
        """Show the window, and a page of it by name; "" the one that was read last."""
        self._wished = name or self._wished
        if self._book.language != self._languages.now:
            self._read()
        self._choose(self._wished)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def _read(self) -> None:
        if self._reading == self._languages.now:
            return
        self._reading = self._languages.now
        self.retranslate()
        self._fill(Book(""))
        self._reader.read(self._reading, self.devicePixelRatioF())

    def _came(self, book: Book) -> None:
        if book.language != self._reading:
            return
        self._reading = ""
        self._fill(book)
        if not book.pages:
            self._say(
                self.tr(
                    "The manual’s pages were not found in this installation; nothing else is affected. "
                    "All keys stand here; the pages come with the program when it is installed anew."
                )
            )

    def _fill(self, book: Book) -> None:
        self._book = book
        self._pages = (*book.pages, _keys_page(self.tr("All keys")))
        self.page.use_pictures(book.pictures)
        self.list.blockSignals(True)
        self.list.clear()
        for page in self._pages:
            self.list.addItem(QListWidgetItem(page.title))
        self.list.blockSignals(False)
        self._choose(self._wished)
        self._search()

    def _choose(self, name: str) -> None:
        """Turn to a page; where it is not there yet, to the first that is."""
        row = next((i for i, page in enumerate(self._pages) if page.name == (name or NAMES[0])), 0)
        if self.list.currentRow() == row:
            self._turn(row)
        else:
            self.list.setCurrentRow(row)

    def _turn(self, row: int) -> None:
        if 0 <= row < len(self._pages):
            page = self._pages[row]
            if not self._reading:
                self._wished = page.name
            self._say("")
            self.page.show_page(page, self._theme.look)
            self.page.mark(self._words, self._theme.look)

    def _show_again(self) -> None:
        """Other colours."""
        if self.isVisible():
            self._turn(self.list.currentRow())

    # -- searching

    @property
    def _words(self) -> str:
        return self.search.text().strip()

    def _search(self) -> None:
        """Say beside every page how often the words stand there, and turn to the first page that holds them."""
        words = self._words.casefold()
        counts = [page.plain.casefold().count(words) if words else 0 for page in self._pages]
        for row, (page, n) in enumerate(zip(self._pages, counts, strict=True)):
            item = self.list.item(row)
            item.setText(f"{page.title}   {n}" if n else page.title)
            item.setHidden(bool(words) and not n)
        if words and not any(counts):
            self.page.mark("", self._theme.look)
            self._say(self.tr("“{words}” stands on no page").format(words=self._words))
            return
        row = self.list.currentRow()
        if words and not counts[row]:
            self.list.setCurrentRow(next(i for i, n in enumerate(counts) if n))
        self._say("")
        if self.page.mark(self._words, self._theme.look):
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(self._words)

    def _next(self) -> None:
        """The next place of the words, on this page or the next that holds them."""
        if not self._words or self.page.find(self._words):
            return
        rows = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        later = [row for row in rows if row > self.list.currentRow()]
        if rows:
            self.list.setCurrentRow((later or rows)[0])
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(self._words)

    # -- saying

    def _refuse(self, address: str) -> None:
        words = self.tr("The manual opens nothing outside itself. Open this address on another machine: {address}")
        self._say(words.format(address=address))

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the search empties it before it closes the window."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and self.search.text() and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.search.clear()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
            self.search.selectAll()
        elif event.key() == Qt.Key.Key_F1 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.open(KEYS)  # the work's own keys are not heard while the manual has the focus
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self.isVisible() and self._book.language != self._languages.now:
                self._read()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put the fixed texts into the window's language."""
        self.setWindowTitle(self.tr("Operator's manual"))
        self.search.setPlaceholderText(self.tr("Search the manual (Ctrl+F)"))


def _keys_page(title: str) -> Page:
    html = f"<h1>{title}</h1>{keys_html()}"
    document = QTextDocument()
    document.setHtml(html)
    return Page(KEYS, title, html, document.toPlainText(), html=True)

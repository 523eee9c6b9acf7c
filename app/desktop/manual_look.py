"""The manual's page as it is drawn: Markdown in the window's type and colours, pictures from memory, no network."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.desktop.look import SIZES, Look
from app.desktop.manual_book import Page

MARGIN = 24
LINE, TABLE_LINE = 140, 115
"""Line heights in per cent of the type's own; Chinese needs the air."""
_HEADINGS = {1: "title", 2: "head"}
_PROPORTIONAL = 1  # QTextBlockFormat.LineHeightTypes.ProportionalHeight, which setLineHeight wants as a number


class ManualBrowser(QTextBrowser):
    """Shows one page. `page_wished(name)`: a link to another page. `refused(address)`: a link to outside."""

    page_wished = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: Mapping[str, QImage] = {}
        self._last: QTextDocument | None = None
        self.setOpenLinks(False)
        self.setObjectName("manualPage")
        self.anchorClicked.connect(self._go)

    def use_pictures(self, pictures: Mapping[str, QImage]) -> None:
        """What pages may show, by address."""
        self._pictures = pictures

    def show_page(self, page: Page, look: Look) -> None:
        """Put a page up, from its beginning. It is dressed before it is laid out: layout is what takes time."""
        new = QTextDocument(self)
        new.setDefaultFont(self.font())
        if page.html:
            new.setHtml(page.text)
        else:
            new.setMarkdown(page.text)
        dress(new, look)
        self.setDocument(new)
        if self._last is not None:
            self._last.deleteLater()
        self._last = new
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        """Pictures are in memory already: nothing is read here, and nothing ever comes from a network."""
        return self._pictures.get(name if isinstance(name, str) else name.toString())

    def mark(self, words: str, look: Look) -> int:
        """Mark every place of these words; how many there are."""
        marks = []
        at = self.document().find(words) if words else QTextCursor()
        while not at.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = at
            mark.format = _marked(look)
            marks.append(mark)
            at = self.document().find(words, at)
        self.setExtraSelections(marks)
        return len(marks)

    def _go(self, url: QUrl) -> None:
        path = url.path()
        if url.isRelative() and path.endswith(".md") and "/" not in path:
            self.page_wished.emit(path.removesuffix(".md"))
        else:
            self.refused.emit(url.toString())


def dress(document: QTextDocument, look: Look) -> None:
    """Give a document the window's sizes, colours and air."""
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(MARGIN)
    whole = QTextCursor(document)
    whole.beginEditBlock()  # one layout at the end: a table laid out anew for every word took 600 ms
    block = document.begin()
    while block.isValid():
        _dress_block(block, look)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, look)
    whole.endEditBlock()


def _dress_block(block: QTextBlock, look: Look) -> None:
    heading = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    cursor.mergeBlockFormat(_air(heading, in_table=cursor.currentTable() is not None))
    for start, length, words in _spans(block):
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_dressed(words, SIZES[_HEADINGS.get(heading, "body")], look))


def _air(heading: int, *, in_table: bool) -> QTextBlockFormat:
    air = QTextBlockFormat()
    air.setLineHeight(TABLE_LINE if in_table else LINE, _PROPORTIONAL)
    air.setTopMargin(20 if heading > 1 else 0)
    air.setBottomMargin(0 if in_table else 8)
    return air


def _spans(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Where each run of one format stands, how long it is, and the format."""
    spans = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        spans.append((fragment.position(), fragment.length(), fragment.charFormat()))
        at += 1
    return spans


def _dressed(words: QTextCharFormat, size: int, look: Look) -> QTextCharFormat:
    """A run's format in the window's sizes and colours: links in theirs, keys and commands on a ground of their own."""
    if words.isImageFormat():
        return words
    words.clearProperty(QTextFormat.Property.FontSizeAdjustment)  # Markdown's own, which any size would lose against
    words.setProperty(QTextFormat.Property.FontPixelSize, size)
    words.setForeground(QColor(look.link if words.isAnchor() else look.text))
    if words.fontFixedPitch():
        words.setBackground(QColor(look.track))
    return words


def _dress_table(table: QTextTable, look: Look) -> None:
    form = table.format()
    form.setBorderCollapse(True)
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor(look.card_edge)))
    form.setCellPadding(7)
    form.setCellSpacing(0)
    form.setTopMargin(6)
    form.setBottomMargin(12)
    table.setFormat(form)


def _marked(look: Look) -> QTextCharFormat:
    found = QTextCharFormat()
    found.setBackground(QColor(look.amber))
    found.setForeground(QColor("#10161F"))
    return found

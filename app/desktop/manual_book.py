"""The operator's manual as values: pages of one language and their pictures, read in a thread of their own."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QTextDocument

import resources

log = structlog.get_logger()

NAMES = (
    "01-first-evening",
    "02-map",
    "03-alarm",
    "04-twelve-hours",
    "05-who-goes",
    "06-privacy",
    "07-keys",
    "08-devices",
    "09-own-estate",
    "10-trouble",
)
"""The pages of each language, in their order."""

PICTURE_W = 640
"""The widest a picture is shown, logical pixels."""
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Page:
    """One page. `text`: Markdown, or HTML where `html`; `plain`: its words as they are shown, for searching."""

    name: str
    title: str
    text: str
    plain: str
    html: bool = False


@dataclass(frozen=True)
class Book:
    """A language's pages, and the pictures by the address under which a page names them. Empty: none were found."""

    language: str
    pages: tuple[Page, ...] = ()
    pictures: Mapping[str, QImage] = field(default_factory=dict)


def read_book(language: str, ratio: float) -> Book:
    """All of one language, from the disk; `ratio`: physical pixels a logical one. Raises OSError. Any thread."""
    folder = resources.manual() / language
    pages = tuple(_page(folder / f"{name}.md") for name in NAMES)
    wanted = {link for page in pages for link in _PICTURE.findall(page.text)}
    return Book(language, pages, {link: _picture(folder / link, ratio) for link in wanted})


def _page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), path.stem)
    document = QTextDocument()
    document.setMarkdown(text)
    return Page(path.stem, title, text, document.toPlainText())


def _picture(path: Path, ratio: float) -> QImage:
    """As wide as it may be shown; an empty one where there is none."""
    image = QImage(str(path))
    if image.width() > PICTURE_W * ratio:
        image = image.scaledToWidth(round(PICTURE_W * ratio), Qt.TransformationMode.SmoothTransformation)
    image.setDevicePixelRatio(ratio)
    return image


class BookReader(QObject):
    """Reads a book in a thread; `came` brings it to the GUI thread, an empty one where it could not be read."""

    came = Signal(object)

    def read(self, language: str, ratio: float) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._read, args=(language, ratio), name="manual", daemon=True).start()

    def _read(self, language: str, ratio: float) -> None:
        try:
            book = read_book(language, ratio)
        except (OSError, ValueError) as error:
            log.warning("the manual could not be read", error=str(error))
            book = Book(language)
        with suppress(RuntimeError):  # the window may be gone by now
            self.came.emit(book)
